import {renameSync, rmSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import type {WatchReport} from '../../guard/watch-report.ts';
import {asRecords, byPath, upTo, watch, watchHome} from './home.test-input.ts';
import {day, records, texts} from './series.test-input.ts';

const {at, daily, data, definition, put, stateOf, whole} = watchHome();

describe('the share of synthetic text', () => {
  const share = ({synthetic}: WatchReport['periods'][number]): number | undefined =>
    synthetic !== undefined && 'value' in synthetic ? synthetic.value : undefined;

  it('is estimated of each period, by a sample that no order and no thread changes, also when it is asked for later', async () => {
    put('model.jsonl', asRecords(texts(300, 'model', {first: 1500, vocabulary: 400})));
    put('reference.jsonl', asRecords(texts(300, 'reference')));
    daily(upTo(5), 40);
    const half = [...texts(20, 'people'), ...texts(20, 'half', {first: 1500, vocabulary: 400})];
    data(day(5), records(day(5), half));
    await watch(definition(byPath));
    const file = definition({...byPath, synthetic: 'model.jsonl'});
    const {periods, changed} = await watch(file, {workers: 2});
    expect(changed).toEqual([]);
    expect(share(periods[5])).toBeGreaterThan(0.3);
    for (const period of periods.slice(0, 5)) expect(share(period)).toBeLessThan(0.1);
    expect(stateOf(file)).toEqual(await whole(file));
    data(day(5), records(day(5), half.toReversed()));
    await watch(file, {sizes: {held: 1000}});
    expect(stateOf(file)).toEqual(await whole(file));
    expect((await watch(definition(byPath))).periods[5].synthetic).toBeUndefined();
  }, 60_000);

  it('wants text of the reference', async () => {
    daily(upTo(2));
    const first = await watch(definition(byPath));
    expect(first.periods.length).toBe(2);
    renameSync(at('watch.watch', 'reference.profile'), at('human.profile'));
    rmSync(at('watch.watch'), {recursive: true});
    put('model.jsonl', asRecords(texts(20, 'model')));
    const report = await watch(definition({...byPath, reference: 'human.profile', synthetic: 'model.jsonl'}));
    expect(report.periods[0].synthetic).toEqual({reason: 'the reference is a profile, which holds no text'});
    expect(report.periods[0].measures).toEqual(first.periods[0].measures);
  });
});
