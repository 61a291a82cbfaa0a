import {appendFileSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {DataError} from '../../core/error.ts';
import {Stream} from '../../core/random/stream.ts';
import {periodsOf, sizesOf, upTo, watch, watchHome} from './home.test-input.ts';
import {contentOf, day, records, texts} from './series.test-input.ts';

const {at, data, definition, stateOf, whole} = watchHome();

describe('periods by date', () => {
  const sizes = {block: 3000, held: 2500};

  it('leave the state of all at once, whatever was appended, edited, added and touched before', {timeout: 120_000}, async () => {
    for (const seed of [1, 2, 3]) {
      rmSync(at('data'), {recursive: true, force: true});
      rmSync(at('watch.watch'), {recursive: true, force: true});
      const file = definition({slices: ['source']});
      const stream = Stream.root(seed);
      const growing = data('growing', records(day(0), texts(12, 'first')));
      let days = 1;
      for (let step = 0; step < 9; step++) {
        const some = texts(3 + stream.below(10), `${seed}/${step}`);
        const old = day(stream.below(days));
        const kind = stream.below(5);
        if (kind === 0) appendFileSync(growing, records(old, some));
        else if (kind === 1) data(`file-${step}`, records(old, some) + records(day(days), some.toReversed()));
        else if (kind === 2) {
          const lines = readFileSync(growing, 'utf8').split('\n');
          lines[stream.below(lines.length - 1)] = records(old, some.slice(0, 1)).trim();
          writeFileSync(growing, lines.join('\n'));
        } else if (kind === 3) utimesSync(growing, 1e9 + step, 1e9 + step);
        appendFileSync(growing, records(day(days), texts(8, `${seed}/${step}/new`)));
        days++;
        await watch(file, {sizes});
      }
      const grown = stateOf(file);
      const once = await whole(file);
      expect(Object.keys(grown)).toEqual(Object.keys(once));
      // blocks of another size: all but what was read
      for (const name of Object.keys(once)) if (name !== 'read.jsonl') expect(grown[name] === once[name], `${seed}: ${name}`).toBe(true);
      await watch(file, {state: at(`blocks-${seed}`), sizes});
      expect(contentOf(at(`blocks-${seed}`))['read.jsonl']).toBe(grown['read.jsonl']);
    }
  });

  it('are read again where they get new records, and no others', async () => {
    const file = definition({slices: ['source']});
    const path = data(
      'all',
      upTo(8)
        .map((i) => records(day(i), texts(10, i)))
        .join(''),
    );
    await watch(file);
    appendFileSync(path, records(day(3), texts(4, 'more')) + records(day(8), texts(10, 8)));
    const report = await watch(file);
    expect([report.changed, report.late]).toEqual([[day(3)], []]);
    expect(sizesOf(report)).toEqual([10, 10, 10, 14, 10, 10, 10, 10, 10]);
    expect(stateOf(file)).toEqual(await whole(file));
    expect((await watch(file)).changed).toEqual([]);
  });

  it('are read again where only the end of a record changed, which lies some blocks on', async () => {
    const file = definition();
    const [first, long] = [records(day(0), texts(2, 'first')), records(day(1), [texts(80, 'long').join(' ')])];
    const path = data('all', first + long + records(day(2), texts(20, 'last')));
    await watch(file, {sizes: {block: 4000}});
    const at = first.length + long.length - 12;
    expect([Math.floor(first.length / 4000), Math.floor(at / 4000)]).toEqual([0, 3]);
    const bytes = readFileSync(path);
    bytes[at] = bytes[at] === 97 ? 98 : 97;
    writeFileSync(path, bytes);
    expect((await watch(definition({least: 1}), {sizes: {block: 4000}})).changed).toEqual([day(1)]);
  });

  it('take in a last line that was torn when it was read', async () => {
    const file = definition({data: {files: ['data/*.jsonl'], maxBad: 1}});
    const whole = records(day(1), texts(9, 'torn'));
    const path = data('all', records(day(0), texts(10, 'a')) + whole.slice(0, -30));
    const torn = await watch(file);
    expect([sizesOf(torn), torn.warnings]).toEqual([[10, 8], ['1 broken record passed over']]);
    appendFileSync(path, whole.slice(-30));
    const report = await watch(file);
    expect([sizesOf(report), report.warnings]).toEqual([[10, 9], []]);
  });

  it('name what is late, and what is missing', async () => {
    const file = definition();
    data('a', [0, 1, 3].map((i) => records(day(i), texts(10, i))).join(''));
    expect((await watch(file)).warnings).toEqual([`1 period between the others missing: ${day(2)}`]);
    data('b', records(day(2), texts(10, 2)));
    const report = await watch(file);
    expect([report.late, periodsOf(report), report.warnings]).toEqual([[day(2)], upTo(4).map(day), []]);
  });

  it('stay where their data are gone, and say what cannot be added to them', async () => {
    const file = definition();
    const [a] = ['a', 'b'].map((name) =>
      data(
        name,
        upTo(3)
          .map((i) => records(day(i), texts(10, `${name}${i}`)))
          .join(''),
      ),
    );
    const before = await watch(file);
    rmSync(a);
    expect((await watch(file)).periods).toEqual(before.periods);
    data('c', records(day(1), texts(10, 'c')) + records(day(3), texts(10, 'new')));
    const after = await watch(file);
    expect(sizesOf(after)).toEqual([20, 20, 20, 10]);
    expect(after.warnings.join()).toContain(`${day(1)}: more came, but others of the data are gone`);
  });

  it('know a file that was only renamed', async () => {
    const file = definition();
    const path = data(
      'today',
      upTo(3)
        .map((i) => records(day(i), texts(10, i)))
        .join(''),
    );
    const {periods} = await watch(file);
    renameSync(path, at('data', 'yesterday.jsonl'));
    data('today', records(day(2), texts(5, 'more')) + records(day(3), texts(10, 3)));
    const report = await watch(file);
    expect([report.changed, report.warnings]).toEqual([[day(2)], []]);
    expect(sizesOf(report)).toEqual([10, 10, 15, 10]);
    expect(report.periods.slice(0, 2)).toEqual(periods.slice(0, 2));
    renameSync(at('data', 'yesterday.jsonl'), at('data', 'old.jsonl'));
    data('other', records(day(1), texts(5, 'late')));
    expect(sizesOf(await watch(file))).toEqual([10, 15, 15, 10]);
    expect(stateOf(file)).toEqual(await whole(file));
  });

  it('are those of the date as it is written, by every step', async () => {
    const dates = ['2025-12-31T23:00:00-08:00', '2026-01-01T00:30:00+09:00', '2026-01-08'];
    data('a', dates.map((date) => records(date, texts(5, date))).join(''));
    for (const [by, names] of [
      ['day', ['2025-12-31', '2026-01-01', '2026-01-08']],
      ['week', ['2026-W01', '2026-W02']],
      ['month', ['2025-12', '2026-01']],
      ['year', ['2025', '2026']],
      ['decade', ['2020s']],
    ] as const)
      expect(periodsOf(await watch(definition({period: {field: 'date', by}}), {state: at(by)}))).toEqual(names);
  });

  it('of records without a date are refused with their place, also in the middle of a file', async () => {
    const path = data('a', records(day(0), texts(100, 'a')));
    await watch(definition(), {sizes});
    appendFileSync(path, `${records(day(1), texts(50, 'b'))}{"text":"when","date":"some day"}\n`);
    const error = await watch(definition(), {sizes}).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toContain(`${path.slice(at().length + 1)}:151`);
    expect(error.message).toContain('"some day"');
  });

  it('are those of speeches, cut into passages, with their fields', async () => {
    const report = await watch(
      definition({
        ...{data: {corpus: 'speeches', passage: 400}, period: {field: 'year', by: 'decade'}, reference: 'corpus:speeches/1790-1850'},
        ...{slices: ['party'], measures: ['distinct.1'], calibration: 24},
      }),
      {workers: 2},
    );
    expect(report.periods.length).toBe(24);
    expect(report.periods[0]).toMatchObject({period: '1790s', calibrates: true});
    expect(report.periods[0].slices?.map(({field, value}) => `${field} ${value}`)).toEqual(['party Federalist', 'party none']);
  }, 120_000);
});
