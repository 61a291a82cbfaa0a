/**
 * The history of a watch: a row a period, the newest version of each. What is concluded is a function of it, of the definition, and of the
 * profiles of a few periods.
 *
 * Types and order only; `node/watch` keeps it.
 */
import type {Unjudged, WatchedValue} from '../watch-report.ts';
import type {Measured, MeasuredByName} from './measured.ts';

export interface HistorySlice {
  readonly field: string;
  readonly value: string;
  readonly documents: number;
  readonly words: number;
  readonly measures: MeasuredByName;
}

export interface HistoryRow {
  readonly period: string;
  readonly documents: number;
  readonly words: number;
  readonly measures: MeasuredByName;
  readonly novelty: Measured;
  /** The share of synthetic text. */
  readonly synthetic?: WatchedValue;
  /** By field in the order asked, then by value. */
  readonly slices?: readonly HistorySlice[];
}

const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** By the names of the periods. */
export const sortedHistory = (rows: Iterable<HistoryRow>): HistoryRow[] => [...rows].sort((a, b) => byName(a.period, b.period));

/** Why rows of a sorted history are shown and not judged; absent of those that are. */
export function unjudgedOf(
  rows: readonly HistoryRow[],
  {open, least}: {readonly open: number; readonly least: number},
): ReadonlyMap<string, Unjudged> {
  const why = new Map<string, Unjudged>();
  rows.forEach(({period, documents}, i) => {
    if (documents === 0) why.set(period, 'empty');
    else if (i >= rows.length - open) why.set(period, 'open');
    else if (documents < least) why.set(period, 'small');
  });
  return why;
}
