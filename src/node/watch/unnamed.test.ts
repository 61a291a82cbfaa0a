import {readFileSync, renameSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {asRecords, byPath, upTo, watch, watchHome} from './home.test-input.ts';
import {day, records, texts} from './series.test-input.ts';
import {bringUpToDate} from './watch.ts';

const {at, daily, data, definition, put, stateOf, whole} = watchHome();

describe('late and changed periods', () => {
  it('are named by the call that ends, where one before it was written and then failed', async () => {
    const file = definition(byPath);
    daily([0, 1, 3]);
    await watch(file);
    daily([2]);
    data(day(1), records(day(1), texts(12, 'other')));
    const failing = bringUpToDate(file, {}, async () => async () => {
      throw new Error('no room');
    });
    await expect(failing).rejects.toThrow('no room');
    data(day(0), records(day(0), texts(12, 'another')));
    const {late, changed} = await watch(file);
    expect([late, changed]).toEqual([[day(2)], [day(0), day(1)]]);
    const after = await watch(file);
    expect([after.late, after.changed]).toEqual([[], []]);
    expect(stateOf(file)).toEqual(await whole(file));
  });

  it('are named by the call that ends, where one before it wrote some and could not read the next', async () => {
    const file = definition({...byPath, measures: ['distinct.1']});
    daily([30], 2);
    await watch(file);
    daily(upTo(20), 2);
    data(day(25), '{"text": 1');
    await expect(watch(file)).rejects.toThrow(day(25));
    expect(readFileSync(at('watch.watch/history.jsonl'), 'utf8').split('\n').length).toBe(18);
    daily([25], 2);
    expect((await watch(file)).late).toEqual([...upTo(20), 25].map(day));
  });

  it('leave the verdict where what was noted of them is damaged, and that is said once', async () => {
    const file = definition(byPath);
    daily(upTo(3));
    await watch(file);
    put('watch.watch.delivery/unnamed.json', '{');
    expect((await watch(file)).warnings).toEqual([expect.stringMatching(/are not named: .*unnamed\.json is damaged$/)]);
    expect((await watch(file)).warnings).toEqual([]);
  });

  it('are those whose records went from one slice to another', async () => {
    daily(upTo(3));
    const file = definition({...byPath, slices: ['source']});
    await watch(file);
    const swapped = readFileSync(at('data', `${day(2)}.jsonl`), 'utf8')
      .replaceAll('meadow', 'MEADOW')
      .replaceAll('quarry', 'meadow')
      .replaceAll('MEADOW', 'quarry');
    data(day(2), swapped);
    expect((await watch(file)).changed).toEqual([day(2)]);
    // the same data, measured otherwise
    expect((await watch(definition({...byPath, slices: ['source', 'date'], measures: ['unseen']}))).changed).toEqual([]);
  });
});

describe('what the data do not tell while they are away', () => {
  it('is asked again: how many generations an alarm looks like', async () => {
    const file = definition(byPath);
    daily(upTo(12));
    for (const i of upTo(8)) data(day(12 + i), records(day(12 + i), texts(20, i, {vocabulary: 150})));
    for (const i of upTo(8)) renameSync(at('data', `${day(12 + i)}.jsonl`), at(day(12 + i)));
    await watch(file);
    renameSync(at('reference.jsonl'), at('away'));
    for (const i of upTo(8)) renameSync(at(day(12 + i)), at('data', `${day(12 + i)}.jsonl`));
    expect((await watch(file)).alarm?.looksLike).toEqual({reason: 'the data of the reference are gone'});
    renameSync(at('away'), at('reference.jsonl'));
    const {looksLike} = (await watch(file)).alarm!;
    expect(looksLike).not.toEqual({reason: 'the data of the reference are gone'});
    expect(stateOf(file)).toEqual(await whole(file));
  });

  it.each([
    [byPath, 'reference.jsonl', 'the data of the reference are gone'],
    [{}, 'reference.jsonl', 'the data of the reference are gone'],
    [byPath, 'model.jsonl', 'the synthetic text is gone'],
    [{}, 'model.jsonl', 'the synthetic text is gone'],
  ])('is asked again: the share of synthetic text %j, where %s was away', async (keys, away, reason) => {
    put('model.jsonl', asRecords(texts(300, 'model', {first: 1500, vocabulary: 400})));
    put('reference.jsonl', asRecords(texts(300, 'reference')));
    const file = definition({...keys, synthetic: 'model.jsonl'});
    daily([0]);
    await watch(file);
    renameSync(at(away), at('away'));
    daily([1]);
    const {periods} = await watch(file);
    expect(periods.map(({synthetic}) => synthetic && 'value' in synthetic)).toEqual([true, false]);
    expect(periods[1].synthetic).toEqual({reason});
    renameSync(at('away'), at(away));
    const after = await watch(file);
    expect([after.periods.map(({synthetic}) => synthetic && 'value' in synthetic), after.changed]).toEqual([[true, true], []]);
    expect(stateOf(file)).toEqual(await whole(file));
  });
});
