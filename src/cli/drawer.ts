/**
 * Lines that are drawn again in place. What draws is loaded when something is drawn, beside the work: it costs a twentieth of a second, and
 * most commands end, or are asked to be quiet, before.
 */
import type {createLogUpdate} from 'log-update';

type LogUpdate = ReturnType<typeof createLogUpdate>;

export interface Drawer {
  draw(text: string): void;
  clear(): void;
  /** Leaves what is drawn where it stands. */
  done(): void;
}

export function drawerOn(stream: NodeJS.WriteStream, options: {readonly showCursor?: boolean} = {}): Drawer {
  let update: LogUpdate | undefined;
  let asked = false;
  let ended = false;
  /** What waits until there is something to draw with. */
  let latest: string | undefined;
  const load = async (): Promise<void> => {
    const made = (await import('log-update')).createLogUpdate(stream, options);
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
      else if (latest !== undefined) stream.write(`${latest}\n`);
    },
  };
}
