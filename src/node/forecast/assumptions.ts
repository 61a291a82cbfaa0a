/** What a forecast takes for granted, in sentences, with the numbers that say how much. */
import {counted, grouped} from '../../core/text/numbers.ts';
import type {Curves} from '../../forecast/answer.ts';

export interface Assumed {
  readonly token: 'word' | 'character';
  readonly order: number;
  readonly topP?: number;
  readonly words: number;
  readonly corpusWords: number;
  readonly seeds: number;
  readonly generations: number;
  readonly measured: number;
  readonly passage?: number;
  /** How the corpus was read. */
  readonly notices?: readonly string[];
  /** Tail retention under `replace`, at half the size and at the size. */
  readonly half: Curves;
  readonly full: Curves;
}

export function assumptionsOf(assumed: Assumed): string[] {
  const {token, order, topP, words, corpusWords, seeds, measured, generations, passage, notices = [], half, full} = assumed;
  const end = (curves: Curves) => curves.reduce((sum, curve) => sum + curve[curve.length - 1], 0) / curves.length;
  const drawn = topP === undefined ? 'drawn as the model has them, untruncated' : `drawn with top-p ${topP}, as text usually is`;
  return [
    `The model is a ${token} ${order}-gram (modified Kneser-Ney), its samples ${drawn}. A larger model forgets more slowly at the same size; the order of the workflows and the shape of the curves carry over better than the numbers.`,
    ...(token === 'word'
      ? []
      : [
          'Most letters of the corpus are of scripts written without spaces between words, so that the model counts characters. Words are those that measures count, here and in --sample.',
        ]),
    `Every training set and sample has ${counted(words, 'word')}${words < corpusWords ? ` of the corpus's ${grouped(corpusWords)}, drawn` : ': the corpus, dealt out'} anew for each of ${counted(seeds, 'seed')}. ${measured < generations ? 'At an eighth of that instead of a quarter, where all generations were run,' : 'At half of that'} tail retention under replace ends at ${end(half).toPrecision(2)} instead of ${end(full).toPrecision(2)}: by so much the size matters.`,
    ...notices.map((notice) => `${notice}.`),
    'Tail retention counts, of the rarest words of the human training set that together hold 10% of it, the share that the model still writes in as much text.',
    'Human shares are of the original training set, drawn again each generation, at a training set of constant size.',
    'No prompt, no selection by people and no other model comes between the generations. Intervals are 95% prediction intervals of one more run of the same.',
    ...(passage === undefined ? [] : [`Documents are cut into passages of about ${counted(passage, 'word')}.`]),
    ...(measured < generations
      ? [
          `Generations after ${measured} were not run at this size: they follow the curve of the same recursion at a quarter of the size, placed by the first ${measured}.`,
        ]
      : []),
  ];
}
