import {describe, expect, it} from 'vitest';
import {ConfigError} from '../../core/error.ts';
import {failureOf, testFolder} from '../folder.test-input.ts';
import {readRecipe} from './recipe-file.ts';

const {at, put} = testFolder();

describe('a recipe', () => {
  it('is read with its defaults, and its short names written out', () => {
    expect(readRecipe(put('short.yaml', 'steps: [duplicates, near-duplicates]\nmix: {human: a.txt, share: 0.5}\n'))).toEqual({
      steps: [{dedupe: {kind: 'exact'}}, {dedupe: {kind: 'near', similarity: 0.5}}],
      mix: {human: ['a.txt'], share: 0.5},
      seed: 1,
      output: {format: 'jsonl', records: 100_000},
    });
  });

  it.each([
    ['steps:\n  - dedup: {kind: exact}\n', ':2:5', ['there is no step "dedup"; did you mean dedupe?']],
    ['steps: [near-duplicate]\n', ':1:9', ['did you mean near-duplicates?']],
    ['steps: [3]\n', ':1:9', ['there is no step']],
    ['steps:\n  - {dedupe: {kind: exact}, filter: {measure: words, atMost: 1}}\n', ':2:5', ['a step has one key']],
    ['steps: [{}]\n', ':1:9', ['a step has one key, its name; this one has none']],
    ['steps:\n  - filter: {measure: repetitions, atMost: 1}\n', ':2:23', ['did you mean repetition?', 'likelihood']],
    [
      'steps:\n  - filter: {measure: words, atmost: 1}\n',
      ':2:30',
      ['unknown key "atmost" in steps.0.filter; did you mean atMost?', 'wants atLeast'],
    ],
    ['steps:\n  - dedupe: {kind: near, similarity: 2}\n', ':2:38', ['got 2']],
    ['steps:\n  - dedupe: {kind: nearly}\n', ':2:20', ['steps.0.dedupe.kind: got "nearly", wanted one of exact, near; did you mean near?']],
    ['step: []\nbudget: {records: 3}\n', ':1:1', ['unknown key "step"; did you mean steps?']],
    ['budget: {tokens: 3}\n', ':1:9', ['exactly one of records and words']],
    ['budget: {records: 3, words: 3}\n', ':1:9', ['exactly one of records and words']],
    ['budget: {records: 0}\n', ':1:19', ['budget.records']],
    ['budget: {words: many}\n', ':1:17', ['budget.words', 'many']],
    ['reference: 3\nsteps: [duplicates]\n', ':1:12', ['reference: wanted a path or a list of paths, got 3']],
    ['title: nothing\n', '', ['does nothing']],
    ['steps: []\n', '', ['does nothing']],
    ['- duplicates\n', '', ['holds no recipe']],
    ['', '', ['holds no recipe']],
    ['steps: [', '', ['not valid YAML']],
  ])('that is %j is refused with its place and what was meant', async (text, place, said) => {
    const error = await failureOf(() => readRecipe(put('bad.yaml', text)));
    expect(error).toBeInstanceOf(ConfigError);
    const whole = `${error.where}\n${error.message}`;
    expect(whole).toContain(`bad.yaml${place}`);
    for (const words of said) expect(whole).toContain(words);
  });

  it('that is not there is said to be so', async () => {
    expect(await failureOf(() => readRecipe(at('nowhere.yaml')))).toMatchObject({name: 'ConfigError', next: 'Check --recipe.'});
  });
});
