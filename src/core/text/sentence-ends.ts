/**
 * Where sentences and paragraphs end, told character by character: the one definition, for all that counts or cuts sentences.
 *
 *   a sentence ends   after . ! ? \u2026 and their like, with quotes and brackets that close behind it, before white space or a Chinese or
 *                     Japanese letter; after any other character of Unicode's Sentence_Terminal; at the end of a line with Thai or Lao
 *                     letters, which have no sign for it; where a paragraph ends
 *   a paragraph ends  at a blank line, and at the document's end
 *
 * edge     a single line feed does not end a sentence (text is often wrapped). An abbreviation ends one: no list of abbreviations is kept, on
 *          purpose: all corpora that are held against each other are cut alike
 */
import {FIELD_SHIFT, KIND_MASK, KIND_SHIFT, letterOf, SCRIPT_MASK, UNSPACED_LETTER} from './letters.ts';
import {ENDS, IDEOGRAPHIC, INVISIBLE, NEWLINE, SPACE, STOPS, SYMBOL, UNSIGNED} from './unicode/classes.ts';

export const NOTHING_ENDS = 0;
export const SENTENCE_ENDS = 1;
export const PARAGRAPH_ENDS = 2;

export class SentenceEnds {
  private ended = false;
  private newlines = 0;
  /** The line has letters of a script without a sign for the end. */
  private unsigned = false;

  /** At a new document. */
  begin(): void {
    this.ended = false;
    this.newlines = 0;
    this.unsigned = false;
  }

  /** What ends with a character outside words, of a kind: at white space before it, else behind it. */
  outside(kind: number): number {
    if (kind === SPACE || kind === NEWLINE) return this.space(kind);
    this.newlines = 0;
    if (kind === ENDS) this.ended = true;
    else if (kind === INVISIBLE || kind === SYMBOL || kind === STOPS) this.ended = false;
    return kind === STOPS ? SENTENCE_ENDS : NOTHING_ENDS;
  }

  private space(kind: number): number {
    let ends = this.ended;
    this.ended = false;
    if (kind === NEWLINE) {
      ends ||= this.unsigned;
      this.unsigned = false;
      if (++this.newlines === 2) return PARAGRAPH_ENDS;
    }
    return ends ? SENTENCE_ENDS : NOTHING_ENDS;
  }

  /** What ends before a word or a run whose first character letters.ts calls `letter`. */
  beforeWord(letter: number): number {
    if ((letter & UNSPACED_LETTER) === 0) return NOTHING_ENDS;
    const script = ((letter >>> FIELD_SHIFT) & SCRIPT_MASK) - 1;
    if (UNSIGNED.has(script)) this.unsigned = true;
    return this.ended && IDEOGRAPHIC.has(script) ? SENTENCE_ENDS : NOTHING_ENDS;
  }

  /** Behind a word; one of apostrophes alone may be a quote that closes. */
  afterWord({onlyApostrophes}: {readonly onlyApostrophes: boolean}): void {
    this.newlines = 0;
    this.ended &&= onlyApostrophes;
  }
}

/** The kind of a character outside words, one of unicode/classes.ts. */
export const outsideKind = (codePoint: number): number => (letterOf(codePoint) >>> KIND_SHIFT) & KIND_MASK;
