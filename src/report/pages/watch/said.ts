/** How the parts of the page put things: names of measures and slices, values in cells, lists that may be long. */
import {cellEnds, fixed, grouped, readableNumber, withMinus} from '../../../core/text/numbers.ts';
import {visible} from '../../../core/text/plain.ts';
import {NOVELTY} from '../../../guard/watch/measures.ts';
import type {WatchedValue} from '../../../guard/watch-report.ts';
import {type Html, html} from '../../html.ts';
import {titled} from '../check/titled.ts';

interface Slice {
  readonly field: string;
  readonly value: string;
}

export const namedSlice = ({field, value}: Slice): string => visible(`${field} ${value}`);

/** Of measures that the lab does not have. */
const TITLES: Readonly<Record<string, string>> = {
  [NOVELTY]: 'Words that the reference hardly has',
  'duplicates.near': 'Documents much like an earlier one',
  'duplicates.paragraphs': 'Paragraphs that repeat an earlier one',
  'duplicates.sentences': 'Sentences that repeat an earlier one',
};

/** The code of a measure, and its title. */
export const measureTitle = (measure: string): Html =>
  measure in TITLES ? html`<code>${measure}</code> <span class="soft">${TITLES[measure]}</span>` : titled(measure);

/** `0.312 [0.290, 0.334]`, to as many decimals as the width of the interval bears; a dash where there is no value. */
export function valueCell(value: WatchedValue | undefined): string {
  if (value === undefined || 'reason' in value) return '\u2013';
  const ends = cellEnds(value.low, value.high);
  const decimals = /^-?\d+\.(\d+),/.exec(ends)?.[1].length;
  const middle = decimals === undefined || value.low === value.high ? readableNumber(value.value) : fixed(value.value, decimals);
  return withMinus(`${middle} [${ends}]`);
}

const MOST_NAMED = 12;

/** As many names as a sentence can hold. */
export function someOf(names: readonly string[], most = MOST_NAMED): string {
  const shown = names.slice(0, most).map(visible).join(', ');
  return names.length > most ? `${shown} and ${grouped(names.length - most)} more` : shown;
}
