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
import {type Thinned, thinned, type View} from './thinned.ts';

export type {View} from './thinned.ts';

export const ALL_GROUPS: number = 2 ** GROUPS - 1;
/** Fewer groups with documents than this, and nothing is estimated. */
export const LEAST_GROUPS = 4;

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
  private readonly filled = new Set<Sampled>();
  private readonly thinnings = new Map<string, Thinned>();

  /** `words`: the equal size, where it is to be smaller than the two allow. */
  constructor(reference: Profile, candidate: Profile, {words: most = Infinity}: {words?: number} = {}) {
    this.reference = reference;
    this.candidate = candidate;
    const words = {reference: totalOf(reference, 'words'), candidate: totalOf(candidate, 'words')};
    this.splits = planSplits(words.candidate / Math.max(1, words.reference));
    const ofReference = this.splits.list.flatMap(({a, b}) => [totalOf(reference, 'words', a), totalOf(reference, 'words', b)]);
    const ofCandidate = Array.from({length: GROUPS}, (_, group) => totalOf(candidate, 'words', ALL_GROUPS & ~(1 << group)));
    this.equalWords = Math.min(most, ...ofReference, ...ofCandidate);
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
    if (side === 'reference' && groups !== ALL_GROUPS && this.splits.groups === GROUPS / 2) this.fillHalves(kind);
    let view = this.views.get(key);
    if (view === undefined) {
      const joined = this.joinedTypes(kind);
      const words = totalOf(this[side], 'words', groups);
      const rest = ALL_GROUPS & ~groups;
      view =
        (groups !== ALL_GROUPS && bitsOf(rest) < bitsOf(groups)) || this.views.has(`${kind} ${side} ${rest}`)
          ? withoutView(this.view(kind, side, ALL_GROUPS), this.view(kind, side, rest), {words, groups})
          : viewOf(joined[side], joined.size, {words, groups});
      this.views.set(key, view);
    }
    return view;
  }

  /** Counts at the equal size. */
  thinned(kind: Sampled, side: 'reference' | 'candidate', groups: number): Thinned {
    const key = `${kind} ${side} ${groups}`;
    const known = this.thinnings.get(key) ?? thinned(this.view(kind, side, groups), this.joinedTypes(kind), this.equalWords);
    this.thinnings.set(key, known);
    return known;
  }

  /** All balanced halves of the reference at once: the sums over them are a Walsh-Hadamard transform of the sums over groups. */
  private fillHalves(kind: Sampled): void {
    if (this.filled.has(kind)) return;
    this.filled.add(kind);
    const {reference, size} = this.joinedTypes(kind);
    const counts = walshHalves(reference.counts, size);
    const documents = walshHalves(reference.documents, size);
    this.splits.list.forEach(({a, b}, s) => {
      for (const [groups, part] of [
        [a, 'a'],
        [b, 'b'],
      ] as const)
        this.views.set(`${kind} reference ${groups}`, {
          counts: counts[s][part],
          documents: documents[s][part],
          words: totalOf(this.reference, 'words', groups),
          groups,
        });
    });
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

/** Of (n, GROUPS) values by type and group: for each row 1..15 of the Hadamard matrix the sums over its two halves. */
function walshHalves(values: Float64Array, n: number): {a: Float64Array; b: Float64Array}[] {
  const halves = Array.from({length: GROUPS - 1}, () => ({a: new Float64Array(n), b: new Float64Array(n)}));
  const w = new Float64Array(GROUPS);
  for (let i = 0; i < n; i++) {
    let any = 0;
    for (let g = 0; g < GROUPS; g++) any += w[g] = values[i * GROUPS + g];
    if (any === 0) continue;
    for (let step = 1; step < GROUPS; step *= 2)
      for (let g = 0; g < GROUPS; g += 2 * step)
        for (let k = g; k < g + step; k++) {
          const low = w[k];
          w[k] = low + w[k + step];
          w[k + step] = low - w[k + step];
        }
    for (let row = 1; row < GROUPS; row++) {
      halves[row - 1].a[i] = (w[0] + w[row]) / 2;
      halves[row - 1].b[i] = (w[0] - w[row]) / 2;
    }
  }
  return halves;
}

function bitsOf(groups: number): number {
  let bits = 0;
  for (let rest = groups; rest > 0; rest &= rest - 1) bits++;
  return bits;
}

function withoutView(all: View, part: View, of: {words: number; groups: number}): View {
  const counts = new Float64Array(all.counts.length);
  const documents = new Float64Array(all.counts.length);
  for (let i = 0; i < counts.length; i++) {
    counts[i] = all.counts[i] - part.counts[i];
    documents[i] = all.documents[i] - part.documents[i];
  }
  return {counts, documents, ...of};
}

function viewOf({counts, documents}: JoinedSide, size: number, {words, groups}: {words: number; groups: number}): View {
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
