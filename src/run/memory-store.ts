/** Keeps the units of a run in memory: for a page, and for programs that want no directory. */
import type {Store, StoredUnit, UnitContent, UnitKey} from './unit.ts';
import {rowLines} from './unit.ts';

export class MemoryStore implements Store {
  private readonly units = new Map<string, {readonly key: UnitKey; readonly content: UnitContent}>();

  list(arm: string): UnitKey[] {
    return [...this.units.values()]
      .map(({key}) => key)
      .filter((key) => key.arm === arm)
      .sort((a, b) => a.seeds[0] - b.seeds[0] || a.seeds[1] - b.seeds[1] || a.generations[0] - b.generations[0]);
  }

  read(key: UnitKey): StoredUnit {
    const {rows, carries = [], pictures = [], notes = [], times = []} = this.units.get(nameOf(key))!.content;
    return {
      rows: () => ({rows, lines: rowLines(rows)}),
      carries: () => carries,
      pictures: () => pictures,
      notes: () => notes,
      times: () => times,
    };
  }

  write(key: UnitKey, content: UnitContent): void {
    const name = nameOf(key);
    if (!this.units.has(name)) this.units.set(name, {key, content});
  }
}

const nameOf = (key: UnitKey): string => JSON.stringify([key.arm, key.seeds, key.generations, key.block]);
