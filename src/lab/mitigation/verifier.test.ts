import {describe, expect, it} from 'vitest';
import type {Rows} from '../../core/data.ts';
import {Stream} from '../../core/random/stream.ts';
import {recordsAt} from '../../core/records.ts';
import {classifierModel} from '../../models/classifier/index.ts';
import type {FittedRows} from '../../models/model.ts';
import {resolveExperiment} from '../experiment/resolve.ts';
import {Lineage} from '../loop/lineage.ts';
import {labelledWorld, signsOf} from '../world/labelled.ts';
import {verificationReadings, verifyRule} from './verifier.ts';

const BOUND = 4;
const meanOf = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** Readings at the last of `generations` of each seed. */
function lastReadings(
  experiment: object,
  arm: object,
  {measures, generations = 2, seeds = 6}: {measures: string[]; generations?: number; seeds?: number},
) {
  const resolved = resolveExperiment({title: 't', generations, seeds, measures, ...experiment, arms: {arm}});
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
  return Array.from({length: seeds}, (_, seed) => {
    const lineage = new Lineage({arm: resolved.arms[0], seed, root: Stream.root(3), measures});
    for (let t = 1; t < generations; t++) lineage.advance();
    const read = lineage.advance().readings;
    return (measure: string): number => {
      const reading = read.find((one) => one.measure === measure);
      return reading && 'value' in reading ? reading.value : Number.NaN;
    };
  });
}

const labelled = (rows: number, noise: number) => ({data: {world: 'labelled', dimension: 5, noise, rows}, model: {kind: 'classifier'}});
const fitted = (records: number, more: object = {}) => ({
  workflow: 'replace',
  quality: {rules: [{verify: {model: {kind: 'classifier'}, data: {records}, ...more}}]},
});
const accuracyOf = (rows: number, noise: number, arm: object) =>
  meanOf(lastReadings(labelled(rows, noise), arm, {measures: ['accuracy']}).map((read) => read('accuracy')));

describe('a fitted verifier that errs by chance alone', () => {
  const verifier = fitted(20_000, {noise: 0.2});

  it('shows phi, psi and the threshold that they make, each within its standard error', () => {
    const [rows, p, q] = [20_000, 0.6, 0.2];
    const measures = ['verified.errors', 'verified.right', 'verified.wrong', 'verified.threshold', 'discarded'];
    for (const read of lastReadings(labelled(rows, p), verifier, {measures, generations: 1})) {
      // its plane, and that of the first model, lie within a hundredth of the true one
      const within = (measure: string, law: number, n: number) =>
        expect(Math.abs(read(measure) - law)).toBeLessThan(BOUND * Math.sqrt((law * (1 - law)) / n) + 0.01);
      within('verified.errors', p, rows);
      within('verified.right', 1 - q, rows * (1 - p));
      within('verified.wrong', q, rows * p);
      expect(read('verified.threshold')).toBeCloseTo(1 / (1 + read('verified.wrong') / read('verified.right')), 12);
      expect(Math.abs(read('verified.threshold') - (1 - q))).toBeLessThan(0.03);
      expect(read('discarded')).toBe(
        rows -
          Math.round(rows * ((1 - read('verified.errors')) * read('verified.right') + read('verified.errors') * read('verified.wrong'))),
      );
    }
  });

  it('turns the accuracy of the next model at that threshold: to 1 below it, to 0 above it, as rows grow', () => {
    const below = [500, 5000, 50_000].map((rows) => accuracyOf(rows, 0.7, verifier));
    const above = [500, 5000, 50_000].map((rows) => accuracyOf(rows, 0.9, verifier));
    expect(below[0]).toBeLessThan(below[2]);
    expect(below[2]).toBeGreaterThan(0.95);
    expect(above[0]).toBeGreaterThan(above[2]);
    expect(above[2]).toBeLessThan(0.05);
    expect(accuracyOf(50_000, 0.7, {workflow: 'replace'})).toBeLessThan(0.05);
  });
});

describe('a fitted verifier of few rows', () => {
  it('draws the next model to its own plane: the accuracy is that of the weighed moments, at every share of wrong labels', () => {
    const world = labelledWorld({dimension: 2, noise: 0});
    const root = Stream.root('few');
    const data = world.sample(12, root.fork('verifier'));
    const {coefficients: v} = classifierModel({noise: 0}).fit([{data, source: 'human'}], root) as FittedRows;
    const truth = world.truth.coefficients;
    const human = {training: data, fresh: () => ({data, used: 0}), spare: () => undefined};
    const arm = {data: {world: 'labelled', dimension: 2, noise: 0, rows: 12}} as const;
    const rule = verifyRule({model: {kind: 'classifier'}, data: {records: 12, from: 'fresh'}}, {arm, human, plane: truth, stream: root});
    const rows = world.sample(200_000, root.fork('rows'));
    for (const p of [0.1, 0.4, 0.6, 0.9]) {
      const chance = root.fork(`noise/${p}`);
      const written: Rows = {...rows, y: rows.y.map((y) => (chance.float() < p ? -y : y))};
      const {kept} = rule.judge(written, root.fork('judge'));
      const left = recordsAt(
        written,
        Uint32Array.from(kept.keys()).filter((i) => kept[i] === 1),
      );
      const next = classifierModel({noise: 0}).fit([{data: left, source: 'synthetic'}], root) as FittedRows;
      const right = meanOf([...signsOf(rows, next.coefficients)].map((side, i) => (side === rows.y[i] ? 1 : 0)));
      expect(Math.abs(right - accuracyLaw(v, truth, p))).toBeLessThan(0.01);
    }
  });
});

