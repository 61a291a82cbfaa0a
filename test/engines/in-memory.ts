/**
 * An experiment whole and in memory, on any engine: the texts that a run leaves as results.jsonl and summary.json.
 * Slow and plain: no store, no threads. Data is a world's, or the corpus that is handed in.
 */
import {compressedSize} from '../../src/core/measure/compressed-size.ts';
import {Stream} from '../../src/core/random/stream.ts';
import type {Corpus} from '../../src/lab/human.ts';
import {Lineage} from '../../src/lab/lineage.ts';
import {resolveExperiment} from '../../src/lab/resolve.ts';
import {compareText, type Row, rowsOf} from '../../src/lab/row.ts';
import {Summarizer} from '../../src/lab/summary.ts';

export interface Texts {
  readonly results: string;
  readonly summary: string;
}

/** `data`: an experiment as its YAML says it. Throws where it is not valid. */
export function runInMemory(data: unknown, corpus?: Corpus): Texts {
  const resolved = resolveExperiment(data);
  if (!resolved.ok) throw new Error(resolved.problems.map(({path, message}) => `${path.join('.')}: ${message}`).join('; '));
  const {experiment, arms} = resolved;
  const {measures, seeds, generations} = experiment;
  const summarizer = new Summarizer();
  const lines: string[] = [];
  const take = (rows: readonly Row[]): void => {
    for (const row of rows) {
      summarizer.add(row);
      lines.push(`${JSON.stringify(row)}\n`);
    }
  };
  for (const arm of [...arms].sort((a, b) => compareText(a.name, b.name))) {
    for (let seed = 0; seed < seeds; seed++) {
      const own = 'corpus' in arm.data ? corpus : undefined;
      const lineage = new Lineage({arm, seed, root: Stream.root(experiment.seed), measures, corpus: own, compress: compressedSize});
      const truth = lineage.truth();
      if (truth) take(rowsOf(arm.name, seed, truth.generation, truth.readings));
      for (let t = 1; t <= generations; t++) take(rowsOf(arm.name, seed, t, lineage.advance().readings));
    }
  }
  return {results: lines.join(''), summary: `${JSON.stringify(summarizer.finish(experiment))}\n`};
}
