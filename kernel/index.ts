/**
 * The pass over documents as WebAssembly: what src/core/sketch/scan.ts does, bit for bit, which is the law and explains the rest.
 *
 * Called by src/core/sketch/wasm-kernel.ts alone. Places in memory are byte offsets.
 */
import {makeColumns, releaseColumns} from './columns';
import {beginWords, endWords, lengths, shingles} from './grams';
import {hashDocument} from './hash';
import {allocate, KINDS, LOWER, pagesFor, release, SCRIPTS, STATISTICS, SYMBOLS, WORD} from './memory';
import {cutRoom} from './run';
import {normalRoom, scan} from './scan';
import {sketch} from './sketch';
import {beginDocument, makeTable, releaseSorted, sorted, TABLES} from './table';
import {setTurkic} from './words';

export {cutRoom, makeColumns, makeTable, normalRoom, releaseColumns, releaseSorted, setTurkic, sorted};

let batch: usize = 0;
let batchPages: u32 = 0;

/** Fixed places: 0 statistics, 1 scripts, 2 word, 3 lower case of ASCII, 4 kinds of ASCII, 5 tables; 6, 7 the last document's shingles, lengths; 8 symbols. */
export function placeOf(what: u32): usize {
  switch (what) {
    case 0:
      return STATISTICS;
    case 1:
      return SCRIPTS;
    case 2:
      return WORD;
    case 3:
      return LOWER;
    case 4:
      return KINDS;
    case 5:
      return TABLES;
    case 6:
      return shingles();
    case 7:
      return lengths;
    default:
      return SYMBOLS;
  }
}

/** Where the host may write a batch of so many bytes. */
export function reserve(bytes: usize): usize {
  const pages = pagesFor(bytes + 16);
  if (pages > batchPages) {
    if (batchPages > 0) release(batch, batchPages);
    batchPages = pages + (pages >>> 3);
    batch = allocate(batchPages);
  }
  return batch;
}

/** Takes in the document at batch[from .. to); `group` below 0: that of its bytes. */
export function document(from: usize, to: usize, group: i32): void {
  hashDocument(batch + from, batch + to);
  const own = group < 0 ? load<u32>(STATISTICS, 24) & 15 : (group as u32);
  store<u32>(STATISTICS, own, 28);
  beginDocument(own);
  beginWords(to - from);
  scan(batch + from, batch + to);
  endWords();
}

/** Of the last document: how many different shingles it has; the smallest are the first of its shingles from now on, sorted. */
export function sketchShingles(): u32 {
  return sketch(shingles(), load<u32>(STATISTICS, 36));
}
