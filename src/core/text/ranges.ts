/** A list of byte ranges that grows: range i is at[2 i] .. at[2 i + 1]. */
export class Ranges {
  at: Uint32Array = new Uint32Array(256);
  count = 0;

  add(start: number, end: number): void {
    if (2 * this.count + 2 > this.at.length) {
      const grown = new Uint32Array(2 * this.at.length);
      grown.set(this.at);
      this.at = grown;
    }
    this.at[2 * this.count] = start;
    this.at[2 * this.count + 1] = end;
    this.count++;
  }
}
