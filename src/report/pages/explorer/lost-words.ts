/** A passage that a person wrote, with the words struck out that a generation no longer writes. */
import {counted} from '../../../core/text/numbers.ts';
import {type Html, html, lines} from '../../html.ts';
import type {ExplorerPicture} from './picture.ts';

export interface LostWords {
  /** What a person wrote, cut at its spaces. */
  readonly pieces: readonly string[];
  /** By arm, generations ascending: the numbers of the pieces that hold a word which the generation's sample has nowhere. */
  readonly arms: {readonly [arm: string]: readonly {readonly generation: number; readonly lost: readonly number[]}[]};
}

/** Undefined where no arm has come to a generation yet. */
export function lostWordsPicture({pieces, arms}: LostWords, names: readonly string[], generation: number): ExplorerPicture | undefined {
  const shown = names.flatMap((name) => {
    const own = arms[name]?.findLast((one) => one.generation <= generation);
    return own ? [{name, lost: new Set(own.lost)}] : [];
  });
  if (shown.length === 0) return undefined;
  const passages = shown.map(
    ({name, lost}) =>
      html`<div class="passage"><p class="facet">${name} <span class="note">${counted(lost.size, 'word')} of ${pieces.length} gone</span></p><p>${struck(pieces, lost)}</p></div>`,
  );
  const caption =
    'What a person wrote, and the first model was trained on. Struck out: words that the generation did not write once, in a text as long as the one that it learned from. The first seed.';
  return {
    name: 'lost words',
    title: 'What it can no longer say',
    unit: '',
    caption,
    drawing: html`<div class="passages">${lines(passages)}</div>`,
  };
}

/** Neighbours that are lost are struck out together. */
function struck(pieces: readonly string[], lost: ReadonlySet<number>): Html[] {
  const runs: {gone: boolean; words: string[]}[] = [];
  for (const [i, piece] of pieces.entries()) {
    const gone = lost.has(i);
    if (runs.at(-1)?.gone === gone) runs.at(-1)!.words.push(piece);
    else runs.push({gone, words: [piece]});
  }
  return runs.map(({gone, words}) => (gone ? html`<del>${words.join(' ')}</del> ` : html`${words.join(' ')} `));
}
