/**
 * The whole lines, or the whole paragraphs, that begin in a range of a file's bytes. The ranges of a file, put one after the other, give
 * the file: every range ends where the next one begins, whatever lies at the cuts, without a look at its neighbours.
 *
 *   cut(p) = for lines the first start of a line at or after p; for paragraphs the end of the first blank line that starts there
 *   a range's content is the bytes from cut(start) to cut(end); cut(0) = 0
 *
 * cost  one pass; bytes before the cut are looked through, at most to the range's end, so that one endless line is not read many times
 */
import {isSpace, type SpareMemory} from './batch.ts';
import {native} from './native.ts';
import {type ByteSource, chunksOf, type OnBytes} from './source.ts';

export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

interface RangeReads {
  /** Whether paragraphs are wanted, else lines. */
  readonly paragraphs: boolean;
  /** Hears where the content begins, before any of it is given. */
  readonly onBegin: (position: number) => void;
  /** Hears of bytes within the range. */
  readonly onBytes: OnBytes;
  /** See `chunksOf`. */
  readonly spare?: SpareMemory;
}

const LF = 10;

/** Finds the cut of a position, fed the bytes from the one before that position. */
class CutFinder {
  /** Where the line that is being looked at starts; -1 before the first. */
  lineStart = -1;
  private blank = true;
  private readonly paragraphs: boolean;

  constructor(paragraphs: boolean) {
    this.paragraphs = paragraphs;
  }

  /** The place in `bytes`, which lie at `position` of the file, just after which the cut is; -1 where it comes later. */
  find(bytes: Uint8Array, position: number): number {
    let at = 0;
    if (this.lineStart < 0) {
      const found = native.indexOf(bytes, LF, 0);
      if (found < 0) return -1;
      at = found + 1;
      this.lineStart = position + at;
      if (!this.paragraphs) return at;
    }
    while (at < bytes.length) {
      while (this.blank && at < bytes.length && bytes[at] !== LF) this.blank = isSpace(bytes[at++]);
      const found = this.blank && at < bytes.length ? at : native.indexOf(bytes, LF, at);
      if (found < 0 || at === bytes.length) return -1;
      at = found + 1;
      if (this.blank) return at;
      this.lineStart = position + at;
      this.blank = true;
    }
    return -1;
  }

  /** Whether the cut is that of `end` too, as far as is known: nothing begins before it. Bytes up to `position` were looked through. */
  passed(end: number, position: number): boolean {
    if (this.lineStart < 0) return position >= end;
    return this.lineStart >= end || (!this.blank && position >= end);
  }
}

/** The content of a range, in chunks, each of them good until the next one is asked for. */
export async function* rangeChunks(
  source: ByteSource,
  {start, end}: ByteRange,
  {paragraphs, onBegin, onBytes, spare}: RangeReads,
): AsyncGenerator<Uint8Array> {
  const head = new CutFinder(paragraphs);
  const tail = new CutFinder(paragraphs);
  let begun = start === 0;
  let tailFrom = end - 1;
  let position = Math.max(0, start - 1);
  for await (const chunk of chunksOf(source, () => {}, {from: position, reuse: true, spare})) {
    let bytes = chunk;
    let at = position;
    position += chunk.length;
    onBytes(Math.max(0, Math.min(end, position) - Math.max(start, at)));
    if (!begun) {
      const cut = head.find(bytes, at);
      if (cut < 0 ? head.passed(end, position) : head.lineStart >= end) return;
      if (cut < 0) continue;
      bytes = bytes.subarray(cut);
      at += cut;
      onBegin(at);
      begun = true;
      if (at >= end) tail.lineStart = tailFrom = at;
    }
    const from = Math.max(0, tailFrom - at);
    const cut = from < bytes.length ? tail.find(bytes.subarray(from), at + from) : -1;
    if (cut < 0) {
      if (bytes.length > 0) yield bytes;
      continue;
    }
    yield bytes.subarray(0, from + cut);
    return;
  }
}
