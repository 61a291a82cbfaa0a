/**
 * Words of scripts that are written without spaces: a run of their letters is cut by a rule that gives the same everywhere.
 *
 *   Han, Kana, Thai, Lao, Khmer, Burmese   words of the dictionary, joined where it cuts a cluster (clusters.ts)
 *
 * A dictionary has some megabytes, so the outer layer says how to load it (`registerDictionary`), and it is loaded when the first such run is
 * met. Without one such text is an error: another rule in its place would give other words.
 *
 * shape    bytes[from .. to), one run in UTF-8 and NFC -> pairs [start, end) of byte offsets, in order, appended to `into`
 * domain   a letter, then letters and marks
 */
import {ConfigError} from '../error.ts';
import {clusterEnd} from './clusters.ts';
import {Ranges} from './ranges.ts';

export interface Cutter {
  /** What is recorded of it: two rules of one name cut every text alike. */
  readonly rule: string;
  cut(bytes: Uint8Array, from: number, to: number, into: Ranges): void;
}

export const DICTIONARY = 'icu4x 2.3.2 dictionary';
let load: (() => Cutter) | undefined;
let loaded: Cutter | undefined;

/** Says how to load the dictionary, whose rule is DICTIONARY; it is not loaded before it is needed. */
export function registerDictionary(loader: () => Cutter): void {
  load = loader;
  loaded = undefined;
}

function loadedDictionary(): Cutter {
  if (load === undefined)
    throw new ConfigError('words of Chinese, Japanese, Thai, Lao, Khmer and Burmese are cut by a dictionary, and none is registered', {
      next: 'Call registerDictionary with a loader first.',
    });
  const dictionary = load();
  if (dictionary.rule !== DICTIONARY)
    throw new ConfigError(`the dictionary that is registered cuts by "${dictionary.rule}", wanted "${DICTIONARY}"`, {
      next: 'Register the one that this version of genloss depends on.',
    });
  return dictionary;
}

const pieces = new Ranges();

/** The cutter that counts words wherever no other is given. Its rule is known before the dictionary is loaded. */
export const BY_DICTIONARY: Cutter = {
  rule: `${DICTIONARY}, clusters whole`,
  cut(bytes, from, to, into) {
    loaded ??= loadedDictionary();
    pieces.count = 0;
    loaded.cut(bytes, from, to, pieces);
    let start = from;
    let cluster = from;
    for (let i = 0; i < pieces.count; i++) {
      const end = pieces.at[2 * i + 1];
      while (cluster < end) cluster = clusterEnd(bytes, cluster, to);
      if (cluster > end) continue;
      into.add(start, end);
      start = end;
    }
    if (start < to) into.add(start, to);
  },
};
