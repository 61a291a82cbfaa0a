/** Experiments that are valid and then lose what they need: each ends with an error of its data, or is refused before it begins. */
import {describe, expect, it} from 'vitest';
import {textOf} from '../../../test/documents.ts';
import {DataError, ResourceError} from '../../core/error.ts';
import {Stream} from '../../core/random/stream.ts';
import {checkRoom} from '../experiment/memory.ts';
import {resolveExperiment} from '../experiment/resolve.ts';
import {Lineage} from './lineage.ts';

const base = {title: 't', generations: 3, seeds: 2, measures: ['variance'], sample: {size: 20}, arms: {a: {workflow: 'replace'}}};
const points = {...base, data: {world: 'moons'}, model: {kind: 'gaussian'}};
const kde = {...points, model: {kind: 'kde'}};
const categories = {...base, data: {world: 'categorical', categories: 5}, model: {kind: 'categorical'}, measures: ['support']};
const text = {...base, data: {files: ['x']}, model: {kind: 'ngram', order: 2, unit: 'byte'}, sample: {size: 'same'}};
const arm = (options: object) => ({a: {workflow: 'replace', ...options}});
const likely = {rules: [{filter: {measure: 'likelihood', band: [0, 1]}}]};
const corpus = (documents: readonly string[]) => ({documents: textOf(documents), name: 'x'});

function resolved(data: object) {
  const found = resolveExperiment(data);
  if (!found.ok) throw new Error(JSON.stringify(found.problems));
  return found;
}

/** The error that ends a lineage, as a person reads it. */
function endOf(data: object, documents: readonly string[] = ['a']): string {
  const {experiment, arms} = resolved(data);
  try {
    const lineage = new Lineage({
      arm: arms[0],
      seed: 0,
      root: Stream.root(1),
      measures: experiment.measures,
      corpus: corpus(documents),
    });
    lineage.truth();
    for (let t = 1; t <= experiment.generations; t++) lineage.advance();
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return `${error.where}: ${error.message}`;
  }
  return 'none';
}

const problems = (data: object): string[] => {
  const found = resolveExperiment(data);
  return found.ok ? [] : found.problems.map(({path, message}) => `${path.map(String).join('.')}: ${message}`);
};

describe('a lineage ends with arm, generation and reason', () => {
  it.each<[string, object, RegExp]>([
    [
      'where the likelihood of a collapsed model is asked for',
      {...points, sample: {size: 2}, arms: arm({quality: likely})},
      /^arm "a", seed 0, generation 1: a Gaussian of dimension 2 with a covariance of rank 1 has no density$/,
    ],
    [
      'where a kernel has no width',
      {...kde, sample: {size: 20, first: 1}, arms: arm({feedback: {kind: 'best-of', annotator: {kind: 'likelihood'}}})},
      /^arm "a", seed 0, generation 1: a kernel density with a bandwidth of 0 has no density$/,
    ],
    [
      'where a likelihood is held against a single record',
      {...categories, sample: {size: 1}, arms: arm({feedback: {kind: 'best-of', annotator: {kind: 'likelihood', prefers: 'typical'}}})},
      /^arm "a", seed 0, generation 1: what is typical is told from human records, and there are 1$/,
    ],
    [
      'where a model widens beyond float64',
      {...points, model: {kind: 'gaussian', bias: 1e60}, generations: 20, measures: ['wasserstein2', 'precision', 'modes']},
      /^arm "a", seed 0, generation \d: coordinate 0 of the points has mean \S+ and variance \S+: not finite$/,
    ],
  ])('%s', (_, data, said) => {
    expect(endOf(data)).toMatch(said);
  });

  it('where text has no word to measure by', () => {
    const marks = Array.from({length: 20}, () => '... !? --');
    expect(endOf({...text, measures: ['tail.retention']}, marks)).toMatch(/^arm "a", seed 0, generation \d: the human text holds no word/);
    expect(endOf({...text, measures: ['bitsPerByte']}, marks)).toBe('none');
  });
});

it('a lineage whose points leave squared distances goes on without them, with a reason', () => {
  const {arms} = resolved({...points, model: {kind: 'gaussian', bias: 1e42}, measures: ['wasserstein2', 'variance']});
  const lineage = new Lineage({arm: arms[0], seed: 0, root: Stream.root(1), measures: ['wasserstein2', 'variance']});
  const read = Array.from({length: 7}, () => lineage.advance().readings);
  expect(read[6][0]).toMatchObject({measure: 'wasserstein2', reason: expect.stringContaining('beyond')});
  expect(read[0][0]).toHaveProperty('value');
  expect(read[6][1]).toHaveProperty('value');
});

it('a model of a population whose share is less than a record writes nothing, and is not treated', () => {
  const population = {models: [{name: 'x'}, {name: 'y', share: 0.01}]};
  for (const treatment of [
    {quality: {...likely, onFail: 'resample', attempts: 100}},
    {feedback: {kind: 'best-of', annotator: {kind: 'reward', point: [1, 0]}}},
    {feedback: {kind: 'reweight', annotator: {kind: 'reward', point: [1, 0]}}},
  ])
    expect(endOf({...kde, sample: {size: 5}, measures: ['variance', 'mean', 'wasserstein2'], arms: arm({population, ...treatment})})).toBe(
      'none',
    );
});

