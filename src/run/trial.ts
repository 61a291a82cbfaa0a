/**
 * What a run will take, before it starts: its beginning is tried. The first generations of one lineage of every arm are computed, kept nowhere,
 * and the rest follows from what the plan says of their cost.
 *
 *   seconds   of all lineages that are missing, one after another: those of the trial, times cost of all generations / cost of those tried
 *   rowBytes  of results.jsonl: the rows of a generation, times generations and seeds
 *   keptBytes of what the store keeps: its share of the rows' bytes, and what a lineage needs to go on where that is worth its room (room.ts)
 *   sampleBytes of kept samples, compressed
 *
 * edge     an arm whose first generation is estimated at more than the trial may take, or that asks a program of the user's or people, is not tried: its
 *          seconds are the plan's estimate
 * cost     at most about `limit` seconds and two generations an arm: the first also prepares what a lineage begins with, and says little of the rest
 */

import {type Arm, needsHistory} from '../lab/experiment/arm.ts';
import type {Experiment} from '../lab/experiment/schema.ts';
import type {RunCommand} from '../quality/command-rule.ts';
import {inProcess} from './executor.ts';
import {MemoryStore} from './memory-store.ts';
import {costOf, isStoredAlone} from './plan.ts';
import {asksPeople, bytesOfCarry, keptOf} from './room.ts';
import {type KeepSamples, sampleLines} from './samples.ts';
import type {TaskContext, TaskPorts} from './task.ts';
import {rowLines} from './unit.ts';

export interface TrialRequest {
  readonly experiment: Experiment;
  readonly context: TaskContext;
  readonly ports: Pick<TaskPorts, 'runtime'>;
  /** A clock. */
  readonly seconds: () => number;
  /** Words of an arm's corpus, or its records; 0 for worlds. */
  readonly words: (arm: Arm) => number;
  /** Seconds that the trial may take. */
  readonly limit: number;
  readonly keepsSamples?: boolean;
}

export interface ArmTrial {
  readonly arm: string;
  /** Generations that were computed; 0 where the arm was not tried. */
  readonly tried: number;
  /** Of one lineage. */
  readonly seconds: number;
  /** Of one lineage, in results.jsonl; undefined where the arm was not tried. */
  readonly rowBytes?: number;
  /** Of one lineage, in the store; undefined where the arm was not tried. */
  readonly keptBytes?: number;
  /** Of one lineage, as kept samples; undefined where the arm was not tried. */
  readonly sampleBytes?: number;
}

const LEAST_TRIED = 2;
const MOST_TRIED = 3;
/** An arm whose first generation takes this many times what it may is dearer than its estimate: one generation is enough of it. */
const FAR_OVER = 5;
/** What columns, compressed, take of the bytes of their lines: .07 of three experiments with points, a little more where lineages are short. */
const STORED_SHARE = 0.08;
/** What Zstandard leaves of samples as lines: of English text .4, of numbers .45. */
const COMPRESSED_SHARE = 0.45;

const encoder = new TextEncoder();

/** A program of the user's is not started to try. */
class Asked extends Error {}

const refuse: RunCommand = () => {
  throw new Asked('a trial asks no program');
};

export async function tryArms(request: TrialRequest): Promise<ArmTrial[]> {
  const {context, limit} = request;
  const trials: ArmTrial[] = [];
  for (const number of context.arms.keys()) trials.push(await tryArm(number, limit / context.arms.length, request));
  return trials;
}

async function tryArm(number: number, limit: number, request: TrialRequest): Promise<ArmTrial> {
  const {experiment, context, words} = request;
  const arm = context.arms[number];
  const {generations} = experiment;
  const estimated = (count: number) => costOf(arm, count, words(arm)) / 1000;
  const untried = {arm: arm.name, tried: 0, seconds: estimated(generations)};
  if (estimated(1) > limit || asksPeople(arm)) return untried;
  try {
    const first = await begin(number, {seeds: 1, generations: Math.min(MOST_TRIED, generations), limit}, request);
    if (estimated(generations) <= limit / 4) return await tryWhole(number, limit, request);
    const {length: tried} = first.ends;
    const before = tried > 1 ? first.ends[tried - 2] : 0;
    const last = first.ends[tried - 1] - before;
    const pace = tried < 2 ? first.ends[0] / estimated(1) : last / (estimated(tried) - estimated(tried - 1));
    const rest = Math.max(0, estimated(generations) - estimated(tried));
    const rowBytes = (first.rowBytes * generations) / tried;
    const perGeneration = first.carryBytes / (needsHistory(arm) ? tried : 1);
    return {
      ...{arm: arm.name, tried, rowBytes},
      seconds: first.ends[tried - 1] + rest * pace,
      keptBytes: STORED_SHARE * rowBytes + stateBytes(arm, {perGeneration, generations, seconds: estimated(generations)}),
      sampleBytes: COMPRESSED_SHARE * (first.humanBytes + (first.sampleBytes * generations) / tried),
    };
  } catch (error) {
    if (!(error instanceof Asked)) throw error;
    return untried;
  }
}

