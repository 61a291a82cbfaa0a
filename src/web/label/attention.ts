/** How long somebody has looked at a pair: time without a sign of life counts for a while, and then no more. */

const IDLE_MS = 30_000;

export class Attention {
  private readonly now: () => number;
  private last: number;
  private spent = 0;
  private isStopped = false;

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

  /** Nobody looks until it goes on; what was spent before counts. */
  stop(): void {
    this.noticed();
    this.isStopped = true;
  }

  goOn(): void {
    this.isStopped = false;
    this.last = this.now();
  }

  noticed(): void {
    if (this.isStopped) return;
    const now = this.now();
    this.spent += Math.min(IDLE_MS, now - this.last);
    this.last = now;
  }

  /** Up to now, which is a sign of life. */
  takeSeconds(): number {
    this.noticed();
    return this.spent / 1000;
  }
}
