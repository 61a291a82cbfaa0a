/**
 * The first hashes of kept documents, where they lie in memory: of those kept first, which are asked for most, up to a bound; of the others
 * of those that were asked for last.
 */
import {grown} from '../core/grown.ts';
import {FIRST_HASHES} from './first-hashes.ts';

/** Hashes of a chunk, and how many chunks there are at most: 128 MiB. */
const CHUNK = 1 << 18;
const CHUNKS = 128;
/** Other documents that are remembered. */
const LATE = 1 << 12;

export class Beginnings {
  /** After `find`: where the first hashes are. */
  hashes: Uint32Array = new Uint32Array(0);
  from = 0;
  /** What `touch` has read. */
  touched = 0;
  private readonly most: number;
  private readonly chunks: Uint32Array[] = [];
  private used = CHUNK;
  /** Documents that are remembered for good, and where each begins among the hashes of all chunks. */
  private count = 0;
  private starts = new Uint32Array(1024);
  /** By slot: the document that is there, plus one. */
  private late?: {readonly hashes: Uint32Array; readonly documents: Uint32Array};

  /** most: chunks. */
  constructor(most = CHUNKS) {
    this.most = most;
  }

  /** Of the next document; documents are numbered from 0. */
  keep(set: Uint32Array): void {
    const size = Math.min(FIRST_HASHES, set.length);
    if (this.late !== undefined || !this.hasRoom(size)) {
      this.late ??= {hashes: new Uint32Array(LATE * FIRST_HASHES), documents: new Uint32Array(LATE)};
      return;
    }
    if (this.count === this.starts.length) this.starts = grown(this.starts, 2 * this.count);
    const chunk = this.chunks[this.chunks.length - 1];
    for (let i = 0; i < size; i++) chunk[this.used + i] = set[i];
    this.starts[this.count++] = (this.chunks.length - 1) * CHUNK + this.used;
    this.used += size;
  }

  private hasRoom(size: number): boolean {
    if (this.used + size <= CHUNK) return true;
    if (this.chunks.length === this.most) return false;
    this.chunks.push(new Uint32Array(CHUNK));
    this.used = 0;
    return true;
  }

  /** Reads something of each of the documents that are to be asked for, so that memory is waited for once and not once for each. */
  touch(documents: Uint32Array, n: number): void {
    const {starts, chunks} = this;
    let sum = 0;
    for (let i = 0; i < n; i++) {
      if (documents[i] >= this.count) continue;
      const start = starts[documents[i]];
      sum ^= chunks[(start / CHUNK) | 0][start & (CHUNK - 1)];
    }
    this.touched = sum;
  }

  /** Whether the first hashes of a document are remembered; else they are to be filled in. */
  find(document: number): boolean {
    if (document < this.count) {
      const start = this.starts[document];
      this.hashes = this.chunks[(start / CHUNK) | 0];
      this.from = start & (CHUNK - 1);
      return true;
    }
    const {hashes, documents} = this.late!;
    const slot = document & (LATE - 1);
    this.hashes = hashes;
    this.from = slot * FIRST_HASHES;
    const known = documents[slot] === document + 1;
    documents[slot] = document + 1;
    return known;
  }

  /** The first hashes of the document that `find` did not have. */
  fill(set: Uint32Array): void {
    this.hashes.set(set, this.from);
  }
}
