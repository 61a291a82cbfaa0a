/**
 * A number that may change from one generation to the next.
 *
 *   100                        the same at every generation
 *   {from: 100, grow: 1.1}     from grow^(t - 1)
 *   {from: 100, power: 0.5}    from t^power
 *   {from: 0, to: 1, by: 10}   a straight line from generation 1 to generation `by`, then `to`
 *   [100, 50, 20]              generation by generation; the last one stays
 *
 * t = 1 at the first fit. A value depends on its generation alone, not on how many there are, so that a run can be made longer.
 */
import * as z from 'zod';
import {pow} from '../core/math/index.ts';
import {finite, positive} from './atoms.ts';

/** One that moves. Exactly one of `grow`, `power` and `to` with `by`. */
export interface MovingSchedule {
  readonly from: number;
  readonly grow?: number | undefined;
  readonly power?: number | undefined;
  readonly to?: number | undefined;
  readonly by?: number | undefined;
}

export type Schedule = number | MovingSchedule | readonly number[];

/** The schema of a schedule whose values are those of `atom`. */
export const scheduleSchema = (atom: z.ZodType<number>) => z.union(scheduleForms(atom));

/** The forms of a schedule, for a field that takes more. */
export const scheduleForms = (atom: z.ZodType<number>) => [atom, movingSchema(atom), listSchema(atom)] as const;

const movingSchema = (atom: z.ZodType<number>) =>
  z
    .strictObject({
      from: atom.describe('At generation 1.'),
      grow: positive.optional().describe('Each generation has this times the value before it.'),
      power: finite.optional().describe('Generation t has `from` times t to this power.'),
      to: atom.optional().describe('Reached at generation `by` by equal steps; it stays so.'),
      by: z.int().min(2).optional().describe('The generation that reaches `to`.'),
    })
    .refine(({to, by}) => (to === undefined) === (by === undefined), {
      error: 'a straight line has both `to` and `by`, the generation that reaches it',
    })
    .refine(({grow, power, to}) => [grow, power, to].filter((way) => way !== undefined).length === 1, {
      error: 'a schedule has one of `grow`, `power`, and `to` with `by`',
    })
    .describe('Changes from generation to generation.');

const listSchema = (atom: z.ZodType<number>) => z.array(atom).min(1).describe('A value for each generation; the last one stays.');

/** Whether it is more than one number. */
export const isMoving = (schedule: unknown): schedule is MovingSchedule | readonly number[] =>
  typeof schedule === 'object' && schedule !== null;

/** Its value at generation t = 1, 2, ... */
export function scheduledAt(schedule: Schedule, t: number): number {
  if (typeof schedule === 'number') return schedule;
  if (isList(schedule)) return schedule[Math.min(t, schedule.length) - 1];
  const {from, grow, power, to, by} = schedule;
  if (grow !== undefined) return from * pow(grow, t - 1);
  if (power !== undefined) return from * pow(t, power);
  return t >= by! ? to! : from + ((to! - from) * (t - 1)) / (by! - 1);
}

/** Its value as a whole number. */
export const countAt = (schedule: Schedule, t: number): number => Math.round(scheduledAt(schedule, t));

/** The largest of generations 1 to T. */
export const largestOf = (schedule: Schedule, generations: number): number =>
  Math.max(...turnsOf(schedule, generations).map((t) => scheduledAt(schedule, t)));

/** Generations of 1 to T among which are its smallest and its largest value: between them it only rises or only falls. Ascending. */
export function turnsOf(schedule: Schedule, generations: number): number[] {
  if (typeof schedule === 'number') return [1];
  const turns = isList(schedule) ? schedule.map((_, i) => i + 1) : [1, schedule.by ?? 1];
  return [...new Set([...turns.filter((t) => t < generations), generations])];
}

/** Where it first leaves what `atom` takes, and what is wrong there; undefined where it never does. Counts are rounded before. */
export function faultOf(
  schedule: Schedule,
  {atom, generations, whole}: {readonly atom: z.ZodType<number>; readonly generations: number; readonly whole: boolean},
): {readonly generation: number; readonly value: number} | undefined {
  const value = (t: number) => (whole ? countAt(schedule, t) : scheduledAt(schedule, t));
  const fails = (t: number) => !atom.safeParse(value(t)).success;
  const turns = turnsOf(schedule, generations);
  const at = turns.findIndex(fails);
  if (at < 0) return undefined;
  let [holds, generation] = [at === 0 ? 0 : turns[at - 1], turns[at]];
  while (generation - holds > 1) {
    const middle = Math.floor((holds + generation) / 2);
    if (fails(middle)) generation = middle;
    else holds = middle;
  }
  return {generation, value: value(generation)};
}

/** In words, for people. */
export function scheduleText(schedule: Schedule, shown: (value: number) => string = String): string {
  if (typeof schedule === 'number') return shown(schedule);
  if (isList(schedule))
    return schedule.length === 1
      ? shown(schedule[0])
      : `${schedule.slice(0, -1).map(shown).join(', ')}, then ${shown(schedule[schedule.length - 1])}`;
  const {from, grow, power, to, by} = schedule;
  if (grow !== undefined) return `${shown(from)} times ${grow}^(t - 1)`;
  if (power !== undefined) return `${shown(from)} times t^${power}`;
  return `from ${shown(from)} at generation 1 to ${shown(to!)} at generation ${by}`;
}

const isList = (schedule: Schedule): schedule is readonly number[] => Array.isArray(schedule);
