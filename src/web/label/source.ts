/** Where the page has its desk from and hands its answers to: the server that serves it, or the storage of the page. */
import type {Desk, SentJudgement} from '../../run/desk.ts';

/** The desk as it is now, and whether the answer was taken: one to another pair than the one in front is not. */
export interface Answered {
  readonly desk: Desk;
  readonly isTaken: boolean;
}

/** Each rejects with NotKept, in words, where nothing was read or written. */
export interface DeskSource {
  look(): Promise<Answered>;
  answer(sent: SentJudgement): Promise<Answered>;
  undo(): Promise<Answered>;
  /** Of a desk whose answers are nowhere but in the page. */
  readonly own?: OwnAnswers;
}

export interface OwnAnswers {
  /** How many were not handed back yet. */
  readonly unsaved: number;
  /** All of them as files, from the first on: whoever takes them in knows which are there. They count as handed back from then on. */
  handBack(): readonly HandedFile[];
  /** Calls whenever another window has changed them. */
  follow(changed: () => void): void;
}

export interface HandedFile {
  readonly name: string;
  readonly text: string;
}

/** Says why, as what follows "This was not written". */
export class NotKept extends Error {}
