/** How the arms stand at the end, in words. */
import {readableNumber} from '../../../core/text/numbers.ts';
import {listed} from '../../words.ts';
import {comparedStand} from './comparison-section.ts';
import type {ReportInput, ReportMeasure} from './input.ts';
import {isOfPeople} from './people.ts';
import {statisticOf, valueIn} from './statistic.ts';

const MOST_STANDS = 6;

/** Where the arms stand at the last generation, in a sentence; empty where nothing can be said. */
export function lastStand(input: ReportInput, measure: ReportMeasure): string {
  const compared = comparedStand(input, measure);
  const statistic = statisticOf(input, measure.name);
  const ends = input.arms.flatMap((arm) => {
    const rows = (input.summary.arms[arm.name]?.[measure.name] ?? []).filter(
      (row) => !isOfPeople(row) && Number.isFinite(valueIn(row, statistic)),
    );
    const last = rows[rows.length - 1];
    return last === undefined ? [] : [{arm: arm.name, first: rows[0], last}];
  });
  if (ends.length === 0) return '';
  const told = (row: (typeof ends)[number]['last']) => readableNumber(valueIn(row, statistic));
  if (ends.length === 1) {
    const {arm, first, last} = ends[0];
    if (first === last) return `${arm}: ${told(last)} at generation ${last.generation}.`;
    return `${arm}: from ${told(first)} at generation ${first.generation} to ${told(last)} at generation ${last.generation}.`;
  }
  const generation = Math.max(...ends.map((end) => end.last.generation));
  const alive = ends.filter((end) => end.last.generation === generation);
  if (alive.length < 2) return '';
  if (alive.every(({last}) => told(last) === told(alive[0].last)))
    return `At generation ${generation} every arm stands at ${told(alive[0].last)}.`;
  const values =
    alive.length > MOST_STANDS ? '' : `At generation ${generation}: ${listed(alive.map(({arm, last}) => `${arm} ${told(last)}`))}.`;
  return [values, compared].filter(Boolean).join(' ');
}
