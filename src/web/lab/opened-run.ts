/** A run directory that a person opens: what its files hold, as the page shows a run; nothing is computed anew. */
import {DataError} from '../../core/error.ts';
import {textOf} from '../../core/text/documents.ts';
import type {Row} from '../../lab/results/row.ts';
import {Summarizer} from '../../lab/results/summary.ts';
import {reportInputOf} from '../../report/pages/run/gather.ts';
import {summaryJson} from '../../run/run.ts';
import type {KeptSample} from '../../run/samples.ts';
import type {CourseTexts} from './course.ts';
import {anyExperiment} from './experiment.ts';
import {fansOf} from './fans.ts';
import {LostWordsGatherer} from './lost-words.ts';
import type {RunTexts, Seen} from './messages.ts';

interface OpenedRun {
  readonly seen: Omit<Seen, 'hash'>;
  readonly texts: CourseTexts;
}

/** Throws ConfigError and DataError, naming the file. */
export function openRunTexts({yaml, results, samples}: RunTexts): OpenedRun {
  const {experiment, arms} = anyExperiment(yaml);
  const rows = rowsOf(results);
  const summarizer = new Summarizer();
  for (const row of rows) summarizer.add(row);
  const summary = summarizer.finish(experiment);
  const words = new LostWordsGatherer();
  for (const {arm, lines} of samples) words.take(arm, samplesOf(lines));
  const input = reportInputOf({
    ...{experiment, arms, yaml, summary, command: 'genloss run experiment.yaml -o NEW_FOLDER', versions: {}},
    ...{pictured: [], notes: [], timed: []},
  });
  const first = rows.reduce((most, {generation}) => Math.max(most, generation), 0);
  return {
    seen: {input, lost: words.found, fans: fansOf(rows, experiment.generations), first, isWhole: true, yaml},
    texts: {results, summary: summaryJson(summary)},
  };
}

function rowsOf(results: string): Row[] {
  return results
    .trimEnd()
    .split('\n')
    .map((line, i) => {
      try {
        const row = JSON.parse(line) as Row;
        if (typeof row.arm === 'string' && Number.isInteger(row.generation) && typeof row.measure === 'string') return row;
      } catch {}
      throw new DataError(`results.jsonl:${i + 1} is no row of results`, {
        where: `results.jsonl:${i + 1}`,
        next: 'open the folder that genloss run wrote, whole',
      });
    });
}

/** Of the first seed, generation by generation; what is no text is passed over. */
function samplesOf(lines: string): KeptSample[] {
  const found = new Map<string, {seed: number; generation: number; source?: string; texts: string[]}>();
  for (const line of lines.split('\n')) {
    if (!line.startsWith('{"seed":0,')) continue;
    const {seed, generation, source, text} = JSON.parse(line) as {seed: number; generation: number; source?: string; text?: string};
    if (text === undefined) return [];
    const key = `${generation} ${source}`;
    const sample = found.get(key) ?? {seed, generation, ...(source !== undefined && {source}), texts: []};
    sample.texts.push(text);
    found.set(key, sample);
  }
  return [...found.values()].map(({texts, ...sample}) => ({...sample, data: textOf(texts)}));
}
