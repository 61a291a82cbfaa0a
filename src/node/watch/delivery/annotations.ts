/** What an alert says beside its labels: values, which change from call to call. */
import type {WatchedValue, WatchReport} from '../../../guard/watch-report.ts';
import type {ToldAlarm} from './told-alarm.ts';

export function alertAnnotations(report: WatchReport, alarm: ToldAlarm, isOver: boolean): Record<string, string> {
  const {raised, kind, since, measures, slices} = alarm;
  const judged = report.periods.findLast(({unjudged}) => unjudged === undefined);
  const measured = (name: string): string => {
    const value = judged?.measures[name];
    return value === undefined ? name : `${name} ${shownWatched(value)}`;
  };
  return {
    summary: `${report.watch}: ${KINDS[kind]}${isOver ? ', over' : ''}, since ${since.value} (${since.low} to ${since.high})`,
    kind,
    raised,
    since: since.value,
    measures: measures.map(measured).join('; '),
    ...(slices.length > 0 && {slices: slices.map(({field, value}) => `${field} ${value}`).join('; ')}),
    ...(judged !== undefined && {period: judged.period, evidence: shown(judged.evidence), level: shown(report.level)}),
  };
}

const KINDS: Readonly<Record<ToldAlarm['kind'], string>> = {
  collapse: 'text loses what its reference has',
  drift: 'text is about something else than its reference',
  both: 'text loses what its reference has, and is about something else',
};

const shown = (value: number): string => String(Number(value.toPrecision(4)));

const shownWatched = (value: WatchedValue): string =>
  'reason' in value ? `(${value.reason})` : `${shown(value.value)} (${shown(value.low)} to ${shown(value.high)})`;
