/** The sets of kept documents, where spools have them: 12 bytes a document in memory. */
import {grown} from '../../core/grown.ts';
import type {ShingleStore} from '../../quality/dedupe.ts';
import type {Spool} from './spool.ts';

/** `next` says of which document the one to be kept next is. */
export class SpoolShingles implements ShingleStore {
  private readonly spools: readonly Spool[];
  /** Where each spool begins among the places of all. */
  private readonly bases: readonly number[];
  private places = new Float64Array(1024);
  private sizes = new Uint32Array(1024);
  private count = 0;
  private buffer = new Uint32Array(1024);
  private place = 0;

  constructor(spools: readonly Spool[]) {
    this.spools = spools;
    let size = 0;
    this.bases = spools.map((spool) => {
      size += spool.size;
      return size - spool.size;
    });
  }

  next(place: number, spool = 0): void {
    this.place = this.bases[spool] + place;
  }

  keep(shingles: Uint32Array): void {
    if (this.count === this.places.length) {
      this.places = grown(this.places, 2 * this.count);
      this.sizes = grown(this.sizes, 2 * this.count);
    }
    this.places[this.count] = this.place;
    this.sizes[this.count++] = shingles.length;
  }

  read(kept: number, most = Number.POSITIVE_INFINITY): Uint32Array {
    const size = Math.min(most, this.sizes[kept]);
    if (size > this.buffer.length) this.buffer = new Uint32Array(2 * size);
    const into = this.buffer.subarray(0, size);
    this.readAt(this.places[kept], into);
    return into;
  }

  private readAt(place: number, into: Uint32Array): void {
    let k = this.spools.length - 1;
    while (this.bases[k] > place) k--;
    this.spools[k].readAt(place - this.bases[k], into);
  }
}
