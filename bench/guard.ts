/**
 * The guard: `genloss profile` held against a C program that makes the same pass, `wc -w`, and what Python offers; its memory; a check.
 *
 * Ours is the whole command, start and file included; so are the C program and wc. Runs alternate, and medians are compared, by the clock
 * and by processor time (of all threads), which a busy machine disturbs less. Python's are single runs on slices, by processor time, their
 * start not counted.
 * GENLOSS_BENCH_LARGE=1 adds a corpus of 1 GB. `node bench/guard.ts [passes] [python] [check] [large]` prints the cases of these parts.
 */
import {existsSync, mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {speechFiles} from '../src/node/read/speeches.ts';
import {kernelName} from '../src/node/scan/kernel.ts';
import {type Case, median, pythonPeer, ROUNDS} from './case.ts';
import {CORPORA, corpusFile} from './corpus.ts';
import {type PassPeer, passPeers} from './pass-peers.ts';
import {type Run, TIME, timed} from './timed.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const CLI = here('../src/cli/main.ts');
const SMALL = 64;
const LARGE = 1000;

type Part = 'passes' | 'python' | 'check' | 'large';
const PARTS: readonly Part[] = ['passes', 'python', 'check', 'large'];

export async function guardCases(parts: readonly string[] = wantedParts()): Promise<Case[]> {
  const folder = mkdtempSync(join(tmpdir(), 'genloss-bench-'));
  if (!existsSync(TIME)) note('GNU time is not at /usr/bin/time: peak memory and processor time are left out');
  if (kernelName() !== 'webassembly') note('the WebAssembly kernel is not built, so this is the plain one: node scripts/kernel.ts');
  try {
    const bench = new GuardBench(folder, await corpusFile('lines', SMALL), await corpusFile('jsonl', SMALL));
    const cases: Case[] = [];
    for (const part of PARTS) if (parts.includes(part)) cases.push(...(await bench[part]()));
    return cases;
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

function wantedParts(): readonly Part[] {
  if (process.env.GENLOSS_BENCH_LARGE === '1') return PARTS;
  note(`the corpus of ${LARGE} MB is left out; GENLOSS_BENCH_LARGE=1 takes it in`);
  return PARTS.filter((part) => part !== 'large');
}

class GuardBench {
  private readonly folder: string;
  private readonly lines: string;
  private readonly jsonl: string;
  private readonly programs = passPeers(note);
  /** Of the small corpus with one worker, once there are any. */
  private runs?: readonly Run[];

  constructor(folder: string, lines: string, jsonl: string) {
    this.folder = folder;
    this.lines = lines;
    this.jsonl = jsonl;
  }

  private profile(sources: readonly string[], workers: number, output = 'out.profile'): Run {
    const unit = sources[0].startsWith(CORPORA) && sources[0].endsWith('.txt') ? ['--unit', 'line'] : [];
    const flags = [...unit, '--workers', String(workers), '--quiet', '-o', join(this.folder, output)];
    return timed(process.execPath, [CLI, 'profile', ...sources, ...flags]);
  }

  /** Speed and memory on the small corpus: ours, of lines and of JSON lines, with one and two workers, and the compiled peers. */
  passes(): Case[] {
    const {lines, jsonl, programs} = this;
    const peers = [...programs, {name: 'wc -w', run: (file: string) => timed('wc', ['-w', file], {env: {LC_ALL: 'C.UTF-8'}})}];
    const [ours, two, json, ...others] = alternate([
      () => this.profile([lines], 1),
      () => this.profile([lines], 2),
      () => this.profile([jsonl], 1),
      ...peers.map((peer) => () => peer.run(lines)),
    ]);
    const own = speed(lines, ours);
    this.runs = ours;
    const cases = others.flatMap((runs, i) =>
      speedCases(`profile, ${SMALL} MB of lines, 1 worker`, lines, ours, {name: peers[i].name, runs}),
    );
    if (others.length === 0) cases.push({case: `profile, ${SMALL} MB of lines, 1 worker`, value: own, unit: 'MB/s'});
    return [
      ...cases,
      {case: `profile, ${SMALL} MB of JSON lines, 1 worker`, value: speed(jsonl, json), unit: 'MB/s'},
      compared(`profile, ${SMALL} MB of lines, at most 2 workers`, speed(lines, two), 'MB/s', {name: 'ours, 1 worker', value: own}),
      ...peakCases(`profile, peak memory at ${SMALL} MB, 1 worker`, ours, peerOf(programs, others)),
      ...peakCases(`profile, peak memory at ${SMALL} MB, 2 workers`, two, {name: 'ours, 1 worker', runs: ours}),
    ];
  }

  /** Slices, one run each: their speed does not depend on the size but for memory, and they are slow. */
  async python(): Promise<Case[]> {
    const four = await corpusFile('lines', 4);
    const one = await corpusFile('lines', 1);
    const peers = [
      pythonPeer('diversity, n-grams', 'profile_diversity.py', 'ngrams', four),
      pythonPeer('diversity, compression', 'profile_diversity.py', 'compression', four),
      pythonPeer('diversity, n-grams, self-repetition, compression', 'profile_diversity.py', 'all', one),
      pythonPeer('datatrove DocStats', 'profile_datatrove.py', 'DocStats', four),
      pythonPeer('datatrove WordStats', 'profile_datatrove.py', 'WordStats', one),
      pythonPeer('Python Counters', 'profile_counters.py', four),
    ];
    const own = processorSpeed(this.lines, this.runs ?? [this.profile([this.lines], 1)]);
    note('Python peers run once each, on slices of 4 MB, and of 1 MB where they are slow');
    return peers.flatMap((peer) => {
      const value = peer.run();
      if (value === undefined) note(`peer ${peer.name} is not installed and left out; bench/README.md says how to install it`);
      const name = `profile, ${SMALL} MB of lines, 1 worker, processor time`;
      return value === undefined ? [] : [compared(name, own, 'MB/s', {name: peer.name, value})];
    });
  }

  /** What a command costs before it works, a check of profiles, and how large they are. */
  async check(): Promise<Case[]> {
    const tiny = join(this.folder, 'tiny.txt');
    writeFileSync(tiny, 'One line to read.\n');
    const speeches = await speechFiles();
    this.profile([this.lines], 1, 'lines.profile');
    this.profile([this.jsonl], 1, 'jsonl.profile');
    const every = (rest: number) => speeches.filter((_, i) => i % 2 === rest);
    this.profile(every(0), 1, 'even.profile');
    this.profile(every(1), 1, 'odd.profile');
    timed(process.execPath, [CLI, 'profile', ...speeches, '--quiet', '-o', join(this.folder, 'speeches.profile')]);
    const [start, halves, corpora] = alternate([
      () => this.profile([tiny], 1),
      () => this.checkOnce('even.profile', 'odd.profile'),
      () => this.checkOnce('lines.profile', 'jsonl.profile'),
    ]).map((runs) => 1000 * median(runs.map(({seconds}) => seconds)));
    const megabytes = (name: string) => statSync(join(this.folder, name)).size / 1e6;
    return [
      {case: 'profile of one line: the command itself (less is better)', value: start, unit: 'ms'},
      {case: 'check of profile against profile, halves of the speeches (less is better)', value: halves, unit: 'ms'},
      {case: `check of profile against profile, ${SMALL} MB each (less is better)`, value: corpora, unit: 'ms'},
      {case: 'size of the profile, speeches (less is better)', value: megabytes('speeches.profile'), unit: 'MB'},
      {case: `size of the profile, ${SMALL} MB (less is better)`, value: megabytes('lines.profile'), unit: 'MB'},
    ];
  }

  private checkOnce(candidate: string, reference: string): Run {
    const [data, against] = [candidate, reference].map((name) => join(this.folder, name));
    return timed(process.execPath, [CLI, 'check', data, '--reference', against, '--json'], {statuses: [0, 1, 2]});
  }

  /** One run each. */
  async large(): Promise<Case[]> {
    const file = await corpusFile('lines', LARGE);
    const one = [this.profile([file], 1)];
    const two = [this.profile([file], 2)];
    const small = [this.profile([this.lines], 1)];
    const {programs} = this;
    const others = programs.map(({run}) => [run(file)]);
    const name = `profile, ${LARGE} MB of lines`;
    return [
      ...others.flatMap((runs, i) => speedCases(`${name}, 1 worker`, file, one, {name: programs[i].name, runs})),
      compared(`${name}, 2 workers`, speed(file, two), 'MB/s', {name: 'ours, 1 worker', value: speed(file, one)}),
      ...peakCases(`profile, peak memory at ${LARGE} MB, 1 worker`, one, peerOf(programs, others)),
      ...peakCases(`profile, peak memory at ${LARGE} MB, 2 workers`, two, {name: 'ours, 1 worker', runs: one}),
      ...peakCases(`profile, peak memory at ${LARGE} MB, 1 worker`, one, {name: `ours at ${SMALL} MB`, runs: small}),
    ];
  }
}

/** Each once to warm up, then all in turn, ROUNDS times. */
function alternate(runs: readonly (() => Run)[]): Run[][] {
  for (const run of runs) run();
  const taken: Run[][] = runs.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, run] of runs.entries()) taken[i].push(run());
  }
  return taken;
}

