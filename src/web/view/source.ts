/** Where the page has its runs from: a server that follows them, or the files of a bundle. */
import type {Row} from '../../lab/results/row.ts';
import type {CheckList, RunEvent, RunList, SampleAnswer, SampleQuestion, ShownRun} from '../../report/pages/view/records.ts';

export type RunFile = 'results.jsonl' | 'summary.json';

export interface RunSource {
  list(): Promise<RunList>;
  /** Results of checks beside the runs. */
  checks(): Promise<CheckList>;
  shown(id: string): Promise<ShownRun>;
  /** Of one measure, all its bands. */
  rows(id: string, measure: string): Promise<readonly Row[]>;
  samples(id: string, question: SampleQuestion): Promise<SampleAnswer>;
  file(id: string, name: RunFile): Promise<string>;
  /** Hears what is new until it is stopped; a bundle never changes. `onGap`: something may have been missed. */
  follow(hear: (event: RunEvent) => void, onGap: () => void): () => void;
  /** What whoever opens the page must know first. */
  readonly notice?: string;
}

export class Unanswered extends Error {}
