/**
 * The bytes of a file or of standard input, decompressed, in chunks of about one mebibyte. Pull-based: nothing is read ahead of the
 * consumer but one chunk, and what a decompressor holds. The only place that opens files (Parquet, which needs seeking, aside).
 */
import {open} from 'node:fs/promises';
import {pipeline, Readable} from 'node:stream';
import {createGunzip, createZstdDecompress} from 'node:zlib';
import {DataError, GenlossError} from '../../core/error.ts';
import {ZstdFrameWalker} from '../../read/zstd-frames.ts';
import {shortageOf} from '../system-error.ts';
import type {Compression, SourceFile} from './source-file.ts';

export const CHUNK_BYTES = 1 << 20;

/** Hears how many bytes, as they lie on the disk, were just read. */
export type OnBytes = (bytes: number) => void;

/** The bytes of a file as they lie on the disk. Each chunk is fresh memory. Throws DataError. */
export async function* rawChunks(file: SourceFile, onBytes: OnBytes): AsyncGenerator<Buffer> {
  if (file.stdin !== undefined) {
    for await (const chunk of file.stdin) {
      onBytes(chunk.length);
      yield Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
    }
    return;
  }
  const handle = await open(file.path).catch((error) => {
    throw unreadable(file.name, error);
  });
  const read = async (): Promise<Buffer> => {
    const buffer = Buffer.allocUnsafeSlow(file.size > 0 ? Math.min(CHUNK_BYTES, file.size + 1) : CHUNK_BYTES);
    const {bytesRead} = await handle.read(buffer, 0, buffer.length, null);
    return buffer.subarray(0, bytesRead);
  };
  try {
    for await (const chunk of readAhead(read)) {
      onBytes(chunk.length);
      yield chunk;
    }
  } catch (error) {
    throw error instanceof Error && 'syscall' in error ? unreadable(file.name, error) : error;
  } finally {
    await handle.close();
  }
}

/** What `read` gives until it gives nothing; one chunk is read while the one before it is worked on. */
export async function* readAhead(read: () => Promise<Buffer>): AsyncGenerator<Buffer> {
  const start = (): Promise<Buffer> => {
    const reading = read();
    reading.catch(() => {});
    return reading;
  };
  let next = start();
  try {
    for (let chunk = await next; chunk.length > 0; chunk = await next) {
      next = start();
      yield chunk;
    }
  } finally {
    await next.catch(() => {});
  }
}

/** Chunks, decompressed. Throws DataError where they are cut short or are not what the name says. */
export function decompressed(chunks: AsyncIterable<Buffer>, compression: Compression | undefined, name: string): AsyncIterable<Buffer> {
  if (compression === undefined) return chunks;
  return compression === 'gz' ? gunzipped(chunks, name) : unzstandarded(chunks, name);
}

async function* gunzipped(chunks: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  const unzip = createGunzip({chunkSize: CHUNK_BYTES / 4});
  try {
    yield* pumped(chunks, unzip);
  } catch (error) {
    throw broken(name, 'gzip', error);
  }
}

/** One decompressor a frame; the walker finds the frames. */
async function* unzstandarded(chunks: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  const walker = new ZstdFrameWalker();
  const iterator = chunks[Symbol.asyncIterator]();
  let rest: Buffer | undefined;
  let finished = false;
  async function pull(): Promise<boolean> {
    while (!finished && (rest === undefined || rest.length === 0)) {
      const step = await iterator.next();
      if (step.done) finished = true;
      else rest = step.value;
    }
    return !finished;
  }
  async function* frame(): AsyncGenerator<Buffer> {
    while (await pull()) {
      const chunk = rest as Buffer;
      const end = walker.frameEnd(chunk, 0);
      rest = end < 0 ? undefined : chunk.subarray(end);
      yield end < 0 ? chunk : chunk.subarray(0, end);
      if (end >= 0) return;
    }
  }
  try {
    do yield* pumped(frame(), createZstdDecompress({chunkSize: CHUNK_BYTES / 4}));
    while (await pull());
  } catch (error) {
    throw broken(name, 'Zstandard', error);
  } finally {
    await iterator.return?.();
  }
}

async function* pumped(
  chunks: AsyncIterable<Buffer>,
  unzip: ReturnType<typeof createGunzip | typeof createZstdDecompress>,
): AsyncGenerator<Buffer> {
  pipeline(Readable.from(chunks, {highWaterMark: 1}), unzip, () => {});
  for await (const chunk of unzip) yield chunk as Buffer;
}

function broken(name: string, format: string, cause: unknown): unknown {
  if (!(cause instanceof Error) || cause instanceof GenlossError || !('code' in cause)) return cause;
  if (cause.code === 'Z_BUF_ERROR') {
    return new DataError(`${name} is truncated: its ${format} data ends too early`, {
      where: name,
      cause,
      next: 'Fetch or write the file again; its end is missing.',
    });
  }
  return new DataError(`${name} is not intact ${format} data: ${cause.message}`, {
    where: name,
    cause,
    next: 'Fetch the file again, or rename it if it is not compressed.',
  });
}

/** The error for a file that cannot be opened or read. */
export function unreadable(name: string, cause: unknown): GenlossError {
  const shortage = shortageOf(cause);
  if (shortage) return shortage;
  const code = (cause as NodeJS.ErrnoException).code;
  const reason = code === 'EACCES' || code === 'EPERM' ? 'no permission' : (cause as Error).message;
  return new DataError(`${name} cannot be read: ${reason}`, {where: name, cause, next: 'Check the path and its permissions.'});
}

/** The first bytes of a stream, and the stream whole again. */
export async function peeked(chunks: AsyncIterable<Buffer>): Promise<{head: Buffer; chunks: AsyncIterable<Buffer>}> {
  const iterator = chunks[Symbol.asyncIterator]();
  const held: Buffer[] = [];
  let size = 0;
  while (size < 4096) {
    const step = await iterator.next();
    if (step.done) break;
    held.push(step.value);
    size += step.value.length;
  }
  const head = Buffer.concat(held);
  async function* whole(): AsyncGenerator<Buffer> {
    try {
      if (head.length > 0) yield head;
      for (let step = await iterator.next(); !step.done; step = await iterator.next()) yield step.value;
    } finally {
      await iterator.return?.();
    }
  }
  return {head, chunks: whole()};
}
