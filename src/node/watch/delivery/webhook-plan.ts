/**
 * What a webhook is yet to be told: the difference between what it was told and what a report says. Pure.
 *
 *   in the report   was told nothing     was told of it       was told its end
 *   stands          alarm                -                    alarm (revised)
 *   is over         alarm, end           end                  -
 *   not there       -                    end (why)            -
 *
 * While an alarm is acknowledged or silenced its end alone is told. Where there are no notes yet, all alarms but the newest count as told;
 * later those do that come to light before one that was told: the last message says how things are.
 */
import * as z from 'zod';
import type {News} from './channel.ts';
import {alarmsOf, type DeliveredAlarm, deliveredAlarmSchema, inOrder, sameAlarms} from './delivered-alarm.ts';

export type HookStatus = 'alarm' | 'resolved';
const statusSchema = z.enum(['alarm', 'resolved']);

const noteSchema = deliveredAlarmSchema.extend({
  /** The last that the other side took; absent where it took nothing. */
  told: statusSchema.optional(),
  /** What was begun since then and may have arrived. */
  begun: z.array(statusSchema).readonly().optional(),
  /** Acknowledged or silenced before it was told: its end alone is. */
  hushed: z.literal(true).optional(),
});
/** What is known of an alarm at one webhook. */
export type HookNote = Readonly<z.infer<typeof noteSchema>>;

export const webhookNotesSchema = z.strictObject({format: z.literal(1), to: z.string(), alarms: z.array(noteSchema)});

/** One message. */
export interface HookStep {
  readonly raised: string;
  readonly status: HookStatus;
  /** The period that it speaks of: at which an alarm was raised, or which came first after it. */
  readonly period: string;
  readonly alarm: DeliveredAlarm;
  readonly reason?: HookReason;
}

/** Late or changed periods took an alarm back, or brought it back; or it is over since a new normal was accepted. */
export type HookReason = 'revised' | 'accepted';

export interface HookPlan {
  /** Of all alarms that are told or to be told; those of `steps` are among them. */
  readonly notes: readonly HookNote[];
  readonly steps: readonly HookStep[];
}

/** `known`: undefined where there are no notes yet. */
export function planWebhook(known: readonly HookNote[] | undefined, {report, isSilenced}: News): HookPlan {
  const reported = alarmsOf(report);
  const before = known ? inOrder(known) : reported.slice(0, -1).map((alarm): HookNote => ({...alarm, told: 'resolved'}));
  const same = sameAlarms(before, reported);
  const gone = goneOf(before, same);
  const isHushed = isSilenced || report.alarm?.acknowledged === true;
  const normal = new Set(report.periods.filter(({calibrates}) => calibrates).map(({period}) => period));
  const newest = before.findLast(({told}) => told !== undefined)?.raised;
  const of = reported.map((alarm) => {
    const known = same.get(alarm);
    const isUnheard = known === undefined || (known.told === undefined && begunOf(known).length === 0);
    const isOld = newest !== undefined && alarm.ended !== undefined && alarm.raised < newest;
    const {told, begun, hushed} = isUnheard && isOld ? {...known, told: 'resolved' as const} : (known ?? {});
    const note: HookNote = {...alarm, ...(told && {told}), ...(begun && {begun}), ...(hushed && {hushed})};
    return {note, alarm};
  });
  const overs = of.flatMap(({note, alarm}) =>
    alarm.ended === undefined ? [] : [over(note, {alarm, ended: alarm.ended, isSilenced, normal})],
  );
  const isEnding = mayHaveEnded(before, same) || overs.some(({steps}) => steps.length > 0);
  const stands = of.flatMap(({note, alarm}) =>
    alarm.ended === undefined ? [standing(isEnding ? shaken(note) : note, alarm, isHushed)] : [],
  );
  const each = [...overs, ...stands];
  return {
    notes: [...gone, ...each.map(({note}) => note)],
    steps: [...gone.map((note) => takenBack(note, normal)), ...each.flatMap(({steps}) => steps)],
  };
}

