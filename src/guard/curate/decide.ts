/**
 * Decisions: what each record's measures, hash and set of 3-grams mean for it, step after step, in input order.
 *
 * law      a step sees only what the steps before it kept, so deciding record by record is deciding step by step
 * refuses  to measure, to read and to run programs: a `command` step lies between two calls of `decide`
 */
import {pow} from '../../core/math/index.ts';
import {type DocumentHash, ExactDeduper, NearDeduper, type ShingleStore} from '../../quality/dedupe.ts';
import type {DocumentMeasureName, RecipeStep} from '../../quality/steps.ts';

/** What happened to each of n records. Grows with records, not with text. */
export interface Fates {
  /** (n,) KEPT, the number of the step that dropped it plus one, or OVER_BUDGET. */
  readonly outcome: Uint8Array;
  /** (n,) of one that repeats an earlier record, its number. */
  readonly repeats: Uint32Array;
  /** (n,) where a step weighs records. */
  weights?: Float64Array;
}

export const KEPT = 0;
export const OVER_BUDGET = 255;
/** Steps that an outcome can name. */
export const MOST_STEPS = 200;

export const freshFates = (n: number): Fates => ({outcome: new Uint8Array(n), repeats: new Uint32Array(n)});

/** One record as it was measured. */
export interface MeasuredRecord extends DocumentHash {
  readonly number: number;
  readonly shingles: Uint32Array;
  value(measure: DocumentMeasureName): number;
}

export interface Bounds {
  readonly low: number;
  readonly high: number;
}

export interface DecideOptions {
  readonly boundsOf: (step: number) => Bounds;
  /** Where the sets of a near deduplication lie. */
  readonly store: () => ShingleStore;
}

/** One step as a test: whether the record stays. */
type Test = (record: MeasuredRecord, fates: Fates) => boolean;

/** Some steps in a row without a command among them. */
export class Segment {
  private readonly tests: readonly {readonly step: number; readonly keeps: Test}[];

  /** `from`, `to`: which of the steps. */
  constructor(steps: readonly RecipeStep[], from: number, to: number, options: DecideOptions) {
    this.tests = steps.slice(from, to).map((step, i) => ({step: from + i, keeps: testOf(step, from + i, options)}));
  }

  decide(record: MeasuredRecord, fates: Fates): void {
    const {outcome} = fates;
    if (outcome[record.number] !== KEPT) return;
    for (const {step, keeps} of this.tests) {
      if (keeps(record, fates)) continue;
      outcome[record.number] = step + 1;
      return;
    }
  }
}

function testOf(step: RecipeStep, number: number, {boundsOf, store}: DecideOptions): Test {
  if ('filter' in step) {
    const {low, high} = boundsOf(number);
    return (record) => {
      const value = record.value(step.filter.measure);
      return value >= low && value <= high;
    };
  }
  if ('weight' in step) {
    const {measure, power} = step.weight;
    return (record, fates) => {
      fates.weights ??= new Float64Array(fates.outcome.length).fill(1);
      fates.weights[record.number] *= pow(1 - record.value(measure), power);
      return true;
    };
  }
  if ('command' in step) throw new Error('a command is not decided here');
  if (step.dedupe.kind === 'exact') {
    const deduper = new ExactDeduper();
    return (record, fates) => isFirst(deduper.addHash(record, record.number), record, fates);
  }
  const deduper = new NearDeduper({similarity: step.dedupe.similarity, store: store()});
  return (record, fates) => isFirst(deduper.addShingles(record.shingles, record, record.number), record, fates);
}

function isFirst(earlier: number, {number}: MeasuredRecord, {repeats}: Fates): boolean {
  if (earlier < 0) return true;
  repeats[number] = earlier;
  return false;
}
