import {appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeEach, describe, expect, it} from 'vitest';
import {ConfigError, DataError, OutputError} from '../../core/error.ts';
import {Stream} from '../../core/random/stream.ts';
import type {WatchReport} from '../../guard/watch-report.ts';
import {registerNodeDictionary} from '../dictionary.ts';
import {contentOf, day, put, records, texts} from './series.test-input.ts';
import {bringUpToDate, deliveryBeside, stateBeside, type WatchOptions} from './watch.ts';

registerNodeDictionary();

const home = mkdtempSync(join(tmpdir(), 'genloss-watch-'));
afterAll(() => rmSync(home, {recursive: true}));
let folder = home;
let count = 0;
beforeEach(() => {
  folder = join(home, String(count++));
  mkdirSync(folder);
  put(
    folder,
    'reference.jsonl',
    texts(80, 'reference')
      .map((text) => `${JSON.stringify({text})}\n`)
      .join(''),
  );
});

const watch = (file: string, options: WatchOptions = {}): Promise<WatchReport> =>
  bringUpToDate(file, options, async () => async (report) => report);

function definition(keys: object = {}): string {
  const whole = {
    ...{title: 'test', reference: 'reference.jsonl', data: {files: ['data/*.jsonl']}, period: {field: 'date', by: 'day'}},
    ...{calibration: 6, falseAlarms: {periods: 100}, measures: ['tail.retention', 'distinct.1', 'duplicates.exact']},
    ...keys,
  };
  return put(folder, 'watch.yaml', JSON.stringify(whole));
}

const data = (name: string, content: string): string => put(folder, `data/${name}.jsonl`, content);
const upTo = (n: number): number[] => Array.from({length: n}, (_, i) => i);
const periodsOf = ({periods}: WatchReport): string[] => periods.map(({period}) => period);
const byPath = {period: {path: 'data/{period}.jsonl'}};
const daily = (days: readonly number[], size = 20): void => {
  for (const i of days) data(day(i), records(day(i), texts(size, i)));
};

/** What the same data give that are read at once. */
async function whole(file: string): Promise<Record<string, string>> {
  rmSync(join(folder, 'whole'), {recursive: true, force: true});
  await watch(file, {state: join(folder, 'whole')});
  return contentOf(join(folder, 'whole'));
}

