import {expect, it} from 'vitest';
import {resolveExperiment} from './resolve.ts';
import {settingColumns} from './settings.ts';

function columnsOf(fields: object) {
  const plain = {
    title: 't',
    data: {world: 'gaussian'},
    model: {kind: 'gaussian'},
    sample: {size: 20},
    generations: 2,
    seeds: 2,
    measures: ['variance'],
    ...fields,
  };
  const resolved = resolveExperiment(plain);
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
  const columns = settingColumns(resolved.experiment, resolved.arms);
  return Object.fromEntries(columns.map(({name, type, values}) => [name, [type, ...resolved.arms.map((arm) => values.get(arm.name))]]));
}

it('settings that all arms share are left out, but for workflow, family and size', () => {
  expect(columnsOf({arms: {a: {workflow: 'replace'}}})).toEqual({
    workflow: ['text', 'replace'],
    'model.kind': ['text', 'gaussian'],
    'sample.size': ['whole', 20],
  });
});

it('each field in which arms differ is a column, with numbers as numbers and nothing where an arm has no such field', () => {
  const columns = columnsOf({
    arms: {a: {workflow: 'replace'}, b: {workflow: {mix: 0.1}}, c: {workflow: 'replace', enrichment: {share: 0.2, from: 'fresh'}}},
  });
  expect(columns).toMatchObject({
    workflow: ['text', 'replace', 'mix', 'replace'],
    'workflow.mix': ['number', undefined, 0.1, undefined],
    'enrichment.share': ['number', undefined, undefined, 0.2],
    'enrichment.from': ['text', undefined, undefined, 'fresh'],
  });
});

it('what a matrix sets is a column, in each of its cells, also of one value', () => {
  const columns = columnsOf({arms: {a: {workflow: 'replace'}}, matrix: {'sample.size': [10, 30], 'data.dimension': [2]}});
  expect(columns).toMatchObject({'sample.size': ['whole', 10, 30], 'data.dimension': ['whole', 2, 2]});
});
