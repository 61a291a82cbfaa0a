/** What a person who judges has in front of them, as the page has it from its server, or from itself. */
/** What is said of the pair in front: by its place, since nobody is told which text is the first. */
export const SAYINGS = ['left', 'right', 'tie', 'neither', 'skip', 'report'] as const;
export type Saying = (typeof SAYINGS)[number];

/** A pair as it is shown: which text stands where was drawn. */
export interface ShownPair {
  readonly ask: string;
  readonly left: string;
  readonly right: string;
  readonly prompt?: string;
  readonly question?: string;
  /** Shown before, for quality control. */
  readonly again: boolean;
}

/** The newest generation of an arm that was trained with judgements. */
export interface TrainedGeneration {
  readonly arm: string;
  readonly generation: number;
  /** Lineages that have come to it. */
  readonly seeds: number;
  /** That it was trained with. */
  readonly judgements: number;
  /** Means over those lineages: of it, and of the generation before. */
  readonly measure?: {readonly name: string; readonly title: string; readonly before?: number; readonly after: number};
}

export interface Desk {
  readonly annotator: string;
  /** Absent where nothing waits. */
  readonly pair?: ShownPair;
  /** Pairs that were asked so far, of whomever. */
  readonly asked: number;
  /** Pairs that wait for this person, skipped ones among them. */
  readonly waiting: number;
  /** Judgements of this person that count. */
  readonly judged: number;
  /** Whether there is something to take back. */
  readonly canUndo: boolean;
  /** Judgements that the run still wants of other people. */
  readonly ofOthers: number;
  /** Typical seconds of a judgement of this person; absent before there are some. */
  readonly pace?: number;
  /** What goes on with the run. */
  readonly run:
    | {readonly status: 'command'; readonly command: string}
    /** `elsewhere`: it knows nothing of this desk before the judgements are handed back. */
    | {readonly status: 'going' | 'waits' | 'done' | 'elsewhere'}
    | {readonly status: 'failed'; readonly why: string};
  /** What answers have come to so far, an arm each. */
  readonly trained: readonly TrainedGeneration[];
  /** What this person should know. */
  readonly notices: readonly string[];
}

/** What the page sends. */
export interface SentJudgement {
  readonly ask: string;
  readonly says: Saying;
  readonly again: boolean;
  /** That it took, without the time that nobody was there. */
  readonly seconds: number;
}
