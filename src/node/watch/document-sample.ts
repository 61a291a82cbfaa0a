/**
 * A sample of documents: as many of those with the smallest hashes as have at most so many bytes together.
 *
 * law      depends on the documents alone, neither on their order nor on how they came: one that is put out has too many bytes before it,
 *          and further documents only add to them
 * cost     memory: MOST_BYTES, and the largest document
 */
import {hashBytes64} from '../../core/sketch/hash.ts';

export interface SampledDocuments {
  /** Document i is bytes[ends[i] .. ends[i + 1]). */
  readonly bytes: Uint8Array;
  readonly ends: Uint32Array;
}

interface Sampled {
  readonly high: number;
  readonly low: number;
  readonly bytes: Uint8Array;
}

/** Chosen: some hundreds of passages, of which a share is known to a few percent. */
const MOST_BYTES = 256 << 10;

const order = (a: Omit<Sampled, 'bytes'>, b: Omit<Sampled, 'bytes'>): number => a.high - b.high || a.low - b.low;

export class DocumentSample {
  private readonly kept: Sampled[] = [];
  private readonly hash = new Uint32Array(2);
  private size = 0;
  private isFull = false;

  add(bytes: Uint8Array, from: number, to: number): void {
    hashBytes64(bytes, from, to, this.hash);
    const [high, low] = this.hash;
    const {kept} = this;
    if (this.isFull && kept.length > 0 && order({high, low}, kept[kept.length - 1]) > 0) return;
    let at = kept.length;
    while (at > 0 && order({high, low}, kept[at - 1]) < 0) at--;
    kept.splice(at, 0, {high, low, bytes: bytes.slice(from, to)});
    this.size += to - from;
    while (this.size > MOST_BYTES && kept.length > 1) {
      this.size -= kept.pop()!.bytes.length;
      this.isFull = true;
    }
  }

  take(): SampledDocuments {
    const bytes = new Uint8Array(this.size);
    const ends = new Uint32Array(this.kept.length + 1);
    this.kept.forEach((one, i) => {
      bytes.set(one.bytes, ends[i]);
      ends[i + 1] = ends[i] + one.bytes.length;
    });
    return {bytes, ends};
  }
}
