/** What there is to read of a generation of several models. */
import type {Data} from '../../core/data.ts';
import type {Moment} from '../observe/snapshot.ts';
import {joined} from '../../core/records.ts';
import type {Trained} from '../loop/trainee.ts';
import type {Composition} from '../loop/workflow.ts';
import {unionOf} from '../../models/union.ts';

/** All models of a generation as one. */
export function momentOf(generation: number, trained: readonly Trained[], compositions: readonly Composition[]): Moment {
  if (trained.length === 1) return trained[0].moment;
  const samples: Data[] = trained.map(({moment}) => moment.sample);
  const treatments = trained.map(({moment}) => moment.treatment);
  const sum = (pick: (treatment: NonNullable<(typeof treatments)[number]>) => number | undefined) =>
    treatments.reduce((total, one) => total + ((one && pick(one)) ?? 0), 0);
  const fitted = unionOf(
    trained.map(({moment}) => moment.fitted),
    samples.map(({count}) => count),
  );
  return {
    generation,
    fitted,
    sample: joined(samples),
    samples,
    parts: compositions.flatMap(({parts}) => parts),
    utility: trained[0].moment.utility,
    treatment: {data: joined(samples), comparisons: sum((t) => t.comparisons), discarded: sum((t) => t.discarded)},
  };
}

/** What all wrote, and of a population the first model to go on with a passage. */
export const picturedOf = (moment: Moment, trained: readonly Trained[]): Moment =>
  trained.length === 1 ? moment : {...moment, fitted: trained[0].moment.fitted};
