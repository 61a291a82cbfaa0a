/**
 * Resident memory of commands at its highest, against a budget: what may be promised to who runs genloss on a small machine. One run each; the
 * budgets hold at any size of the corpus, so larger ones are tried too (GENLOSS_BENCH_LARGE=1: 1 GB).
 */
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {Case} from './case.ts';
import {corpusFile} from './corpus.ts';
import {timed} from './timed.ts';

const CLI = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));

/** MB: what was measured on the first machine, and a quarter more. Two threads are taken where they pay: at 1 GB, not at 64 MB. */
export const BUDGETS = {profile: 260, profileOfTwo: 360, check: 320, curate: 300, run: 600} as const;

export async function memoryCases(): Promise<Case[]> {
  const folder = mkdtempSync(join(tmpdir(), 'genloss-bench-memory-'));
  try {
    const sizes = process.env.GENLOSS_BENCH_LARGE === '1' ? [64, 1000] : [64];
    const cases: Case[] = [];
    for (const size of sizes) cases.push(...(await ofCorpus(size, folder)));
    const experiment = ['run', 'speeches', '--seeds', '2', '--workers', '1', '--quiet', '--out', join(folder, 'run')];
    return [...cases, peak('run speeches, 2 lineages at a time', BUDGETS.run, experiment)];
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

async function ofCorpus(size: number, folder: string): Promise<Case[]> {
  const [lines, records] = [await corpusFile('lines', size), await corpusFile('jsonl', size)];
  const [a, b, recipe, out] = ['a.profile', 'b.profile', 'recipe.yaml', 'curated'].map((name) => join(folder, name));
  writeFileSync(recipe, 'steps: [duplicates, {dedupe: {kind: near, similarity: 0.5}}]\n');
  const profile = (data: string, to: string, workers: string) => [
    'profile',
    data,
    '--unit',
    'line',
    '--workers',
    workers,
    '--quiet',
    '-o',
    to,
  ];
  const cases = [
    peak(`profile, ${size} MB, 1 worker`, BUDGETS.profile, profile(lines, a, '1')),
    peak(`profile, ${size} MB of JSON lines, at most 2 workers`, BUDGETS.profileOfTwo, [
      'profile',
      records,
      '--workers',
      '2',
      '--quiet',
      '-o',
      b,
    ]),
    peak(`check of two profiles of ${size} MB`, BUDGETS.check, ['check', a, '--reference', b, '--json']),
    peak(`curate near duplicates, ${size} MB, 1 worker`, BUDGETS.curate, [
      'curate',
      lines,
      '--unit',
      'line',
      '--recipe',
      recipe,
      '--workers',
      '1',
      '--quiet',
      '-o',
      out,
    ]),
  ];
  rmSync(out, {recursive: true, force: true});
  return cases;
}

function peak(name: string, budget: number, args: readonly string[]): Case {
  const {peak: value} = timed(process.execPath, [CLI, ...args], {statuses: [0, 1, 2]});
  if (value === undefined) throw new Error('the memory of a command is measured by GNU time, which is not at /usr/bin/time');
  return {
    case: `${name}: peak memory (less is better)`,
    value,
    unit: 'MB',
    peer: 'its budget',
    peerValue: budget,
    ratio: value / budget,
    budget,
  };
}
