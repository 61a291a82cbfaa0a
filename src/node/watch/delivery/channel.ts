/**
 * The port of delivery: who is told of a watch, and what a telling comes to.
 *
 * A channel keeps by itself what it has told, and tells what it has not: the report is the truth, its own notes are what the other side
 * believes. Contract: test/contract-channel.ts.
 */
import type {WatchReport} from '../../../guard/watch-report.ts';

/** What there is to tell. */
export interface News {
  /** With what was acknowledged and silenced on its alarm. */
  readonly report: WatchReport;
  readonly now: Date;
  /** Whether the whole watch is silenced: an alarm that was raised and is over since then is one of which the end alone is told. */
  readonly isSilenced: boolean;
}

export interface Told {
  /** Messages that were not taken and come with the next call. */
  readonly waiting: number;
  /** Why the first of them was not, in words that hold no secret; absent where all were taken. */
  readonly failure?: string;
}

export interface Channel {
  /** For people: its kind, and a place without secrets. */
  readonly name: string;
  /** Never throws for what the other side does. Throws OutputError where its own notes cannot be written. */
  tell(news: News): Promise<Told>;
}

export const ALL_TOLD: Told = {waiting: 0};
