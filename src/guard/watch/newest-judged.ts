/** Which periods of a report are judged: those that neither calibrate nor are shown alone. */
import type {WatchedPeriod} from '../watch-report.ts';

export const isJudged = ({calibrates, unjudged}: WatchedPeriod): boolean => calibrates === undefined && unjudged === undefined;

/** Undefined where none is. */
export const newestJudged = (periods: readonly WatchedPeriod[]): WatchedPeriod | undefined => periods.findLast(isJudged);