interface Rival {
  readonly name: string;
  readonly runs: readonly Run[];
}

function speed(file: string, runs: readonly Run[]): number {
  return statSync(file).size / 1e6 / median(runs.map(({seconds}) => seconds));
}

/** By the clock where GNU time is not there. */
function processorSpeed(file: string, runs: readonly Run[]): number {
  return statSync(file).size / 1e6 / median(runs.map(({processor, seconds}) => processor ?? seconds));
}

/** By the clock, and by processor time where it is known. */
function speedCases(name: string, file: string, ours: readonly Run[], {name: peer, runs}: Rival): Case[] {
  const cases = [compared(name, speed(file, ours), 'MB/s', {name: peer, value: speed(file, runs)})];
  if (ours[0].processor === undefined) return cases;
  const value = processorSpeed(file, runs);
  return [...cases, compared(`${name}, processor time`, processorSpeed(file, ours), 'MB/s', {name: peer, value})];
}

function peakCases(name: string, ours: readonly Run[], rival: Rival | undefined): Case[] {
  if (ours[0].peak === undefined) return [];
  const [value, peer] = [ours, rival?.runs ?? []].map((runs) => Math.max(...runs.map(({peak}) => peak ?? 0)));
  return [compared(`${name} (less is better)`, value, 'MB', rival && {name: rival.name, value: peer})];
}

/** The first of the peers with its runs. */
function peerOf(peers: readonly PassPeer[], runs: readonly Run[][]): Rival | undefined {
  return peers.length > 0 ? {name: peers[0].name, runs: runs[0]} : undefined;
}

function compared(name: string, value: number, unit: string, peer?: {name: string; value: number}): Case {
  if (peer === undefined) return {case: name, value, unit};
  return {case: name, value, unit, peer: peer.name, peerValue: peer.value, ratio: value / peer.value};
}

function note(text: string): void {
  process.stderr.write(`bench: guard: ${text}\n`);
}

if (process.argv[1] === here('guard.ts')) {
  const parts = process.argv.slice(2);
  console.table(await guardCases(parts.length > 0 ? parts : undefined));
}
