/**
 * Files of recorded preferences: read as other tools write them, written as genloss does.
 *
 *   written   JSON Lines of {"prompt", "chosen", "rejected", "annotator"?, "time"?}: TRL's standard preference format and two more keys
 *   read      the forms of `forms.ts`, one object a line, or one JSON array; also .gz and .zst
 *
 * A pair whose two sides are equal tells nothing: it is left out and counted. Reading holds the file's preferences in memory.
 */
import {stat} from 'node:fs/promises';
import {DataError} from '../../core/error.ts';
import {decodeText} from '../../read/bytes.ts';
import {type Compression, inflated} from '../../read/inflate.ts';
import {beginsArray} from '../../read/input-batches.ts';
import {arrayElements} from '../../read/json-array.ts';
import {lineBlocks} from '../../read/lines.ts';
import {type ByteStream, chunksOf, peeked} from '../../read/source.ts';
import {writeOutput} from '../output-file.ts';
import {opened} from '../read/file-batches.ts';
import {NODE_INFLATE} from '../read/inflate.ts';
import {unreadable} from '../read/open.ts';
import {NotAPreference, preferencesOf} from './forms.ts';
import type {Preference} from './preference.ts';

export {type Preference, recordedPairs} from './preference.ts';

export interface PreferenceFile {
  readonly preferences: readonly Preference[];
  /** Pairs that were left out because both sides are equal. */
  readonly equal: number;
}

const WANTED =
  'Wanted on each line: {"prompt": "...", "chosen": "...", "rejected": "..."}, each a string or a list of turns ({"role", "content"}); the prompt may be left out.';

/** Throws DataError that names file and line. */
export async function readPreferences(path: string): Promise<PreferenceFile> {
  const {size} = await stat(path).catch((error) => {
    throw unreadable(path, error);
  });
  const preferences: Preference[] = [];
  let equal = 0;
  const add = (record: unknown, where: string) => {
    const found = preferencesOf(record);
    if (found instanceof NotAPreference) throw new DataError(`${where} ${found.problem}`, {where: placeIn(where), next: WANTED});
    for (const preference of found) {
      if (preference.chosen === preference.rejected) equal++;
      else preferences.push(preference);
    }
  };
  for await (const input of opened([{name: path, path, size}])) {
    const chunks = 'source' in input ? chunksOf(input.source, () => {}) : input.stream;
    const compression = compressionOf(path);
    const plain = compression === undefined ? chunks : inflated(chunks, compression, {name: path, inflate: NODE_INFLATE});
    await forEachRecord(plain, path, add);
  }
  if (preferences.length === 0) {
    const why = equal > 0 ? `, but ${equal} whose two sides are equal` : '';
    throw new DataError(`${path} holds no preferences${why}`, {where: path, next: WANTED});
  }
  return {preferences, equal};
}

/** Replaces the file, or leaves it as it was. Throws OutputError. */
export function writePreferences(path: string, preferences: Iterable<Preference>): void {
  writeOutput(path, linesOf(preferences));
}

function* linesOf(preferences: Iterable<Preference>): Generator<string> {
  for (const {prompt, chosen, rejected, annotator, time} of preferences)
    yield `${JSON.stringify({prompt, chosen, rejected, annotator, time})}\n`;
}

function compressionOf(path: string): Compression | undefined {
  return path.endsWith('.gz') ? 'gz' : path.endsWith('.zst') ? 'zst' : undefined;
}

async function forEachRecord(chunks: ByteStream, name: string, visit: (record: unknown, where: string) => void): Promise<void> {
  const {head, chunks: whole} = await peeked(chunks);
  if (beginsArray(head)) {
    for await (const {bytes, spans, lines, first} of arrayElements(whole, name)) {
      lines.forEach((line, k) => {
        const where = `${name}:${line} (record ${first + k})`;
        visit(parsed(decodeText(bytes, spans[2 * k], spans[2 * k + 1]), where), where);
      });
    }
    return;
  }
  for await (const block of lineBlocks(whole, name)) {
    block.forEach((start, end, line) => {
      const text = decodeText(block.bytes, start, end).replace(/^\ufeff+/, '');
      if (text.trim() !== '') visit(parsed(text, `${name}:${line}`), `${name}:${line}`);
    });
  }
}

/** `file:line` of where a record is. */
const placeIn = (where: string): string => where.replace(/ \(record \d+\)$/, '');

function parsed(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DataError(`${where} is not JSON: ${(cause as Error).message}`, {where: placeIn(where), next: WANTED, cause});
  }
}
