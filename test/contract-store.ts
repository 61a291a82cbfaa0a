/** The contract of what keeps the units of a run. Every implementation's own test calls this once. */
import {expect, test} from 'vitest';
import type {Carry} from '../src/lab/loop/workflow.ts';
import type {Row} from '../src/lab/results/row.ts';
import {rowLines, type Store, type UnitContent, type UnitKey} from '../src/run/unit.ts';

export interface StoreContract {
  readonly name: string;
  /** A store that holds nothing. `again`: what another process finds that opens the same. */
  readonly open: () => {readonly store: Store; readonly again: () => Store};
}

const row = (seed: number, generation: number, value: number): Row => ({arm: 'a', seed, generation, measure: 'mean', value});
const text = (...documents: string[]) => {
  const bytes = documents.map((document) => new TextEncoder().encode(document));
  const offsets = new Uint32Array(documents.length + 1);
  bytes.forEach((part, i) => {
    offsets[i + 1] = offsets[i] + part.length;
  });
  return {kind: 'text' as const, count: documents.length, bytes: Uint8Array.from(bytes.flatMap((part) => [...part])), offsets};
};
const block = (first: number, last: number): UnitKey => ({arm: 'a', seeds: [first, last], generations: [1, 3], block: true});
const chunk = (from: number, to: number, seed = 0): UnitKey => ({arm: 'a', seeds: [seed, seed], generations: [from, to], block: false});
const carry: Carry = {
  sample: text('Ünïcode, and "quotes"', ''),
  fresh: {kind: 'points', count: 2, dimension: 1, values: Float64Array.of(0.1, -1e-300), origin: Float64Array.of(3)},
  used: 7,
  state: {share: 0.25, good: 2},
  models: [Uint8Array.of(1, 2, 3)],
};

export function contractStore({name, open}: StoreContract): void {
  test(`${name}: holds nothing at first`, () => {
    expect(open().store.list('a')).toEqual([]);
  });

  test(`${name}: lists units by seeds and generations, and of the arm that is asked for`, () => {
    const {store, again} = open();
    const content: UnitContent = {rows: [row(0, 1, 1)]};
    for (const key of [block(10, 19), chunk(11, 12), chunk(2, 10), chunk(1, 1), block(2, 9)]) store.write(key, content);
    store.write({...chunk(1, 1), arm: 'b'}, content);
    for (const one of [store, again()]) {
      expect(one.list('a')).toEqual([chunk(1, 1), chunk(2, 10), chunk(11, 12), block(2, 9), block(10, 19)]);
      expect(one.list('b')).toHaveLength(1);
      expect(one.list('c')).toEqual([]);
    }
  });

  test(`${name}: gives back what was written, each part by itself`, () => {
    const {store, again} = open();
    const rows = [row(0, 1, 0.1), row(0, 2, 1e-300)];
    const pictures = [{generation: 1, picture: {density: {x: [0, 1], y: [0, 1], bins: 1, counts: [3]}}}] as const;
    const spent = {fit: 1, sample: 2, treat: 0, measure: 0.5};
    const asked = {ask: '0a', first: 'one\u2028"', second: '', seed: 0, generation: 2};
    const judged = [{...asked, judgements: [{annotator: 'ada', choice: 'tie' as const}]}];
    store.write(chunk(1, 2), {rows, carries: [carry], pictures, notes: ['noted'], spent, judged});
    for (const one of [store, again()]) {
      const unit = one.read(chunk(1, 2));
      expect(unit.rows()).toEqual(rows);
      expect(rowLines(unit.rows())).toBe(rowLines(rows));
      expect(unit.carries()).toEqual([carry]);
      expect(unit.pictures()).toEqual(pictures);
      expect(unit.notes()).toEqual(['noted']);
      expect(unit.spent()).toEqual(spent);
      expect(unit.judged()).toEqual(judged);
    }
  });

  test(`${name}: has nothing where nothing was given`, () => {
    const {store} = open();
    store.write(block(0, 4), {rows: []});
    const unit = store.read(block(0, 4));
    expect([unit.rows(), unit.carries(), unit.pictures(), unit.notes(), unit.spent(), unit.judged()]).toEqual([
      [],
      [],
      [],
      [],
      undefined,
      [],
    ]);
  });

  test(`${name}: keeps a unit that is there as it is`, () => {
    const {store} = open();
    store.write(block(0, 4), {rows: [row(0, 1, 1)]});
    store.write(block(0, 4), {rows: [row(0, 1, 2)]});
    expect(store.read(block(0, 4)).rows()).toEqual([row(0, 1, 1)]);
  });

  test(`${name}: lets go of what a unit stands in place of, and of nothing else`, () => {
    const {store, again} = open();
    for (const key of [chunk(1, 2), chunk(3, 4), chunk(1, 2, 1)]) store.write(key, {rows: [row(0, 1, 1)], carries: [carry]});
    const whole: UnitKey = {arm: 'a', seeds: [0, 0], generations: [1, 4], block: true};
    store.write(whole, {rows: [row(0, 1, 1), row(0, 4, 2)]}, [chunk(1, 2), chunk(3, 4), whole]);
    for (const one of [store, again()]) {
      expect(one.list('a')).toEqual([whole, chunk(1, 2, 1)]);
      expect(one.read(whole).rows()).toHaveLength(2);
    }
  });
}
