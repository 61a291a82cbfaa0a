/**
 * What a run will take, before it starts: its beginning is tried. The first generations of one lineage of every arm are computed, kept nowhere,
 * and the rest follows from what the plan says of their cost.
 *
 *   seconds   of all lineages that are missing, one after another: those of the trial, times cost of all generations / cost of those tried
 *   rowBytes  of results.jsonl: the rows of a generation, times generations and seeds
 *
 * edge     an arm whose first generation is estimated at more than the trial may take, or that asks a program of the user's, is not tried: its
 *          seconds are the plan's estimate
 * cost     at most about `limit` seconds and one generation an arm
 */

import type {Arm} from '../lab/experiment/arm.ts';
import type {Experiment} from '../lab/experiment/schema.ts';
import type {RunCommand} from '../quality/command-rule.ts';
import {inProcess} from './executor.ts';
import {MemoryStore} from './memory-store.ts';
import {costOf} from './plan.ts';
import type {TaskContext, TaskPorts} from './task.ts';

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
}

export interface ArmTrial {
  readonly arm: string;
  /** Generations that were computed; 0 where the arm was not tried. */
  readonly tried: number;
  /** Of one lineage. */
  readonly seconds: number;
  /** Of one lineage, in results.jsonl; undefined where the arm was not tried. */
  readonly rowBytes?: number;
}

const MOST_TRIED = 3;

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
  if (estimated(1) > limit) return untried;
  try {
    const first = await begin(number, {seeds: 1, generations: Math.min(MOST_TRIED, generations), limit}, request);
    if (estimated(generations) <= limit / 4) return await tryWhole(number, limit, request);
    const {length: tried} = first.ends;
    const before = tried > 1 ? first.ends[tried - 2] : 0;
    const last = first.ends[tried - 1] - before;
    const pace = tried < 2 ? first.ends[0] / estimated(1) : last / (estimated(tried) - estimated(tried - 1));
    const rest = Math.max(0, estimated(generations) - estimated(tried));
    return {arm: arm.name, tried, seconds: first.ends[tried - 1] + rest * pace, rowBytes: (first.rowBytes * generations) / tried};
  } catch (error) {
    if (!(error instanceof Asked)) throw error;
    return untried;
  }
}

/** Of an arm whose lineages are short: whole ones, more and more, until they have run long enough to have their pace. */
async function tryWhole(number: number, limit: number, request: TrialRequest): Promise<ArmTrial> {
  const {generations, seeds: most} = request.experiment;
  for (let seeds = 1; ; seeds *= 4) {
    const {ends, rowBytes} = await begin(number, {seeds, generations, limit: Infinity}, request);
    const spent = ends[ends.length - 1];
    if (spent < limit / 4 && seeds < most) continue;
    return {arm: request.context.arms[number].name, tried: generations, seconds: spent / seeds, rowBytes: rowBytes / seeds};
  }
}

interface Beginning {
  /** Seconds after which each generation was there. */
  readonly ends: readonly number[];
  readonly rowBytes: number;
}

async function begin(
  number: number,
  {seeds, generations, limit}: {seeds: number; generations: number; limit: number},
  {context, ports, seconds}: TrialRequest,
): Promise<Beginning> {
  const store = new MemoryStore();
  const start = seconds();
  const ends: number[] = [];
  const executor = inProcess(
    {...context, generations, snapshots: context.snapshots.filter((t) => t <= generations)},
    {...ports, runCommand: refuse, store, isStopped: () => ends.length > 0 && ends[ends.length - 1] > limit},
  );
  const kind = seeds > 1 ? 'block' : 'lineage';
  await executor.run([{arm: number, kind, seeds: [0, seeds - 1], chunk: 1, cost: 0}], {
    started: () => {},
    ended: () => {},
    progress: () => void ends.push(seconds() - start),
  });
  const {name} = context.arms[number];
  const lines = store.list(name).map((unit) => new TextEncoder().encode(store.read(unit).rows().lines).length);
  return {ends, rowBytes: lines.reduce((sum, bytes) => sum + bytes, 0)};
}
