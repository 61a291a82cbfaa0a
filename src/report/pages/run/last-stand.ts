/** How a measure goes in the arms, in words: where it begins, where each arm stands at the end, what people read, what is told apart. */
import {readableNumber} from '../../../core/text/numbers.ts';
import {listed} from '../../words.ts';
import {apartStand} from './compared.ts';
import type {ReportInput, ReportMeasure, SummaryRow} from './input.ts';
import {isOfPeople, peopleOf} from './people.ts';
import {statisticOf, valueIn} from './statistic.ts';

const MOST_STANDS = 6;
/** Arms whose first values lie within this part of the largest begin alike: the first fit is the same, but for draws. */
const ALIKE = 0.05;

interface Stand {
  readonly arm: string;
  readonly first: number;
  readonly last: number;
  readonly row: SummaryRow;
}

/** Empty where nothing can be said. */
export function lastStand(input: ReportInput, measure: ReportMeasure): string {
  const {name} = measure;
  const stands = input.arms.flatMap(({name: arm}) => standOf(input, arm, name) ?? []);
  if (stands.length === 0) return '';
  const sentence = stands.length === 1 ? aloneWords(stands[0]) : togetherWords(stands);
  return [sentence, sentence && peopleWords(input, name), apartStand(input, measure)].filter(Boolean).join(' ');
}

function standOf(input: ReportInput, arm: string, measure: string): Stand | undefined {
  const statistic = statisticOf(input, measure);
  const rows = (input.summary.arms[arm]?.[measure] ?? []).filter((row) => !isOfPeople(row) && Number.isFinite(valueIn(row, statistic)));
  const fits = rows.filter(({generation}) => generation > 0);
  const own = fits.length > 0 ? fits : rows;
  const [first, row] = [own[0], own[own.length - 1]];
  return row && {arm, first: valueIn(first, statistic), last: valueIn(row, statistic), row};
}

function aloneWords({arm, first, last, row: {generation}}: Stand): string {
  if (generation <= 1) return `${arm}: ${readableNumber(last)} at generation ${generation}.`;
  return `${arm}: from ${readableNumber(first)} at generation 1 to ${readableNumber(last)} at generation ${generation}.`;
}

/** Of those that have come to the last generation. */
function togetherWords(stands: readonly Stand[]): string {
  const generation = Math.max(...stands.map(({row}) => row.generation));
  const alive = stands.filter(({row}) => row.generation === generation);
  if (alive.length < 2) return '';
  const told = alive.map(({last}) => readableNumber(last));
  const by = generation > 1 ? `${beginning(alive)}y generation ${generation}` : `At generation ${generation}`;
  if (told.every((one) => one === told[0])) return `${by} every arm stands at ${told[0]}.`;
  if (alive.length > MOST_STANDS) return rangeWords(alive, by);
  return `${by}: ${listed(alive.map(({arm}, i) => `${arm} ${told[i]}`))}.`;
}

function beginning(alive: readonly Stand[]): string {
  const firsts = alive.map(({first}) => first);
  const [low, high] = [Math.min(...firsts), Math.max(...firsts)];
  const isAlike = high - low <= ALIKE * Math.max(Math.abs(low), Math.abs(high));
  return isAlike ? `All begin at about ${readableNumber(firsts[0])}. B` : 'B';
}

function rangeWords(alive: readonly Stand[], by: string): string {
  const ends = alive.map(({last}) => last);
  return `${by} the ${alive.length} arms stand between ${readableNumber(Math.min(...ends))} and ${readableNumber(Math.max(...ends))}.`;
}

/** Not where people are of another size than the lines. */
function peopleWords(input: ReportInput, measure: string): string {
  const people = peopleOf(
    input,
    input.arms.map(({name}) => name),
    measure,
  ).filter(({half}) => !half);
  return people.length === 0 ? '' : `People read ${listed(people.map(({value}) => readableNumber(value)))}.`;
}
