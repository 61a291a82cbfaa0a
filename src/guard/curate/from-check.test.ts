import {describe, expect, it} from 'vitest';
import {parse} from 'yaml';
import {type CheckDocument, recipeFromCheck} from './from-check.ts';
import {recipeSchema} from './recipe.ts';

const check = (measure: string, verdict: 'pass' | 'fail' | 'inconclusive', bound: {atLeast?: number; atMost?: number} = {atMost: 0.1}) => ({
  name: measure,
  measure,
  verdict,
  value: 0.2,
  bound,
});
const documentOf = (...checks: CheckDocument['checks']): CheckDocument => ({verdict: 'fail', checks});
const recipeOf = (document: CheckDocument, human?: string) => {
  const yaml = recipeFromCheck(document, {human, title: 'What check.json asks for'});
  return {yaml, recipe: recipeSchema.parse(parse(yaml))};
};

describe('the recipe that a check asks for', () => {
  it('has a step for what a step removes, in the order in which they pay, and says why', () => {
    const {yaml, recipe} = recipeOf(documentOf(check('repetition', 'fail'), check('duplicates.near', 'fail'), check('entropy', 'pass')));
    expect(recipe.steps).toEqual([
      {dedupe: {kind: 'exact'}},
      {dedupe: {kind: 'near', similarity: 0.5}},
      {filter: {measure: 'repetition', atMost: 0.3}},
    ]);
    expect(yaml).toContain('# duplicates.near\n  - dedupe: {kind: near');
    expect(recipe.mix).toBeUndefined();
  });

  it('has human text for what no step brings back, where there is some', () => {
    const lost = documentOf(check('tail.retention', 'fail', {atLeast: 0.5}), check('duplicates.exact', 'fail'));
    expect(recipeOf(lost, '../human.jsonl').recipe.mix).toMatchObject({human: ['../human.jsonl'], share: 0.3});
    const {yaml, recipe} = recipeOf(lost);
    expect(recipe.mix).toBeUndefined();
    expect(yaml).toContain('# mix: {human: "human.jsonl"');
  });

  it('takes the bound of lengths from the gate', () => {
    const {recipe} = recipeOf(documentOf(check('words', 'fail', {atLeast: 20})));
    expect(recipe.steps).toEqual([{filter: {measure: 'words', atLeast: 20}}]);
  });

  it('is refused where nothing failed', () => {
    expect(() => recipeFromCheck({verdict: 'inconclusive', checks: [check('entropy', 'inconclusive')]}, {title: 'x'})).toThrow(
      'no gate of the check failed',
    );
  });
});

describe('where the check read other fields', () => {
  const read = (field?: string) => ({read: {...(field !== undefined && {field}), unit: 'paragraph' as const}});
  const lost = (candidate: object, reference: object): CheckDocument =>
    ({...documentOf(check('tail.retention', 'fail', {atLeast: 0.5})), candidate, reference}) as CheckDocument;

  it('the recipe reads what the check read', () => {
    const {recipe} = recipeOf(lost(read('content'), read('content')), 'human.jsonl');
    expect(recipe).toMatchObject({field: 'content', unit: 'paragraph', reference: ['human.jsonl']});
    expect(recipe.referenceField).toBeUndefined();
  });

  it('the reference and the human text to mix in have their own', () => {
    const {recipe} = recipeOf(lost(read('content'), read('body')), 'human.jsonl');
    expect(recipe).toMatchObject({field: 'content', referenceField: 'body', mix: {field: 'body'}});
    expect(recipeOf(lost(read('content'), read()), 'human.jsonl').recipe).toMatchObject({referenceField: 'text', mix: {field: 'text'}});
  });
});
