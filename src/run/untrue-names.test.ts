import {expect, it} from 'vitest';
import {untrueNames} from './untrue-names.ts';

const experiment = (arms: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  sample: {size: 100},
  model: {kind: 'ngram', order: 3},
  ...more,
  arms,
});

it.each([
  ['replace', {workflow: 'replace'}, {workflow: 'accumulate'}, 'replace'],
  ['mixed', {workflow: {mix: 0.1}}, {workflow: 'replace'}, 'mixed'],
  ['mix 0.1', {workflow: {mix: 0.1}}, {workflow: {mix: 0.2}}, '0.1'],
  ['enriched', {workflow: 'replace', enrichment: {share: 0.1}}, {workflow: 'replace'}, 'enriched'],
  ['weighted', {workflow: 'replace', weights: {human: 1, synthetic: 1}}, {workflow: 'replace'}, 'weighted'],
  ['accumulated-text', {workflow: 'accumulate'}, {workflow: 'subsample'}, 'accumulated'],
])('the name %s of %j is untrue of %j: %s', (name, was, is, word) => {
  const [said] = untrueNames(experiment({[name]: was}), experiment({[name]: is}), [['arms', name, 'workflow']]);
  expect(said).toContain(`--set arms.${name}.workflow: the arm ${JSON.stringify(name)} is no longer what its name says (${word})`);
  expect(said).toContain('--set arms.NAME.workflow=... adds an arm of its own');
});

it('is untrue by what the arm takes from its experiment too', () => {
  const arms = {'size 100': {workflow: 'replace'}, other: {workflow: 'replace'}};
  expect(untrueNames(experiment(arms), experiment(arms, {sample: {size: 50}}), [['sample', 'size']])).toEqual([
    '--set sample.size: the arm "size 100" is no longer what its name says (100), and results and report call it so',
  ]);
});

it.each([
  ['replace', {workflow: 'replace'}, {workflow: 'replace', enrichment: {share: 0.1}}],
  ['baseline', {workflow: 'replace'}, {workflow: 'accumulate'}],
  ['a', {workflow: 'replace'}, {workflow: 'accumulate'}],
  ['mix', {workflow: {mix: 0.1}}, {workflow: {mix: 0.3}}],
])('nothing is said of %s', (name, was, is) => {
  expect(untrueNames(experiment({[name]: was}), experiment({[name]: is}), [['arms', name, 'workflow']])).toEqual([]);
  expect(untrueNames(experiment({[name]: was}), experiment({}), [['arms', name]])).toEqual([]);
});
