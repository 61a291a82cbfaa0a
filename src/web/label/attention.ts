/** How long somebody has looked at a pair: time without a sign of life counts for a while, and then no more. */

const IDLE_MS = 30_000;

export class Attention {
  private readonly now: () => number;
  private last: number;
  private spent = 0;

  /** `now`: milliseconds since some moment. */
  constructor(now: () => number) {
    this.now = now;
    this.last = now();
  }

  /** Something new is shown. */
  begin(): void {
    this.spent = 0;
    this.last = this.now();
  }

  noticed(): void {
    const now = this.now();
    this.spent += Math.min(IDLE_MS, now - this.last);
    this.last = now;
  }

  get seconds(): number {
    this.noticed();
    return this.spent / 1000;
  }
}
