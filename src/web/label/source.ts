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
}

/** Says why, as what follows "This was not written". */
export class NotKept extends Error {}
