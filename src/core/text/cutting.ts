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
import {clusterEnd} from './clusters.ts';
import {type Cutter, DICTIONARY, registeredDictionary} from './cutter.ts';
import {Ranges} from './ranges.ts';

export type {Cutter} from './cutter.ts';

const pieces = new Ranges();

/** The cutter that counts words wherever no other is given. Its rule is known before the dictionary is loaded. */
export const BY_DICTIONARY: Cutter = {
  rule: `${DICTIONARY}, clusters whole`,
  cut(bytes, from, to, into) {
    const dictionary = registeredDictionary();
    pieces.count = 0;
    dictionary.cut(bytes, from, to, pieces);
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
