/** What the operator said of a watch: an alarm acknowledged for as long as it stands, the watch silenced until a time. */
import * as z from 'zod';
import type {WatchReport} from '../../../guard/watch-report.ts';
import {alarmsOf, deliveredAlarmSchema, sameAlarms} from './delivered-alarm.ts';
import {fileOutbox, type Outbox} from './outbox.ts';

const marksSchema = z.strictObject({
  format: z.literal(1),
  acknowledged: deliveredAlarmSchema.optional(),
  /** ISO 8601. */
  silencedUntil: z.string().optional(),
});
export type WatchMarks = Readonly<Omit<z.infer<typeof marksSchema>, 'format'>>;

export interface Marking {
  readonly acknowledge?: boolean;
  /** Seconds. */
  readonly silence?: number;
}

const marksOutbox = (directory: string): Outbox<z.infer<typeof marksSchema>> =>
  fileOutbox({directory, name: 'marks', schema: marksSchema}, 'nothing is acknowledged or silenced then');

export function readMarks(directory: string): WatchMarks {
  const {format: _, ...marks} = marksOutbox(directory).read() ?? {format: 1 as const};
  return marks;
}

/** Takes over what is marked now, drops what is over, and writes what changed. */
export function updateMarks(
  report: WatchReport,
  {directory, now, acknowledge, silence}: Marking & {directory: string; now: Date},
): WatchMarks {
  const before = readMarks(directory);
  const held = heldMarks(before, report, now);
  const marks: WatchMarks = {
    ...held,
    ...(acknowledge && report.alarm !== null && {acknowledged: alarmsOf(report).at(-1)}),
    ...(silence !== undefined && {silencedUntil: new Date(now.getTime() + silence * 1000).toISOString()}),
  };
  if (JSON.stringify(marks) !== JSON.stringify(before)) marksOutbox(directory).write({format: 1, ...marks});
  return marks;
}

/** What still holds: of the alarm that stands, wherever late periods moved its beginning, and of a time to come. */
export function heldMarks({acknowledged, silencedUntil}: WatchMarks, report: WatchReport, now: Date): WatchMarks {
  const [same] = acknowledged === undefined ? [] : sameAlarms([acknowledged], alarmsOf(report)).keys();
  return {
    ...(same !== undefined && same.ended === undefined && {acknowledged: same}),
    ...(silencedUntil !== undefined && Date.parse(silencedUntil) > now.getTime() && {silencedUntil}),
  };
}

/** The report with what is marked on its alarm. */
export function markedReport(report: WatchReport, {acknowledged, silencedUntil}: WatchMarks): WatchReport {
  if (report.alarm === null) return report;
  const marks = {...(acknowledged !== undefined && {acknowledged: true}), ...(silencedUntil !== undefined && {silencedUntil})};
  return {...report, alarm: {...report.alarm, ...marks}};
}
