import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import type {Row} from '../src/lab/results/row.ts';
import {genloss, temporaryFolder} from './command.ts';

const GATE = 0.4;
const SEEDS = 3;
const DISTURBED = 5;
let rows: Row[];
/** Of the fits 1, 2, ... */
const values = (arm: string, seed: number, measure: string): number[] =>
  rows
    .filter((r) => r.generation > 0 && r.arm === arm && r.seed === seed && r.measure === measure && r.band === undefined)
    .map((r) => r.value!);
const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);

beforeAll(() => {
  const folder = temporaryFolder();
  const file = join(folder, 'controller.yaml');
  writeFileSync(
    file,
    `title: A controller, disturbed, beside constant shares
data: {corpus: speeches, holdout: 0.1, passage: 100}
model: {kind: ngram, order: 3, unit: word, topP: 0.95}
sample: {size: 20000}
generations: 14
seeds: ${SEEDS}
arms:
  constant-0.3: {workflow: replace, enrichment: {share: 0.3, from: original}}
  constant-0.5: {workflow: replace, enrichment: {share: 0.5, from: original}}
  adaptive:
    workflow: replace
    quality: {gates: [{measure: tail.retention, atLeast: ${GATE}}], onFail: {adjust: {enrichment: {from: original, step: 0.2, most: 0.9}}}}
    events: [{generation: ${DISTURBED}, set: {enrichment.share: 0}}]
measures: [tail.retention, humanRecords, humanShare]
`,
  );
  const done = genloss(['run', file, '--out', join(folder, 'run'), '--quiet']);
  expect(done, done.err).toMatchObject({code: 0});
  rows = readFileSync(join(folder, 'run', 'results.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Row);
});

describe('a controller on text', () => {
  it('holds the gate again within 4 generations of a disturbance, at a step of .2', () => {
    for (let seed = 0; seed < SEEDS; seed++) {
      expect(values('adaptive', seed, 'humanShare')[DISTURBED - 1]).toBe(0);
      const kept = values('adaptive', seed, 'tail.retention');
      expect(kept[DISTURBED - 1], `seed ${seed}`).toBeLessThan(GATE);
      expect(Math.max(...kept.slice(DISTURBED, DISTURBED + 4)), `seed ${seed}`).toBeGreaterThanOrEqual(GATE);
    }
  });

  it('uses less human data than a constant share that is more than the gate takes', () => {
    const late = (arm: string) =>
      sum(Array.from({length: SEEDS}, (_, seed) => sum(values(arm, seed, 'tail.retention').slice(9)) / 5)) / SEEDS;
    const used = (arm: string) => sum(Array.from({length: SEEDS}, (_, seed) => sum(values(arm, seed, 'humanRecords'))));
    expect(late('constant-0.3')).toBeLessThan(GATE);
    expect(late('constant-0.5')).toBeGreaterThanOrEqual(GATE);
    expect(late('adaptive')).toBeGreaterThan(GATE - 0.05);
    expect(used('adaptive')).toBeLessThan(0.85 * used('constant-0.5'));
  });
});
