/** What there is to read of all models of a generation, and of each. */
import type {Reading} from '../../core/measure/estimate.ts';
import type {Snapshot} from '../measure/snapshot.ts';
import {snapshotOf} from '../population/snapshot-of.ts';
import type {DataKind} from './kind.ts';
import type {Trained} from './trainee.ts';
import type {Composition} from './workflow.ts';

export function snapshotOfAll(trained: readonly Trained[], compositions: readonly Composition[], kind: DataKind): Snapshot {
  if (trained.length === 1) return trained[0].snapshot;
  const models = trained.map(({fitted}) => fitted);
  return snapshotOf(
    trained.map(({snapshot}) => snapshot),
    {union: (shares) => kind.union(models, shares), parts: compositions.flatMap(({parts}) => parts)},
  );
}

/** The readings without band of each model of a population, the model's name as their band. */
export function readingsOfEach(trained: readonly Trained[], names: readonly string[]): Reading[] {
  return trained.flatMap(({readings}, m) =>
    readings.filter(({band}) => band === undefined).map((reading) => ({...reading, band: names[m]})),
  );
}
