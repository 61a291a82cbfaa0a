/**
 * A measure of the lab: what the catalog says of it, and how it is read.
 *
 * Five ways to read one, each a member of its own: off types, off a sample of text or of points (core/measure), off a model's law, off
 * what an arm was trained on and what was done to its sample. A measure has exactly one of them.
 */
import type {Data, Points, Text} from '../../core/data.ts';
import type {Measure} from '../../core/measure/entry.ts';
import type {Reading} from '../../core/measure/estimate.ts';
import type {PointMeasure} from '../../core/measure/point-measures.ts';
import type {PointTruth} from '../../core/measure/point-reference.ts';
import type {TextMeasure} from '../../core/measure/text-measures.ts';
import type {TypeMeasure} from '../../core/measure/type-measures.ts';
import type {SizeUnit} from '../../core/records.ts';
import type {Language} from '../../core/text/language.ts';
import type {FittedPoints, PointsLaw, RowsLaw, TextLaw} from '../../models/model.ts';
import type {Snapshot} from './snapshot.ts';

/** A model's law and what it wrote. Of people, as generation 0, there is no law. */
export interface TextView {
  readonly law?: TextLaw;
  readonly sample: Text;
  /** Human text that no model sees. */
  readonly holdout?: Text;
  /** The first fit, of a measure that wants it. */
  readonly first?: TextLaw;
  /** How the model counts text. */
  readonly unit: SizeUnit;
}

export interface PointsView {
  readonly law?: PointsLaw;
  readonly sample: Points;
  /** Of a world; absent where the truth is known by held-out points alone. */
  readonly truth?: PointTruth;
  /** Points that no model sees, the same for every generation: of a world drawn for it, 1,000; at most as many of those held out. */
  readonly heldOut: () => Points;
  /** The first fit, of a measure that wants it. */
  readonly first?: FittedPoints;
}

export interface RowsView {
  readonly law: RowsLaw;
  /** The world's coefficients. (d,) */
  readonly truth: Float64Array;
  /** Variances of the coordinates of x; all 1 unless given. (d,) */
  readonly spectrum?: Float64Array;
}

export interface LawMeasure extends Measure {
  readonly law: {
    readonly text?: (view: TextView) => Reading[];
    readonly points?: (view: PointsView) => Reading[];
    readonly rows?: (view: RowsView) => Reading[];
  };
  /** Off human records as generation 0; nothing unless said. */
  readonly people?: {readonly text?: (view: TextView) => Reading[]; readonly points?: (view: PointsView) => Reading[]};
  /** Off the truth of a world, exact, as generation 0; nothing unless said. */
  readonly truth?: {readonly points?: (view: PointsView) => Reading[]};
  /** Whether it holds later generations against the first fit. */
  readonly wantsFirst?: boolean;
}

export interface ArmMeasure extends Measure {
  readonly arm: (snapshot: Snapshot, context: ArmContext) => Reading[];
  /** Whether it is known only once mitigations have done with the sample. */
  readonly isTreated?: boolean;
}

export interface ArmContext {
  readonly unit: SizeUnit;
  readonly language?: Language;
}

export type LabMeasure = TypeMeasure | TextMeasure | PointMeasure | LawMeasure | ArmMeasure;

/** The band of what the first fit reads where people are half of the training set. */
export const HALF = 'half';

/** Kinds of data in words. */
export const WRITTEN: readonly Data['kind'][] = ['points', 'categories', 'text'];
