/**
 * Alarms as deliveries speak of them, and which of a report are those that were told before.
 *
 * Late and changed periods move where an alarm was raised and where it ended. One that has a period in common with one that was told is
 * the same: nobody is called twice for it.
 */
import {z} from 'zod';
import type {WatchReport} from '../../../guard/watch-report.ts';

/** Names of the periods at which it was raised and, once it is over, that came first after it. */
interface Lasting {
  readonly raised: string;
  readonly ended?: string;
}

export const toldAlarmSchema = z.strictObject({
  raised: z.string(),
  ended: z.string().optional(),
  kind: z.enum(['collapse', 'drift', 'both']),
  since: z.strictObject({value: z.string(), low: z.string(), high: z.string()}).readonly(),
  measures: z.array(z.string()).readonly(),
  slices: z.array(z.strictObject({field: z.string(), value: z.string()}).readonly()).readonly(),
});
export type ToldAlarm = Readonly<z.infer<typeof toldAlarmSchema>>;

/** Those that are over and the one that stands, in the order in which they were raised. */
export function alarmsOf({past, alarm}: Pick<WatchReport, 'past' | 'alarm'>): ToldAlarm[] {
  const all: readonly ToldAlarm[] = alarm === null ? past : [...past, alarm];
  const plain = all.map(({raised, ended, kind, since, measures, slices}) => ({
    raised,
    ...(ended !== undefined && {ended}),
    kind,
    since,
    measures,
    slices,
  }));
  return inOrder(plain);
}

/** In which they were raised; no two at one period. */
export const inOrder = <T extends Lasting>(alarms: readonly T[]): T[] => [...alarms].sort((a, b) => (a.raised < b.raised ? -1 : 1));

/** Of each alarm of a report the known one that it is; each is at most one. Both in the order in which they were raised. */
export function sameAlarms<K extends Lasting, R extends Lasting>(known: readonly K[], reported: readonly R[]): Map<R, K> {
  const same = new Map<R, K>();
  const free = new Set(known);
  const pair = (one: R, other: K | undefined): void => {
    if (other === undefined) return;
    same.set(one, other);
    free.delete(other);
  };
  for (const one of reported)
    pair(
      one,
      [...free].find(({raised}) => raised === one.raised),
    );
  for (const one of reported) {
    if (!same.has(one))
      pair(
        one,
        [...free].find((other) => overlap(one, other)),
      );
  }
  return same;
}

const overlap = (a: Lasting, b: Lasting): boolean =>
  (b.ended === undefined || a.raised < b.ended) && (a.ended === undefined || b.raised < a.ended);
