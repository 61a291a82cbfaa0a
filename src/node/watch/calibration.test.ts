import {rmSync, utimesSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {ConfigError} from '../../core/error.ts';
import {asRecords, byPath, upTo, watch, watchHome} from './home.test-input.ts';
import {contentOf, day, records, texts} from './series.test-input.ts';

const {at, daily, data, definition, put, stateOf, whole} = watchHome();

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
    const state = stateOf(file);
    await watch(file, {accept: day(20)});
    expect((await watch(file)).status).toBe('quiet');
    expect(stateOf(file)).toEqual(state);
    for (const i of upTo(6)) data(day(24 + i), records(day(24 + i), texts(20, `back/${i}`, {vocabulary: 20})));
    expect((await watch(file)).status).toBe('alarm');
  });

  it('may be accepted with periods of before a change and since, which is said', async () => {
    const file = definition(byPath);
    changed();
    await watch(file);
    const {warnings} = await watch(file, {accept: day(14)});
    expect(warnings).toEqual([
      expect.stringMatching(/^of the new calibration 3 periods are from before the change of \S+ and 3 since: both are normal now/),
    ]);
    expect((await watch(file, {accept: day(20)})).warnings).toEqual([]);
  });

  it('is frozen: another calibration or reference is refused, and accepted with a period', async () => {
    changed();
    await watch(definition(byPath));
    await expect(watch(definition({...byPath, calibration: 7}))).rejects.toThrow(/the calibration was 6 and is 7/);
    put('reference.jsonl', asRecords(texts(90, 'other')));
    await expect(watch(definition(byPath))).rejects.toThrow(/the reference has changed/);
    const before = contentOf(at('watch.watch'));
    await expect(watch(definition(byPath))).rejects.toThrow(ConfigError);
    expect(contentOf(at('watch.watch'))).toEqual(before);
    const {status} = await watch(definition(byPath), {accept: day(23)});
    expect(status).toBe('calibrating');
    expect((await watch(definition(byPath))).status).toBe('calibrating');
  });

  it('is not another reference where its files were only touched', async () => {
    daily(upTo(3));
    const file = definition(byPath);
    await watch(file);
    utimesSync(at('reference.jsonl'), 1, 1);
    await watch(file);
    expect(stateOf(file)).toEqual(await whole(file));
    rmSync(at('reference.jsonl'));
    expect((await watch(file)).warnings.join()).toContain('the profile in the state stands for it');
  });

  it('is not accepted within itself', async () => {
    const file = definition({...byPath, calibration: 12});
    changed();
    await watch(file);
    const state = stateOf(file);
    await expect(watch(file, {accept: day(8)})).rejects.toThrow(/has 9 periods before it and with it, and the calibration wants 12/);
    expect(stateOf(file)).toEqual(state);
    const {periods} = await watch(file, {accept: day(11)});
    expect(periods.filter(({calibrates, evidence}) => calibrates && evidence > 0)).toEqual([]);
    expect(periods.filter(({calibrates}) => calibrates).length).toBe(12);
    const until = definition({...byPath, calibration: {until: day(8)}});
    await watch(until, {state: at('until')});
    await expect(watch(until, {state: at('until'), accept: day(7)})).rejects.toThrow(/lies in the calibration, which goes on until/);
  });

  it('may end with a period, or be the reference, which gives hints alone', async () => {
    changed();
    const until = await watch(definition({...byPath, calibration: {until: day(8)}}), {state: at('a')});
    expect([until.status, until.periods.filter(({calibrates}) => calibrates).length]).toEqual(['alarm', 9]);
    const hints = await watch(definition({...byPath, calibration: 'reference'}), {state: at('b')});
    expect([hints.status, hints.alarm, hints.periods.at(-1)?.hint]).toEqual(['calibrating', null, true]);
    expect(hints.periods.every(({evidence}) => evidence === 0)).toBe(true);
  });

  it('another subject is drift', async () => {
    daily(upTo(12));
    for (const i of upTo(8)) data(day(12 + i), records(day(12 + i), texts(20, i, {first: 20_000})));
    expect((await watch(definition(byPath))).alarm?.kind).toBe('drift');
  });
});
