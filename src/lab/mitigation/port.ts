/**
 * The two mitigations that change what a model wrote before it is trained on. Enrichment, the third, is part of the workflow.
 *
 * An experiment names the ones that ship (feedback.ts, quality.ts); a program that builds a `Lineage` can pass its own.
 */
import type {Data} from '../../core/data.ts';
import type {Reading} from '../../core/measure/estimate.ts';
import type {Stream} from '../../core/random/stream.ts';
import type {Fitted} from '../../models/model.ts';

export interface MitigationMoment<D extends Data = Data> {
  readonly generation: number;
  readonly fitted: Fitted<D>;
  /** The lineage's human training set. */
  readonly human: D;
  /** As much more of the model's output as a sample has. Same stream, same bytes. */
  draw(stream: Stream): D;
}

/** What is trained on in a sample's place, and what it cost. */
export interface Treatment<D extends Data = Data> {
  readonly data: D;
  /** Asked of an annotator. */
  readonly comparisons?: number;
  /** Records drawn and not trained on. */
  readonly discarded?: number;
  /** Of the mitigation itself: `reward.proxy`, `reward.accuracy`. */
  readonly readings?: readonly Reading[];
  /** What a reader of the results should know. */
  readonly notes?: readonly string[];
}

/** An annotator's preferences, applied to a sample. */
export interface Feedback<D extends Data = Data> {
  prefer(drawn: D, moment: MitigationMoment<D>, stream: Stream): Treatment<D>;
}

/** Checks that reject or replace records of a sample. */
export interface Quality<D extends Data = Data> {
  check(drawn: D, moment: MitigationMoment<D>, stream: Stream): Treatment<D>;
}

export interface Mitigations {
  readonly feedback?: Feedback;
  readonly quality?: Quality;
}
