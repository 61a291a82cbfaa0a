import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {WatchReport} from '../../../guard/watch-report.ts';
import {dayOf, type PlainAlarm, watchReport} from './report.test-input.ts';
import {type HookNote, isAgain, noted, planWebhook} from './webhook-plan.ts';

const NOW = new Date(Date.UTC(2026, 5, 1));
const planned = (notes: readonly HookNote[] | undefined, report: WatchReport, isSilenced = false) =>
  planWebhook(notes, {report, now: NOW, isSilenced});

type Fate = 'taken' | 'arrived' | 'lost' | 'unreached' | 'killed';

/** What arrives, and whether it says that it comes again. */
interface Arrived {
  readonly status: string;
  readonly period: string;
  readonly reason?: string;
  readonly again: boolean;
}

/** A webhook over calls: its notes, and what its receiver got. */
class Hook {
  notes: readonly HookNote[] | undefined;
  readonly arrived: Arrived[] = [];

  /** `fates`: of the messages, one after another; taken where there are none left. */
  call(report: WatchReport, {fates = [], isSilenced = false}: {fates?: readonly Fate[]; isSilenced?: boolean} = {}): Arrived[] {
    const from = this.arrived.length;
    const {notes, steps} = planned(this.notes, report, isSilenced);
    this.notes = notes;
    for (const [i, step] of steps.entries()) {
      const before: readonly HookNote[] = this.notes;
      const fate = fates[i] ?? 'taken';
      this.notes = noted(before, step, 'begun');
      const {status, period, reason} = step;
      if (fate === 'taken' || fate === 'arrived')
        this.arrived.push({status, period, ...(reason && {reason}), again: isAgain(before, step)});
      if (fate === 'unreached') this.notes = before;
      if (fate !== 'taken') break;
      this.notes = noted(this.notes, step, 'taken');
    }
    return this.arrived.slice(from);
  }
}

const of = (...alarms: PlainAlarm[]): WatchReport => watchReport({alarms});
const brief = (arrived: readonly Arrived[]): string[] =>
  arrived.map(({status, period, reason, again}) => [status, period.slice(5), reason, again && 'again'].filter(Boolean).join(' '));
const date = (day: number): string => dayOf(day).slice(5);

