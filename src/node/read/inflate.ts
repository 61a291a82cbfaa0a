/** Decompressors of streams by Node. */
import {pipeline, Readable} from 'node:stream';
import {createGunzip, createZstdDecompress} from 'node:zlib';
import {GenlossError} from '../../core/error.ts';
import {CutShort, type Inflate, NotIntact} from '../../read/inflate.ts';
import {type ByteStream, CHUNK_BYTES} from '../../read/source.ts';
import {ZstdFrameWalker} from '../../read/zstd-frames.ts';
import {plain} from './plain.ts';

export const NODE_INFLATE: Inflate = {gzip, zstd};

const SIZES = {chunkSize: CHUNK_BYTES / 4};

async function* gzip(chunks: ByteStream): AsyncGenerator<Uint8Array> {
  yield* pumped(chunks, createGunzip(SIZES));
}

/** One decompressor a frame; the walker finds the frames. */
async function* zstd(chunks: ByteStream): AsyncGenerator<Uint8Array> {
  const walker = new ZstdFrameWalker();
  const iterator = chunks[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array(0);
  let finished = false;
  async function pull(): Promise<boolean> {
    while (!finished && rest.length === 0) {
      const step = await iterator.next();
      if (step.done) finished = true;
      else rest = step.value;
    }
    return !finished;
  }
  async function* frame(): AsyncGenerator<Uint8Array> {
    while (await pull()) {
      const chunk = rest;
      const end = walker.frameEnd(chunk, 0);
      rest = chunk.subarray(end < 0 ? chunk.length : end);
      yield end < 0 ? chunk : chunk.subarray(0, end);
      if (end >= 0) return;
    }
  }
  try {
    do yield* pumped(frame(), createZstdDecompress(SIZES));
    while (await pull());
  } finally {
    await iterator.return?.();
  }
}

async function* pumped(
  chunks: ByteStream,
  unzip: ReturnType<typeof createGunzip | typeof createZstdDecompress>,
): AsyncGenerator<Uint8Array> {
  pipeline(Readable.from(chunks, {highWaterMark: 1}), unzip, () => {});
  try {
    for await (const chunk of unzip) yield plain(chunk as Uint8Array);
  } catch (error) {
    throw problemOf(error);
  }
}

function problemOf(cause: unknown): unknown {
  if (!(cause instanceof Error) || cause instanceof GenlossError || !('code' in cause)) return cause;
  return cause.code === 'Z_BUF_ERROR' ? new CutShort(cause.message, {cause}) : new NotIntact(cause.message, {cause});
}
