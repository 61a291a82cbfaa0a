/** From one file to its record batches: it is open while it is read. */
import type {RecordBatch} from '../../read/batch.ts';
import {type Input, inputBatches} from '../../read/input-batches.ts';
import type {FieldRequest} from '../../read/request.ts';
import type {OnBytes} from '../../read/source.ts';
import {NODE_INFLATE} from './inflate.ts';
import {openSource, streamed} from './open.ts';
import type {SourceFile} from './source-file.ts';

/** All batches of one file, its further fields looked after. Throws DataError and ConfigError. */
export async function* fileBatches(file: SourceFile, request: FieldRequest, onBytes: OnBytes): AsyncGenerator<RecordBatch> {
  for await (const input of opened([file])) yield* inputBatches(input, request, {inflate: NODE_INFLATE, onBytes});
}

/** Files as inputs, one after the other; each is closed when the next one is asked for, or nothing more is. Throws DataError. */
export async function* opened(files: readonly SourceFile[]): AsyncGenerator<Input> {
  for (const file of files) {
    const {name, size, format, compression} = file;
    if (size === 0) {
      yield {name, format, compression, stream: streamed(file)};
      continue;
    }
    const source = await openSource(file);
    try {
      yield {source, format, compression};
    } finally {
      await source.close();
    }
  }
}
