/**
 * The text of the records that are kept, in input order: of JSON the whole object, with all its fields; of anything else the text.
 */
import {DataError} from '../../core/error.ts';
import {KEPT} from '../../guard/curate/decide.ts';
import {readFiles} from '../read/corpus.ts';
import {LatestTexts} from './changes.ts';
import type {MeasuredSide} from './measure.ts';

export interface KeptRecord {
  readonly number: number;
  readonly file: string;
  readonly line: number;
  /** UTF-8. */
  readonly text: Buffer;
  /** The object as it stands in the file, where the record is one. */
  readonly json?: Buffer;
  /** Whether a command made the text another than the object has. */
  readonly isChanged?: boolean;
}

/** Valid until the next one is asked for. Throws DataError where a file is no more what it was when it was measured. */
export async function* keptRecords({side, changes}: MeasuredSide): AsyncGenerator<KeptRecord> {
  const {source, fates, lines, n} = side;
  const {outcome} = fates;
  const latest = new LatestTexts(changes, outcome);
  let next = 0;
  for await (const {file, count, bytes, offsets, lines: found, raw} of readFiles(source.files, {
    ...source.reading,
    raw: source.isWhole,
  })) {
    const texts = bufferOf(bytes);
    const objects = raw && {bytes: bufferOf(raw.bytes), offsets: raw.offsets};
    for (let i = 0; i < count; i++, next++) {
      if (next >= n || lines[next] !== found[i]) throw changed(file);
      const made = changes.length > 0 ? await latest.of(next) : undefined;
      if (outcome[next] !== KEPT) continue;
      const json = objects && {json: objects.bytes.subarray(objects.offsets[i], objects.offsets[i + 1])};
      const text = made === undefined ? texts.subarray(offsets[i], offsets[i + 1]) : Buffer.from(made);
      yield {number: next, file, line: found[i], text, ...(made !== undefined && {isChanged: true}), ...json};
    }
  }
  if (next !== n) throw changed(source.files.at(-1)?.name ?? source.name);
}

/** The same memory. */
function bufferOf({buffer, byteOffset, byteLength}: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function changed(name: string): DataError {
  return new DataError(`${name} is not what it was when its records were measured`, {
    where: name,
    next: 'Let the data be while it is curated, and run the command again.',
  });
}
