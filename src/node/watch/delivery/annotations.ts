/** What an alert says beside its labels: values, which change from call to call. */
import {changeText} from '../../../guard/watch/conclude.ts';
import {NOVELTY} from '../../../guard/watch/measures.ts';
import {newestJudged} from '../../../guard/watch/newest-judged.ts';
import type {WatchedValue, WatchReport} from '../../../guard/watch-report.ts';
import type {DeliveredAlarm} from './delivered-alarm.ts';

export function alertAnnotations(report: WatchReport, alarm: DeliveredAlarm, isOver: boolean): Record<string, string> {
  const {raised, kind, since, measures, slices} = alarm;
  const judged = newestJudged(report.periods);
  const measured = (name: string): string => {
    const value = name === NOVELTY ? judged?.novelty : judged?.measures[name];
    return value === undefined ? name : `${name} ${shownWatched(value)}`;
  };
  return {
    summary: `${report.watch}: ${changeText(kind)}${isOver ? ' (over)' : ''}, since ${since.value} (${since.low} to ${since.high})`,
    kind,
    raised,
    since: since.value,
    measures: measures.map(measured).join('; '),
    ...(slices.length > 0 && {slices: slices.map(({field, value}) => `${field} ${value}`).join('; ')}),
    ...(judged !== undefined && {period: judged.period, evidence: shown(judged.evidence), level: shown(report.level)}),
  };
}

const shown = (value: number): string => String(Number(value.toPrecision(4)));

const shownWatched = (value: WatchedValue): string =>
  'reason' in value ? `(${value.reason})` : `${shown(value.value)} (${shown(value.low)} to ${shown(value.high)})`;
