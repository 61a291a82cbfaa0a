import {describe, expect, it} from 'vitest';
import {Stream} from '../core/random/stream.ts';
import type {Arm} from '../lab/experiment/arm.ts';
import {Lineage} from '../lab/loop/lineage.ts';
import {type Carry, neededCarries} from '../lab/loop/workflow.ts';
import {type Row, rowsOf} from '../lab/results/row.ts';
import {leftOf, storedEndOf} from './left.ts';
import {MemoryStore} from './memory-store.ts';

const MEASURES = ['giniSimpson'];
const arm = (more: Partial<Arm>): Arm => ({
  name: 'a',
  data: {world: 'categorical', probabilities: [0.5, 0.5]},
  model: {kind: 'categorical'},
  sample: {size: 6},
  workflow: 'replace',
  ...more,
});
const lineageOf = (of: Arm, seed = 0) => new Lineage({arm: of, seed, root: Stream.root(1), measures: MEASURES});

/** A lineage as the run stores it: units of these last generations, each with what the next needs of it. */
function stored(of: Arm, lasts: readonly number[]) {
  const store = new MemoryStore();
  const lineage = lineageOf(of);
  let from = 1;
  for (const last of lasts) {
    const made: Carry[] = [];
    const rows: Row[] = [];
    for (let t = from; t <= last; t++) {
      const {generation, readings} = lineage.advance();
      rows.push(...rowsOf('a', 0, generation, readings));
      made.push(lineage.carry());
      if (lineage.isEnded) break;
    }
    store.write({arm: 'a', seeds: [0, 0], generations: [from, last], block: false}, {rows, carries: neededCarries(of, made)});
    from = last + 1;
  }
  return store;
}

/** What a lineage reads at a generation that goes on from what is left. */
function readAt(of: Arm, store: MemoryStore, generation: number) {
  const left = leftOf(store, {arm: of, seed: 0, most: generation - 1});
  const lineage = lineageOf(of);
  if (left.generation > 0) lineage.resume(left.generation, left.carries);
  while (lineage.generation < generation - 1) lineage.advance();
  return {from: left.generation, readings: lineage.advance().readings};
}

describe('what a stored lineage has left', () => {
  it.each<[Arm['workflow'], number[]]>([
    ['replace', [0, 0, 0, 3, 3, 3, 3, 3, 8]],
    ['accumulate', [0, 1, 2, 3, 4, 5, 6, 7, 8]],
    [{window: 3}, [0, 1, 2, 3, 3, 3, 3, 3, 8]],
    [{edit: {by: 'last', share: 0.5}}, [0, 0, 0, 3, 3, 3, 3, 3, 8]],
  ])('is enough to go on as if it had never stopped: %j', (workflow, from) => {
    const of = arm({workflow});
    const store = stored(of, [3, 8, 9, 10]);
    const whole = lineageOf(of);
    const told = Array.from({length: 9}, (_, i) => {
      const wanted = whole.advance().readings;
      const {readings, ...rest} = readAt(of, store, i + 1);
      expect(readings).toEqual(wanted);
      return rest.from;
    });
    expect(told).toEqual(from);
  });

  it.each<Arm['workflow']>(['replace', {window: 3}, {window: 30}, 'subsample'])(
    'of one that has ended is its end, whatever its units say: %j',
    (workflow) => {
      const of = arm({workflow, sample: {size: 3}, stop: {measure: 'support', atMost: 1}});
      const plain = lineageOf(of);
      while (!plain.isEnded) plain.advance();
      const end = plain.generation;
      for (const lasts of [[end + 5], [end, end + 5], [1, end + 5, end + 9]]) {
        const store = stored(of, lasts);
        expect(storedEndOf(store, {arm: of, seed: 0})).toBe(end);
        const {generation, carries} = leftOf(store, {arm: of, seed: 0, most: end + 3});
        expect([generation, carries.length, carries[0].state?.ended]).toEqual([end, 1, end]);
        expect(leftOf(store, {arm: of, seed: 0, most: end}).generation).toBe(end);
        expect(leftOf(store, {arm: of, seed: 0, most: end - 1}).generation).toBeLessThan(end);
      }
      expect(storedEndOf(stored(of, [1]), {arm: of, seed: 0})).toBe(end === 1 ? 1 : undefined);
    },
  );
});