/** Bytes that a whole lineage keeps to go on from. */
function stateBytes(
  arm: Arm,
  {perGeneration, generations, seconds}: {perGeneration: number; generations: number; seconds: number},
): number {
  if (!isStoredAlone(1000 * seconds)) return 0;
  const all = perGeneration * generations;
  const needed = needsHistory(arm) ? all : perGeneration;
  const kept = keptOf({arm, all, needed, seconds});
  return kept === 'none' ? 0 : kept === 'all' ? all : needed;
}

/** Of an arm whose lineages are short: whole ones, more and more, until they have run long enough to have their pace. */
async function tryWhole(number: number, limit: number, request: TrialRequest): Promise<ArmTrial> {
  const {generations, seeds: most} = request.experiment;
  for (let seeds = 1; ; seeds *= 4) {
    const {ends, rowBytes, humanBytes, sampleBytes} = await begin(number, {seeds, generations, limit: Infinity}, request);
    const spent = ends[ends.length - 1];
    if (spent < limit / 4 && seeds < most) continue;
    return {
      ...{arm: request.context.arms[number].name, tried: generations, seconds: spent / seeds, rowBytes: rowBytes / seeds},
      keptBytes: (STORED_SHARE * rowBytes) / seeds,
      sampleBytes: (COMPRESSED_SHARE * (humanBytes + sampleBytes)) / seeds,
    };
  }
}

interface Beginning {
  /** Seconds after which each generation was there. */
  readonly ends: readonly number[];
  readonly rowBytes: number;
  /** That is left to go on from; 0 of several seeds. */
  readonly carryBytes: number;
  /** As lines, of people and of what was drawn; 0 unless samples are kept. */
  readonly humanBytes: number;
  readonly sampleBytes: number;
}

async function begin(
  number: number,
  {seeds, generations, limit}: {seeds: number; generations: number; limit: number},
  {context, ports, seconds, keepsSamples}: TrialRequest,
): Promise<Beginning> {
  const store = new MemoryStore();
  const start = seconds();
  const ends: number[] = [];
  const written = {human: 0, samples: 0};
  const keepSamples: KeepSamples = (_, samples) => {
    for (const sample of samples) {
      const part = sample.generation === 0 ? 'human' : 'samples';
      for (const line of sampleLines([sample])) written[part] += encoder.encode(line).length;
    }
  };
  const executor = inProcess(
    {...context, generations, snapshots: context.snapshots.filter((t) => t <= generations)},
    {
      ...ports,
      ...(keepsSamples && {keepSamples}),
      runCommand: refuse,
      store,
      isStopped: () => ends.length > 0 && ends[ends.length - 1] > (ends.length < LEAST_TRIED ? FAR_OVER : 1) * limit,
    },
  );
  const kind = seeds > 1 ? 'block' : 'lineage';
  await executor.run([{arm: number, kind, seeds: [0, seeds - 1], chunk: 1, cost: Infinity}], {
    started: () => {},
    ended: () => {},
    waits: () => {},
    progress: () => void ends.push(seconds() - start),
  });
  const {name} = context.arms[number];
  const units = store.list(name).map((unit) => store.read(unit));
  return {
    ends,
    rowBytes: units.reduce((sum, unit) => sum + encoder.encode(rowLines(unit.rows())).length, 0),
    carryBytes: units.flatMap((unit) => unit.carries()).reduce((sum, carry) => sum + bytesOfCarry(carry), 0),
    humanBytes: written.human,
    sampleBytes: written.samples,
  };
}
