import {describe, expect, it} from 'vitest';
import type {JudgementLine} from '../../run/judgement.ts';
import {earlierIds, KeptLines, type LineStorage} from './kept-lines.ts';
import {storageOf} from './storage.test-input.ts';

const PLACE = {path: '/some/where/', id: 'abc', annotator: 'ada'};
const opened = (storage: LineStorage | undefined, window = 'one', more = {}) => new KeptLines({...PLACE, storage, window, ...more});
const line = (ask: string, choice: JudgementLine['choice'] = 'first'): JudgementLine => ({ask, choice, annotator: 'ada'});
const asksOf = (lines: KeptLines) => lines.read().map(({ask}) => ask);

describe('judgements that a page keeps', () => {
  it('are there in their order when it is opened again, also beyond nine', () => {
    const storage = storageOf();
    const lines = opened(storage);
    const asks = Array.from({length: 12}, (_, i) => `${i}`);
    for (const ask of asks) lines.add(line(ask));
    expect(asksOf(opened(storage, 'two'))).toEqual(asks);
    expect(opened(storage).read()[0]).toEqual(line('0'));
  });

  it('of two windows are all there, also of two that answer at the same moment', () => {
    const storage = storageOf();
    const [one, two] = [opened(storage, 'one'), opened(storage, 'two')];
    one.add(line('x'));
    two.add(line('y'));
    one.add(line('z'));
    expect([asksOf(one), asksOf(two)]).toEqual([
      ['x', 'y', 'z'],
      ['x', 'y', 'z'],
    ]);
    // each has seen what was there, and neither the other's answer
    const late = storageOf();
    const stale: LineStorage = {...late, length: 0, setItem: (name, text) => late.setItem(name, text)};
    opened(stale, 'one').add(line('v'));
    opened(stale, 'two').add(line('w'));
    expect(asksOf(opened(late, 'three'))).toEqual(['v', 'w']);
  });

  it('are of one person, of one set of pairs, at one place', () => {
    const storage = storageOf();
    opened(storage).add(line('x'));
    for (const other of [{path: '/some/'}, {id: 'abd'}, {annotator: 'ada"]'}, {annotator: 'ad'}])
      expect(opened(storage, 'one', other).read()).toEqual([]);
    expect(earlierIds(storage, {...PLACE, id: 'new'})).toEqual(['abc']);
    expect(earlierIds(storage, PLACE)).toEqual([]);
    expect(earlierIds(storage, {...PLACE, id: 'new', annotator: 'bob'})).toEqual([]);
  });

  it('are kept in memory where the browser keeps nothing, or has no room, and go to it as soon as there is some', () => {
    const refused = opened(undefined);
    refused.add(line('x'));
    expect([refused.isRefused, asksOf(refused), refused.unsaved]).toEqual([true, ['x'], 1]);
    const storage = storageOf(160);
    const lines = opened(storage);
    for (const ask of ['x', 'y', 'z']) lines.add(line(ask));
    expect([lines.isFull, asksOf(lines), storage.items.size]).toEqual([true, ['x', 'y', 'z'], 1]);
    storage.room = 10_000;
    lines.add(line('w'));
    expect([lines.isFull, asksOf(opened(storage))]).toEqual([false, ['x', 'y', 'z', 'w']]);
    storage.items.clear();
    expect(asksOf(lines)).toEqual(['x', 'y', 'z', 'w']);
  });

  it('are counted until they are handed back, over windows and openings', () => {
    const storage = storageOf();
    const lines = opened(storage);
    lines.add(line('x'));
    lines.add(line('y'));
    expect(lines.unsaved).toBe(2);
    lines.save();
    expect([lines.unsaved, opened(storage).unsaved]).toEqual([0, 0]);
    const two = opened(storage, 'two');
    two.add(line('z'));
    expect([lines.unsaved, two.unsaved]).toEqual([1, 1]);
    two.save();
    expect([lines.unsaved, opened(storage).unsaved]).toEqual([0, 0]);
  });

  it.each([
    'no JSON',
    'null',
    '7',
    '[]',
    '{"ask":"x","choice":"maybe","annotator":"ada"}',
    '{"ask":"x","choice":"first","annotator":"eve"}',
  ])('are passed over where another site has written %s in their place', (text) => {
    const storage = storageOf();
    const lines = opened(storage);
    storage.items.set(`${lines.prefix}line 00000001 x`, text);
    storage.items.set(`${lines.prefix}saved`, text);
    lines.add(line('y'));
    expect([asksOf(lines), lines.unsaved]).toEqual([['y'], 1]);
  });
});