/**
 * Accuracy of least squares on rows that agree with the plane v, of which a share p was labelled wrongly by the plane w: with a = agreeing
 * directions, E x y = (1 - p) E[x s; a] + p E[x s; not a] and E x x' likewise, s the side of v. On the plane, by the trapezoid rule.
 */
function accuracyLaw(v: Float64Array, w: Float64Array, p: number): number {
  const steps = 100_000;
  const [moment, gram] = [
    [0, 0],
    [0, 0, 0],
  ];
  for (let k = 0; k < steps; k++) {
    const angle = (2 * Math.PI * (k + 0.5)) / steps;
    const [x, y] = [Math.cos(angle), Math.sin(angle)];
    const side = Math.sign(v[0] * x + v[1] * y);
    const weight = side === Math.sign(w[0] * x + w[1] * y) ? 1 - p : p;
    // E r = sqrt(pi / 2), E r^2 = 2
    moment[0] += weight * side * x * Math.sqrt(Math.PI / 2);
    moment[1] += weight * side * y * Math.sqrt(Math.PI / 2);
    gram[0] += weight * 2 * x * x;
    gram[1] += weight * 2 * x * y;
    gram[2] += weight * 2 * y * y;
  }
  const b = [gram[2] * moment[0] - gram[1] * moment[1], gram[0] * moment[1] - gram[1] * moment[0]];
  const cosine = (b[0] * w[0] + b[1] * w[1]) / Math.hypot(...b) / Math.hypot(...w);
  return 1 - Math.acos(cosine) / Math.PI;
}

describe('a fitted verifier of a regression', () => {
  it('stops the linear growth of the error, and leaves the model near its own', () => {
    const [rows, dimension, records, generations, seeds] = [120, 3, 60, 40, 60];
    const experiment = {data: {world: 'regression', dimension, noise: 1, rows}, model: {kind: 'regression'}};
    const verify = {model: {kind: 'regression'}, data: {records}, tolerance: 1};
    const options = {measures: ['excessRisk', 'verified.threshold'], generations, seeds};
    const alone = lastReadings(experiment, {workflow: 'replace'}, options);
    const verified = lastReadings(experiment, {workflow: 'replace', quality: {rules: [{verify}]}}, options);
    const risk = (runs: typeof alone) => meanOf(runs.map((read) => read('excessRisk')));
    const own = dimension / (records - dimension - 1);
    expect(risk(alone)).toBeGreaterThan(0.6 * ((dimension * generations) / (rows - dimension - 1)));
    expect(risk(verified)).toBeLessThan(0.3 * risk(alone));
    expect(risk(verified)).toBeLessThan(3 * own);
    expect(meanOf(verified.map((read) => read('verified.threshold')))).toBeGreaterThan(0.5);
  });
});

describe('what verification reads', () => {
  it('has a reason where a kind of label did not come', () => {
    const of = (tally: [number, number, number, number]) =>
      Object.fromEntries(
        verificationReadings({right: tally[0], wrong: tally[1], keptRight: tally[2], keptWrong: tally[3]}).map(({measure, ...rest}) => [
          measure,
          rest,
        ]),
      );
    expect(of([8, 2, 6, 1])).toEqual({
      'verified.errors': {value: 0.2},
      'verified.right': {value: 0.75},
      'verified.wrong': {value: 0.5},
      'verified.threshold': {value: 0.6},
    });
    expect(of([8, 0, 6, 0])).toMatchObject({
      'verified.wrong': {reason: 'no label is wrong'},
      'verified.threshold': {reason: 'no label is wrong'},
    });
    expect(of([0, 2, 0, 1])['verified.threshold']).toEqual({reason: 'no label is right'});
  });

  it('is of the rows that the verifier saw, whatever it was fitted to', () => {
    const original = {
      workflow: 'replace',
      quality: {rules: [{verify: {model: {kind: 'classifier'}, data: {records: 50, from: 'original'}}}]},
    };
    const [read] = lastReadings(labelled(400, 0.3), original, {measures: ['verified.right', 'verified.wrong'], generations: 1, seeds: 1});
    expect(read('verified.right')).toBeGreaterThan(0.8);
    expect(read('verified.wrong')).toBeLessThan(0.2);
  });
});
