/** One of the page's own experiments, and what is told about it. */
import type {Knobs} from '../lab/knobs.ts';
import type {PaperName} from './papers.ts';
import type {TermName} from './terms.ts';

export interface Preset {
  /** As addresses name it. */
  readonly id: string;
  readonly title: string;
  /** For whom. */
  readonly level: 'beginner' | 'intermediate' | 'advanced';
  /** That a class spends with it. */
  readonly minutes: number;
  /** What is done, in a few sentences. */
  readonly story: readonly string[];
  readonly guess: {readonly question: string; readonly answers: readonly string[]; readonly right: number; readonly because: string};
  /** What to look for. */
  readonly notice: readonly string[];
  readonly terms: readonly TermName[];
  readonly papers: readonly PaperName[];
  readonly yaml: string;
  readonly knobs: Knobs;
  /** Whether it wants a text of whoever looks. */
  readonly wantsText?: boolean;
}
