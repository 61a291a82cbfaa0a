import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {completionsOf} from './completions.ts';
import {placeAt} from './place.ts';
import {suggestionsAt} from './suggest.ts';

const completions = completionsOf(JSON.parse(readFileSync(new URL('../../../schema/experiment.json', import.meta.url), 'utf8')));

/** `|` is the cursor. */
function suggested(marked: string): string[] {
  const at = marked.indexOf('|');
  return suggestionsAt(marked.replace('|', ''), at, completions)?.suggestions.map(({text}) => text) ?? [];
}

describe('the place of a cursor', () => {
  it.each([
    ['|', [], 'key', ''],
    ['title: A\nda|', [], 'key', 'da'],
    ['title: A|', ['title'], 'value', 'A'],
    ['data:\n  |', ['data'], 'key', ''],
    ['data:\n  world: gaussian\n  me|', ['data'], 'key', 'me'],
    ['model: {kind: ng|', ['model', 'kind'], 'value', 'ng'],
    ['model: {kind: ngram, |', ['model'], 'key', ''],
    ['measures: [support, en|', ['measures', '-'], 'value', 'en'],
    ['measures:\n  - en|', ['measures', '-'], 'value', 'en'],
    ['measures:\n- support\n- en|', ['measures', '-'], 'value', 'en'],
    ['arms:\n  alone: {workflow: replace}\n  mine:\n    quality: {rules: [|', ['arms', 'mine', 'quality', 'rules', '-'], 'value', ''],
    ['arms:\n  mine: {workflow: {mix: 0.1}, |', ['arms', 'mine'], 'key', ''],
    [
      'arms:\n  mine:\n    quality:\n      rules:\n        - filter:\n            |',
      ['arms', 'mine', 'quality', 'rules', '-', 'filter'],
      'key',
      '',
    ],
    ['a: {b: 1,\n  c: {d: |', ['a', 'c', 'd'], 'value', ''],
    ['a: [1, 2] # {\nb|', [], 'key', 'b'],
    ['a: "x: {"\nb|', [], 'key', 'b'],
    ['arms:\n  "my arm": {workflow: |', ['arms', 'my arm', 'workflow'], 'value', ''],
  ] as const)('%j', (marked, path, wants, word) => {
    const at = marked.indexOf('|');
    expect(placeAt(marked.replace('|', ''), at)).toMatchObject({path, wants, word});
  });
});

describe('what may stand at a cursor', () => {
  it('is fields of the top, without those that are there', () => {
    expect(suggested('title: A\n|')).toEqual(expect.arrayContaining(['data', 'model', 'arms', 'measures']));
    expect(suggested('title: A\n|')).not.toContain('title');
  });

  it('is fields of the kind that stands beside', () => {
    expect(suggested('model: {kind: ngram, |}')).toContain('order');
    expect(suggested('model: {kind: gaussian, |}')).not.toContain('order');
    expect(suggested('data:\n  world: grid\n  |')).toContain('spacing');
    expect(suggested('data:\n  world: grid\n  |')).not.toContain('zipf');
  });

  it('is words of a choice', () => {
    expect(suggested('model: {kind: |')).toEqual(expect.arrayContaining(['ngram', 'gaussian', 'kde']));
    expect(suggested('model: {kind: ngram, unit: |')).toEqual(expect.arrayContaining(['word']));
    expect(suggested('arms:\n  any name: {workflow: |')).toEqual(expect.arrayContaining(['replace', 'accumulate']));
  });

  it('begins where the word does', () => {
    const text = 'model: {kind: ng';
    expect(suggestionsAt(text, text.length, completions)?.from).toBe(text.length - 2);
  });

  it('is nothing where the schema knows nothing', () => {
    expect(suggested('title: |')).toEqual([]);
    expect(suggested('nonsense:\n  |')).toEqual([]);
  });

  it('is never an error, wherever the cursor stands', () => {
    const text = readFileSync(new URL('../../../experiments/all-mitigations.yaml', import.meta.url), 'utf8');
    for (let at = 0; at <= text.length; at++) expect(() => suggestionsAt(text, at, completions)).not.toThrow();
  });
});
