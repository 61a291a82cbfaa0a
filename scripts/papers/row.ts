/**
 * One row of docs/papers.md: a number that a paper, its code or a law gives, and how ours is read off a run.
 *
 * Ours is one number a lineage; the row compares their mean, median or the share for which it is 1 with the published number.
 */

/** A lineage's reading: throws where there is none. `band` where the measure comes by band; `last`: of the lineage's last row of it. */
export type At = (measure: string, generation: number | 'last', band?: string) => number;

export interface Published {
  readonly value: number;
  /** As it stands in the paper or its output, all digits: 0.200 is known to a half of .001. Absent of a law, which is exact. */
  readonly text?: string;
  /** Standard error, where their number is an average of so many runs. */
  readonly error?: number;
  /** Runs that their median rests on, where it is one. */
  readonly n?: number;
  /** printed: read in the paper. code: the authors' statements, run with the same parameters. law: algebra, or a simulation of the law alone. */
  readonly kind: 'printed' | 'code' | 'law';
}

export type Statistic = 'mean' | 'median' | 'share';

export interface Row {
  readonly paper: string;
  readonly what: string;
  /** An experiment that ships. */
  readonly experiment: string;
  readonly arm: string;
  readonly statistic: Statistic;
  readonly value: (at: At) => number;
  readonly published: Published;
  /** Why the two differ, where they are known to. */
  readonly note?: string;
}

/** Experiments that want another number of lineages here than they ship with. */
export type Seeds = Readonly<Record<string, number>>;
