/**
 * What a measure is called on the page: its code as everywhere in a check, and its title beside it; and what it means, from the lab's catalog
 * or, of what a check alone measures, from here.
 */
import {visible} from '../../../core/text/plain.ts';
import {measureOf} from '../../../lab/measure/catalog.ts';
import {type Html, html} from '../../html.ts';

interface MeasureWords {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly caption: string;
}

const OWN: Readonly<Record<string, Omit<MeasureWords, 'name'>>> = {
  'distinct.5': {title: 'Distinct 5-grams of words', unit: 'share', caption: 'Different sequences of five words, over all of them.'},
  'duplicates.near': {
    title: 'Near duplicates',
    unit: 'share of documents',
    caption:
      'Documents that repeat an earlier one nearly: at least half of the sequences of three words of both together are common to both (Jaccard index).',
  },
  'duplicates.paragraphs': {
    title: 'Repeated paragraphs',
    unit: 'share of paragraphs',
    caption: 'Paragraphs that repeat an earlier one, in whatever document.',
  },
  'duplicates.sentences': {
    title: 'Repeated sentences',
    unit: 'share of sentences',
    caption: 'Sentences that repeat an earlier one, in whatever document.',
  },
};

/** Undefined of a name that is no measure. */
export function wordsOf(measure: string): MeasureWords | undefined {
  return measureOf(measure) ?? (OWN[measure] && {name: measure, ...OWN[measure]});
}

export const titled = (measure: string): Html => {
  const found = wordsOf(measure);
  return html`<code>${visible(measure)}</code>${found !== undefined && html` <span class="soft">${found.title}</span>`}`;
};
