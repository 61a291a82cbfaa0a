import {describe, expect, test} from 'vitest';
import {contractModel} from '../../../test/contract-model.ts';
import type {Rows} from '../../core/data.ts';
import {ConfigError} from '../../core/error.ts';
import {Stream} from '../../core/random/stream.ts';
import {firstOf} from '../../core/records.ts';
import {labelledWorld, signsOf} from '../../lab/world/labelled.ts';
import type {FittedRows} from '../model.ts';
import {classifierModel} from './index.ts';

const root = Stream.root('classifier');
const world = labelledWorld({dimension: 4, noise: 0.2});
const human = world.sample(3000, root.fork('human'));
const {coefficients} = world.truth;
const wrong = (rows: Rows, side: Float64Array) => rows.y.reduce((sum, y, i) => sum + (y === side[i] ? 0 : 1), 0) / rows.count;

contractModel<Rows>({
  name: 'classifier',
  model: classifierModel({noise: 0.2}),
  training: [{data: human, source: 'human'}],
  count: human.count,
  draw: (fitted, count, stream) => (fitted as FittedRows).relabel(firstOf(human, count, 'word'), stream),
  empty: {...human, count: 0, x: new Float64Array(0), y: new Float64Array(0)},
});

describe('a classifier', () => {
  test('finds the plane between rightly labelled rows, and turns a share `noise` of its own labels round', () => {
    const fitted = classifierModel({noise: 0.2}).fit([{data: human, source: 'human'}], root) as FittedRows;
    expect(wrong({...human, y: signsOf(human, fitted.coefficients)}, signsOf(human, coefficients))).toBeLessThan(0.02);
    const written = fitted.relabel(human, root.fork('relabel'));
    const turned = wrong(written, signsOf(human, fitted.coefficients));
    expect(Math.abs(turned - 0.2)).toBeLessThan(4 * Math.sqrt((0.2 * 0.8) / human.count));
    expect(new Set(written.y)).toEqual(new Set([1, -1]));
  });

  test('refuses a noise that is no probability', () => {
    expect(() => classifierModel({noise: 1.5})).toThrow(ConfigError);
  });

  test('is given a world whose people label rightly', () => {
    expect(wrong(human, signsOf(human, coefficients))).toBe(0);
    expect(Math.hypot(...coefficients)).toBeCloseTo(1);
  });
});
