/**
 * The seams of the two mitigations that change what a model wrote before it is trained on. Enrichment, the third, is part of the
 * workflow. An experiment cannot name them yet; a program that builds a `Lineage` can pass them.
 */
import type {Data} from '../core/data.ts';
import type {Stream} from '../core/random/stream.ts';
import type {Fitted} from '../models/model.ts';

export interface MitigationMoment<D extends Data = Data> {
  readonly generation: number;
  readonly fitted: Fitted<D>;
  /** The lineage's human training set. */
  readonly human: D;
}

/** An annotator's preferences, applied to a sample: returns what is trained on in its place. */
export interface Feedback<D extends Data = Data> {
  prefer(drawn: D, moment: MitigationMoment<D>, stream: Stream): D;
}

/** Checks that reject or replace records of a sample. */
export interface Quality<D extends Data = Data> {
  check(drawn: D, moment: MitigationMoment<D>, stream: Stream): D;
}

export interface Mitigations {
  readonly feedback?: Feedback;
  readonly quality?: Quality;
}