describe('what a webhook is told', () => {
  it('begins with the newest alarm of an old history', () => {
    const past = {raised: 10, ended: 14};
    expect(brief(new Hook().call(of(past, {raised: 20, ended: 25})))).toEqual([`alarm ${date(20)}`, `resolved ${date(25)}`]);
    expect(brief(new Hook().call(of(past, {raised: 20})))).toEqual([`alarm ${date(20)}`]);
    expect(new Hook().call(of())).toEqual([]);
  });

  it('is, after a quiet first call, all that was raised since', () => {
    const hook = new Hook();
    hook.call(of());
    const seen = hook.call(of({raised: 10, ended: 14}, {raised: 20, ended: 25}, {raised: 30}));
    expect(brief(seen)).toEqual([
      `alarm ${date(10)}`,
      `resolved ${date(14)}`,
      `alarm ${date(20)}`,
      `resolved ${date(25)}`,
      `alarm ${date(30)}`,
    ]);
  });

  it('is that an alarm was taken back, where late or changed periods did', () => {
    const hook = new Hook();
    hook.call(of({raised: 10}));
    expect(brief(hook.call(of()))).toEqual([`resolved ${date(10)} revised`]);
    expect(hook.call(of())).toEqual([]);
    expect(brief(hook.call(of({raised: 10})))).toEqual([`alarm ${date(10)}`]);
  });

  it('is that a new normal was accepted, where the period at which it ends calibrates', () => {
    const hook = new Hook();
    hook.call(of({raised: 10}));
    const accepted = watchReport({calibration: 20, alarms: [{raised: 10, ended: 19}]});
    expect(brief(hook.call(accepted))).toEqual([`resolved ${date(19)} accepted`]);
    const at = watchReport({calibration: 11, alarms: [{raised: 10, ended: 10}]});
    const other = new Hook();
    other.call(of({raised: 10}));
    expect(brief(other.call(at))).toEqual([`resolved ${date(10)} accepted`]);
  });

  it('is that it was accepted too where the calibration holds the change by now, and the alarm is none any more', () => {
    const hook = new Hook();
    hook.call(of({raised: 10}));
    expect(brief(hook.call(watchReport({calibration: 20, alarms: []})))).toEqual([`resolved ${date(10)} accepted`]);
  });

  it('is not what moves by some periods', () => {
    const hook = new Hook();
    hook.call(of({raised: 10}));
    expect(hook.call(of({raised: 9}))).toEqual([]);
    expect(hook.call(of({raised: 12}))).toEqual([]);
    expect(brief(hook.call(of({raised: 11, ended: 20})))).toEqual([`resolved ${date(20)}`]);
    expect(hook.call(of({raised: 11, ended: 22}))).toEqual([]);
  });

  it('is that one was taken back and another raised, where they have no period in common', () => {
    const hook = new Hook();
    hook.call(watchReport({days: 12, alarms: [{raised: 10}]}));
    expect(brief(hook.call(of({raised: 40})))).toEqual([`resolved ${date(10)} revised`, `alarm ${date(40)}`]);
    expect(brief(hook.call(of({raised: 20})))).toEqual([]);
  });

  it('is that an alarm stands again, where it was taken for over', () => {
    const hook = new Hook();
    hook.call(of({raised: 10, ended: 20}));
    expect(brief(hook.call(of({raised: 10})))).toEqual([`alarm ${date(10)} revised`]);
    expect(brief(hook.call(of({raised: 10, ended: 30})))).toEqual([`resolved ${date(30)}`]);
  });

  it('is one end and one beginning, where one alarm has become two', () => {
    const hook = new Hook();
    hook.call(of({raised: 10}));
    expect(brief(hook.call(of({raised: 10, ended: 20}, {raised: 25})))).toEqual([`resolved ${date(20)}`, `alarm ${date(25)}`]);
  });

  it('is nothing of what comes to light before an alarm that was told', () => {
    const hook = new Hook();
    hook.call(of({raised: 30}));
    expect(hook.call(of({raised: 10, ended: 14}, {raised: 30}))).toEqual([]);
  });

  it('is nothing of one that was raised, not told, and is over before one that was told', () => {
    const hook = new Hook();
    hook.call(watchReport({days: 11, alarms: [{raised: 10}]}));
    hook.call(watchReport({days: 7, alarms: [{raised: 6}]}), {fates: ['unreached']});
    expect(hook.call(of({raised: 6, ended: 7}, {raised: 8}))).toEqual([]);
  });

  it('is once more one that stands, where an end that came after it may have arrived', () => {
    const hook = new Hook();
    hook.call(watchReport({days: 11, alarms: [{raised: 10}]}), {fates: ['arrived']});
    hook.call(watchReport({days: 9, alarms: [{raised: 6, ended: 7}, {raised: 8}]}), {fates: ['taken', 'unreached']});
    hook.call(watchReport({days: 8, alarms: [{raised: 6, ended: 7}]}), {fates: ['arrived']});
    hook.call(of({raised: 6}), {fates: ['unreached']});
    expect(brief(hook.call(of({raised: 6})))).toEqual([`alarm ${date(6)} revised`]);
    expect(hook.call(of({raised: 6}))).toEqual([]);
  });

  it('is the end of one that was told, though an end may have arrived after it in a silence', () => {
    const hook = new Hook();
    hook.call(watchReport({days: 12, alarms: [{raised: 10, ended: 11}]}), {fates: ['lost'], isSilenced: true});
    hook.call(watchReport({days: 9, alarms: [{raised: 6, ended: 7}, {raised: 8}]}), {fates: ['taken', 'unreached']});
    hook.call(watchReport({days: 7, alarms: [{raised: 6}]}), {isSilenced: true});
    expect(hook.call(of()).at(-1)?.status).toBe('resolved');
  });

  it('is the end alone of what was raised and is over in a silence', () => {
    const hook = new Hook();
    hook.call(of(), {isSilenced: true});
    expect(brief(hook.call(of({raised: 10, ended: 14}), {isSilenced: true}))).toEqual([`resolved ${date(14)}`]);
  });

  it('is nothing of an alarm that is acknowledged before it was told, but its end', () => {
    const hook = new Hook();
    const report = of({raised: 10});
    expect(hook.call({...report, alarm: report.alarm && {...report.alarm, acknowledged: true}})).toEqual([]);
    expect(brief(hook.call(of({raised: 10, ended: 20})))).toEqual([`resolved ${date(20)}`]);
  });

  it('is the end of one that may have arrived and was taken back since', () => {
    const hook = new Hook();
    hook.call(of({raised: 10}), {fates: ['killed']});
    expect(brief(hook.call(of()))).toEqual([`resolved ${date(10)} revised`]);
    const other = new Hook();
    other.call(of({raised: 10}), {fates: ['unreached']});
    expect(other.call(of())).toEqual([]);
  });
});

