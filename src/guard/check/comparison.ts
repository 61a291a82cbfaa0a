/**
 * A candidate beside a reference: what every measure of `check` shares.
 *
 * Sizes. Everything that depends on size is read at `equalWords` words: the candidate and the reference's part B are thinned to it, as
 * if documents had been left out at random, and part A of the reference has about as many words. So a value is comparable with what the
 * reference shows of its own other half, which is what the default bounds start from.
 *
 * Errors. A group of documents is left out at a time on the candidate's side; on the reference's side the parts A vary; where the
 * types are themselves a sample, a sixteenth of them is left out at a time. The variances add up; `reading.ts` makes intervals of them.
 */
import {norm, powerOfTwo} from '../../core/math/index.ts';
import {firstGroup} from '../../core/sketch/group-counts.ts';
import {GROUPS, type Sampled} from '../../core/sketch/kernel.ts';
import {jackknifeError} from '../../core/stats/jackknife.ts';
import {type Profile, totalOf} from '../profile/profile.ts';
import {requireComparable} from './comparable.ts';
import {type Joined, type JoinedSide, joinSamples} from './joined.ts';
import {planSplits, type Splits} from './splits.ts';
import {type Thinned, thinned, type View} from './thinned.ts';

export type {View} from './thinned.ts';

export const ALL_GROUPS: number = powerOfTwo(GROUPS) - 1;
/** Fewer groups with documents than this, and nothing is estimated: chosen, since Student's t of two degrees is 4.3, of three 3.2. */
export const LEAST_GROUPS = 4;
/** Documents that must be left of either side at the equal size: chosen, of fewer thinning makes noise. */
const LEAST_LEFT = 3;

export class Comparison {
  readonly reference: Profile;
  readonly candidate: Profile;
  readonly splits: Splits;
  /** Words that sizes are equalised to; 0 where a side has too few documents. */
  readonly equalWords: number;
  /** Words of the smallest part of either side. */
  private readonly least: {readonly reference: number; readonly candidate: number};
  readonly groups: readonly number[];
  readonly groupSizes: readonly number[];
  private readonly joined = new Map<Sampled, Joined>();
  private readonly views = new Map<string, View>();
  private readonly filled = new Set<Sampled>();
  private readonly thinnings = new Map<string, Thinned>();

  /**
   * Throws DataError where the two were made otherwise. `words`: the equal size, where it is to be smaller than the two allow. `share`: of the
   * reference, how large the candidate is taken to be: what is to be compared with other comparisons wants the same parts of the reference.
   */
  constructor(reference: Profile, candidate: Profile, {words: most = Infinity, share}: {words?: number; share?: number} = {}) {
    requireComparable(reference, candidate);
    this.reference = reference;
    this.candidate = candidate;
    const words = {reference: totalOf(reference, 'words'), candidate: totalOf(candidate, 'words')};
    this.splits = planSplits(share ?? words.candidate / Math.max(1, words.reference));
    const ofReference = this.splits.list.flatMap(({a, b}) => [totalOf(reference, 'words', a), totalOf(reference, 'words', b)]);
    const ofCandidate = Array.from({length: GROUPS}, (_, group) => totalOf(candidate, 'words', ALL_GROUPS & ~(1 << group)));
    this.least = {reference: Math.min(...ofReference), candidate: Math.min(...ofCandidate)};
    this.equalWords = Math.min(most, this.least.reference, this.least.candidate);
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
    return this.tooCoarse();
  }

