/**
 * Alarms as deliveries speak of them, and which of a report are those that were delivered before.
 *
 * Late and changed periods move where an alarm was raised, where it ended and since when it is. Two are the same where the times of their
 * change have a period in common: from the earliest that it may have begun, up to its end, or to the newest period that was known of.
 */
import * as z from 'zod';
import type {WatchReport} from '../../../guard/watch-report.ts';

export const deliveredAlarmSchema = z.strictObject({
  raised: z.string(),
  /** The first period after it; absent while it stands. */
  ended: z.string().optional(),
  /** The newest period of the report, while it stands. */
  seen: z.string().optional(),
  kind: z.enum(['collapse', 'drift', 'both']),
  since: z.strictObject({value: z.string(), low: z.string(), high: z.string()}).readonly(),
  measures: z.array(z.string()).readonly(),
  slices: z.array(z.strictObject({field: z.string(), value: z.string()}).readonly()).readonly(),
});
export type DeliveredAlarm = Readonly<z.infer<typeof deliveredAlarmSchema>>;

type Lasting = Pick<DeliveredAlarm, 'raised' | 'ended' | 'seen' | 'since'>;

/** Those that are over and the one that stands, in the order in which they were raised. */
export function alarmsOf({past, alarm, periods}: Pick<WatchReport, 'past' | 'alarm' | 'periods'>): DeliveredAlarm[] {
  const over = past.map(({raised, ended, kind, since, measures, slices}) => ({raised, ended, kind, since, measures, slices}));
  if (alarm === null) return inOrder(over);
  const {raised, kind, since, measures, slices} = alarm;
  return inOrder<DeliveredAlarm>([...over, {raised, seen: periods.at(-1)?.period, kind, since, measures, slices}]);
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

const overlap = (a: Lasting, b: Lasting): boolean => isBefore(a, b) && isBefore(b, a);

/** Whether a change may have begun before the last that is known of another. */
const isBefore = ({since}: Lasting, {ended, seen}: Lasting): boolean =>
  ended === undefined ? seen === undefined || since.low <= seen : since.low < ended;
