/** Keeps the units of a run in memory: for a page, and for programs that want no directory. */
import {compareUnits, nameOfUnit, type Store, type StoredUnit, type UnitContent, type UnitKey} from './unit.ts';

export class MemoryStore implements Store {
  private readonly arms = new Map<string, Map<string, {readonly key: UnitKey; readonly content: UnitContent}>>();

  list(arm: string): UnitKey[] {
    return [...this.unitsOf(arm).values()].map(({key}) => key).sort(compareUnits);
  }

  read(key: UnitKey): StoredUnit {
    const {rows, carries = [], pictures = [], notes = [], spent, judged = []} = this.unitsOf(key.arm).get(nameOfUnit(key))!.content;
    return {
      rows: () => rows,
      carries: () => carries,
      pictures: () => pictures,
      notes: () => notes,
      spent: () => spent,
      judged: () => judged,
    };
  }

  write(key: UnitKey, content: UnitContent, instead: readonly UnitKey[] = []): void {
    const units = this.unitsOf(key.arm);
    const name = nameOfUnit(key);
    if (!units.has(name)) units.set(name, {key, content});
    for (const old of instead) if (nameOfUnit(old) !== name) units.delete(nameOfUnit(old));
  }

  private unitsOf(arm: string): Map<string, {readonly key: UnitKey; readonly content: UnitContent}> {
    let units = this.arms.get(arm);
    if (!units) this.arms.set(arm, (units = new Map()));
    return units;
  }
}
