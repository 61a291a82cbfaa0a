/** What a forecast says first: what to do, and when the bound falls, in sentences. Pure. */
import {columnNumber, counted, roundPercent} from '../core/text/numbers.ts';
import type {ForecastReport, Until} from './report.ts';

type Told = Pick<ForecastReport, 'humanShareNeeded' | 'generationsUntilBound' | 'bound' | 'generations' | 'seeds'>;

export function forecastAnswer(told: Told): string {
  return [needWords(told), replaceWords(told), furtherWords(told)].filter((one) => one !== '').join(' ');
}

function needWords({humanShareNeeded, generations, bound, seeds}: Told): string {
  const {value, low = 0, high = value, reason} = humanShareNeeded;
  const kept = `tail retention at ${columnNumber(bound.atLeast)} or more`;
  if (value === undefined)
    return `No share of human text keeps ${kept} for ${generations} generations: ${reason}. Ask for less with --bound.`;
  if (value === 0 && high === 0) return `No human text is needed for ${generations} generations.`;
  if (value === 0)
    return `On average no human text is needed for ${generations} generations; ${counted(seeds, 'run')} cannot rule out that some is. More would tell: --seeds ${2 * seeds}.`;
  const few =
    low <= 0 && high === 1
      ? `, which ${counted(seeds, 'run')} hardly tell${seeds === 1 ? 's' : ''}: more would, --seeds ${2 * seeds}`
      : ` (95% interval ${roundPercent(low)} to ${roundPercent(high!)})`;
  return `Mix ${roundPercent(value)} of human text into each training set${few}: that keeps ${kept} for ${generations} generations.`;
}

/** What comes of it without human text. */
function replaceWords({generationsUntilBound: {replace}, generations}: Told): string {
  if (replace === undefined) return '';
  if (replace.value !== undefined) return `Without it tail retention falls below that after ${generationsText(replace)}.`;
  if (replace.low === undefined) return '';
  return `Without it tail retention stays above the bound for ${generations} generations on average; a single run may fall below it after ${columnNumber(replace.low)}.`;
}

/** Where the bound was not reached there is more to see. */
function furtherWords({generationsUntilBound: {replace}, humanShareNeeded: {value}, generations}: Told): string {
  if (value !== 0 || replace?.value !== undefined) return '';
  return `Look further: --generations ${generations < FURTHER ? FURTHER : 2 * generations}.`;
}

const FURTHER = 10;

/** `after 2.90 generations (2.70 to 3.20)`, or why there is no such number. */
export const untilWords = (until: Until, generations: number): string =>
  until.value === undefined ? (until.reason ?? `not within ${generations} generations`) : `after ${generationsText(until)}`;

function generationsText({value, low, high}: Until): string {
  const ends =
    low === undefined
      ? ''
      : high === undefined
        ? ` (from ${columnNumber(low)} on, without an upper end)`
        : ` (${columnNumber(low)} to ${columnNumber(high)})`;
  return `${columnNumber(value!)} generation${value === 1 ? '' : 's'}${ends}`;
}
