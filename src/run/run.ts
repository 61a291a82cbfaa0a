/**
 * A run: what is kept stays, what is missing is computed, and results and summary follow from what is kept.
 *
 * Refuses to know of directories, threads and clocks: a store keeps, an executor works.
 */
import {pow} from '../core/math/index.ts';
import type {Arm} from '../lab/experiment/arm.ts';
import type {Experiment} from '../lab/experiment/schema.ts';
import {compareText, type Row} from '../lab/results/row.ts';
import {Summarizer, type Summary} from '../lab/results/summary.ts';
import type {Waiting} from './asked.ts';
import type {Executor} from './executor.ts';
import {coverOf, planRun, unitsBySeed, wholeSeeds} from './plan.ts';
import {Progress} from './progress.ts';
import {type InclusiveRange, rowLines, type Store} from './unit.ts';

export interface RunRequest {
  readonly arms: readonly Arm[];
  readonly experiment: Experiment;
  readonly store: Store;
  readonly executor: Executor;
  /** Words of an arm's corpus, or its records where it is points; 0 for worlds. For the plan alone. */
  readonly words: (arm: Arm) => number;
  /** Called when there is something new to show. */
  readonly onProgress?: (progress: Progress) => void;
  /** Called when a lineage cannot go on before people have answered. */
  readonly onWaiting?: (waiting: Waiting) => void;
}

export interface RunOutcome {
  /** Whether every lineage is there now. */
  readonly isWhole: boolean;
  /** Lineages that were there before. */
  readonly reused: number;
  /** Lineages that people are to answer first. */
  readonly waiting: readonly Waiting[];
}

/** Computes what is missing. */
export async function computeRun({arms, experiment, store, executor, words, onProgress, onWaiting}: RunRequest): Promise<RunOutcome> {
  const {seeds, generations, measures} = experiment;
  const plan = planRun({arms, seeds, generations, words, stored: (arm) => store.list(arm)});
  const done = arms.map((arm) => wholeSeeds(store.list(arm.name), seeds, generations).reduce((sum, whole) => sum + whole, 0));
  const progress = new Progress(arms, {seeds, done, tasks: plan.tasks, measure: measures[0]});
  const show = () => onProgress?.(progress);
  show();
  const waiting: Waiting[] = [];
  const isDone = await executor.run(plan.tasks, {
    started(task) {
      progress.started(task);
      show();
    },
    progress(task, event) {
      progress.moved(task, event);
      show();
    },
    ended(task, lineages) {
      progress.ended(task, lineages);
      show();
    },
    waits(task, own) {
      waiting.push(own);
      progress.waits(task);
      onWaiting?.(own);
      show();
    },
  });
  return {isWhole: isDone && waiting.length === 0, reused: plan.done, waiting};
}

/** A handful of generations, evenly spread on a logarithmic scale, first and last among them. */
export function snapshotsOf(generations: number, most = 6): number[] {
  const steps = Math.min(most, generations);
  const list = Array.from({length: steps}, (_, i) => Math.round(pow(generations, steps === 1 ? 1 : i / (steps - 1))));
  return [...new Set(list)].sort((a, b) => a - b);
}

/**
 * The lines of results.jsonl, some at a time, from a store that holds every lineage; a summarizer that is given takes in their rows. Each unit
 * is read once.
 */
export function* resultLines(
  {arms, experiment, store}: Pick<RunRequest, 'arms' | 'experiment' | 'store'>,
  summarizer?: Summarizer,
): Generator<string> {
  const {seeds, generations} = experiment;
  const names = arms.map(({name}) => name).sort(compareText);
  for (const arm of names) {
    const units = unitsBySeed(store.list(arm));
    for (let seed = 0; seed < seeds; ) {
      const cover = coverOf(units(seed), seed, generations)!;
      const last = Math.min(seeds - 1, cover[0].block ? cover[0].seeds[1] : seed);
      const wanted = {seeds: [seed, last] as const, generations};
      for (const unit of cover) yield unitLines(store.read(unit).rows(), wanted, summarizer);
      seed = last + 1;
    }
  }
}

/** results.jsonl and summary.json as texts. */
export function resultTexts(request: Pick<RunRequest, 'arms' | 'experiment' | 'store'>): {
  readonly results: string;
  readonly summary: string;
} {
  const summarizer = new Summarizer();
  const results = [...resultLines(request, summarizer)].join('');
  return {results, summary: summaryJson(summarizer.finish(request.experiment))};
}

/** As it stands in summary.json. */
export const summaryJson = (summary: Summary): string => `${JSON.stringify(summary)}\n`;

/** The rows of a unit that are wanted, as lines. */
function unitLines(
  rows: readonly Row[],
  {seeds, generations}: {seeds: InclusiveRange; generations: number},
  summarizer: Summarizer | undefined,
): string {
  const wanted = rows.filter((row) => row.seed >= seeds[0] && row.seed <= seeds[1] && row.generation <= generations);
  if (summarizer) for (const row of wanted) summarizer.add(row);
  return rowLines(wanted);
}
