/** What there is to read of a generation of several models, as one. */
import type {Data, TrainingSet} from '../../core/data.ts';
import {joined} from '../../core/records.ts';
import type {Law} from '../../models/model.ts';
import type {Cost, Snapshot} from '../measure/snapshot.ts';

/** `union`: the law of all, each with its share of what was written; `parts`: the training sets of all. */
export function snapshotOf(
  snapshots: readonly Snapshot[],
  {union, parts}: {readonly union: (shares: readonly number[]) => Law; readonly parts: TrainingSet},
): Snapshot {
  const [{generation, utility}] = snapshots;
  const samples: Data[] = snapshots.map(({sample}) => sample);
  const sum = (pick: (cost: Cost) => number | undefined) =>
    snapshots.reduce((total, {treatment}) => total + ((treatment && pick(treatment)) ?? 0), 0);
  return {
    generation,
    law: union(samples.map(({count}) => count)),
    sample: joined(samples),
    samples,
    parts,
    utility,
    treatment: {comparisons: sum((cost) => cost.comparisons), discarded: sum((cost) => cost.discarded)},
  };
}
