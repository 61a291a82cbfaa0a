/** The rows of a run, some at a time: from results.jsonl, or, where the run has not come to its end, from what is kept of it so far. */
import {closeSync, readSync} from 'node:fs';
import {join} from 'node:path';
import * as z from 'zod';
import {DataError} from '../../core/error.ts';
import type {Row} from '../../lab/results/row.ts';
import {standingRows} from '../../run/standing.ts';
import type {StandingRun} from '../run/standing-run.ts';
import {openStored} from '../stored.ts';

const CHUNK = 1 << 20;

const rowSchema = z.looseObject({
  arm: z.string(),
  seed: z.number(),
  generation: z.number(),
  measure: z.string(),
  band: z.string().optional(),
  value: z.number().optional(),
  reason: z.string().optional(),
  size: z.number().optional(),
});

/** Throws DataError where a line is damaged. */
export function rowsOfRun({directory, loaded, store, missing}: StandingRun): Generator<readonly Row[]> {
  return missing === undefined ? fileRows(join(directory, 'results.jsonl')) : standingRows({...loaded, store});
}

function* fileRows(path: string): Generator<Row[]> {
  const file = opened(path);
  const bytes = Buffer.alloc(CHUNK);
  const decoder = new TextDecoder();
  let [rest, line] = ['', 0];
  try {
    for (let size = readSync(file, bytes); size > 0; size = readSync(file, bytes)) {
      const lines = (rest + decoder.decode(bytes.subarray(0, size), {stream: true})).split('\n');
      rest = lines.pop()!;
      yield lines.map((text) => rowOf(text, path, ++line));
    }
    if (rest !== '') yield [rowOf(rest, path, ++line)];
  } finally {
    closeSync(file);
  }
}

function opened(path: string): number {
  try {
    return openStored(path);
  } catch (error) {
    throw damaged(path, error);
  }
}

function rowOf(text: string, path: string, line: number): Row {
  try {
    return rowSchema.parse(JSON.parse(text));
  } catch (error) {
    throw damaged(`${path}:${line}`, error);
  }
}

const damaged = (where: string, cause: unknown): DataError =>
  new DataError('results.jsonl is damaged', {
    where,
    next: 'run the same experiment into the directory again: it is written anew',
    cause,
  });
