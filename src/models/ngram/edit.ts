/**
 * Token editing by an n-gram: tokens that it finds too probable are drawn anew, each in its place.
 *
 *   x'_i = x_i                                         where p(x_i | x_<i) < above, or chance spares it
 *   x'_i ~ p(. | x_<i), the document's end left out    elsewhere; x_<i is the text as it was, so that one walk is enough
 *
 * What lies between words stays. A token outside the vocabulary is improbable, and stays. Where a drawer gives nothing but the end
 * (a narrow top-p), the token stays.
 *
 * shape    n documents -> n documents of as many tokens each
 * cost     a walk through the text and a draw a token edited
 * source   X. Zhu et al., "How to synthesize text data without model collapse?", ICML 2025, equation 2 (ToEdit)
 */
import {concatenatedBytes} from '../../core/concatenated.ts';
import type {Text} from '../../core/data.ts';
import type {Stream} from '../../core/random/stream.ts';
import {characterEnd} from '../../core/text/characters.ts';
import type {Vocabulary} from '../../core/text/vocabulary.ts';
import {wordEnd, wordStart} from '../../core/text/whitespace.ts';
import type {EditedText, TokenEdit} from '../model.ts';
import type {NgramDrawer} from './draw.ts';
import type {Walk} from './score.ts';
import {type NgramTokenizer, tokenLimit, type Unit} from './tokens.ts';

/** Draws of the end in a row after which a token is left as it is. */
const ENDS = 1000;

export interface NgramEditor {
  readonly unit: Unit;
  readonly vocabulary: Vocabulary;
  readonly tokenizer: NgramTokenizer;
  readonly walk: Walk;
  readonly drawer: NgramDrawer;
  /** Types of the vocabulary: the number of the end. */
  readonly types: number;
}

export function editNgrams(text: Text, {above, share}: TokenEdit, editor: NgramEditor, stream: Stream): EditedText {
  const {tokenizer, walk, drawer, types, unit} = editor;
  const parts: Uint8Array[] = [];
  const offsets = new Uint32Array(text.count + 1);
  const changed = new Uint8Array(text.count);
  let [tokens, length] = [0, 0];
  const push = (part: Uint8Array): void => {
    parts.push(part);
    length += part.length;
  };
  for (let d = 0; d < text.count; d++) {
    const [from, to] = [text.offsets[d], text.offsets[d + 1]];
    const words = new Int32Array(tokenLimit(to - from, unit));
    const count = tokenizer.document(text, d, words);
    walk.open();
    drawer.open();
    let [written, at] = [from, from];
    for (let i = 0; i < count; i++) {
      const word = words[i];
      const [start, end] = tokenAt(text.bytes, {at, to, unit});
      const p = walk.step(word);
      const edits = word < types && p >= above && (share === 1 || stream.float() < share);
      const drawn = edits ? drawnHere(drawer, types, stream) : undefined;
      if (drawn !== undefined && drawn !== word) {
        push(text.bytes.subarray(written, start));
        push(bytesOf(editor.vocabulary, drawn));
        written = end;
        tokens++;
        changed[d] = 1;
      }
      drawer.follow(word);
      at = end;
    }
    push(text.bytes.subarray(written, to));
    offsets[d + 1] = length;
  }
  return {records: {kind: 'text', count: text.count, bytes: concatenatedBytes(parts), offsets}, changed, tokens};
}

/** A token that is no end, without moving; undefined where there is hardly any. */
function drawnHere(drawer: NgramDrawer, end: number, stream: Stream): number | undefined {
  const {level, node} = drawer;
  let word = end;
  for (let ends = 0; word === end && ends < ENDS; ends++) {
    drawer.level = level;
    drawer.node = node;
    word = drawer.draw(stream);
  }
  drawer.level = level;
  drawer.node = node;
  return word === end ? undefined : word;
}

/** Where the next token begins and ends. */
function tokenAt(bytes: Uint8Array, {at, to, unit}: {at: number; to: number; unit: Unit}): readonly [number, number] {
  if (unit === 'byte') return [at, at + 1];
  if (unit === 'character') return [at, characterEnd(bytes, at, to)];
  const start = wordStart(bytes, at, to);
  return [start, wordEnd(bytes, start, to)];
}

const bytesOf = ({bytes, starts}: Vocabulary, word: number): Uint8Array => bytes.subarray(starts[word], starts[word + 1]);
