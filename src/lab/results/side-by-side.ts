/**
 * Arms of one run or of several, each held against one of them at any generation: the summary and the differences of a run, over lineages that
 * share a seed. Whether equal seeds mean equal human data is for whoever brings runs together to know.
 */
import type {Row} from './row.ts';
import {Summarizer, type Summary} from './summary.ts';

export interface SideBySide {
  /** Names of arms, as rows have them. */
  readonly arms: readonly string[];
  readonly against: string;
  readonly measure: string;
  /** The last that is looked at. */
  readonly generation: number;
}

export function sideBySide(rows: Iterable<Row>, {arms, against, measure, generation}: SideBySide): Summary {
  const summarizer = new Summarizer();
  const wanted = new Set(arms);
  for (const row of rows) if (row.measure === measure && wanted.has(row.arm)) summarizer.add(row);
  return summarizer.finish({
    arms: Object.fromEntries(arms.map((name) => [name, {workflow: 'replace' as const}])),
    baseline: against,
    measures: [measure],
    generations: generation,
  });
}
