import {describe, expect, it} from 'vitest';
import type {Categories} from '../../core/data.ts';
import {Stream} from '../../core/random/stream.ts';
import {textOf} from '../../core/text/documents.ts';
import type {Arm} from '../experiment/arm.ts';
import {Lineage} from './lineage.ts';

const gaussian: Arm = {
  name: 'arm',
  data: {world: 'gaussian', mean: 0, sd: 1, dimension: 1},
  model: {kind: 'gaussian', variance: 'ml', bias: 1},
  sample: {size: 10},
  workflow: 'replace',
};
const LINEAGES = 2000;

/** Values of a measure at the last generation, a lineage each. */
function last(arm: Arm, measure: string, generations: number): Float64Array {
  return Float64Array.from({length: LINEAGES}, (_, seed) => {
    const lineage = new Lineage({arm, seed, root: Stream.root('schedules'), measures: [measure]});
    let value = Number.NaN;
    for (let t = 1; t <= generations; t++) value = (lineage.advance().readings[0] as {value: number}).value;
    return value;
  });
}

function agrees(values: Float64Array, law: number): void {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const squares = values.reduce((a, b) => a + (b - mean) ** 2, 0);
  const error = Math.sqrt(squares / (values.length - 1) / values.length);
  expect(Math.abs(mean - law) / error, `mean ${mean}, law ${law}, standard error ${error}`).toBeLessThan(4);
}

describe('sizes by a schedule', () => {
  const T = 6;
  it.each<[Arm['sample'] & object, (t: number) => number, number]>([
    [{size: {from: 8, grow: 1.5}}, (t) => Math.round(8 * 1.5 ** (t - 1)), 8],
    [{size: {from: 8, power: 1.2}}, (t) => Math.round(8 * t ** 1.2), 8],
    [{size: {from: 4, to: 24, by: 5}, first: 30}, (t) => (t >= 5 ? 24 : 4 + 5 * (t - 1)), 30],
    [{size: [6, 3, 12]}, (t) => [6, 3, 12][Math.min(t, 3) - 1], 6],
  ])('%j: E variance = prod (1 - 1/n_t), and E mean^2 = 1 - that, under replace', (sample, n, first) => {
    let law = 1 - 1 / first;
    for (let t = 1; t < T; t++) law *= 1 - 1 / n(t);
    agrees(last({...gaussian, sample}, 'variance', T), law);
    agrees(
      last({...gaussian, sample}, 'mean', T).map((x) => x * x),
      1 - law,
    );
  });

  it('of rows whose x is new: E excess risk = sum of sigma^2 d / (n - d - 1) over the training sets, under replace', () => {
    const data = {world: 'regression', dimension: 3, noise: 1, rows: 15, x: 'fresh'} as const;
    const arm: Arm = {name: 'arm', data, model: {kind: 'regression'}, sample: {size: {from: 12, to: 30, by: 4}}, workflow: 'replace'};
    const sizes = [15, 12, 18, 24, 30, 30];
    const law = (t: number) => sizes.slice(0, t).reduce((sum, n) => sum + 3 / (n - 4), 0);
    agrees(last(arm, 'excessRisk', T), law(T));
    agrees(last({...arm, sample: {size: [12, 18]}}, 'excessRisk', 3), 3 / 11 + 3 / 8 + 3 / 14);
  });

  it('count what is drawn and what is trained on: of a sample the generation, of the human training set the first', () => {
    const lineage = new Lineage({arm: {...gaussian, sample: {size: [7, 5, 9]}}, seed: 0, root: Stream.root(1), measures: ['variance']});
    const drawn = [1, 2, 3, 4].map(() => {
      lineage.advance();
      return lineage.carry().sample.count;
    });
    expect(drawn).toEqual([7, 5, 9, 9]);
  });

  it('of text are words', () => {
    const documents = textOf(Array.from({length: 60}, (_, i) => `the ${i % 5} fox ${i % 7} sees ${i % 3} dogs`));
    const arm: Arm = {
      name: 'arm',
      data: {files: ['x'], holdout: 0.1, reserve: 0},
      model: {kind: 'ngram', order: 2, unit: 'word'},
      sample: {size: {from: 50, to: 200, by: 4}},
      workflow: 'replace',
    };
    const lineage = new Lineage({arm, seed: 0, root: Stream.root(1), measures: ['words'], corpus: {documents, name: 'x'}});
    const words = [1, 2, 3, 4, 5].map(() => {
      lineage.advance();
      const {sample} = lineage.carry();
      const text = new TextDecoder().decode((sample as {bytes: Uint8Array}).bytes);
      return (sample as {offsets: Uint32Array}).offsets.length - 1 > 0 ? text.length : 0;
    });
    expect(words[0]).toBeLessThan(words[1]);
    expect(words[3]).toBeGreaterThan(3 * words[0]);
  });
});

