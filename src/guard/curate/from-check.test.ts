import {describe, expect, it} from 'vitest';
import {parse} from 'yaml';
import {CHECK_MEASURES} from '../check/measures.ts';
import {type CheckDocument, recipeFromCheck} from './from-check.ts';
import {recipeSchema, resolvedRecipe} from './recipe.ts';

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

  it('tells of human text for what no step brings back, in a comment: the reference of the check is not that text', () => {
    const lost = documentOf(check('tail.retention', 'fail', {atLeast: 0.5}), check('duplicates.exact', 'fail'));
    const {yaml, recipe} = recipeOf(lost, '../human.jsonl');
    expect(recipe).toMatchObject({reference: ['../human.jsonl'], steps: [{dedupe: {kind: 'exact'}}]});
    expect(recipe.mix).toBeUndefined();
    expect(yaml).toContain('# tail.retention: no step brings back what is gone; human text does. Not that of the check’s reference');
    const line = /^# (mix: .*)$/m.exec(yaml)![1];
    expect(recipeSchema.parse(parse(line)).mix).toMatchObject({human: ['<PATH OF OTHER HUMAN TEXT>'], share: 0.3});
  });

  it('answers few different sequences, and those of other documents, as the page on checks does', () => {
    for (const measure of ['distinct.1', 'distinct.3', 'selfRepetition']) {
      const {yaml, recipe} = recipeOf(documentOf(check(measure, 'fail', {atLeast: 0.5})), 'human.jsonl');
      expect(recipe.steps).toEqual([{dedupe: {kind: 'near', similarity: 0.5}}]);
      expect(yaml).toContain(`# ${measure}: what else records share`);
      expect(yaml).not.toContain('mix:');
      const stripped = yaml.replace(/^ {2}# (- command.*)$/m, '  $1');
      expect(recipeSchema.parse(parse(stripped)).steps).toHaveLength(2);
    }
  });

  it('has a filter for loops, also where the check could not tell', () => {
    const steps = [{filter: {measure: 'repetition', atMost: 0.3}}];
    expect(recipeOf(documentOf(check('repetition', 'fail'))).recipe.steps).toEqual(steps);
    const unsure: CheckDocument = {verdict: 'inconclusive', checks: [check('repetition', 'inconclusive'), check('unseen', 'inconclusive')]};
    const {yaml, recipe} = recipeOf(unsure);
    expect(recipe.steps).toEqual(steps);
    expect(yaml).not.toContain('unseen');
  });

  it.each(CHECK_MEASURES)('can be run, whatever fails: %s', (measure) => {
    for (const bound of [{atLeast: 3.5e-7}, {atMost: 1e21}]) {
      const {recipe} = recipeOf(documentOf({...check(measure, 'fail', bound), name: 'two\nlines: [\u2028steps: 3'}));
      expect(resolvedRecipe(recipe).steps.length).toBeGreaterThan(0);
    }
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

  it('the reference has its own', () => {
    const {recipe} = recipeOf(lost(read('content'), read('body')), 'human.jsonl');
    expect(recipe).toMatchObject({field: 'content', referenceField: 'body'});
    expect(recipeOf(lost(read('content'), read()), 'human.jsonl').recipe).toMatchObject({referenceField: 'text'});
  });
});
