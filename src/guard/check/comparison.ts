/**
 * A candidate beside a reference: what every measure of `check` shares.
 *
 * Sizes. Everything that depends on size is read at `equalWords` words: the candidate and the reference's part B are thinned to it, as
 * if documents had been left out at random, and part A of the reference has about as many words. So a value is comparable with what the
 * reference shows of its own other half, which is what the default bounds start from.
 *
 * Intervals. A group of documents is left out at a time on the candidate's side; on the reference's side the parts A vary; where the
 * types are themselves a sample, a sixteenth of them is left out at a time. The variances add up.
 */
import {GROUPS, type Sampled} from '../../core/sketch/kernel.ts';
import {jackknifeError} from '../../core/stats/jackknife.ts';
import {studentQuantile} from '../../core/stats/regularized.ts';
import {type Profile, totalOf} from '../profile/profile.ts';
import {type Joined, type JoinedSide, joinSamples} from './joined.ts';
import {planSplits, type Splits} from './splits.ts';

export const ALL_GROUPS: number = 2 ** GROUPS - 1;
/** Fewer groups with documents than this, and nothing is estimated. */
export const LEAST_GROUPS = 4;

/** The documents of some groups of one side: counts and documents by joined type. (n,) each */
export interface View {
  readonly counts: Float64Array;
  readonly documents: Float64Array;
  /** All its words, sampled types or not. */
  readonly words: number;
  readonly groups: number;
}

export interface Reading {
  readonly band?: string;
  readonly value: number;
  readonly standardError: number;
  /** Of the standard error. */
  readonly degrees: number;
  /** What the reference shows against its own other half. */
  readonly expected?: {readonly value: number; readonly standardError: number};
  readonly least?: number;
  readonly most?: number;
}

export class Comparison {
  readonly reference: Profile;
  readonly candidate: Profile;
  readonly splits: Splits;
  /** Words that sizes are equalised to; 0 where a side has too few documents. */
  readonly equalWords: number;
  readonly groups: readonly number[];
  readonly groupSizes: readonly number[];
  private readonly joined = new Map<Sampled, Joined>();
  private readonly views = new Map<string, View>();

  constructor(reference: Profile, candidate: Profile) {
    this.reference = reference;
    this.candidate = candidate;
    const words = {reference: totalOf(reference, 'words'), candidate: totalOf(candidate, 'words')};
    this.splits = planSplits(words.candidate / Math.max(1, words.reference));
    const parts = this.splits.list.flatMap(({a, b}) => [totalOf(reference, 'words', a), totalOf(reference, 'words', b)]);
    this.equalWords = Math.floor((1 - 1 / GROUPS) * Math.min(words.candidate, mean(parts)));
    this.groups = Array.from({length: GROUPS}, (_, group) => group).filter((group) => candidate.totals.documents[group] > 0);
    this.groupSizes = this.groups.map((group) => candidate.totals.documents[group]);
  }

  /** Why nothing can be estimated, or undefined. */
  tooSmall(): string | undefined {
    for (const [name, profile] of [
      ['candidate', this.candidate],
      ['reference', this.reference],
    ] as const) {
      const filled = profile.totals.words.filter((words) => words > 0).length;
      if (filled >= LEAST_GROUPS) continue;
      const documents = totalOf(profile, 'documents');
      return `the ${name} has ${documents} document${documents === 1 ? '' : 's'}: too few for an interval; about ${2 * LEAST_GROUPS} are the least`;
    }
    return undefined;
  }

  joinedTypes(kind: Sampled): Joined {
    let joined = this.joined.get(kind);
    if (joined === undefined) {
      joined = joinSamples(this.reference.samples[kind], this.candidate.samples[kind]);
      this.joined.set(kind, joined);
    }
    return joined;
  }

  view(kind: Sampled, side: 'reference' | 'candidate', groups: number): View {
    const key = `${kind} ${side} ${groups}`;
    let view = this.views.get(key);
    if (view === undefined) {
      const joined = this.joinedTypes(kind);
      view = viewOf(joined[side], joined.size, groups, totalOf(this[side], 'words', groups));
      this.views.set(key, view);
    }
    return view;
  }

  /** The candidate without each of its groups in turn. */
  eachWithout<T>(read: (groups: number) => T): T[] {
    return this.groups.map((group) => read(ALL_GROUPS & ~(1 << group)));
  }

  get degrees(): number {
    return Math.max(1, this.groups.length - 1);
  }

  /** Standard error of a value from its values without each group of the candidate. */
  candidateError(value: number, without: readonly number[]): number {
    return jackknifeError(value, without, this.groupSizes);
  }
}

function viewOf({counts, documents}: JoinedSide, size: number, groups: number, words: number): View {
  const view = {counts: new Float64Array(size), documents: new Float64Array(size), words, groups};
  const picked = Array.from({length: GROUPS}, (_, group) => group).filter((group) => (groups >> group) & 1);
  for (let i = 0; i < size; i++) {
    let c = 0;
    let d = 0;
    for (let p = 0; p < picked.length; p++) {
      const at = i * GROUPS + picked[p];
      c += counts[at];
      d += documents[at];
    }
    view.counts[i] = c;
    view.documents[i] = d;
  }
  return view;
}

/** The 95% interval of a reading, within what the measure can be. */
export function intervalOf({value, standardError, degrees, least = -Infinity, most = Infinity}: Reading): {low: number; high: number} {
  const reach = standardError === 0 ? 0 : studentQuantile(0.975, degrees) * standardError;
  return {low: Math.max(Math.min(least, value), value - reach), high: Math.min(Math.max(most, value), value + reach)};
}

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/** Root of the sum of squares. */
export function together(...errors: readonly number[]): number {
  return Math.hypot(...errors);
}
