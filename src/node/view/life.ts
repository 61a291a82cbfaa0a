/**
 * Whether a run has somebody who works on it. Of this machine that is looked up; of another one the lock file is touched every few seconds, and
 * what counts is that its time changes while it is watched, so that no two clocks are compared. At first sight the clock must do.
 */
import {lookAtLock, STALE_MS} from '../run/lock.ts';

export class Life {
  private readonly directory: string;
  private touched: number | undefined;
  /** By this machine's clock; absent as long as no change was seen. */
  private changedAt: number | undefined;

  constructor(directory: string) {
    this.directory = directory;
  }

  isAlive(now: number): boolean {
    const {holder, touchedMs} = this.look();
    if (holder !== 'elsewhere') {
      this.touched = undefined;
      this.changedAt = undefined;
      return holder === 'alive';
    }
    if (this.touched !== undefined && this.touched !== touchedMs) this.changedAt = now;
    this.touched = touchedMs;
    return Math.abs(now - (this.changedAt ?? touchedMs)) < STALE_MS;
  }

  private look(): ReturnType<typeof lookAtLock> {
    try {
      return lookAtLock(this.directory);
    } catch {
      return {holder: 'none', touchedMs: 0};
    }
  }
}
