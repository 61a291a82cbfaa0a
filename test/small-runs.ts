/** Small runs, checks and a pair to judge, the same on every machine and at every time: what pages are looked at with. */
import {spawnSync} from 'node:child_process';
import {cpSync, mkdirSync, readdirSync, utimesSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {askOf} from '../src/quality/preference/judgement.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
/** When all of it was written, as files have it. */
const WRITTEN = Date.UTC(2026, 2, 1, 9) / 1000;

const GAUSSIAN = `title: Two ways
data: {world: gaussian, mean: 1, sd: 2}
model: {kind: gaussian, variance: ml}
sample: {size: 25}
generations: 8
seeds: 12
arms:
  replace: {workflow: replace}
  accumulate: {workflow: accumulate}
measures: [mean, variance]
`;

const WORDS = `title: Lines of few words
data: {files: [words.txt], unit: line, holdout: 0.1}
model: {kind: ngram, order: 2, unit: word}
sample: {size: 300}
generations: 3
seeds: 1
arms: {replace: {workflow: replace}}
measures: [support]
`;

const JUDGED = `title: Judged by people
data: {files: [words.txt], unit: line, holdout: 0.1}
model: {kind: ngram, order: 2, unit: word}
sample: {size: 200}
generations: 2
seeds: 1
arms:
  judged: {workflow: replace, feedback: {kind: reweight, comparisons: 5, annotator: {kind: person, question: Which one?}}}
measures: [support]
`;

/** Pairs that are short, of one length and of another, and with more than one line. */
export const PAIRS = [
  [
    'The ferry leaves at nine, and the last one back is at six. Those who miss it sleep on the island.',
    'The ferry the ferry leaves the ferry at nine at nine, and the last one and the last one is at six.',
  ],
  ['Rain is likely. Take a coat.', 'It may well rain this afternoon, so it would be wise to bring a coat along when you go out.'],
  ['We thank the nation.\n\nWe thank it for its patience.', 'We thank the nation for its patience.'],
].map(([first, second]) => ({...askOf({first, second}), arm: 'judged', seed: 0, generation: 1}));

export interface SmallRuns {
  /** A folder of runs and of results of checks, for `genloss view`. */
  readonly runs: string;
  /** A run that waits for judgements of PAIRS, for `genloss label`. */
  readonly judged: string;
}

/** Writes all of it below a folder. */
export function writeSmallRuns(folder: string): SmallRuns {
  const [runs, judged] = [join(folder, 'runs'), join(folder, 'judged')];
  mkdirSync(runs, {recursive: true});
  const lines = Array.from({length: 120}, (_, i) => `line ${i % 7} of ${i % 5} words and ${['rain', 'wind', 'snow'][i % 3]}`);
  writeFileSync(join(folder, 'words.txt'), `${lines.join('\n')}\n`);
  for (const [name, yaml, code] of [
    ['two', GAUSSIAN, 0],
    ['words', WORDS, 0],
    ['judged', JUDGED, 75],
  ] as const) {
    writeFileSync(join(folder, `${name}.yaml`), yaml);
    run(folder, name, name === 'judged' ? judged : join(runs, name), code);
  }
  writeFileSync(join(judged, 'asks.jsonl'), PAIRS.map((pair) => `${JSON.stringify(pair)}\n`).join(''));
  cpSync(judged, join(runs, 'judged'), {recursive: true});
  for (const name of ['machine', 'people']) cpSync(join(root, `test/golden/formats/check-${name}.json`), join(runs, `${name}.json`));
  atOneTime(runs);
  return {runs, judged};
}

function run(folder: string, name: string, out: string, code: number): void {
  const args = [join(root, 'src/cli/main.ts'), 'run', `${name}.yaml`, '--out', out, '--keep', 'samples', '--quiet'];
  const done = spawnSync(process.execPath, args, {cwd: folder, encoding: 'utf8'});
  if (done.status !== code) throw new Error(`genloss run ${name}.yaml: exit code ${done.status}\n${done.stderr}`);
}

/** An hour apart, in the order of their names. */
function atOneTime(runs: string): void {
  for (const [i, name] of readdirSync(runs).sort().entries()) {
    const path = join(runs, name);
    const below = name.endsWith('.json') ? [] : (readdirSync(path, {recursive: true}) as string[]).map((file) => join(path, file));
    for (const file of [...below, path]) utimesSync(file, WRITTEN + 3600 * i, WRITTEN + 3600 * i);
  }
}
