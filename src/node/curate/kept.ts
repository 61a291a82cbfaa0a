/**
 * The text of the records that are kept, in input order: of JSON Lines the whole line, with all its fields; of anything else the text.
 */
import {DataError} from '../../core/error.ts';
import {KEPT} from '../../guard/curate/decide.ts';
import {decompressed, rawChunks} from '../read/chunks.ts';
import {readBatches} from '../read/corpus.ts';
import {forEachLine, lineBlocks} from '../read/lines.ts';
import type {SourceFile} from '../read/source-file.ts';
import type {FileRecords, Side} from './side.ts';

export interface KeptRecord {
  readonly number: number;
  readonly file: string;
  readonly line: number;
  /** The object as it stands in the file, of JSON Lines. */
  readonly json?: Buffer;
  /** UTF-8, where there is no `json`. */
  readonly text?: Buffer;
}

/** Valid until the next one is asked for. Throws DataError where a file is no more what it was when it was measured. */
export async function* keptRecords(side: Side): AsyncGenerator<KeptRecord> {
  for (const records of side.files) {
    const file = side.source.files.find(({name}) => name === records.file) as SourceFile;
    if (await side.source.isJsonLines(file)) yield* keptLines(side, file, records);
    else yield* keptTexts(side, file, records);
  }
}

async function* keptLines(side: Side, file: SourceFile, {first, records}: FileRecords): AsyncGenerator<KeptRecord> {
  const {lines, source} = side;
  const {outcome} = side.fates;
  const end = first + records;
  let next = first;
  const plain = {...file, ...source.place(file), stdin: undefined};
  const chunks = decompressed(
    rawChunks(plain, () => {}),
    file.compression,
    file.name,
  );
  for await (const {bytes, firstLine} of lineBlocks(chunks, file.name)) {
    const found: KeptRecord[] = [];
    forEachLine(bytes, firstLine, (from, to, line) => {
      if (next >= end || lines[next] !== line) return;
      if (outcome[next] === KEPT) found.push({number: next, file: file.name, line, json: bytes.subarray(from, to)});
      next++;
    });
    yield* found;
  }
  if (next !== end) throw changed(file.name);
}

async function* keptTexts(side: Side, file: SourceFile, {first, records}: FileRecords): AsyncGenerator<KeptRecord> {
  const {outcome} = side.fates;
  let next = first;
  const read = side.source.read();
  const source = file.stdin === undefined ? file.path : '-';
  for await (const batch of readBatches([source], {...read, format: file.format})) {
    for (let i = 0; i < batch.count; i++, next++) {
      if (outcome[next] !== KEPT) continue;
      const text = batch.bytes.subarray(batch.offsets[i], batch.offsets[i + 1]) as Buffer;
      yield {number: next, file: file.name, line: batch.lines[i], text};
    }
  }
  if (next !== first + records) throw changed(file.name);
}

function changed(name: string): DataError {
  return new DataError(`${name} is not what it was when its records were measured`, {
    where: name,
    next: 'Let the data be while it is curated, and run the command again.',
  });
}
