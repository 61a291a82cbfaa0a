/** What the page and its worker tell each other. Types only. */
import type {PlacedProblem} from '../../core/error.ts';
import type {LostWords} from '../../report/pages/explorer/lost-words.ts';
import type {ReportInput} from '../../report/pages/run/input.ts';
import type {CourseTexts} from './course.ts';

/** What went wrong, as it crosses threads. */
export interface Failure {
  readonly message: string;
  readonly next?: string;
  readonly problems: readonly PlacedProblem[];
}

export interface WantedRun {
  readonly yaml: string;
  /** Overrides, `path=value`. */
  readonly sets?: readonly string[];
}

export type ToWorker =
  | {readonly kind: 'run'; readonly id: number; readonly wanted: WantedRun}
  /** In place of what was shown before. */
  | {readonly kind: 'show'; readonly id: number; readonly wanted: WantedRun}
  /** One is answered when all of what is shown is there. */
  | {readonly kind: 'shown'; readonly id: number}
  | {readonly kind: 'pack'; readonly name: string; readonly bytes?: Uint8Array<ArrayBuffer>; readonly failure?: string};

/** What is shown, as far as it is computed. */
export interface Seen {
  readonly input: ReportInput;
  readonly lost?: LostWords;
  /** Generations that every arm has of its first lineage. */
  readonly first: number;
  readonly isWhole: boolean;
  /** Of results.jsonl (SHA-256, hexadecimal), where it is whole. */
  readonly hash?: string;
  readonly yaml: string;
}

export type FromWorker =
  | {readonly kind: 'done'; readonly id: number; readonly texts: CourseTexts}
  | {readonly kind: 'failed'; readonly id: number; readonly failure: Failure}
  | {readonly kind: 'seen'; readonly id: number; readonly seen: Seen}
  | {readonly kind: 'whole'; readonly id: number; readonly texts: CourseTexts; readonly yaml: string}
  | {readonly kind: 'wants'; readonly name: string};
