import {existsSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {ConfigError} from '../../core/error.ts';
import {byPath, periodsOf, upTo, watch, watchHome} from './home.test-input.ts';
import {contentOf, day, records, texts} from './series.test-input.ts';
import {stateBeside} from './watch.ts';

const {at, daily, data, definition, stateOf, whole} = watchHome();

describe('periods by path', () => {
  it('are read when they are new or changed, in any order', async () => {
    const file = definition(byPath);
    daily([0, 1, 2, 4, 5]);
    expect((await watch(file)).late).toEqual([]);
    daily([3, 6]);
    data(day(1), records(day(1), texts(30, 'other')));
    const report = await watch(file);
    expect([report.late, report.changed, periodsOf(report)]).toEqual([[day(3)], [day(1)], upTo(7).map(day)]);
    expect(stateOf(file)).toEqual(await whole(file));
  });

  it('may be empty, of several files, and of files that are of none', async () => {
    const file = definition({...byPath, period: {path: 'data/{period}.*.jsonl'}});
    for (const i of upTo(3)) for (const part of ['a', 'b']) data(`${day(i)}.${part}`, records(day(i), texts(10, `${i}${part}`)));
    data(`${day(3)}.a`, '');
    data('notes', '');
    const {periods, warnings} = await watch(file);
    expect(periods.map(({documents}) => documents)).toEqual([20, 20, 20, 0]);
    expect(periods[3]).toMatchObject({unjudged: 'empty', measures: {'distinct.1': {reason: 'the period has no documents'}}});
    expect(warnings).toEqual(['of no period, and passed over: data/notes.jsonl']);
  });

  it('refuses a pattern that no file is of, and a slice that no record has', async () => {
    daily([0, 1]);
    await expect(watch(definition({period: {path: 'logs/{period}.jsonl'}}))).rejects.toThrow(ConfigError);
    await expect(watch(definition({...byPath, slices: ['sauce']}))).rejects.toThrow(/has no field "sauce"/);
    await expect(watch(definition({slices: ['sauce']}))).rejects.toThrow(/has no field "sauce"/);
    expect(existsSync(stateBeside(definition()))).toBe(false);
  });

  it('are shown and not judged where they are open or small, and never changed', async () => {
    const file = definition({...byPath, open: 1, least: 10});
    daily(upTo(9));
    daily([4], 5);
    const {periods} = await watch(file);
    expect(periods.map(({unjudged}) => unjudged)).toEqual([...Array(4).fill(undefined), 'small', ...Array(3).fill(undefined), 'open']);
    expect(periods.map(({calibrates}) => calibrates === true)).toEqual([...Array(4).fill(true), false, true, true, false, false]);
    daily([4], 6);
    daily([8], 25);
    expect((await watch(file)).changed).toEqual([]);
  });

  it('by several threads and by one are the same', async () => {
    daily(upTo(14));
    const file = definition({...byPath, slices: ['source']});
    await watch(file, {workers: 2});
    expect(stateOf(file)).toEqual(await whole(file));
  });
});

describe('periods by call', () => {
  async function* input(content: string): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode(content);
  }
  const call = {period: {call: true}};

  it('have the name and the data of the call', async () => {
    const file = definition({...call, data: {files: '-', format: 'jsonl'}});
    await expect(watch(file, {stdin: input('')})).resolves.toMatchObject({status: 'calibrating', periods: []});
    for (const i of upTo(3)) await watch(file, {period: `day-${i}`, stdin: input(records(day(i), texts(10, i)))});
    const report = await watch(file, {period: 'day-1', stdin: input(records(day(1), texts(12, 'again')))});
    expect(report.periods.map(({period, documents}) => [period, documents])).toEqual([
      ['day-0', 10],
      ['day-1', 12],
      ['day-2', 10],
    ]);
    expect(report.changed).toEqual(['day-1']);
    expect((await watch(file, {period: 'day-1', stdin: input(records(day(1), texts(12, 'again')))})).changed).toEqual([]);
  });

  it.each(['../../evil', 'a/b', '.', '..', 'Ünïcode 日', '%2F'])('may be called %s', async (period) => {
    const path = data('now', records(day(0), texts(10, 'now')));
    const file = definition({...call, data: {files: path}});
    expect(periodsOf(await watch(file, {period}))).toEqual([period]);
    expect(periodsOf(await watch(file))).toEqual([period]);
    expect(
      Object.keys(contentOf(at())).every((name) => /^(data|watch\.watch|watch\.delivery|reference\.jsonl|watch\.yaml)/.test(name)),
    ).toBe(true);
  });

  it.each(['', ' a', 'a\nb', 'x'.repeat(300)])('may not be called %j', async (period) => {
    data('now', records(day(0), texts(10, 'now')));
    await expect(watch(definition(call), {period})).rejects.toThrow(ConfigError);
  });

  it('is no way of others', async () => {
    daily([0]);
    await expect(watch(definition(byPath), {period: 'a'})).rejects.toThrow(/--period/);
  });
});