describe('an experiment is refused before it begins', () => {
  it.each<[object, string]>([
    [
      {...points, arms: arm({feedback: {kind: 'best-of', annotator: {kind: 'reward', point: [1]}}})},
      'arms.a.feedback.annotator.point: has 1 coordinates, the data has 2',
    ],
    [
      {...points, arms: arm({feedback: {kind: 'best-of', annotator: {kind: 'reward', values: [1, 2]}}})},
      'arms.a.feedback.annotator.point: wants the point of 2 coordinates that is liked best',
    ],
    [{...points, data: {world: 'gaussian', mean: 1e308}}, 'data.mean'],
    [{...points, data: {world: 'gaussian', sd: 1e-200}}, 'data.sd'],
    [{...points, arms: arm({weights: {human: 1e300, synthetic: 1}})}, 'arms.a.weights.human: got 1e+300, wanted a number at most 1e+100'],
    [
      {...text, arms: arm({events: [{generation: 2, set: {weights: {human: 1, synthetic: 1}}}]})},
      'arms.a.weights: an n-gram counts whole documents and takes no weights; use workflow: {mix: share}',
    ],
    [
      {...text, data: {files: ['x'], holdout: 0.4, reserve: 0.6}},
      'data.reserve: a holdout of 0.4 and a reserve of 0.6 leave nothing to train on',
    ],
    [
      {
        ...base,
        sample: undefined,
        data: {world: 'regression', dimension: 9, noise: 1, rows: 8},
        model: {kind: 'regression'},
        measures: ['excessRisk'],
      },
      'data.rows: 8 rows cannot determine the 9 coefficients of the world',
    ],
    [{...points, model: {kind: 'mixture', components: [2, 30]}}, 'model.components: 30 components for a training set of 20 records'],
    [
      {
        ...points,
        data: {
          world: 'mixture',
          components: [
            {weight: 1, mean: [0, 0], sd: 1},
            {weight: 1, mean: [0], sd: 1},
          ],
        },
      },
      "data.components.1.mean: a mean of 1 numbers, the first component's has 2",
    ],
    [
      {
        ...points,
        data: {
          world: 'mixture',
          components: [
            {
              weight: 1,
              mean: [0, 0],
              covariance: [
                [1, 2],
                [2, 1],
              ],
            },
          ],
        },
      },
      'data.components.0.covariance: a covariance is positive definite, this one is not',
    ],
  ])('%j', (data, said) => {
    expect(problems(data).join('\n')).toContain(said);
  });
});

describe('memory is asked for before anything runs', () => {
  const GB = 1e9;
  const refusal = (data: object): string => {
    const {arms, experiment} = resolved(data);
    try {
      checkRoom(arms, experiment, 16 * GB);
    } catch (error) {
      if (!(error instanceof ResourceError)) throw error;
      return `${error.where}: ${error.message} (${error.next})`;
    }
    return 'none';
  };
  const rows = {...base, sample: undefined, model: {kind: 'regression'}, measures: ['excessRisk']};

  it.each<[object, string]>([
    [
      {...points, sample: {size: 1e15}},
      'arm "a": there is no room for a training set of 1000000000000000 records: there are more than 4294967295 of them (Lower sample.size.)',
    ],
    [
      {...points, sample: {size: 3e9}},
      'arm "a": there is no room for a training set of 3000000000 records: 96.0 GB in all at least, and here are 16.0 GB (Lower sample.size.)',
    ],
    [{...points, sample: {size: 10, first: 1e12}}, '(Lower sample.first.)'],
    [{...rows, data: {world: 'regression', dimension: 1, noise: 1, rows: 1e12}}, '(Lower data.rows.)'],
    [{...points, data: {world: 'blobs', centers: 2 ** 53 - 1}}, '(Lower data.centers.)'],
    [{...points, arms: arm({enrichment: {count: 1e12}})}, '(Lower enrichment.count.)'],
    [{...points, arms: arm({events: [{generation: 2, set: {enrichment: {count: 1e12}}}]})}, '(Lower enrichment.count.)'],
    [
      {...points, arms: arm({feedback: {kind: 'reweight', comparisons: 1e12, annotator: {kind: 'likelihood'}}})},
      '(Lower feedback.comparisons.)',
    ],
    [{...points, sample: {size: 1e6}, generations: 1e6, arms: {a: {workflow: 'accumulate'}}}, '(Lower generations or sample.size.)'],
    [{...points, model: {kind: 'vae', width: 1e9}}, '(Lower model.width or model.layers.)'],
    [{...points, model: {kind: 'mlp', width: 1e6}}, '(Lower model.width or model.layers.)'],
    [
      {...text, data: {corpus: 'speeches'}, model: {kind: 'transformer', layers: 1e6}, measures: ['support']},
      '(Lower model.width or model.layers.)',
    ],
    [{...points, seeds: 1e7, generations: 1e6}, 'results: there is no room for the values of 10000000000000 results'],
  ])('%j has no room', (data, said) => {
    expect(refusal(data)).toContain(said);
  });

  it.each([points, kde, categories, {...points, sample: {size: 1e6}}, {...points, sample: {size: 1e6}, generations: 1e6}])(
    '%j has room',
    (data) => {
      expect(refusal(data)).toBe('none');
    },
  );
});
