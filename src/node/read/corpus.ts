/** Corpora of files: from what a user names to record batches, as a stream (`readBatches`) or whole in memory (`readCorpus`). */
import type {RecordBatch} from '../../read/batch.ts';
import {collected, type LocatedCorpus, type ReadProgress, readInputs} from '../../read/corpus.ts';
import {type FieldOptions, type ReadingOptions, requestOf} from '../../read/request.ts';
import {opened} from './file-batches.ts';
import {NODE_INFLATE} from './inflate.ts';
import type {SourceFile} from './source-file.ts';
import {type FindOptions, findFiles} from './sources.ts';

export interface ReadOptions extends FindOptions, FieldOptions {
  readonly onProgress?: (progress: ReadProgress) => void;
}

/** What commands are told of how their data are read. */
export type DataRead = ReadingOptions & Pick<FindOptions, 'format' | 'base' | 'stdin' | 'onNotice'>;

/**
 * The records of all sources in order, in batches of about a mebibyte; each batch is of one file. Reads as fast as it is consumed.
 * Throws DataError (missing, unreadable, broken, no records at all) and ConfigError (options).
 */
export async function* readBatches(sources: readonly string[], options: ReadOptions = {}): AsyncGenerator<RecordBatch> {
  requestOf(options);
  yield* readFiles(await findFiles(sources, options), options);
}

/** The records of files in order. Throws as readBatches does. */
export function readFiles(files: readonly SourceFile[], options: ReadOptions = {}): AsyncGenerator<RecordBatch> {
  const totalBytes = files.reduce((sum, file) => sum + file.size, 0);
  return readInputs(opened(files), {...options, totalBytes, inflate: NODE_INFLATE});
}

/** All records of all sources in memory. At most 4 GiB of text, and as much of further fields. Throws as readBatches does. */
export function readCorpus(sources: readonly string[], options: ReadOptions = {}): Promise<LocatedCorpus> {
  return collected((onSkip) => readBatches(sources, {...options, onSkip}), options.onSkip);
}
