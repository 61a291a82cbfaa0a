/** The storage of a browser, in memory: of so much room, and shared by whoever holds it. */
import type {LineStorage} from './kept-lines.ts';

export interface TestStorage extends LineStorage {
  readonly items: Map<string, string>;
  /** Letters. */
  room: number;
}

export function storageOf(room = Number.POSITIVE_INFINITY): TestStorage {
  const items = new Map<string, string>();
  const used = () => [...items].reduce((sum, [name, text]) => sum + name.length + text.length, 0);
  return {
    ...{items, room},
    get length() {
      return items.size;
    },
    key: (at) => [...items.keys()][at] ?? null,
    getItem: (name) => items.get(name) ?? null,
    setItem(name, text) {
      if (used() + name.length + text.length > this.room) throw new Error('QuotaExceededError');
      items.set(name, text);
    },
  };
}
