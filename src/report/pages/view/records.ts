/** What a page of runs is told, as JSON: the list, what is new, and what one run shows. */
import type {ReportInput} from '../run/input.ts';

export type RunStatus = 'running' | 'stopped' | 'done';

export interface ListedRun {
  /** Opaque; the same after a restart. */
  readonly id: string;
  readonly title: string;
  readonly status: RunStatus;
  /** Generations of all lineages that are there, and that were asked for. */
  readonly done: number;
  readonly total: number;
  /** Judgements that it waits for; absent where it waits for none. */
  readonly waits?: number;
  /** From the folder that is shown, without its own place. */
  readonly folder: string;
  /** When it last changed: ISO 8601. */
  readonly changed: string;
  readonly arms: number;
  readonly seeds: number;
  readonly generations: number;
}

export interface RunList {
  readonly runs: readonly ListedRun[];
  /** More are being read. */
  readonly more?: true;
}

export type RunEvent =
  | {readonly kind: 'run'; readonly run: ListedRun}
  | {readonly kind: 'gone'; readonly id: string}
  /** A unit of work of a run has ended. */
  | {
      readonly kind: 'unit';
      readonly id: string;
      readonly arm: string;
      readonly seeds: readonly [number, number];
      readonly generations: readonly [number, number];
      readonly done: number;
      readonly total: number;
    }
  /** Others were not told: ask again. */
  | {readonly kind: 'missed'};

/** A run to look at. */
export interface ShownRun {
  readonly run: ListedRun;
  readonly input: ReportInput;
  /** Why it shows less than a report, in words. */
  readonly lacks?: string;
  /** Whether what generations wrote was kept. */
  readonly keepsSamples: boolean;
}

export interface SampleQuestion {
  readonly arm: string;
  readonly seed: number;
  /** 0: people. */
  readonly generation: number;
  /** Shown are records that hold it, whatever the case of its letters. */
  readonly find?: string;
  /** The first that is wanted of those. */
  readonly from?: number;
}

export interface SamplePage {
  /** Records as they stand in the kept file: a line of JSON each. */
  readonly records: readonly string[];
  /** Of the generation. */
  readonly total: number;
  /** The first of those, which are looked through: fewer than `total` where there are very many, or a copy holds a part. */
  readonly held: number;
  /** Of those that hold what was looked for. */
  readonly found: number;
  /** Lines of the kept file that do not say whose they are; absent where there are none. */
  readonly strays?: number;
}

/** Records, or in words why there are none. */
export type SampleAnswer = SamplePage | {readonly lacks: string};

/** A page of them has no more. */
export const RECORDS_A_PAGE = 50;

/** The lineage of which a bundle has samples. */
export const BUNDLED_SEED = 0;

/** By arm, and by generation: what a bundle has of them. */
export type BundledSamples = Readonly<
  Record<string, {readonly generations: Readonly<Record<string, SamplePage | undefined>>; readonly isUnread?: true} | undefined>
>;

export type CheckVerdict = 'pass' | 'fail' | 'inconclusive';

/** A result of `genloss check --json` that was kept in a file. */
export interface KeptCheck {
  /** From the folder that is shown. */
  readonly file: string;
  /** When it was written: ISO 8601. */
  readonly changed: string;
  readonly verdict: CheckVerdict;
  readonly gates: readonly KeptGate[];
}

export interface KeptGate {
  readonly name: string;
  readonly verdict: CheckVerdict;
  readonly value?: number;
  readonly low?: number;
  readonly high?: number;
  readonly atLeast?: number;
  readonly atMost?: number;
}

export interface CheckList {
  /** The newest last. */
  readonly checks: readonly KeptCheck[];
}
