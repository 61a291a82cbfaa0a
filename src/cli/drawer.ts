/**
 * Lines that are drawn again in place. What draws is loaded when something is drawn, beside the work: it costs a twentieth of a second, and
 * most commands end, or are asked to be quiet, before.
 */
import {Writable} from 'node:stream';
import type {createLogUpdate} from 'log-update';
import type {Output} from './effects.ts';

type LogUpdate = ReturnType<typeof createLogUpdate>;

export interface LineDrawer {
  draw(text: string): void;
  clear(): void;
  /** Leaves what is drawn where it stands. */
  done(): void;
}

export function drawerOn(output: Output): LineDrawer {
  let update: LogUpdate | undefined;
  let asked = false;
  let ended = false;
  /** What waits until there is something to draw with. */
  let latest: string | undefined;
  const load = async (): Promise<void> => {
    const made = (await import('log-update')).createLogUpdate(new TerminalStream(output));
    if (ended) return;
    update = made;
    if (latest !== undefined) update(latest);
  };
  return {
    draw(text) {
      latest = text;
      if (update) update(text);
      else if (!asked) {
        asked = true;
        // nothing is drawn where it cannot be loaded, which is no reason to end the work
        void load().catch(() => {});
      }
    },
    clear() {
      latest = undefined;
      update?.clear();
    },
    done() {
      ended = true;
      if (update) update.done();
      else if (latest !== undefined) written(`${latest}\n`, output);
    },
  };
}

/** What cannot be drawn is no reason to end the work. */
function written(text: string, {write}: Output): void {
  try {
    write(text);
  } catch {
    // a standard error that is closed or full
  }
}

/** What draws wants a stream. */
class TerminalStream extends Writable {
  readonly isTTY = true;
  private readonly output: Output;

  constructor(output: Output) {
    super({decodeStrings: false});
    this.output = output;
  }

  get columns(): number {
    return this.output.columns;
  }

  get rows(): number {
    return this.output.rows;
  }

  override _write(text: string, _: string, done: () => void): void {
    written(text, this.output);
    done();
  }
}