/** Those whose end is to be told: none where they have become a part of what stands and was told. */
function goneOf(known: readonly HookNote[], same: ReadonlyMap<DeliveredAlarm, HookNote>): HookNote[] {
  if ([...same].some(([{ended}, note]) => ended === undefined && believes(note, 'alarm'))) return [];
  const still = new Set(same.values());
  return known.filter((note) => !still.has(note) && (note.told === 'alarm' || begunOf(note).includes('alarm')));
}

/** Whether an end may have arrived of what is not there any more. */
function mayHaveEnded(known: readonly HookNote[], same: ReadonlyMap<DeliveredAlarm, HookNote>): boolean {
  const still = new Set(same.values());
  return known.some((note) => !still.has(note) && begunOf(note).includes('resolved'));
}

/** An end that comes after it was told may be taken for its own. */
const shaken = (note: HookNote): HookNote =>
  note.told === 'alarm' ? {...note, begun: [...new Set<HookStatus>([...begunOf(note), 'resolved'])]} : note;

interface Planned {
  readonly note: HookNote;
  readonly steps: readonly HookStep[];
}

function standing(note: HookNote, alarm: DeliveredAlarm, isHushed: boolean): Planned {
  if (believes(note, 'alarm')) return {note, steps: []};
  if (isHushed) return {note: note.told === undefined ? {...note, hushed: true} : note, steps: []};
  const revised = note.told === undefined ? {} : {reason: 'revised' as const};
  return {note, steps: [{raised: alarm.raised, status: 'alarm', period: alarm.raised, alarm, ...revised}]};
}

interface Over {
  readonly alarm: DeliveredAlarm;
  readonly ended: string;
  readonly isSilenced: boolean;
  /** Periods that calibrate. */
  readonly normal: ReadonlySet<string>;
}

function over(note: HookNote, {alarm, ended, isSilenced, normal}: Over): Planned {
  if (believes(note, 'resolved')) return {note, steps: []};
  const {raised} = alarm;
  // no period after an alarm calibrates, but for those of a calibration that was accepted
  const accepted = normal.has(ended) ? {reason: 'accepted' as const} : {};
  const end: HookStep = {raised, status: 'resolved', period: ended, alarm, ...accepted};
  const begins = note.told === undefined && note.hushed === undefined && !isSilenced;
  return {note, steps: begins ? [{raised, status: 'alarm', period: raised, alarm}, end] : [end]};
}

/** A change that the calibration holds by now was accepted; late periods only move the calibration's end to earlier ones. */
function takenBack(note: HookNote, normal: ReadonlySet<string>): HookStep {
  const {told: _, begun: __, hushed: ___, ...alarm} = note;
  return {
    raised: note.raised,
    status: 'resolved',
    period: note.raised,
    alarm,
    reason: normal.has(note.since.value) ? 'accepted' : 'revised',
  };
}

const begunOf = ({begun = []}: HookNote): readonly HookStatus[] => begun;

/** Whether nothing else may have arrived. */
const believes = (note: HookNote, status: HookStatus): boolean => note.told === status && begunOf(note).every((one) => one === status);

/** Notes as they are once a step is begun, or taken. */
export function noted(notes: readonly HookNote[], {raised, status}: HookStep, event: 'begun' | 'taken'): HookNote[] {
  return notes.map((note) => {
    if (note.raised !== raised) return note;
    const {begun, ...rest} = note;
    return event === 'begun' ? {...rest, begun: [...new Set([...(begun ?? []), status])]} : {...rest, told: status};
  });
}

/** Whether a message may have arrived before. */
export const isAgain = (notes: readonly HookNote[], {raised, status}: HookStep): boolean =>
  notes.some((note) => note.raised === raised && begunOf(note).includes(status));
