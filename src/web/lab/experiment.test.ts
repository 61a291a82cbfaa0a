import {describe, expect, it} from 'vitest';
import {ConfigError} from '../../core/error.ts';
import {openExperiment} from './experiment.ts';

const YAML = `title: A small one
data: {world: gaussian, mean: 0, sd: 1}
model: {kind: gaussian, variance: ml}
sample: {size: 20}
generations: 3
seeds: 2
arms:
  files: {workflow: replace}
measures: [variance]
`;

const problemsOf = (text: string) => {
  try {
    openExperiment(text);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return undefined;
};

describe('the text of an experiment in a page', () => {
  it('is opened as the command line opens it; an arm may be called as it likes', () => {
    const {arms, experiment} = openExperiment(YAML, {sets: ['sample.size=30']});
    expect([arms[0].name, arms[0].sample?.size, experiment.seeds]).toEqual(['files', 30, 2]);
  });

  it('has its problems as data, each at its place', () => {
    expect(problemsOf(YAML.replace('sample:', 'sampel:').replace('seeds: 2', 'seeds: none'))).toEqual(
      expect.arrayContaining([
        {line: 4, column: 1, path: ['sampel'], message: expect.stringContaining('did you mean sample?')},
        {line: 6, column: 8, path: ['seeds'], message: expect.stringContaining('wanted a number')},
      ]),
    );
    expect(problemsOf('title: broken\ndata: [1, 2\nseeds: 3\n')).toEqual([
      {line: 3, column: 1, path: [], message: expect.stringContaining('not valid YAML')},
    ]);
  });

  it('may have a neural model, in a population too', () => {
    const model = '{kind: transformer, preset: tiny}';
    const neural = YAML.replace(/data: .*/, 'data: {corpus: speeches}')
      .replace('[variance]', '[support]')
      .replace(/model: .*/, `model: ${model}`);
    expect(problemsOf(neural)).toBeUndefined();
    const two = `population: {models: [{name: a, model: ${model}}, {name: b, model: {kind: ngram, order: 2, unit: word}}]}`;
    const mixed = neural.replace(/model: .*/, 'model: {kind: ngram, order: 2, unit: word}').replace('replace}', `replace, ${two}}`);
    expect(problemsOf(mixed)).toBeUndefined();
  });

  it('reads files that it is given, and no others', () => {
    const words = YAML.replace('{kind: gaussian, variance: ml}', '{kind: ngram, order: 2, unit: word}').replace('[variance]', '[support]');
    const two = words.replace(/data: .*/, 'data: {files: [a.txt, b.txt]}');
    expect(openExperiment(two, {files: ['a.txt', 'b.txt', 'c.txt']}).arms).toHaveLength(1);
    expect(() => openExperiment(two, {files: ['a.txt']})).toThrow(/it is given/);
  });

  it('asks for no files, programs or images of this machine', () => {
    const words = YAML.replace('{kind: gaussian, variance: ml}', '{kind: ngram, order: 2, unit: word}').replace('[variance]', '[support]');
    const speeches = words.replace(/data: .*/, 'data: {corpus: speeches}');
    const rules = 'quality: {rules: [{command: {run: [sh]}}]}';
    const recorded = 'feedback: {kind: best-of, candidates: 2, annotator: {kind: file, file: a.jsonl}}';
    for (const [text, path, line] of [
      [words.replace(/data: .*/, 'data: {files: [a.txt]}'), 'data.files', 2],
      [words.replace(/data: .*/, 'data: {corpus: speeches, holdout: {files: [a.txt]}}'), 'data.holdout.files', 2],
      [speeches.replace('replace}', `replace, ${rules}}`), 'arms.files.quality.rules.0.command', 8],
      [speeches.replace('replace}', `replace, ${recorded}}`), 'arms.files.feedback.annotator.file', 8],
      [
        speeches.replace('replace}', 'replace, feedback: {kind: reweight, annotator: {kind: person}}}'),
        'arms.files.feedback.annotator.kind',
        8,
      ],
      [
        speeches
          .replace('arms:', 'matrix: {feedback.annotator.file: [a.jsonl, b.jsonl]}\narms:')
          .replace('replace}', `replace, ${recorded}}`),
        'matrix.feedback.annotator.file',
        7,
      ],
    ] as const) {
      const found = problemsOf(text)!.map((problem) => [problem.path.join('.'), problem.line]);
      expect(found).toContainEqual([path, line]);
    }
  });
});