/** Alarms that follow each other, the last of which may stand. */
const history = fc
  .uniqueArray(fc.integer({min: 6, max: 59}), {maxLength: 7})
  .map((days) => days.sort((a, b) => a - b))
  .map((days) => Array.from({length: Math.ceil(days.length / 2)}, (_, i): PlainAlarm => ({raised: days[2 * i], ended: days[2 * i + 1]})));
const fates = fc.array(fc.constantFrom<Fate>('taken', 'arrived', 'lost', 'unreached', 'killed'), {maxLength: 3});
/** What is seen of a history up to a day. */
const until = (alarms: readonly PlainAlarm[], day: number): WatchReport =>
  watchReport({
    days: day + 1,
    alarms: alarms
      .filter(({raised}) => raised <= day)
      .map(({raised, ended}) => (ended !== undefined && ended <= day ? {raised, ended} : {raised})),
  });

describe('a webhook over many calls', () => {
  it('gets each beginning and each end, in order, and says of what comes twice that it does', () => {
    fc.assert(
      fc.property(history, fc.array(fc.tuple(fc.integer({min: 1, max: 20}), fates), {maxLength: 12}), (alarms, calls) => {
        const hook = new Hook();
        hook.call(of());
        let day = 0;
        for (const [days, each] of calls) hook.call(until(alarms, (day += days)), {fates: each});
        hook.call(of(...alarms));
        const all = alarms.flatMap(({raised, ended}) => [
          `alarm ${date(raised)}`,
          ...(ended === undefined ? [] : [`resolved ${date(ended)}`]),
        ]);
        expect(brief(hook.arrived.filter(({again}) => !again)).length).toBeLessThanOrEqual(all.length);
        const seen = hook.arrived.map(({status, period}) => `${status} ${period.slice(5)}`);
        expect([...new Set(seen)]).toEqual(all);
        hook.arrived.forEach(({again}, i) => {
          if (seen.indexOf(seen[i]) < i) expect(again).toBe(true);
        });
        expect(hook.call(of(...alarms))).toEqual([]);
      }),
      {numRuns: 2000},
    );
  });

  it('believes at last what is true, however histories are revised and calls end', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(history, fc.integer({min: 0, max: 59}), fates, fc.boolean()), {maxLength: 8}),
        history,
        (calls, last) => {
          const hook = new Hook();
          for (const [alarms, day, each, isSilenced] of calls) hook.call(until(alarms, day), {fates: each, isSilenced});
          const report = of(...last);
          hook.call(report);
          const believed = hook.arrived.at(-1)?.status ?? 'resolved';
          expect(believed).toBe(report.alarm === null ? 'resolved' : 'alarm');
          expect(hook.call(report)).toEqual([]);
        },
      ),
      {numRuns: 2000},
    );
  });
});
