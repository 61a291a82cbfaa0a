/**
 * What people read of a measure of samples, for its picture: generation 0 of the arms, which all arms of one human text share.
 *
 * Where people are half of a training set held against the other half, the first fit's sample stands beside them: held against the same
 * half, at the same size. Other points of the arms are of another size, and are not to be compared with people there.
 */
import {grouped, readableNumber} from '../../../core/text/numbers.ts';
import {HALF} from '../../../lab/measure/measure.ts';
import type {ReportInput, Statistic, SummaryRow} from './input.ts';
import {intervalIn, statisticOf, valueIn} from './statistic.ts';

export interface People {
  readonly value: number;
  /** NaN where there is no interval. */
  readonly low: number;
  readonly high: number;
  /** Records, or words of text; the mean over seeds. */
  readonly size: number;
  /** Whether people are one half of the human data, held against the other. */
  readonly half: boolean;
  /** What the first fit reads against the same half. */
  readonly first?: {readonly arm: string; readonly value: number}[];
}

/** Whether a row is of people, not of a model or of an exact truth. */
export const isOfPeople = (row: SummaryRow): boolean => row.generation === 0 && row.size !== undefined;

/** Of a key of the summary, one for each human text that arms differ in. */
export function peopleOf(
  input: ReportInput,
  arms: readonly string[],
  key: string,
  statistic: Statistic = statisticOf(input, key),
): People[] {
  const found = new Map<string, People>();
  for (const arm of arms) {
    const row = (input.summary.arms[arm]?.[key] ?? []).find(isOfPeople);
    const value = row === undefined ? Number.NaN : valueIn(row, statistic);
    if (row === undefined || !Number.isFinite(value)) continue;
    const [low, high] = intervalIn(row, statistic, key);
    const half = halfRow(input, arm, key.replace(/\[.*$/, ''));
    const known = found.get(`${value} ${row.size}`) ?? {value, low, high, size: row.size!, half: half !== undefined};
    const beside = half === undefined || key.endsWith(']') ? Number.NaN : valueIn(half, statistic);
    const first = Number.isFinite(beside) ? [...(known.first ?? []), {arm, value: beside}] : known.first;
    found.set(`${value} ${row.size}`, {...known, ...(first && {first})});
  }
  return [...found.values()];
}

const halfRow = (input: ReportInput, arm: string, measure: string): SummaryRow | undefined =>
  (input.summary.arms[arm]?.[`${measure}[${HALF}]`] ?? []).find(({generation}) => generation === 1);

/** At the line of people in a picture. `of`: what is counted. */
export const peopleLabel = ({size}: People, of: string): string => `people, ${grouped(Number(size.toFixed(3)))} ${of}`;

/** For a caption; empty where there are none. `of`: what is counted. */
export function peopleNote(people: readonly People[], of: string): string {
  if (people.length === 0) return '';
  const sizes = [...new Set(people.map(({size}) => `${grouped(Number(size.toFixed(3)))} ${of}`))].join(', ');
  if (!people.some(({half}) => half)) return `Dotted: people, fresh human data (${sizes}) measured as a sample is.`;
  const dotted = `Dotted: people, one half of the human data against the other (${sizes}); the lines are of another size.`;
  const first = people.flatMap((one) => one.first ?? []).map(({value}) => value);
  if (first.length === 0) return dotted;
  const [low, high] = [Math.min(...first), Math.max(...first)].map(readableNumber);
  return `${dotted} Held against the same half at the same size the first fit reads ${low === high ? low : `${low} to ${high}`} (diamond at generation 1): compare that with people.`;
}
