/**
 * A sample of documents: in the order of their hashes as many from the first on as have at most so many bytes together, and at least one.
 *
 * law      depends on the documents alone, neither on their order nor on how they came: one that is put out has too many bytes before it,
 *          and further documents only add to them; whatever comes after it in the order of hashes is then out too
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
  /** The first, by their hashes, of those that were put out. */
  private out: Omit<Sampled, 'bytes'> | undefined;

  add(bytes: Uint8Array, from: number, to: number): void {
    hashBytes64(bytes, from, to, this.hash);
    const [high, low] = this.hash;
    const {kept} = this;
    if (this.out !== undefined && order({high, low}, this.out) >= 0) return;
    let at = kept.length;
    while (at > 0 && order({high, low}, kept[at - 1]) < 0) at--;
    kept.splice(at, 0, {high, low, bytes: bytes.slice(from, to)});
    this.size += to - from;
    while (this.size > MOST_BYTES && kept.length > 1) {
      // what is kept comes before all that was put out earlier
      const {bytes: own, ...place} = kept.pop()!;
      this.size -= own.length;
      this.out = place;
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
