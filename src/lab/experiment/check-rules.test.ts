import {describe, expect, it} from 'vitest';
import {resolveExperiment} from './resolve.ts';

const worlds = {
  points: {data: {world: 'gaussian'}, model: {kind: 'gaussian'}, sample: {size: 50}},
  moons: {data: {world: 'moons'}, model: {kind: 'gaussian'}, sample: {size: 50}},
  grid: {data: {world: 'grid'}, model: {kind: 'gaussian'}, sample: {size: 50}},
  categories: {data: {world: 'categorical', categories: 5}, model: {kind: 'categorical'}, sample: {size: 50}},
  text: {data: {corpus: 'speeches', holdout: 0.1}, model: {kind: 'ngram', order: 2}, sample: {size: 500}},
  transformer: {data: {corpus: 'speeches', holdout: 0.1}, model: {kind: 'transformer', preset: 'tiny'}, sample: {size: 500}},
  labelled: {data: {world: 'labelled', dimension: 3, noise: 0.1, rows: 40}, model: {kind: 'classifier'}},
  logistic: {data: {world: 'logistic', dimension: 3, rows: 40}, model: {kind: 'logistic'}},
  regression: {data: {world: 'regression', dimension: 3, noise: 1, rows: 40}, model: {kind: 'regression'}},
};

function problemsOf(world: keyof typeof worlds, arm: object): string[] {
  const resolved = resolveExperiment({title: 't', ...worlds[world], generations: 3, seeds: 1, arms: {arm}, measures: ['humanRecords']});
  return resolved.ok ? [] : resolved.problems.map(({path, message}) => `${path.slice(2).join('.')}: ${message}`);
}
const rule = (one: object | string, more: object = {}) => ({workflow: 'replace', quality: {rules: [one], ...more}});
const verify = (more: object) => rule({verify: {model: {kind: 'classifier'}, data: {records: 20}, ...more}});

describe('rules that change records, and verifiers', () => {
  it.each<[keyof typeof worlds, object]>([
    ['points', rule({correct: {toward: 'moments', rate: 1}})],
    ['points', rule({correct: {toward: 'records', of: 'truth', rate: 1}})],
    ['grid', rule({correct: {toward: 'clusters', of: 'truth', rate: 1}})],
    ['points', rule({edit: {share: 0.5}})],
    ['points', rule({command: {run: ['mine'], changes: true}})],
    ['categories', rule({edit: {above: 0.5, by: 'first'}})],
    ['categories', {workflow: {edit: {above: 0.5, decay: 0.5}}, events: [{generation: 2, set: {'workflow.edit.share': 0.1}}]}],
    ['text', rule({edit: {above: 0.9}})],
    ['labelled', verify({noise: 0.1})],
    ['regression', verify({model: {kind: 'regression'}, tolerance: 1})],
    ['regression', rule({edit: {share: 0.1}})],
    ['labelled', rule({command: {run: ['mine']}})],
  ])('are taken where data and model fit: %s %o', (world, arm) => {
    expect(problemsOf(world, arm)).toEqual([]);
  });

  it.each<[keyof typeof worlds, object, string]>([
    ['points', rule({edit: {above: 0.5}}), 'quality.rules.0.edit.above: points have a density and no probability: give `share` alone'],
    ['regression', rule({edit: {above: 0.5}}), 'quality.rules.0.edit.above: rows have a density'],
    ['categories', rule({edit: {}}), 'quality.rules.0.edit: editing wants `above`, `share` or both'],
    [
      'transformer',
      rule({edit: {above: 0.9}}),
      'quality.rules.0.edit: the model transformer cannot edit text token by token: use model: {kind: ngram}',
    ],
    ['categories', rule({correct: {toward: 'moments', rate: 1}}), 'quality.rules.0.correct: correction moves points; the data is none'],
    ['moons', rule({correct: {toward: 'clusters', of: 'truth', rate: 1}}), 'quality.rules.0.correct.of: the moons world has no centres'],
    ['points', rule({correct: {toward: 'clusters', rate: 1}}), 'quality.rules.0.correct: `clusters` says how many'],
    ['points', rule({correct: {toward: 'moments', rate: 1, clusters: 3}}), 'quality.rules.0.correct: `clusters` says how many'],
    ['points', rule({correct: {toward: 'clusters', rate: 1, clusters: 60}}), 'quality.rules.0.correct.clusters: there are 50 human points'],
    ['points', rule('duplicates'), 'quality.rules.0: is a rule of text; points have a band of likelihood, edit, correct and command'],
    ['labelled', rule('duplicates'), 'quality.rules.0: is a rule of text; rows have verify, edit and command'],
    ['labelled', verify({tolerance: 1}), 'quality.rules.0.verify.tolerance: is for a regression'],
    ['labelled', verify({data: {records: 2}}), 'quality.rules.0.verify.data.records: 2 rows cannot determine the 3 coefficients'],
    [
      'labelled',
      verify({data: {records: 41, from: 'original'}}),
      'quality.rules.0.verify.data.records: the human training set has 40 rows',
    ],
    ['labelled', verify({model: {kind: 'gaussian'}}), 'quality.rules.0.verify.model.kind: the verifier gaussian is fitted to'],
    ['regression', verify({model: {kind: 'regression'}}), 'quality.rules.0.verify: the verifier of a regression wants `tolerance`'],
    ['regression', verify({model: {kind: 'regression'}, tolerance: 1, noise: 0.1}), 'quality.rules.0.verify.noise: is for classes'],
    ['regression', rule({verify: {right: 1, wrong: 0}}), 'quality.rules.0: verify by two chances wants the labelled world'],
    ['points', verify({}), 'quality.rules.0.verify: a verifier is fitted to rows'],
    ['logistic', verify({model: {kind: 'logistic'}}), 'quality.rules.0.verify: of labels drawn by a chance none is wrong'],
    ['logistic', verify({model: {kind: 'logistic'}, tolerance: 0.5}), 'quality.rules.0.verify: of labels drawn by a chance none is wrong'],
    [
      'text',
      {workflow: {edit: {above: 0.9}}, quality: {rules: ['duplicates']}},
      'quality: the workflow `edit` trains on human data that is edited',
    ],
    [
      'categories',
      {workflow: {edit: {above: 0.9}}, feedback: {kind: 'best-of', annotator: {kind: 'likelihood'}}},
      'feedback: the workflow `edit` trains on human data that is edited',
    ],
    ['categories', {workflow: {edit: {above: 0.9}}, population: {models: 2}}, 'population: the workflow `edit` is for an arm of one model'],
    [
      'categories',
      {workflow: {edit: {above: 0.9}}, quality: {gates: [{measure: 'entropy', atLeast: 1}], onFail: 'resample'}},
      'quality: a sample that is drawn again is not trained on',
    ],
    [
      'categories',
      {workflow: {edit: {above: 0.9}}, events: [{generation: 2, set: {workflow: 'replace'}}]},
      'events: an arm edits from beginning to end',
    ],
    [
      'categories',
      {workflow: 'replace', events: [{generation: 2, set: {workflow: {edit: {above: 0.5}}}}]},
      'events: an arm edits from beginning to end',
    ],
  ])('are refused where they do not: %s %o', (world, arm, problem) => {
    expect(problemsOf(world, arm).join('\n')).toContain(problem);
  });
});
