/** JSON Lines: one object a line. */
import type {RecordBatch} from './batch.ts';
import {RecordReader} from './json-record.ts';
import {lineBlocks} from './lines.ts';
import type {FieldRequest} from './request.ts';
import {breakLine} from './text.ts';
import {isText} from './utf8.ts';

/** Batches of a JSONL file's records; blank lines are passed over. Throws DataError. */
export async function* jsonlBatches(chunks: AsyncIterable<Uint8Array>, name: string, request: FieldRequest): AsyncGenerator<RecordBatch> {
  const reader = new RecordReader(name, request);
  const builder = reader.builder();
  for await (const block of lineBlocks(chunks, name, {marked: request.origin.first, spare: request.spare})) {
    const {bytes} = block;
    const suspect = !isText(bytes);
    builder.reserve(bytes.length);
    block.forEach((start, end, line) => {
      if (suspect && breakLine(block, {start, end, line}, name, request)) return;
      reader.read(builder, bytes, start, end, line);
    });
    const batch = reader.batch(builder);
    if (batch !== undefined) yield batch;
  }
}
