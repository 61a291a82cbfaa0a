import {grown} from '../grown.ts';

/** A list of byte ranges that grows: range i is at[2 i] .. at[2 i + 1]. */
export class Ranges {
  at: Uint32Array = new Uint32Array(256);
  count = 0;

  add(start: number, end: number): void {
    if (2 * this.count + 2 > this.at.length) this.at = grown(this.at, 2 * this.at.length);
    this.at[2 * this.count] = start;
    this.at[2 * this.count + 1] = end;
    this.count++;
  }
}