describe('other numbers by a schedule', () => {
  it('a mix: the human share of each training set is the one of its generation', () => {
    const mix = [0.5, 0.2, 0.4];
    const arm: Arm = {
      ...gaussian,
      data: {world: 'categorical', probabilities: [0.5, 0.3, 0.2]},
      model: {kind: 'categorical'},
      workflow: {mix},
    };
    const shares = (generations: number) =>
      Array.from({length: generations}, (_, i) => i + 1).map((t) => {
        const lineage = new Lineage({arm, seed: 0, root: Stream.root(1), measures: ['humanShare']});
        let value = Number.NaN;
        for (let k = 1; k <= t; k++) value = (lineage.advance().readings[0] as {value: number}).value;
        return value;
      });
    expect(shares(5)).toEqual([1, 0.2, 0.4, 0.4, 0.4]);
  });

  it('weights: the mean of a fit has the variance of its weights', () => {
    const arm: Arm = {...gaussian, workflow: 'accumulate', weights: {human: [1, 3], synthetic: [1, 1, 0]}};
    // fit 2: 3/4 human; fit 3: human alone
    const means = last(arm, 'mean', 2);
    const [h, s] = [0.75, 0.25];
    agrees(
      means.map((x) => x * x),
      ((h + s) ** 2 + s * s * 0.9) / 10,
    );
    agrees(
      last(arm, 'mean', 3).map((x) => x * x),
      0.1,
    );
  });

  it('enrichment on top: as many records as the schedule says', () => {
    const arm: Arm = {...gaussian, enrichment: {count: {from: 1, power: 2}, from: 'fresh'}};
    const lineage = new Lineage({arm, seed: 0, root: Stream.root(1), measures: ['humanRecords']});
    expect([1, 2, 3, 4].map(() => (lineage.advance().readings[0] as {value: number}).value)).toEqual([0, 4, 9, 16]);
  });

  it('a sampling bias: the generation is drawn by its own, the model stays what it is', () => {
    const values = (bias: number | number[]) => {
      const arm: Arm = {...gaussian, model: {kind: 'gaussian', variance: 'unbiased', bias}};
      const lineage = new Lineage({arm, seed: 0, root: Stream.root(1), measures: ['variance', 'wasserstein2']});
      return [1, 2, 3, 4].map(() => lineage.advance().readings.map((reading) => (reading as {value: number}).value));
    };
    expect(values([0.25, 0.25])).toEqual(values(0.25));
    const [as, moved] = [values(1), values([1, 0.25, 1])];
    expect(moved.slice(0, 2)).toEqual(as.slice(0, 2));
    for (const t of [2, 3]) expect(moved[t][0] / as[t][0]).toBeCloseTo(0.25, 12);
  });

  it('a sampling bias of unbiased fits: E variance = s2 times what they were drawn with so far', () => {
    const arm: Arm = {...gaussian, model: {kind: 'gaussian', variance: 'unbiased', bias: {from: 0.5, to: 1, by: 3}}};
    agrees(last(arm, 'variance', 4), 0.5 * 0.75 * 1);
  });

  it.each(['categorical', 'ngram'] as const)(
    'a temperature of %s: the generation is drawn by its own, the model stays what it is',
    (kind) => {
      const documents = textOf(Array.from({length: 40}, (_, i) => ['a', 'a', 'a', 'b'][i % 4]));
      const arm: Arm =
        kind === 'categorical'
          ? {
              ...gaussian,
              data: {world: 'categorical', probabilities: [0.75, 0.25]},
              model: {kind, temperature: [1, 1e-6, 1]},
              sample: {size: 1000},
            }
          : {
              ...gaussian,
              data: {files: ['x'], holdout: 0.1, reserve: 0},
              model: {kind, order: 2, unit: 'word', smoothing: 'none', temperature: [1, 1e-6, 1]},
              sample: {size: 'same'},
            };
      const lineage = new Lineage({arm, seed: 0, root: Stream.root(1), measures: ['support'], corpus: {documents, name: 'x'}});
      const types = [1, 2, 3].map(() => {
        lineage.advance();
        const {sample} = lineage.carry();
        const text = (sample as {bytes?: Uint8Array}).bytes;
        return new Set<number>(text ?? (sample as Categories).values).size;
      });
      expect(types).toEqual([2, 1, 1]);
    },
  );
});
