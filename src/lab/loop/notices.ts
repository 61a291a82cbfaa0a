/** What is to be known of a lineage's data and models before its numbers are read. */
import {countsMeasuredWords} from '../../core/text/word-count.ts';
import {familyOfArm, type Member} from '../experiment/arm.ts';
import type {Corpus} from '../human/human.ts';

const CLAUSES =
  'most letters of the corpus are of scripts written without spaces between words, so that a word of the model is a whole clause: unit: character counts characters';

/** Said with the first generation. */
export const noticesOf = (members: readonly Member[], corpus: Corpus | undefined): string[] => [
  ...(corpus?.notices ?? []),
  ...(takesClauses(members, corpus) ? [CLAUSES] : []),
];

/** Whether a model whose own tokens are words is trained on text that has hardly any spaces. */
function takesClauses(members: readonly Member[], corpus: Corpus | undefined): boolean {
  const ofWords = members.some(({arm}) => familyOfArm(arm).sizeUnit?.(arm.model) === 'word');
  return ofWords && corpus !== undefined && countsMeasuredWords(corpus.documents);
}
