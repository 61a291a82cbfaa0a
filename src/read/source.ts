/**
 * Where bytes come from: the two ports below every reader.
 *
 * A source can be read anywhere, by ranges: bytes in memory, a file, later a URL or an object of a store. A pipe cannot: what was read of
 * it is gone and what follows is not there yet, so that most ranges could only be errors. It is a stream, as is everything made of bytes on
 * their way. A source becomes chunks (`chunksOf`); chunks never become a source.
 */
import {SpareMemory} from './batch.ts';
import {joinBytes} from './bytes.ts';

/** Bytes in order, in pieces of any size, each of them memory that nobody else writes to. Pulled: nothing goes on before it is asked for. */
export type ByteStream = AsyncIterable<Uint8Array>;

export interface ByteSource {
  /** For messages. */
  readonly name: string;
  /** In bytes; absent where it is not known beforehand. */
  readonly size?: number;
  /** Bytes [from, to), fewer only where the source ends before `to`. Fresh memory. Throws DataError where they cannot be had. */
  read(from: number, to: number): Promise<Uint8Array>;
  /** The same into the beginning of `bytes`, as many as they are; answers how many there were. */
  readInto?(bytes: Uint8Array, from: number): Promise<number>;
}

export const CHUNK_BYTES = 1 << 20;

/** Hears how many bytes, as they are stored, were just read. */
export type OnBytes = (bytes: number) => void;

/** A source of bytes that are there already. */
export function bytesSource(name: string, bytes: Uint8Array): ByteSource {
  return {name, size: bytes.length, read: async (from, to) => bytes.slice(from, to)};
}

interface ChunksOptions {
  readonly from?: number;
  /** Whether the caller is done with a chunk when it asks for the next: its memory is written to again. */
  readonly reuse?: boolean;
  /** Where memory that is written to again comes from, and goes in the end. */
  readonly spare?: SpareMemory;
}

/** A source from byte `from` to its end, beyond the size that it says too. */
export async function* chunksOf(
  source: ByteSource,
  onBytes: OnBytes,
  {from = 0, reuse = false, spare = new SpareMemory()}: ChunksOptions = {},
): AsyncGenerator<Uint8Array> {
  const {size} = source;
  const pieces: Uint8Array[] = [];
  const readPiece: ByteSource['read'] =
    reuse && source.readInto !== undefined ? alternating(source, pieces, spare) : (start, end) => source.read(start, end);
  let at = from;
  let ended = false;
  const read = async (): Promise<Uint8Array> => {
    if (ended) return new Uint8Array(0);
    // one byte more than there should be: what is not filled is the last
    const to = size !== undefined && at < size ? Math.min(at + CHUNK_BYTES, size + 1) : at + CHUNK_BYTES;
    const chunk = await readPiece(at, to);
    ended = chunk.length < to - at;
    at += chunk.length;
    return chunk;
  };
  try {
    yield* heard(readAhead(read), onBytes);
  } finally {
    for (const piece of pieces) if (piece !== undefined) spare.give(piece);
  }
}

/** Reads into two pieces of memory in turn: one is read into while the other is worked on. */
function alternating(source: ByteSource, pieces: Uint8Array[], spare: SpareMemory): ByteSource['read'] {
  let turn = 0;
  return async (from, to) => {
    turn ^= 1;
    if (!(pieces[turn]?.length >= to - from)) {
      if (pieces[turn] !== undefined) spare.give(pieces[turn]);
      pieces[turn] = spare.take(to - from);
    }
    const piece = pieces[turn].subarray(0, to - from);
    return piece.subarray(0, await source.readInto!(piece, from));
  };
}

/** What `read` gives until it gives nothing; one chunk is read while the one before it is worked on. */
export async function* readAhead(read: () => Promise<Uint8Array>): AsyncGenerator<Uint8Array> {
  const start = (): Promise<Uint8Array> => {
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

/** A stream whose sizes are heard of. */
export async function* heard(chunks: ByteStream, onBytes: OnBytes): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    onBytes(chunk.length);
    yield chunk;
  }
}

const HEAD_BYTES = 4096;

/** The first bytes of a stream, some thousand if there are so many, and the stream whole again. */
export async function peeked(chunks: ByteStream): Promise<{head: Uint8Array; chunks: ByteStream}> {
  const iterator = chunks[Symbol.asyncIterator]();
  const held: Uint8Array[] = [];
  let size = 0;
  while (size < HEAD_BYTES) {
    const step = await iterator.next();
    if (step.done) break;
    held.push(step.value);
    size += step.value.length;
  }
  const head = joinBytes(held);
  async function* whole(): AsyncGenerator<Uint8Array> {
    try {
      if (head.length > 0) yield head;
      for (let step = await iterator.next(); !step.done; step = await iterator.next()) yield step.value;
    } finally {
      await iterator.return?.();
    }
  }
  return {head, chunks: whole()};
}