describe('periods by date', () => {
  const sizes = {block: 3000, held: 2500};

  it('leave the state of all at once, whatever was appended, edited, added and touched before', {timeout: 120_000}, async () => {
    for (const seed of [1, 2, 3]) {
      rmSync(join(folder, 'data'), {recursive: true, force: true});
      rmSync(join(folder, 'watch.watch'), {recursive: true, force: true});
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
      const grown = contentOf(stateBeside(file));
      const once = await whole(file);
      expect(Object.keys(grown)).toEqual(Object.keys(once));
      // blocks of another size: all but what was read
      for (const name of Object.keys(once)) if (name !== 'read.jsonl') expect(grown[name] === once[name], `${seed}: ${name}`).toBe(true);
      await watch(file, {state: join(folder, `blocks-${seed}`), sizes});
      expect(contentOf(join(folder, `blocks-${seed}`))['read.jsonl']).toBe(grown['read.jsonl']);
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
    expect(report.periods.map(({documents}) => documents)).toEqual([10, 10, 10, 14, 10, 10, 10, 10, 10]);
    expect(contentOf(stateBeside(file))).toEqual(await whole(file));
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
    expect([torn.periods.map(({documents}) => documents), torn.warnings]).toEqual([[10, 8], ['1 broken record passed over']]);
    appendFileSync(path, whole.slice(-30));
    const report = await watch(file);
    expect([report.periods.map(({documents}) => documents), report.warnings]).toEqual([[10, 9], []]);
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
    expect(after.periods.map(({documents}) => documents)).toEqual([20, 20, 20, 10]);
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
    renameSync(path, join(folder, 'data', 'yesterday.jsonl'));
    data('today', records(day(2), texts(5, 'more')) + records(day(3), texts(10, 3)));
    const report = await watch(file);
    expect([report.changed, report.warnings]).toEqual([[day(2)], []]);
    expect(report.periods.map(({documents}) => documents)).toEqual([10, 10, 15, 10]);
    expect(report.periods.slice(0, 2)).toEqual(periods.slice(0, 2));
    renameSync(join(folder, 'data', 'yesterday.jsonl'), join(folder, 'data', 'old.jsonl'));
    data('other', records(day(1), texts(5, 'late')));
    expect((await watch(file)).periods.map(({documents}) => documents)).toEqual([10, 15, 15, 10]);
    expect(contentOf(stateBeside(file))).toEqual(await whole(file));
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
      expect(periodsOf(await watch(definition({period: {field: 'date', by}}), {state: join(folder, by)}))).toEqual(names);
  });

  it('of records without a date are refused with their place, also in the middle of a file', async () => {
    const path = data('a', records(day(0), texts(100, 'a')));
    await watch(definition(), {sizes});
    appendFileSync(path, `${records(day(1), texts(50, 'b'))}{"text":"when","date":"some day"}\n`);
    const error = await watch(definition(), {sizes}).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toContain(`${path.slice(folder.length + 1)}:151`);
    expect(error.message).toContain('"some day"');
  });

  it('are those of speeches, cut into passages, with their fields', async () => {
    const report = await watch(
      definition({
        ...{data: {corpus: 'speeches', passage: 400}, period: {field: 'year', by: 'decade'}, reference: 'corpus:speeches/1790-1850'},
        ...{slices: ['party'], measures: ['distinct.1'], calibration: 10},
      }),
      {workers: 2},
    );
    expect(report.periods.length).toBe(24);
    expect(report.periods[0]).toMatchObject({period: '1790s', calibrates: true});
    expect(report.periods[0].slices?.map(({field, value}) => `${field} ${value}`)).toEqual(['party Federalist', 'party none']);
  }, 120_000);
});

describe('periods by path', () => {
  it('are read when they are new or changed, in any order', async () => {
    const file = definition(byPath);
    daily([0, 1, 2, 4, 5]);
    expect((await watch(file)).late).toEqual([]);
    daily([3, 6]);
    data(day(1), records(day(1), texts(30, 'other')));
    const report = await watch(file);
    expect([report.late, report.changed, periodsOf(report)]).toEqual([[day(3)], [day(1)], upTo(7).map(day)]);
    expect(contentOf(stateBeside(file))).toEqual(await whole(file));
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
    expect(contentOf(stateBeside(file))).toEqual(await whole(file));
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
      Object.keys(contentOf(folder)).every((name) => /^(data|watch\.watch|watch\.delivery|reference\.jsonl|watch\.yaml)/.test(name)),
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

describe('what is normal', () => {
  const collapsed = (i: number) => texts(20, i, {vocabulary: 150});
  const changed = (): void => {
    daily(upTo(12));
    for (const i of upTo(12)) data(day(12 + i), records(day(12 + i), collapsed(i)));
  };

  it('is left by an alarm, and is what is accepted', async () => {
    const file = definition(byPath);
    changed();
    const alarm = await watch(file);
    expect([alarm.status, alarm.alarm?.kind, alarm.alarm?.since.value]).toEqual(['alarm', 'collapse', day(12)]);
    const {looksLike} = alarm.alarm!;
    expect('value' in looksLike ? looksLike.low <= looksLike.value && looksLike.value <= looksLike.high : looksLike.reason).toBe(true);
    expect((await watch(file)).alarm).toEqual(alarm.alarm);
    expect(alarm.alarm?.words.length).toBeGreaterThan(0);
    for (const {before, after} of alarm.alarm!.words) expect(before).toBeGreaterThan(after);
    await expect(watch(file, {accept: 'never'})).rejects.toThrow(/is no period that was judged/);
    const accepted = await watch(file, {accept: day(20)});
    expect([accepted.status, accepted.alarm]).toEqual(['quiet', null]);
    expect(accepted.past.map(({raised, ended}) => [raised, ended])).toEqual([[alarm.alarm!.raised, day(20)]]);
    expect(accepted.periods.filter(({calibrates}) => calibrates).map(({period}) => period)).toEqual(
      [...upTo(6), ...upTo(6).map((i) => 15 + i)].map(day),
    );
    // the same again changes nothing, and without it the new normal stays
    const state = contentOf(stateBeside(file));
    await watch(file, {accept: day(20)});
    expect((await watch(file)).status).toBe('quiet');
    expect(contentOf(stateBeside(file))).toEqual(state);
    for (const i of upTo(6)) data(day(24 + i), records(day(24 + i), texts(20, `back/${i}`, {vocabulary: 20})));
    expect((await watch(file)).status).toBe('alarm');
  });

  it('is frozen: another calibration or reference is refused, and accepted with a period', async () => {
    changed();
    await watch(definition(byPath));
    await expect(watch(definition({...byPath, calibration: 7}))).rejects.toThrow(/the calibration was 6 and is 7/);
    put(
      folder,
      'reference.jsonl',
      texts(90, 'other')
        .map((text) => `${JSON.stringify({text})}\n`)
        .join(''),
    );
    await expect(watch(definition(byPath))).rejects.toThrow(/the reference has changed/);
    const before = contentOf(join(folder, 'watch.watch'));
    await expect(watch(definition(byPath))).rejects.toThrow(ConfigError);
    expect(contentOf(join(folder, 'watch.watch'))).toEqual(before);
    const {status} = await watch(definition(byPath), {accept: day(23)});
    expect(status).toBe('calibrating');
    expect((await watch(definition(byPath))).status).toBe('calibrating');
  });

  it('is not another reference where its files were only touched', async () => {
    daily(upTo(3));
    const file = definition(byPath);
    await watch(file);
    utimesSync(join(folder, 'reference.jsonl'), 1, 1);
    await watch(file);
    expect(contentOf(stateBeside(file))).toEqual(await whole(file));
    rmSync(join(folder, 'reference.jsonl'));
    expect((await watch(file)).warnings.join()).toContain('the profile in the state stands for it');
  });

  it('may end with a period, or be the reference, which gives hints alone', async () => {
    changed();
    const until = await watch(definition({...byPath, calibration: {until: day(8)}}), {state: join(folder, 'a')});
    expect([until.status, until.periods.filter(({calibrates}) => calibrates).length]).toEqual(['alarm', 9]);
    const hints = await watch(definition({...byPath, calibration: 'reference'}), {state: join(folder, 'b')});
    expect([hints.status, hints.alarm, hints.periods.at(-1)?.hint]).toEqual(['calibrating', null, true]);
    expect(hints.periods.every(({evidence}) => evidence === 0)).toBe(true);
  });

  it('another subject is drift', async () => {
    daily(upTo(12));
    for (const i of upTo(8)) data(day(12 + i), records(day(12 + i), texts(20, i, {first: 20_000})));
    expect((await watch(definition(byPath))).alarm?.kind).toBe('drift');
  });
});

describe('the share of synthetic text', () => {
  const asRecords = (list: readonly string[]): string => list.map((text) => `${JSON.stringify({text})}\n`).join('');
  const share = ({synthetic}: WatchReport['periods'][number]): number | undefined =>
    synthetic !== undefined && 'value' in synthetic ? synthetic.value : undefined;

  it('is estimated of each period, by a sample that no order and no thread changes, also when it is asked for later', async () => {
    put(folder, 'model.jsonl', asRecords(texts(300, 'model', {first: 1500, vocabulary: 400})));
    put(folder, 'reference.jsonl', asRecords(texts(300, 'reference')));
    daily(upTo(5), 40);
    const half = [...texts(20, 'people'), ...texts(20, 'half', {first: 1500, vocabulary: 400})];
    data(day(5), records(day(5), half));
    await watch(definition(byPath));
    const file = definition({...byPath, synthetic: 'model.jsonl'});
    const {periods, changed} = await watch(file, {workers: 2});
    expect(changed).toEqual([]);
    expect(share(periods[5])).toBeGreaterThan(0.3);
    for (const period of periods.slice(0, 5)) expect(share(period)).toBeLessThan(0.1);
    expect(contentOf(stateBeside(file))).toEqual(await whole(file));
    data(day(5), records(day(5), half.toReversed()));
    await watch(file, {sizes: {held: 1000}});
    expect(contentOf(stateBeside(file))).toEqual(await whole(file));
    expect((await watch(definition(byPath))).periods[5].synthetic).toBeUndefined();
  }, 60_000);

  it('wants text of the reference', async () => {
    daily(upTo(2));
    const first = await watch(definition(byPath));
    expect(first.periods.length).toBe(2);
    renameSync(join(folder, 'watch.watch', 'reference.profile'), join(folder, 'human.profile'));
    rmSync(join(folder, 'watch.watch'), {recursive: true});
    put(folder, 'model.jsonl', asRecords(texts(20, 'model')));
    const report = await watch(definition({...byPath, reference: 'human.profile', synthetic: 'model.jsonl'}));
    expect(report.periods[0].synthetic).toEqual({reason: 'the reference is a profile, which holds no text'});
    expect(report.periods[0].measures).toEqual(first.periods[0].measures);
  });
});

describe('a state', () => {
  it('is measured again by its profiles where other measures are asked for, and by the data where slices are', async () => {
    daily(upTo(8));
    await watch(definition(byPath));
    const more = {...byPath, measures: ['unseen', 'distinct.2']};
    expect(Object.keys((await watch(definition(more))).periods[0].measures)).toEqual(['unseen', 'distinct.2']);
    expect(contentOf(join(folder, 'watch.watch'))).toEqual(await whole(definition(more)));
    rmSync(join(folder, 'data', `${day(0)}.jsonl`));
    const sliced = await watch(definition({...more, slices: ['source']}));
    expect(sliced.periods.map(({slices}) => slices?.length)).toEqual([0, ...Array(7).fill(3)]);
    expect(sliced.changed).toEqual([]);
  });

  it('is not of other data', async () => {
    daily(upTo(2));
    await watch(definition(byPath));
    await expect(watch(definition({...byPath, data: {files: 'data/*.jsonl', unit: 'line'}}))).rejects.toThrow(
      /unit was not said and is "line"/,
    );
    await expect(watch(definition())).rejects.toThrow(/period was "path"/);
    put(folder, 'other/notes.txt', 'mine');
    await expect(watch(definition(byPath), {state: join(folder, 'other')})).rejects.toThrow(/not the state of a watch: it holds notes.txt/);
  });

  it('goes on from whatever a killed call left', async () => {
    daily(upTo(4));
    const file = definition(byPath);
    await watch(file);
    const state = stateBeside(file);
    const done = contentOf(state);
    // killed while it moved files into place, and while it wrote some aside
    mkdirSync(join(state, '.aside-pending', 'periods'), {recursive: true});
    for (const name of ['history.jsonl', join('periods', `${day(2)}.profile`)])
      renameSync(join(state, name), join(state, '.aside-pending', name));
    put(state, '.aside-123-abc/history.jsonl', 'half a li');
    put(state, '.aside-parts/1.profile', 'part');
    await watch(file);
    expect(contentOf(state)).toEqual(done);
  });

  it('is of one call at a time, and says what is broken', async () => {
    daily(upTo(2));
    const file = definition(byPath);
    const second = (): Promise<WatchReport> => watch(file);
    await bringUpToDate(file, {}, async () => async () => {
      await expect(second()).rejects.toThrow(OutputError);
    });
    await expect(second()).resolves.toMatchObject({status: 'calibrating'});
    writeFileSync(join(stateBeside(file), 'history.jsonl'), '{"period":"a"}\n');
    await expect(second()).rejects.toThrow(/history.jsonl of the watch's state cannot be read: line 1/);
    expect(existsSync(deliveryBeside(stateBeside(file)))).toBe(true);
  });

  it('tells of data that are gone from it', async () => {
    daily(upTo(3));
    const file = definition(byPath);
    const {periods} = await watch(file);
    rmSync(join(folder, 'data'), {recursive: true});
    const report = await watch(file);
    expect(report.periods).toEqual(periods);
    expect(report.warnings.join()).toContain('no file matches data/*.jsonl');
  });
});
