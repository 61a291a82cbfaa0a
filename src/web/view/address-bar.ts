/** Puts what the page shows into its address, in place of what stood there: not at every letter, since browsers refuse many changes at a time. */

const WRITING_MS = 300;

export class AddressBar {
  private waiting: string | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    // a link that is followed leaves behind what was chosen before
    addEventListener('click', () => this.flush(), {capture: true});
    addEventListener('pagehide', () => this.flush());
  }

  put(hash: string): void {
    this.waiting = hash;
    this.timer ??= setTimeout(() => this.flush(), WRITING_MS);
  }

  /** Somebody went to another one; what was written between that and the word of it gives way. */
  leave(hash: string): void {
    this.drop();
    if (hash !== location.hash) this.write(hash);
  }

  private drop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.waiting = undefined;
  }

  private flush(): void {
    const {waiting} = this;
    this.drop();
    if (waiting !== undefined) this.write(waiting);
  }

  private write(hash: string): void {
    try {
      history.replaceState(history.state, '', hash);
    } catch {
      // too many changes for this browser: the next one takes it along
    }
  }
}
