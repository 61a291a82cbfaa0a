import {appendFileSync, readFileSync, renameSync, rmSync, statSync, utimesSync} from 'node:fs';
import {gzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {Stream} from '../../core/random/stream.ts';
import {byPath, periodsOf, sizesOf, upTo, watch, watchHome} from './home.test-input.ts';
import {contentOf, day, put, records, texts} from './series.test-input.ts';

const {at, daily, data, definition, stateOf, whole} = watchHome();

const of = (days: readonly number[], name: string, size = 10): string =>
  days.map((i) => records(day(i), texts(size, `${name}${i}`))).join('');
const away = (name: string): void => renameSync(at('data', `${name}.jsonl`), at(name));
const back = (name: string): void => renameSync(at(name), at('data', `${name}.jsonl`));

describe('files that are away for some calls', () => {
  it('lose nothing that came meanwhile, and it is named by every call until it is taken in', async () => {
    const file = definition();
    data('a', of([0, 1, 2], 'a'));
    await watch(file);
    away('a');
    data('c', of([1, 3], 'c'));
    const stuck = [`${day(1)}: more came, but others of the data are gone; what was read of them stays as it was`];
    for (const _ of upTo(2)) {
      const report = await watch(file);
      expect([sizesOf(report), report.warnings]).toEqual([[10, 10, 10, 10], stuck]);
    }
    back('a');
    const report = await watch(file);
    expect([sizesOf(report), report.warnings, report.changed]).toEqual([[10, 20, 10, 10], [], [day(1)]]);
    expect(stateOf(file)).toEqual(await whole(file));
  });

  it('may come and go with what came meanwhile', async () => {
    const file = definition();
    data('a', of([0, 1], 'a'));
    data('b', of([1, 2], 'b'));
    await watch(file);
    away('a');
    // of `c` nothing was ever taken in; of `b` something was
    data('c', of([1], 'c'));
    data('b', of([2, 1], 'b2'));
    await watch(file);
    away('c');
    back('a');
    expect(sizesOf(await watch(file))).toEqual([10, 20, 10]);
    expect((await whole(file))['history.jsonl']).toBe(stateOf(file)['history.jsonl']);
    back('c');
    expect(sizesOf(await watch(file))).toEqual([10, 30, 10]);
    expect(stateOf(file)).toEqual(await whole(file));
  });

  it('leave the state of all at once when all are back, whatever came, went and was renamed meanwhile', {timeout: 120_000}, async () => {
    for (const seed of [1, 2, 3, 4]) {
      const stream = Stream.root(seed);
      const state = at(`state-${seed}`);
      rmSync(at('data'), {recursive: true, force: true});
      data('f0', of([0, 1], `${seed}`, 4));
      const here = ['f0'];
      const gone: string[] = [];
      let keys = {};
      for (let step = 1; step <= 14; step++) {
        const kind = stream.below(6);
        const one = here[stream.below(here.length)];
        const days = [stream.below(4), stream.below(4)];
        if (kind === 0 && here.length > 1) {
          away(one);
          gone.push(...here.splice(here.indexOf(one), 1));
        } else if (kind === 1 && gone.length > 0) {
          back(gone[0]);
          here.push(gone.shift()!);
        } else if (kind === 2) {
          renameSync(at('data', `${one}.jsonl`), at('data', `r${step}.jsonl`));
          here[here.indexOf(one)] = `r${step}`;
        } else if (kind === 3) {
          data(`f${step}`, of(days, `${seed}/${step}`, 4));
          here.push(`f${step}`);
        } else if (kind === 4) keys = stream.below(2) === 0 ? {} : {slices: ['source']};
        else appendFileSync(at('data', `${one}.jsonl`), of(days, `${seed}/${step}`, 3));
        await watch(definition(keys), {state, sizes: {block: 3000}});
      }
      for (const one of gone.splice(0)) back(one);
      const file = definition({slices: ['source']});
      await watch(file, {state, sizes: {block: 3000}});
      await watch(file, {state: at(`once-${seed}`), sizes: {block: 3000}});
      expect(contentOf(state), `seed ${seed}`).toEqual(contentOf(at(`once-${seed}`)));
    }
  });

  it('are read for slices that were asked for meanwhile, by date and by path', async () => {
    daily(upTo(3));
    data('all', of([0, 1], 'all'));
    const path = {period: {path: 'data/{period}*.jsonl'}};
    for (const keys of [{}, path]) {
      const state = at(`state-${'period' in keys}`);
      await watch(definition(keys), {state});
      away(day(1));
      const file = definition({...keys, slices: ['source']});
      const without = await watch(file, {state});
      const at1 = without.periods.find(({period}) => period === day(1));
      expect([at1?.slices?.length, without.periods.at(-1)?.slices?.length]).toEqual([0, 3]);
      back(day(1));
      const report = await watch(file, {state});
      expect([report.periods.map(({slices}) => slices?.length), report.changed]).toEqual([report.periods.map(() => 3), []]);
    }
  });
});

describe('a file with another name', () => {
  it('is known where slices are asked for in the same call', async () => {
    data('today', of([0, 1, 2], 'a'));
    await watch(definition());
    renameSync(at('data/today.jsonl'), at('data/yesterday.jsonl'));
    const file = definition({slices: ['source']});
    const report = await watch(file);
    expect([report.warnings, report.periods.map(({slices}) => slices?.length)]).toEqual([[], [3, 3, 3]]);
    appendFileSync(at('data/yesterday.jsonl'), of([2], 'more', 5));
    expect(sizesOf(await watch(file))).toEqual([10, 10, 15]);
    expect(stateOf(file)).toEqual(await whole(file));
  });

  it.each(['jsonl', 'jsonl.gz'])('is told by what is in it: %s', async (ending) => {
    const file = definition({data: {files: [`data/*.${ending}`]}, least: 1});
    const write = (name: string, content: string): string => {
      const path = put(at('data'), `${name}.${ending}`, '');
      put(at('data'), `${name}.${ending}`, '');
      appendFileSync(path, ending === 'jsonl' ? content : gzipSync(content));
      utimesSync(path, 1e9, 1e9);
      return path;
    };
    write('a', of([0], 'a'));
    const old = write('b', records(day(1), ['aaaa bbbb']));
    await watch(file);
    const {size} = statSync(old);
    rmSync(old);
    expect(statSync(write('c', records(day(9), ['bbbb aaaa']))).size).toBe(size);
    expect(periodsOf(await watch(file))).toEqual([0, 1, 9].map(day));
    // and one that is the same is not read again
    renameSync(at(`data/a.${ending}`), at(`data/z.${ending}`));
    write('more', of([0], 'more', 5));
    const report = await watch(file);
    expect([report.warnings.filter((one) => one.includes('gone')), sizesOf(report)]).toEqual([[], [15, 1, 1]]);
  });
});

describe('a period by path', () => {
  it('stays as it was where one of its files is gone, which every call says, and is read where another is new', async () => {
    const file = definition({period: {path: 'data/{period}.*.jsonl'}, least: 1});
    for (const i of upTo(3)) for (const part of ['a', 'b']) data(`${day(i)}.${part}`, of([i], part));
    const {periods} = await watch(file);
    const state = stateOf(file);
    away(`${day(1)}.b`);
    for (const _ of upTo(2)) {
      const report = await watch(file);
      expect([report.periods, report.changed]).toEqual([periods, []]);
      expect(report.warnings).toEqual([`${day(1)}: some of the files are gone; what was read of them stays as it was`]);
    }
    expect(stateOf(file)).toEqual(state);
    data(`${day(1)}.c`, of([1], 'c', 4));
    const report = await watch(file);
    expect([sizesOf(report), report.changed, report.warnings]).toEqual([[20, 14, 20], [day(1)], []]);
    expect(stateOf(file)).toEqual(await whole(file));
  });
});

describe('records without the field of a slice', () => {
  const bare = (list: readonly string[], i: number): string => list.map((text) => `${JSON.stringify({date: day(i), text})}\n`).join('');

  it.each([{}, byPath])('are of no slice of it, also where a file has none with it: %j', async (keys) => {
    daily(upTo(3), 9);
    data(day(3), bare(texts(9, 3), 3));
    const file = definition({...keys, slices: ['source']});
    const report = await watch(file);
    expect([sizesOf(report), report.periods.map(({slices}) => slices?.length)]).toEqual([
      [9, 9, 9, 9],
      [3, 3, 3, 0],
    ]);
    data(day(4), bare(texts(9, 4), 4));
    expect(periodsOf(await watch(file)).length).toBe(5);
    expect(stateOf(file)).toEqual(await whole(file));
  });

  it('may be in tables', async () => {
    const table = (i: number, fields: string): string =>
      `text,${fields}\n${texts(9, i)
        .map((text) => `${text},${fields.replace('source', 'harbour')}\n`)
        .join('')}`;
    upTo(4).forEach((i) => void put(at('data'), `${day(i)}.csv`, table(i, i < 3 ? 'source' : 'other')));
    const keys = {period: {path: 'data/{period}.csv'}, data: {files: ['data/*.csv']}};
    const {periods} = await watch(definition({...keys, slices: ['source']}));
    expect(periods.map(({slices}) => slices?.map(({value, documents}) => [value, documents]))).toEqual([
      ...upTo(3).map(() => [['harbour', 9]]),
      [],
    ]);
    await expect(watch(definition({...keys, slices: ['sauce']}), {state: at('other')})).rejects.toThrow(
      /has no field "sauce"; it has "text"/,
    );
  });

  it('are an error where no record of any period has it, by every call', async () => {
    daily(upTo(32), 2);
    for (const _ of upTo(3)) await expect(watch(definition({...byPath, slices: ['sauce']}))).rejects.toThrow(/has no field "sauce"/);
    expect(readFileSync(at('watch.watch/history.jsonl'), 'utf8').split('\n').length).toBe(33);
  });
});
