/** A cutter that needs no dictionary, for tests: pairs of neighbouring characters, overlapping; a lone one is itself. */
import type {Cutter} from './cutter.ts';
import {letterOf, MARK} from './letters.ts';
import {codePointAt, utf8Length} from './utf8.ts';

export const BIGRAMS: Cutter = {
  rule: 'bigrams',
  cut(bytes, from, to, into) {
    let before = -1;
    let start = from;
    for (let at = from; at < to; ) {
      at += utf8Length(codePointAt(bytes, at, to));
      if (at < to && letterOf(codePointAt(bytes, at, to)) & MARK) continue;
      if (before >= 0) into.add(before, at);
      else if (at === to) into.add(start, at);
      before = start;
      start = at;
    }
  },
};
