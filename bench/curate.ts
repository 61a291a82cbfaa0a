/**
 * `genloss curate`: how fast it finds near duplicates and how much memory it takes, and how many of those it finds that comparing every
 * document with every kept one does; beside datasketch's MinHash LSH.
 *
 * Ours is the whole command, start and files included, with one worker; datasketch is Python, its import not counted. Both by processor
 * time. The corpus: the guard's, of which one document in five comes again with up to 25% of its words changed.
 * GENLOSS_BENCH_LARGE=1 adds 1 GB. `node bench/curate.ts` prints the cases.
 */
import {execFileSync, spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {Stream} from '../src/core/random/stream.ts';
import {reaches} from '../src/quality/dedupe.ts';
import {DocumentScan} from '../src/quality/document-scan.ts';
import {type Case, median, ROUNDS} from './case.ts';
import {corpusFile} from './corpus.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const CLI = here('../src/cli/main.ts');
const PYTHON = here('peers/.venv/bin/python');
const PEER = here('peers/dedup_datasketch.py');
const TIME = '/usr/bin/time';
const SIMILARITY = 0.5;

interface Run {
  /** MB of text a second of processor time; undefined where GNU time is missing. */
  readonly speed?: number;
  readonly peak?: number;
  readonly dropped: ReadonlySet<number>;
}

export async function curateCases(): Promise<Case[]> {
  const folder = mkdtempSync(join(tmpdir(), 'genloss-bench-'));
  try {
    const recipe = join(folder, 'recipe.yaml');
    writeFileSync(recipe, `steps: [duplicates, {dedupe: {kind: near, similarity: ${SIMILARITY}}}]\n`);
    const small = await withCopies(folder, 8);
    const truth = bruteForce(small);
    const runs: {ours: Run[]; peer: Run[]} = {ours: [], peer: []};
    for (let round = 0; round < ROUNDS; round++) {
      runs.ours.push(ours(small, recipe, folder));
      const peer = datasketch(small);
      if (peer !== undefined) runs.peer.push(peer);
    }
    const cases = [
      speedCase('curate near duplicates, 8 MB with 20% copies, 1 worker, processor time', runs),
      ...(await largerCases(folder, recipe)),
      ...accuracyCases(truth, runs),
      ...sizeCases('64 MB', ours(await corpusFile('lines', 64), recipe, folder)),
    ];
    if (process.env.GENLOSS_BENCH_LARGE === '1') cases.push(...sizeCases('1000 MB', ours(await corpusFile('lines', 1000), recipe, folder)));
    return cases;
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

/** Where a command's start, which is half of its time at 8 MB, is a tenth. One round: datasketch takes 20 seconds. */
async function largerCases(folder: string, recipe: string): Promise<Case[]> {
  const file = await withCopies(folder, 64);
  const own = ours(file, recipe, folder);
  const peer = datasketch(file);
  if (own.speed === undefined) return [];
  return [
    speedCase('curate near duplicates, 64 MB with 20% copies, 1 worker, processor time', {
      ours: [own],
      peer: peer === undefined ? [] : [peer],
    }),
  ];
}

async function withCopies(folder: string, megabytes: number): Promise<string> {
  const lines = readFileSync(await corpusFile('lines', megabytes), 'utf8')
    .trimEnd()
    .split('\n');
  const stream = Stream.root(1).fork('copies');
  const words = lines.slice(0, 200).flatMap((line) => line.split(' '));
  const copies = lines
    .filter((_, i) => i % 5 === 0)
    .map((line) => {
      const rate = 0.25 * stream.float();
      return line
        .split(' ')
        .map((word) => (stream.float() < rate ? words[stream.below(words.length)] : word))
        .join(' ');
    });
  const path = join(folder, 'copies.txt');
  writeFileSync(path, `${[...lines, ...copies].join('\n')}\n`);
  return path;
}

/** Numbers of the documents that repeat a kept one, all compared with all. */
function bruteForce(path: string): Set<number> {
  const scan = new DocumentScan();
  const kept: Uint32Array[] = [];
  const dropped = new Set<number>();
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .forEach((line, number) => {
      const bytes = Buffer.from(line);
      scan.read(bytes, 0, bytes.length);
      const set = scan.shingles();
      if (set.length > 0 && kept.some((other) => reaches(set, other, SIMILARITY))) dropped.add(number);
      else kept.push(set);
    });
  return dropped;
}

function ours(file: string, recipe: string, folder: string): Run {
  const out = join(folder, 'out');
  const command = [process.execPath, CLI, 'curate', file, '--unit', 'line', '--recipe', recipe, '-o', out, '--quiet', '--workers', '1'];
  const timed = existsSync(TIME);
  const done = timed
    ? spawnSync(TIME, ['-f', '%U %S %M', ...command], {encoding: 'utf8'})
    : spawnSync(command[0], command.slice(1), {encoding: 'utf8'});
  if (done.status !== 0) throw new Error(`curate failed: ${done.stderr}`);
  const dropped = new Set<number>();
  readFileSync(join(out, 'decisions.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .forEach((line, number) => {
      if (line.includes('"decision":"dropped"')) dropped.add(number);
    });
  rmSync(out, {recursive: true});
  if (!timed) return {dropped};
  const [user, system, kilobytes] = done.stderr.trim().split('\n').at(-1)!.split(' ').map(Number);
  return {speed: statSync(file).size / 1e6 / (user + system), peak: kilobytes / 1e3, dropped};
}

function datasketch(file: string): Run | undefined {
  if (!existsSync(PYTHON)) return leftOut();
  try {
    const env = {...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1'};
    const output = execFileSync(PYTHON, [PEER, file, String(SIMILARITY)], {
      encoding: 'utf8',
      env,
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [numbers, speed] = output.trimEnd().split('\n').slice(-2);
    return {speed: Number(speed), dropped: new Set(numbers.split(' ').filter(Boolean).map(Number))};
  } catch (error) {
    if ((error as {status?: number}).status === 3) return leftOut();
    throw error;
  }
}

function leftOut(): undefined {
  process.stderr.write('bench: curate: peer datasketch is not installed and left out; bench/README.md says how to install it\n');
  return undefined;
}

function speedCase(name: string, {ours: own, peer}: {ours: Run[]; peer: Run[]}): Case {
  const value = median(own.map(({speed}) => speed ?? Number.NaN));
  if (peer.length === 0) return {case: name, value, unit: 'MB/s'};
  const peerValue = median(peer.map(({speed}) => speed as number));
  return {case: name, value, unit: 'MB/s', peer: 'datasketch MinHash LSH, 128 permutations', peerValue, ratio: value / peerValue};
}

function accuracyCases(truth: ReadonlySet<number>, {ours: [own], peer: [peer]}: {ours: Run[]; peer: Run[]}): Case[] {
  const share = (of: ReadonlySet<number>, within: ReadonlySet<number>): number =>
    [...of].filter((number) => within.has(number)).length / of.size;
  const measures: [string, (dropped: ReadonlySet<number>) => number][] = [
    [`of ${truth.size} near duplicates that brute force finds, found`, (dropped) => share(truth, dropped)],
    ['of those found, that brute force finds', (dropped) => share(dropped, truth)],
  ];
  return measures.map(([name, read]) => {
    const value = read(own.dropped);
    if (peer === undefined) return {case: name, value, unit: 'share'};
    const peerValue = read(peer.dropped);
    return {case: name, value, unit: 'share', peer: 'datasketch MinHash LSH, 128 permutations', peerValue, ratio: value / peerValue};
  });
}

function sizeCases(size: string, {speed, peak}: Run): Case[] {
  if (speed === undefined || peak === undefined) return [];
  return [
    {case: `curate near duplicates, ${size}, 1 worker, processor time`, value: speed, unit: 'MB/s'},
    {case: `curate near duplicates, peak memory at ${size} (less is better)`, value: peak, unit: 'MB'},
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const {case: name, value, unit, peer, peerValue} of await curateCases())
    process.stdout.write(
      `${name}: ${value.toPrecision(4)} ${unit}${peer === undefined ? '' : `; ${peer}: ${peerValue?.toPrecision(4)}`}\n`,
    );
}
