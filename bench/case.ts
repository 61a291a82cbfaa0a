/**
 * What a benchmark reports, and how one is taken: ours and the peer's runs alternate on the same machine, and medians are compared.
 */
import {execFileSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import type {Machine} from './machine.ts';

export interface Case {
  /** What is measured. */
  case: string;
  /** Ours, median of the runs. */
  value: number;
  /** What value and peerValue count: more is better. */
  unit: string;
  /** What it is held against; absent where it is not installed. */
  peer?: string;
  peerValue?: number;
  /** value / peerValue */
  ratio?: number;
  /** The most that `value` may be. */
  budget?: number;
}

/** What one run of a suite prints with `--json`. */
export interface Results {
  readonly name: string;
  readonly machine?: Machine;
  readonly cases: readonly Case[];
}

export interface Contest {
  readonly name: string;
  readonly unit: string;
  /** One run of ours: units a second. */
  ours(): number;
  readonly peers: readonly Peer[];
}

export interface Peer {
  readonly name: string;
  /** One run: units a second, or undefined where the peer is not installed. */
  run(): number | undefined;
}

/** Runs of each that are counted, in turn; `GENLOSS_BENCH_ROUNDS` says another number. */
export const ROUNDS: number = roundsOf(process.env.GENLOSS_BENCH_ROUNDS);

function roundsOf(given = '5'): number {
  const rounds = Number(given);
  if (!(Number.isInteger(rounds) && rounds >= 1)) throw new Error(`GENLOSS_BENCH_ROUNDS is a whole number from 1, got ${given}`);
  return rounds;
}

/** Runs ours and the peers in turn and compares medians: one case a peer, or one without where no peer is installed. */
export function contest({name, unit, ours, peers}: Contest): Case[] {
  ours();
  const own: number[] = [];
  const others = new Map<Peer, number[]>(peers.map((peer) => [peer, []]));
  for (let run = 0; run < ROUNDS; run++) {
    own.push(ours());
    for (const [peer, values] of others) {
      const value = peer.run();
      if (value !== undefined) {
        values.push(value);
        continue;
      }
      process.stderr.write(`bench: ${name}: peer ${peer.name} is not installed and left out; bench/README.md says how to install it\n`);
      others.delete(peer);
    }
  }
  const value = median(own);
  const cases = [...others].map(([peer, values]) => ({
    case: name,
    value,
    unit,
    peer: peer.name,
    peerValue: median(values),
    ratio: value / median(values),
  }));
  return cases.length > 0 ? cases : [{case: name, value, unit}];
}

export function table(cases: readonly Case[]): string {
  const rows = cases.map((c) => [
    c.case,
    `${amount(c.value)} ${c.unit}`,
    c.peer ?? '',
    c.peerValue === undefined ? '' : amount(c.peerValue),
    c.ratio === undefined ? '' : `${c.ratio.toFixed(2)} x`,
  ]);
  const lines = [['case', 'ours', 'peer', 'its', 'ratio'], ...rows];
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const padded = (line: readonly string[]): string => line.map((cell, column) => cell.padEnd(widths[column])).join('  ');
  return lines.map((line) => `${padded(line).trimEnd()}\n`).join('');
}

export function amount(value: number): string {
  return value >= 1e6 ? `${(value / 1e6).toFixed(2)} M` : value.toPrecision(4);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

const PYTHON = fileURLToPath(new URL('peers/.venv/bin/python', import.meta.url));
const ONE_THREAD = {OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1', LOKY_MAX_CPU_COUNT: '1'};

/** A peer in Python: `bench/peers/SCRIPT ARGS` prints units a second as its last line; exit status 3: not installed. */
export function pythonPeer(name: string, script: string, ...args: string[]): Peer {
  return {
    name,
    run() {
      if (!existsSync(PYTHON)) return undefined;
      const path = fileURLToPath(new URL(`peers/${script}`, import.meta.url));
      try {
        const output = execFileSync(PYTHON, [path, ...args], {
          encoding: 'utf8',
          env: {...process.env, ...ONE_THREAD},
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        return Number(output.trim().split('\n').at(-1));
      } catch (error) {
        if ((error as {status?: number}).status === 3) return undefined;
        throw error;
      }
    },
  };
}
