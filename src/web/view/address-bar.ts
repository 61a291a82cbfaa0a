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

  /** The address is another one by now. */
  drop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.waiting = undefined;
  }

  private flush(): void {
    const {waiting} = this;
    this.drop();
    if (waiting === undefined) return;
    try {
      history.replaceState(history.state, '', waiting);
    } catch {
      // too many changes for this browser: the next one takes it along
    }
  }
}
