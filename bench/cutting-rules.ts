/**
 * Rules by which words of scripts without spaces might be cut, to be held against the one in use (core/text/cutting.ts).
 *
 *   words                the words that people or a segmenter marked in the text
 *   none                 a run of letters is one word, as in version 0.1.0
 *   bigrams              overlapping pairs of neighbouring clusters (characters, in Chinese and Japanese), as search engines index them
 *   dictionary           words of ICU4X's dictionary, as they are
 *   lstm                 words of ICU4X's neural model of Thai, Lao, Khmer, Burmese
 *   pairs                the rule in use, with single ideographs in a row as overlapping pairs
 *   in use
 */
import {readFileSync} from 'node:fs';
import {clusterEnd} from '../src/core/text/clusters.ts';
import {BY_DICTIONARY, type Cutter} from '../src/core/text/cutting.ts';
import {icuDictionary} from '../src/core/text/dictionary.ts';
import {Ranges} from '../src/core/text/ranges.ts';
import {codePointAt} from '../src/core/text/utf8.ts';
import {compileModule} from '../src/core/webassembly.ts';
import {registerNodeDictionary} from '../src/node/dictionary.ts';
import type {Document} from './cutting-text.ts';

registerNodeDictionary();

export interface Rule {
  readonly name: string;
  readonly cutter: Cutter;
  /** The text that it reads of a document. */
  readonly write: (document: Document) => string;
}

const together = (document: Document): string => document.join('');
const apart = (document: Document): string => document.join(' ');

const none: Cutter = {rule: 'none', cut: (_, from, to, into) => into.add(from, to)};

const bigrams: Cutter = {
  rule: 'bigrams',
  cut(bytes, from, to, into) {
    let start = from;
    for (let at = clusterEnd(bytes, from, to); at < to; ) {
      const end = clusterEnd(bytes, at, to);
      into.add(start, end);
      start = at;
      at = end;
    }
    if (start === from) into.add(from, to);
  },
};

const icu = () => icuDictionary(compileModule(readFileSync(new URL('../icu_capi.wasm', import.meta.resolve('icu')))));

/** Pairs of the words of one cluster that follow one another, in Chinese and Japanese; such a word alone stays. */
function paired(cutter: Cutter): Cutter {
  const found = new Ranges();
  const ideographic = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
  return {
    rule: 'pairs',
    cut(bytes, from, to, into) {
      found.count = 0;
      cutter.cut(bytes, from, to, found);
      const first = (at: number): string => String.fromCodePoint(codePointAt(bytes, at, to));
      const isSingle = (i: number): boolean =>
        i >= 0 &&
        i < found.count &&
        clusterEnd(bytes, found.at[2 * i], to) >= found.at[2 * i + 1] &&
        ideographic.test(first(found.at[2 * i]));
      for (let i = 0; i < found.count; i++) {
        if (!isSingle(i) || (!isSingle(i - 1) && !isSingle(i + 1))) into.add(found.at[2 * i], found.at[2 * i + 1]);
        else if (isSingle(i + 1)) into.add(found.at[2 * i], found.at[2 * i + 3]);
      }
    },
  };
}

async function lstm(): Promise<Cutter> {
  const {WordSegmenter} = await import('icu');
  const segmenter = WordSegmenter.createLstm();
  return {
    rule: 'lstm',
    cut(bytes, from, to, into) {
      const text = new TextDecoder().decode(bytes.subarray(from, to));
      const breaks = segmenter.segment(text);
      let last = breaks.next();
      for (let next = breaks.next(), at = from; next >= 0; last = next, next = breaks.next()) {
        const end = at + Buffer.byteLength(text.slice(last, next));
        into.add(at, end);
        at = end;
      }
    },
  };
}

export async function rulesNamed(names: readonly string[]): Promise<Rule[]> {
  const made: Record<string, () => Cutter | Promise<Cutter>> = {
    words: () => none,
    none: () => none,
    bigrams: () => bigrams,
    dictionary: icu,
    pairs: () => paired(BY_DICTIONARY),
    lstm,
    'in use': () => BY_DICTIONARY,
  };
  return Promise.all(names.map(async (name) => ({name, cutter: await made[name](), write: name === 'words' ? apart : together})));
}
