/**
 * How time and memory grow with the size of what a command is given: `node bench/scaling.ts [FAMILY...] [--sizes N] [--html FILE] [--json]`.
 *
 * Families: profile (megabytes of text), check (megabytes on either side, as profiles), run (lineages), curate (documents), ngram (words).
 * Every point is one run of the whole command with one worker, and with two where there is a family for that; peers beside where there are
 * any. The exponent is the slope of the time over the larger half of the sizes on logarithmic axes: 1 is linear. `--sizes` takes that many of the
 * smallest sizes alone. All of them take an hour and 10 GB of disk in bench/peers/build.
 */
import {mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {corpusFile} from './corpus.ts';
import {type Growth, growthTable, type Line} from './growth.ts';
import {described, thisMachine} from './machine.ts';
import {passPeers} from './pass-peers.ts';
import {type Run, timed} from './timed.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const CLI = here('../src/cli/main.ts');
const WORDS_A_DOCUMENT = 50;
const NEAR = 'steps: [duplicates, {dedupe: {kind: near, similarity: 0.5}}]\n';

interface Family {
  readonly unit: string;
  readonly sizes: readonly number[];
  /** Ours first. */
  readonly lines: readonly {readonly name: string; run(size: number): Run | Promise<Run>}[];
}

const genloss = (...args: readonly string[]): Run => timed(process.execPath, [CLI, ...args], {statuses: [0, 1, 2]});

export function families(folder: string): Record<string, Family> {
  const out = (name: string): string => join(folder, name);
  const profile = async (size: number, workers: number, to = out('made.profile')): Promise<Run> =>
    genloss('profile', await corpusFile('lines', size), '--unit', 'line', '--workers', String(workers), '--quiet', '-o', to);
  return {
    profile: {
      unit: 'MB of text',
      sizes: [1, 4, 16, 64, 256, 1000, 4000],
      lines: [
        {name: '1 worker', run: (size) => profile(size, 1)},
        {name: '2 workers', run: (size) => profile(size, 2)},
        ...passPeers(say).map(({name, run}) => ({name, run: async (size: number) => run(await corpusFile('lines', size))})),
      ],
    },
    check: {
      unit: 'MB of text a side',
      sizes: [4, 16, 64, 256, 1000],
      lines: [{name: 'two profiles', run: (size) => checked(size, folder, profile)}],
    },
    run: {
      unit: 'lineages',
      sizes: [10, 100, 1000, 10_000, 100_000],
      lines: [1, 2].map((workers) => ({
        name: `${workers} worker${workers === 1 ? '' : 's'}`,
        run: (size: number) => gaussianRun(size, workers, out(`run-${workers}`)),
      })),
    },
    curate: {
      unit: 'documents of 50 words',
      sizes: [1000, 10_000, 100_000, 1_000_000],
      lines: [1, 2].map((workers) => ({
        name: `exact and near, ${workers} worker${workers === 1 ? '' : 's'}`,
        run: (size: number) => curated(size, workers, folder),
      })),
    },
    ngram: {
      unit: 'words',
      sizes: [10_000, 100_000, 1_000_000, 10_000_000],
      lines: [{name: 'one generation of order 3', run: (size) => ngramRun(size, folder)}],
    },
  };
}

async function checked(size: number, folder: string, profile: (size: number, workers: number, to: string) => Promise<Run>): Promise<Run> {
  const [a, b] = ['a', 'b'].map((name) => join(folder, `${name}-${size}.profile`));
  await profile(size, 1, a);
  genloss('profile', await corpusFile('jsonl', size), '--workers', '1', '--quiet', '-o', b);
  return genloss('check', a, '--reference', b, '--json');
}

function gaussianRun(seeds: number, workers: number, to: string): Run {
  rmSync(to, {recursive: true, force: true});
  const run = genloss('run', 'gaussian', '--seeds', `${seeds}`, '--generations', '10', '--workers', `${workers}`, '--quiet', '--out', to);
  rmSync(to, {recursive: true, force: true});
  return run;
}

async function curated(documents: number, workers: number, folder: string): Promise<Run> {
  const recipe = join(folder, 'recipe.yaml');
  writeFileSync(recipe, NEAR);
  const to = join(folder, 'curated');
  const file = await documentsFile(documents, folder);
  const run = genloss('curate', file, '--unit', 'line', '--recipe', recipe, '--workers', `${workers}`, '--quiet', '-o', to);
  rmSync(to, {recursive: true, force: true});
  return run;
}

async function ngramRun(words: number, folder: string): Promise<Run> {
  const to = join(folder, 'ngram');
  const experiment = join(folder, 'ngram.yaml');
  const file = await documentsFile(Math.ceil(words / WORDS_A_DOCUMENT), folder);
  writeFileSync(
    experiment,
    `title: n-grams\ndata: {files: [${JSON.stringify(file)}], unit: line, holdout: 0.01}\nmodel: {kind: ngram, order: 3, unit: word}\n` +
      `sample: {size: same}\ngenerations: 1\nseeds: 1\narms: {alone: {workflow: replace}}\nmeasures: [support]\n`,
  );
  const run = genloss('run', experiment, '--workers', '1', '--quiet', '--out', to);
  rmSync(to, {recursive: true, force: true});
  return run;
}

/** So many lines of the corpus's words, cut as they come. */
async function documentsFile(documents: number, folder: string): Promise<string> {
  const file = join(folder, `documents-${documents}.txt`);
  if (statSync(file, {throwIfNoEntry: false})) return file;
  // six bytes a word, and some to spare
  const corpus = readFileSync(await corpusFile('lines', Math.max(1, Math.ceil((documents * WORDS_A_DOCUMENT * 6.5) / 1e6))), 'latin1');
  const words = corpus.split(/\s+/, documents * WORDS_A_DOCUMENT);
  const lines = Array.from({length: documents}, (_, i) => words.slice(WORDS_A_DOCUMENT * i, WORDS_A_DOCUMENT * (i + 1)).join(' '));
  writeFileSync(file, `${lines.join('\n')}\n`, 'latin1');
  return file;
}

async function grown(name: string, {unit, sizes, lines}: Family, most: number): Promise<Growth> {
  const points = lines.map((): Line['points'][number][] => []);
  for (const size of sizes.slice(0, most)) {
    for (const [i, line] of lines.entries()) {
      const {seconds, peak} = await line.run(size);
      points[i].push({size, seconds, ...(peak !== undefined && {megabytes: peak})});
      say(`${name} ${line.name}, ${size} ${unit}: ${seconds.toFixed(2)} s${peak === undefined ? '' : `, ${peak.toFixed(0)} MB`}`);
    }
  }
  return {family: name, unit, lines: lines.map(({name: line}, i) => ({name: line, points: points[i]}))};
}

const say = (text: string): void => void process.stderr.write(`bench: scaling: ${text}\n`);

async function main(): Promise<void> {
  const {values, positionals} = parseArgs({
    options: {sizes: {type: 'string'}, html: {type: 'string'}, json: {type: 'boolean'}},
    allowPositionals: true,
  });
  const folder = mkdtempSync(join(tmpdir(), 'genloss-scaling-'));
  try {
    const known = families(folder);
    const wanted = positionals.length > 0 ? positionals : Object.keys(known);
    const unknown = wanted.find((name) => !Object.hasOwn(known, name));
    if (unknown !== undefined) {
      say(`no family is called ${unknown}: wanted some of ${Object.keys(known).join(', ')}`);
      process.exitCode = 64;
      return;
    }
    const all: Growth[] = [];
    for (const name of wanted) all.push(await grown(name, known[name], Number(values.sizes ?? Infinity)));
    const machine = thisMachine();
    process.stdout.write(values.json ? `${JSON.stringify({machine, growth: all})}\n` : `${described(machine)}\n\n${growthTable(all)}`);
    if (values.html !== undefined) writeFileSync(values.html, await (await import('./scaling-page.ts')).growthPage(all, machine));
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

if (process.argv[1] === here('scaling.ts')) await main();
