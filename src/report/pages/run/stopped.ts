/** Which arms have lineages that were stopped, how many, and when: by an arm's `stop`, or by a gate that is answered by `stop`. */
import {counted, readableNumber} from '../../../core/text/numbers.ts';
import {STOPPED_AT} from '../../../lab/measure/stopped-at.ts';
import {listed} from '../../words.ts';
import type {ReportInput} from './input.ts';
import {endOf} from './series.ts';
import {STATISTIC_NAMES, statisticOf, valueIn} from './statistic.ts';

const MOST_NAMED = 6;

export interface ArmStops {
  readonly arm: string;
  readonly stopped: number;
  readonly of: number;
  /** `mean generation 18.1` over all lineages, by the statistic of the stopping time; absent where half of them go on, or it is not known. */
  readonly when?: string;
}

/** Of the arms some of whose lineages were stopped by the last generation, in their order. */
export function stopsOf(input: ReportInput): ArmStops[] {
  const statistic = statisticOf(input, STOPPED_AT);
  return input.arms.flatMap(({name: arm}): ArmStops[] => {
    const row = (input.summary.arms[arm]?.[STOPPED_AT] ?? []).find(({generation}) => generation === input.generations);
    if (row !== undefined) {
      const {n, nLost = 0} = row;
      const value = valueIn(row, statistic);
      const when = Number.isFinite(value) && {when: `${STATISTIC_NAMES[statistic]} generation ${readableNumber(value)}`};
      return n === 0 ? [] : [{arm, stopped: n, of: n + nLost, ...when}];
    }
    const end = endOf(input, arm);
    if (end === undefined || end.seedsFirst === 0) return [];
    const {last, seedsFirst, seedsLast} = end;
    if (last < input.generations)
      return [{arm, stopped: seedsFirst, of: seedsFirst, ...(seedsLast === seedsFirst && {when: `all at generation ${last}`})}];
    return seedsLast < seedsFirst ? [{arm, stopped: seedsFirst - seedsLast, of: seedsFirst}] : [];
  });
}

/** Empty where none was stopped. */
export function stoppedWords(input: ReportInput): string {
  const stops = stopsOf(input);
  if (stops.length === 0) return '';
  const start = `Lineages were stopped by generation ${input.generations}`;
  if (stops.length <= MOST_NAMED) return `${start}: ${listed(stops.map(armWords))}.`;
  const base = new Map(input.arms.map((arm) => [arm.name, arm.base ?? arm.name]));
  const bases = [...new Set(stops.map(({arm}) => base.get(arm)!))];
  const told = bases.map((one) => {
    const cells = input.arms.filter((arm) => base.get(arm.name) === one).length;
    return `of ${one} in ${stops.filter(({arm}) => base.get(arm) === one).length} of ${counted(cells, 'cell')}`;
  });
  return `${start}: ${listed(told)}.`;
}

const armWords = ({arm, stopped, of, when}: ArmStops): string => `${stopped} of ${of} of ${arm}${when === undefined ? '' : ` (${when})`}`;
