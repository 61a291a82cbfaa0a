/** What an experiment takes in a page, before it starts. Rough: powers of ten matter, not percents. */
import {sizeOf} from '../../core/records.ts';
import type {LoadedExperiment} from '../../run/experiment.ts';
import {costOf} from '../../run/plan.ts';
import type {ArmData} from '../../run/task.ts';

export interface PageCost {
  /** Of all lineages, one after the other. */
  readonly seconds: number;
  /** Of the dearest generation: for so long nothing is heard of it. */
  readonly longest: number;
  /** Of results: a page holds them all. */
  readonly rows: number;
}

/** A page begins nothing dearer unasked. */
export const UNASKED: PageCost = {seconds: 120, longest: 10, rows: 1_000_000};

export const isHeavy = ({seconds, longest, rows}: PageCost): boolean =>
  !(seconds <= UNASKED.seconds && longest <= UNASKED.longest && rows <= UNASKED.rows);

export function costInPage({arms, experiment}: LoadedExperiment, inputs: readonly ArmData[]): PageCost {
  const {generations, seeds} = experiment;
  let seconds = 0;
  let longest = 0;
  for (const [i, arm] of arms.entries()) {
    const documents = inputs[i].corpus?.documents;
    const words = documents ? sizeOf(documents, 'word') : 0;
    const all = costOf(arm, generations, words) / 1000;
    const last = generations > 1 ? all - costOf(arm, generations - 1, words) / 1000 : all;
    seconds += all * seeds;
    longest = Math.max(longest, last, all / generations);
  }
  return {seconds, longest, rows: arms.length * generations * seeds * experiment.measures.length};
}
