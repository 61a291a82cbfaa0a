/** Compressed bytes: the port that decompresses them as they come, and what is said where they are not intact. */
import {DataError} from '../core/error.ts';
import type {ByteStream} from './source.ts';

export type Compression = 'gz' | 'zst';

/**
 * Decompressors of streams. Both throw CutShort where the bytes end before the data do, empty input included, NotIntact where they are
 * something else, and what their input throws; whoever stops early is waited for by nobody, and the input is closed.
 */
export interface Inflate {
  /** gzip, its members one after the other; what follows zeros behind a member is passed over, as gunzip does. */
  gzip(chunks: ByteStream): ByteStream;
  /** Zstandard, its frames one after the other; skippable ones are passed over. Windows of at most 128 MiB. */
  zstd(chunks: ByteStream): ByteStream;
}

export class CutShort extends Error {}

/** `message`: what is wrong, as far as the decompressor says. */
export class NotIntact extends Error {}

/** A stream, decompressed. Throws DataError where it is cut short or is not what the name says. */
export async function* inflated(
  chunks: ByteStream,
  compression: Compression,
  {name, inflate}: {readonly name: string; readonly inflate: Inflate},
): AsyncGenerator<Uint8Array> {
  try {
    yield* compression === 'gz' ? inflate.gzip(chunks) : inflate.zstd(chunks);
  } catch (error) {
    throw broken(name, compression === 'gz' ? 'gzip' : 'Zstandard', error);
  }
}

function broken(name: string, format: string, cause: unknown): unknown {
  if (cause instanceof CutShort) {
    return new DataError(`${name} is truncated: its ${format} data ends too early`, {
      where: name,
      cause,
      next: 'Fetch or write the file again; its end is missing.',
    });
  }
  if (!(cause instanceof NotIntact)) return cause;
  return new DataError(`${name} is not intact ${format} data: ${cause.message}`, {
    where: name,
    cause,
    next: 'Fetch the file again, or rename it if it is not compressed.',
  });
}
