/** What the page and its worker tell each other. Types only. */
import type {Text} from '../../core/data.ts';
import type {PlacedProblem} from '../../core/error.ts';
import type {Fans} from '../../report/pages/explorer/fans.ts';
import type {LostWords} from '../../report/pages/explorer/lost-words.ts';
import type {ReportInput} from '../../report/pages/run/input.ts';
import type {FilesOptions} from '../../run/corpus.ts';
import type {PageCost} from './cost.ts';
import type {CourseTexts} from './course.ts';
import type {Knobs} from './knobs.ts';

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
  /** Names of files that a person has given to the page. */
  readonly files?: readonly string[];
  /** Whether it was run elsewhere: then nothing is refused that only a page has not. */
  readonly isOfRun?: boolean;
  /** Whether it may take as long as it takes. */
  readonly isWanted?: boolean;
}

/** Of a run directory. */
export interface RunTexts {
  /** experiment.yaml */
  readonly yaml: string;
  /** results.jsonl */
  readonly results: string;
  /** Lines of samples that were kept, by arm. */
  readonly samples: readonly {readonly arm: string; readonly lines: string}[];
}

/** Of what the page reads for the worker. */
export type Bytes = {readonly bytes: Uint8Array<ArrayBuffer>} | {readonly failure: string};
export type Documents = {readonly documents: Text; readonly broken: number} | {readonly failure: Failure};

export type ToWorker =
  | {readonly kind: 'run'; readonly id: number; readonly wanted: WantedRun}
  /** In place of what was shown before. */
  | {readonly kind: 'show'; readonly id: number; readonly wanted: WantedRun}
  /** A run of elsewhere, in place of what was shown before. */
  | {readonly kind: 'open'; readonly id: number; readonly run: RunTexts}
  /** Whether it is an experiment, and what can be moved in it. */
  | {readonly kind: 'look'; readonly id: number; readonly wanted: WantedRun}
  /** One is answered when all of what is shown is there. */
  | {readonly kind: 'shown'; readonly id: number}
  | {readonly kind: 'brought'; readonly name: string; readonly brought: Bytes | Documents};

/** What is shown, as far as it is computed. */
export interface Seen {
  readonly input: ReportInput;
  readonly lost?: LostWords;
  readonly fans: Fans;
  /** Generations that every arm has of its first lineage. */
  readonly first: number;
  readonly isWhole: boolean;
  /** Of results.jsonl (SHA-256, hexadecimal), where it is whole. */
  readonly hash?: string;
  readonly yaml: string;
  /** What of an opened run could not be read, beside what is shown. */
  readonly unread?: readonly Pick<Failure, 'message' | 'next'>[];
}

/** What a text says, without running it. */
export interface Looked {
  readonly title: string;
  readonly shows?: string;
  readonly knobs: Knobs;
}

export type FromWorker =
  | {readonly kind: 'done'; readonly id: number; readonly texts: CourseTexts}
  | {readonly kind: 'failed'; readonly id: number; readonly failure: Failure}
  | {readonly kind: 'seen'; readonly id: number; readonly seen: Seen}
  /** What is wanted is dear, and nobody has said that it may be. */
  | {readonly kind: 'heavy'; readonly id: number; readonly cost: PageCost}
  | {readonly kind: 'looked'; readonly id: number; readonly looked: Looked}
  | {readonly kind: 'whole'; readonly id: number; readonly texts: CourseTexts; readonly yaml: string}
  /** A pack of speeches by its name; with `files` what files hold, under a name of its own. */
  | {readonly kind: 'wants'; readonly name: string; readonly files?: FilesOptions};