  /** Documents of one side that are so long that hardly any would be left at the equal size, which the smaller side sets. */
  private tooCoarse(): string | undefined {
    const small = this.least.reference < this.least.candidate ? 'reference' : 'candidate';
    for (const name of ['candidate', 'reference'] as const) {
      const mean = totalOf(this[name], 'words') / totalOf(this[name], 'documents');
      if (this.equalWords >= LEAST_LEFT * mean) continue;
      const whose = small === name ? 'its own' : `the ${name}'s`;
      return `the ${small} is too small for documents as long as ${whose}: they are compared at ${this.equalWords} words, and the ${name}'s documents have ${Math.round(mean)} each; cut them (--unit), or give more of the ${small}`;
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

  /** `groups`: all, one of the splits' parts (of the reference), one group or all but one. */
  view(kind: Sampled, side: 'reference' | 'candidate', groups: number): View {
    const key = `${kind} ${side} ${groups}`;
    if (!this.views.has(key)) {
      if (side === 'reference' && this.splits.groups === GROUPS / 2 && groups !== ALL_GROUPS) this.fillHalves(kind);
      else this.fillGroups(kind, side);
    }
    let view = this.views.get(key);
    if (view === undefined) {
      const rest = ALL_GROUPS & ~groups;
      const words = totalOf(this[side], 'words', groups);
      view = this.views.has(`${kind} ${side} ${rest}`)
        ? {...difference(this.view(kind, side, ALL_GROUPS), this.view(kind, side, rest)), words}
        : {...this.sumOfGroups(kind, side, groups), words};
      this.views.set(key, view);
    }
    return view;
  }

  /** Every group by itself, and all of them. */
  private fillGroups(kind: Sampled, side: 'reference' | 'candidate'): void {
    if (this.views.has(`${kind} ${side} 1`)) return;
    const joined = this.joinedTypes(kind)[side];
    const counts = byGroup(joined, 'counts');
    const documents = byGroup(joined, 'documents');
    for (let group = 0; group <= GROUPS; group++) {
      const groups = group === GROUPS ? ALL_GROUPS : 1 << group;
      const words = totalOf(this[side], 'words', groups);
      this.views.set(`${kind} ${side} ${groups}`, {counts: counts[group], documents: documents[group], words});
    }
  }

  private sumOfGroups(kind: Sampled, side: 'reference' | 'candidate', groups: number): Omit<View, 'words'> {
    const {size} = this.joinedTypes(kind);
    const sum = {counts: new Float64Array(size), documents: new Float64Array(size)};
    for (let group = 0; group < GROUPS; group++) {
      if (((groups >> group) & 1) === 0) continue;
      const {counts, documents} = this.view(kind, side, 1 << group);
      for (let i = 0; i < size; i++) {
        sum.counts[i] += counts[i];
        sum.documents[i] += documents[i];
      }
    }
    return sum;
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
    const {reference} = this.joinedTypes(kind);
    const counts = walshHalves(reference, 'counts');
    const documents = walshHalves(reference, 'documents');
    this.splits.list.forEach(({a, b}, s) => {
      for (const [groups, part] of [
        [a, 'a'],
        [b, 'b'],
      ] as const)
        this.views.set(`${kind} reference ${groups}`, {
          counts: counts[s][part],
          documents: documents[s][part],
          words: totalOf(this.reference, 'words', groups),
        });
    });
  }

  /** The candidate without each of its groups in turn. */
  eachWithout<T>(read: (groups: number) => T): T[] {
    return this.groups.map((group) => read(ALL_GROUPS & ~(1 << group)));
  }

  /** Of errors from the candidate's groups. */
  get degrees(): number {
    return Math.max(1, this.groups.length - 1);
  }

  /** Of errors from the reference's parts. */
  get degreesOfReference(): number {
    return Math.max(1, this.reference.totals.documents.filter((documents) => documents > 0).length - 1);
  }

  /** Standard error of a value from its values without each group of the candidate. */
  candidateError(value: number, without: readonly number[]): number {
    return jackknifeError(value, without, this.groupSizes);
  }
}

type Column = 'counts' | 'documents';

/** Of values by type and group: for each row 1..15 of the Hadamard matrix the sums over its two halves. */
function walshHalves({sample, row}: JoinedSide, column: Column): {a: Float64Array; b: Float64Array}[] {
  const n = row.length;
  const {groups, starts} = sample;
  const values = sample[column];
  const halves = Array.from({length: GROUPS - 1}, () => ({a: new Float64Array(n), b: new Float64Array(n)}));
  const w = new Float64Array(GROUPS);
  for (let i = 0; i < n; i++) {
    if (row[i] < 0) continue;
    w.fill(0);
    let cell = starts[row[i]];
    for (let rest = groups[row[i]]; rest !== 0; rest &= rest - 1) w[firstGroup(rest)] = values[cell++];
    for (let step = 1; step < GROUPS; step *= 2)
      for (let g = 0; g < GROUPS; g += 2 * step)
        for (let k = g; k < g + step; k++) {
          const low = w[k];
          w[k] = low + w[k + step];
          w[k + step] = low - w[k + step];
        }
    for (let half = 1; half < GROUPS; half++) {
      halves[half - 1].a[i] = (w[0] + w[half]) / 2;
      halves[half - 1].b[i] = (w[0] - w[half]) / 2;
    }
  }
  return halves;
}

/** Each group's values, and after them their sum. (GROUPS + 1) x (n,) */
function byGroup({sample, row}: JoinedSide, column: Column): Float64Array[] {
  const n = row.length;
  const values = sample[column];
  const sums = Array.from({length: GROUPS + 1}, () => new Float64Array(n));
  for (let i = 0; i < n; i++) {
    if (row[i] < 0) continue;
    let sum = 0;
    let cell = sample.starts[row[i]];
    for (let rest = sample.groups[row[i]]; rest !== 0; rest &= rest - 1) {
      const value = values[cell++];
      sums[firstGroup(rest)][i] = value;
      sum += value;
    }
    sums[GROUPS][i] = sum;
  }
  return sums;
}

function difference(all: View, part: View): Omit<View, 'words'> {
  const counts = all.counts.slice();
  const documents = all.documents.slice();
  for (let i = 0; i < counts.length; i++) {
    counts[i] -= part.counts[i];
    documents[i] -= part.documents[i];
  }
  return {counts, documents};
}

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/** Root of the sum of squares. */
export function together(...errors: readonly number[]): number {
  return norm(errors);
}
