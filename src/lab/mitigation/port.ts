/**
 * The two mitigations that change a model, or what it wrote before it is trained on. Enrichment, the third, is part of the workflow.
 *
 * An experiment names the ones that ship (feedback.ts, quality.ts); a program that builds a `Lineage` can pass its own.
 */
import type {Data} from '../../core/data.ts';
import type {Stream} from '../../core/random/stream.ts';
import type {Fitted} from '../../models/model.ts';
import type {Cost} from '../measure/snapshot.ts';

export type {Cost} from '../measure/snapshot.ts';

export interface MitigationStep<D extends Data = Data> {
  readonly generation: number;
  readonly fitted: Fitted<D>;
  /** The lineage's human training set. */
  readonly human: D;
  /** As much more of the model's output as a sample has. Same stream, same bytes. */
  draw(stream: Stream): D;
}

/** What is trained on in a sample's place, and what it cost. */
export interface Treatment<D extends Data = Data> extends Cost {
  readonly data: D;
}

/** What a model became, and what it cost. */
export interface Improvement<D extends Data = Data> extends Cost {
  readonly policy: Fitted<D>;
}

/** An annotator's preferences, applied to a sample. */
export interface Feedback<D extends Data = Data> {
  prefer(drawn: D, step: MitigationStep<D>, stream: Stream): Treatment<D>;
  /** Told of the first fit and its sample before anything else, where all generations are held against them. Draws as `prefer` does at generation 1. */
  onFirstFit?(drawn: D, step: MitigationStep<D>, stream: Stream): void;
}

/**
 * An annotator's preferences, applied to the model: what it becomes is the generation's model, which writes the sample, is measured, and is
 * gone on from where training goes on. `step.fitted` is the model as it was fitted, and draws come from it.
 */
export interface PolicyFeedback<D extends Data = Data> {
  improve(step: MitigationStep<D>, stream: Stream): Improvement<D>;
}

/** Checks that reject, replace or change records of a sample. */
export interface Quality<D extends Data = Data> {
  check(drawn: D, step: MitigationStep<D>, stream: Stream): Treatment<D>;
}

export interface Mitigations {
  readonly feedback?: Feedback | PolicyFeedback;
  readonly quality?: Quality;
}

/** The costs of one after the other. */
export function costsOf(...costs: readonly (Cost | undefined)[]): Cost {
  const total = (of: (cost: Cost) => number | undefined) => costs.reduce((sum, cost) => sum + ((cost && of(cost)) ?? 0), 0);
  const all = <T>(of: (cost: Cost) => readonly T[] | undefined) => costs.flatMap((cost) => (cost && of(cost)) ?? []);
  return {
    comparisons: total(({comparisons}) => comparisons),
    discarded: total(({discarded}) => discarded),
    changed: total(({changed}) => changed),
    readings: all(({readings}) => readings),
    notes: all(({notes}) => notes),
  };
}
