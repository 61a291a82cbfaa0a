/** A run directory that a person opens: what its files hold, as the page shows a run; nothing is computed anew. */
import {DataError} from '../../core/error.ts';
import {isObject} from '../../core/plain/value.ts';
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
import type {Failure, RunTexts, Seen} from './messages.ts';

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
  const unread: Pick<Failure, 'message' | 'next'>[] = [];
  for (const {arm, lines} of samples) {
    const found = samplesOf(lines);
    if ('broken' in found)
      unread.push({
        message: `A kept sample of ${arm} is damaged (its line ${found.broken}): no words are struck out.`,
        next: 'Numbers and pictures are of results.jsonl, which is whole.',
      });
    else words.take(arm, found.samples);
  }
  const input = reportInputOf({
    ...{experiment, arms, yaml, summary, command: 'genloss run experiment.yaml -o NEW_FOLDER', versions: {}},
    ...{pictured: [], notes: [], timed: []},
  });
  const first = rows.reduce((most, {generation}) => Math.max(most, generation), 0);
  return {
    seen: {
      input,
      lost: unread.length > 0 ? undefined : words.found,
      fans: fansOf(rows, experiment.generations),
      first,
      isWhole: true,
      yaml,
      ...(unread.length > 0 && {unread}),
    },
    texts: {results, summary: summaryJson(summary)},
  };
}

function rowsOf(results: string): Row[] {
  return results
    .trimEnd()
    .split('\n')
    .map((line, i) => {
      try {
        const row = JSON.parse(line) as Partial<Row> | null;
        if (isRow(row)) return row;
      } catch {}
      throw new DataError(`results.jsonl:${i + 1} is no row of results`, {
        where: `results.jsonl:${i + 1}`,
        next: 'open the folder that genloss run wrote, whole',
      });
    });
}

const isRow = (row: Partial<Row> | null): row is Row =>
  typeof row?.arm === 'string' &&
  typeof row.measure === 'string' &&
  Number.isInteger(row.seed) &&
  Number.isInteger(row.generation) &&
  (row.value === undefined || typeof row.value === 'number');

/** Of the first seed, generation by generation; what is no text is passed over. `broken`: the first line that is no record, from 1. */
function samplesOf(lines: string): {readonly samples: readonly KeptSample[]} | {readonly broken: number} {
  const found = new Map<string, {seed: number; generation: number; source?: string; texts: string[]}>();
  for (const [i, line] of lines.split('\n').entries()) {
    if (line === '' || /^\{"seed":[1-9]/.test(line)) continue;
    const record = recordOf(line);
    if (record === undefined) return {broken: i + 1};
    const {seed, generation, source, text} = record;
    if (text === undefined) return {samples: []};
    const key = `${generation} ${source}`;
    const sample = found.get(key) ?? {seed, generation, ...(source !== undefined && {source}), texts: []};
    sample.texts.push(text);
    found.set(key, sample);
  }
  return {samples: [...found.values()].map(({texts, ...sample}) => ({...sample, data: textOf(texts)}))};
}

function recordOf(line: string): {seed: number; generation: number; source?: string; text?: string} | undefined {
  try {
    const record: unknown = JSON.parse(line);
    if (!isObject(record) || !Number.isInteger(record.seed) || !Number.isInteger(record.generation)) return undefined;
    return typeof record.text === 'string' || record.text === undefined ? (record as {seed: number; generation: number}) : undefined;
  } catch {
    return undefined;
  }
}
