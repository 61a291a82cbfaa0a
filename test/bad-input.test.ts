import {existsSync, mkdirSync, readdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {run} from '../src/cli/effects.test-input.ts';
import {temporaryFolder} from './command.ts';

const folder = temporaryFolder();
let number = 0;

const world = `title: Five categories
data: {world: categorical, probabilities: [0.4, 0.3, 0.2, 0.08, 0.02]}
model: {kind: categorical}
sample: {size: 30}
generations: 4
seeds: 20
arms:
  replace: {workflow: replace}
measures: [giniSimpson, support]
`;
const text = (files: string, more = '') => `title: text
data: {files: [${files}], unit: line${more}}
model: {kind: ngram, order: 2, unit: word}
sample: {size: same}
generations: 2
seeds: 1
arms: {a: {workflow: replace}}
measures: [support]
`;

/** Runs a YAML text; nothing may be left of a run that could not begin. */
async function runYaml(yaml: string, args: readonly string[] = []) {
  const name = `e${number++}`;
  const file = join(folder, `${name}.yaml`);
  writeFileSync(file, yaml);
  const out = join(folder, name);
  const done = await run(['run', file, '--out', out, ...args]);
  expect(done.err).not.toMatch(/^\s+at /m);
  expect(done.out).toBe('');
  expect(existsSync(join(out, 'results.jsonl'))).toBe(false);
  return {...done, file, out};
}

const data = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const lines = Array.from({length: 400}, (_, i) => `the ${i % 7} quick brown ${i % 13} fox jumps over ${i}`).join('\n');

describe('bad configuration leaves 64, says what and where, and writes nothing', () => {
  it.each([
    ['an unknown key', world.replace('sample:', 'sampel:'), [':4:1', 'unknown key "sampel"', 'did you mean sample?']],
    ['a wrong type', world.replace('generations: 4', 'generations: many'), [':5:14', 'generations', '"many"', 'wanted a number']],
    ['a share of 1.4', world.replace('{workflow: replace}', '{workflow: {mix: 1.4}}'), [':8:29', 'mix', '1.4']],
    ['zero seeds', world.replace('seeds: 20', 'seeds: 0'), [':6:8', 'seeds', 'at least 1']],
    ['probabilities that do not sum to one', world.replace('0.4,', '0.9,'), [':2:43', 'probabilities', '1.5']],
    ['YAML that is none', 'title: [unclosed\ndata: {', ['not valid YAML', ':2:']],
    ['a key given twice', `${world}seeds: 3\n`, ['seeds', ':10:']],
    [
      'two problems at once',
      world.replace('seeds: 20', 'seeds: 0').replace('categorical}', 'gauss}'),
      ['2 problems', 'seeds', 'model.kind'],
    ],
  ])('%s', async (_, yaml, words) => {
    const {code, err, out} = await runYaml(yaml);
    expect(code).toBe(64);
    for (const word of words) expect(err).toContain(word);
    expect(existsSync(out)).toBe(false);
  });

  it('an override that is wrong', async () => {
    const {code, err} = await runYaml(world, ['--set', 'arms.replace.workflow=acumulate']);
    expect(code).toBe(64);
    expect(err).toContain('--set arms.replace.workflow');
  });

  it('an experiment that is not there, a command that is not there, an option that is not there', async () => {
    const none = await run(['run', 'nowhere.yaml']);
    expect([none.code, none.err.includes('nowhere.yaml'), none.err.includes('`genloss list`')]).toEqual([64, true, true]);
    expect((await run(['frobnicate'])).code).toBe(64);
    expect((await run(['run', 'gaussian', '--frob'])).code).toBe(64);
    expect((await run(['run', 'gaussian', '--seeds', '-3'])).code).toBe(64);
    expect((await run(['show', 'nowhere'])).code).toBe(64);
  });
});

describe('bad data leaves 65, says which file, and writes nothing', () => {
  it.each([
    ['a missing file', () => text('nowhere.txt'), ['nowhere.txt']],
    ['an empty file', () => text(data('empty.txt', '')), ['empty.txt']],
    ['only white space', () => text(data('blank.txt', ' \n\n \t\n')), ['blank.txt']],
    [
      'invalid UTF-8',
      () => text(data('latin1.txt', Buffer.concat([Buffer.from(`${lines}\n`), Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x0a])]))),
      ['latin1.txt', 'UTF-8'],
    ],
    ['a truncated gzip', () => text(data('cut.txt.gz', gzipSync(lines).subarray(0, 300))), ['cut.txt.gz', 'truncated']],
    [
      'a corpus smaller than the sample',
      () => text(data('small.txt', lines)).replace('size: same', 'size: 1000000'),
      ['small.txt', '1,000,000'],
    ],
    ['too few documents for a holdout', () => text(data('one.txt', 'one line of text')), ['one.txt', '1 document']],
    [
      'fresh text that runs out',
      () =>
        text(data('short.txt', lines), ', reserve: 0.05')
          .replace('generations: 2', 'generations: 9')
          .replace('{workflow: replace}', '{workflow: replace, enrichment: {share: 0.3}}'),
      ['short.txt', 'generation 2'],
    ],
    [
      'a model that comes to write nothing but ends',
      () =>
        text(data('ends.txt', Array.from({length: 60}, (_, i) => `word${i % 17} and word${i % 13}`).join('\n')))
          .replace('order: 2', 'order: 3, topP: 0.5')
          .replace('generations: 2', 'generations: 6')
          .replace('size: same', 'size: 20'),
      ['generation ', 'writes empty documents alone', 'Raise temperature, topP or topK'],
    ],
  ])('%s', async (_, yaml, words) => {
    const {code, err} = await runYaml(yaml());
    expect(err).toContain(words[0]);
    for (const word of words) expect(err).toContain(word);
    expect(code).toBe(65);
  });

  it('a folder that is no run directory has no report', async () => {
    const done = await run(['report', folder]);
    expect([done.code, done.err.includes('not a run directory')]).toEqual([65, true]);
  });
});

describe('output that cannot be written leaves 73', () => {
  it('where a file is in the way of the folder', async () => {
    const file = data('in-the-way', 'x');
    const yaml = data('way.yaml', world);
    const done = await run(['run', yaml, '--out', join(file, 'run')]);
    expect([done.code, done.err.includes('in-the-way')]).toEqual([73, true]);
  });

  it('where the folder holds something else', async () => {
    const place = join(folder, 'foreign');
    mkdirSync(place);
    writeFileSync(join(place, 'thesis.tex'), 'mine');
    const done = await run(['run', data('foreign.yaml', world), '--out', place]);
    expect([done.code, done.err.includes('thesis.tex')]).toEqual([73, true]);
    expect(readdirSync(place)).toEqual(['thesis.tex']);
  });
});
