/** Every period in numbers, the newest first, with what else is to be said of it. */

import {counted, grouped, readableNumber} from '../../../core/text/numbers.ts';
import {visible} from '../../../core/text/plain.ts';
import {isJudged} from '../../../guard/watch/newest-judged.ts';
import type {WatchReport} from '../../../guard/watch-report.ts';
import type {Html} from '../../html.ts';
import {closedTable} from '../scrolling.ts';
import {allAlarms} from './subject.ts';

const PERIOD_COLUMNS = ['period', 'documents', 'words', 'evidence', ''] as const;

export function periodTable(report: WatchReport): Html | undefined {
  const {periods} = report;
  if (periods.length === 0) return undefined;
  const notes = periodNotes(report);
  const rows = periods.map((period) => [
    visible(period.period),
    grouped(period.documents),
    grouped(period.words),
    isJudged(period) ? readableNumber(period.evidence) : '\u2013',
    (notes.get(period.period) ?? []).join(', '),
  ]);
  return closedTable(`All ${counted(periods.length, 'period')} in numbers, the newest first`, PERIOD_COLUMNS, rows.reverse(), {words: [4]});
}

/** What is to be said of periods, each in a word or two. */
function periodNotes(report: WatchReport): Map<string, string[]> {
  const {periods, late, changed} = report;
  const notes = new Map<string, string[]>();
  const add = (period: string, note: string): void => void notes.set(period, [...(notes.get(period) ?? []), note]);
  for (const {period, calibrates, unjudged, hint, missing} of periods) {
    if (missing !== undefined) add(period, `${counted(missing, 'period')} missing before it`);
    if (calibrates) add(period, 'calibrates');
    if (unjudged) add(period, unjudged);
    if (hint) add(period, 'hint');
  }
  for (const {raised, ended} of allAlarms(report)) {
    add(raised, 'alarm raised');
    if (ended !== undefined) add(ended, 'alarm ended');
  }
  for (const period of late) add(period, 'late');
  for (const period of changed) add(period, 'changed');
  return notes;
}
