/** Which doses hold the bound of an experiment, in words: a sentence for each base arm. Pure; for the terminal and the report alike. */
import {readableNumber} from '../../../core/text/numbers.ts';
import type {DoseBound, ReportSummary, SmallestDoses} from './input.ts';
import {bandKey} from './series.ts';

/** Empty where the experiment has no bound, or no doses. */
export function doseAnswers({dose}: Pick<ReportSummary, 'dose'>): string[] {
  return dose === undefined ? [] : Object.entries(dose.arms).map(([base, answer]) => heldWords(base, answer, dose));
}

type Answer = SmallestDoses['arms'][string];

function heldWords(base: string, answer: Answer, {path, bound, generation}: SmallestDoses): string {
  const {curve, other, reason} = answer;
  const wanted = `${boundWords(bound)} at generation ${generation}`;
  if (answer.value === undefined) return `${base}: no ${path} here is told to keep ${wanted}${reason === undefined ? '' : ` (${reason})`}.`;
  const turns = curve === 'turns' ? '; the curve turns, so more is not always better or worse' : '';
  const ends = [endWords(answer), ...(other ? [endWords(other)] : [])].join(', ');
  return `${base}: the ${path} that keeps ${wanted} is ${ends}${turns}${reason === undefined ? '' : `; ${reason}`}.`;
}

function endWords({side, value, low, high}: Omit<Answer, 'other'>): string {
  const interval =
    low === undefined || high === undefined || low === high ? '' : ` (95% interval ${readableNumber(low)} to ${readableNumber(high)})`;
  return `${side === 'smallest' ? 'at least' : 'at most'} ${readableNumber(value!)}${interval}`;
}

export const boundWords = ({measure, band, atLeast, atMost}: DoseBound): string =>
  `${bandKey(measure, band)} ${atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`}`;
