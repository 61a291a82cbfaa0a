/**
 * Decompressors in plain JavaScript, for engines without Node's: pako for gzip, fzstd for Zstandard.
 *
 * Refuses DecompressionStream: Chromium's ends with an error behind the first of several gzip members, and does not say where it ends.
 */
import {Decompress} from 'fzstd';
import {Z_BUF_ERROR, Z_NO_FLUSH, Z_OK, Z_STREAM_END, ZStream, zlibInflate, zlibInflateInit2, zlibInflateReset} from 'pako';
import {joinBytes} from './bytes.ts';
import {CutShort, type Inflate, NotIntact} from './inflate.ts';
import {type ByteStream, CHUNK_BYTES} from './source.ts';
import {LowXxh64} from './xxh64.ts';
import {type ZstdFrame, ZstdFrameWalker} from './zstd-frames.ts';

export const PORTABLE_INFLATE: Inflate = {gzip, zstd};

/** 15 for the largest window, 16 for gzip's header and end. */
const GZIP_WINDOW = 15 + 16;
const PIECE_BYTES = CHUNK_BYTES / 4;

async function* gzip(chunks: ByteStream): AsyncGenerator<Uint8Array> {
  const stream = new ZStream();
  let status: number = zlibInflateInit2(stream, GZIP_WINDOW);
  for await (const chunk of chunks) {
    stream.input = chunk;
    stream.next_in = 0;
    stream.avail_in = chunk.length;
    do {
      if (stream.avail_in > 0 && status === Z_STREAM_END) {
        if (chunk[stream.next_in] === 0) return;
        zlibInflateReset(stream);
      }
      stream.output = new Uint8Array(PIECE_BYTES);
      stream.next_out = 0;
      stream.avail_out = PIECE_BYTES;
      status = zlibInflate(stream, Z_NO_FLUSH);
      if (status !== Z_OK && status !== Z_STREAM_END && status !== Z_BUF_ERROR) throw new NotIntact(stream.msg);
      if (stream.next_out > 0) yield stream.output.subarray(0, stream.next_out);
    } while (stream.avail_in > 0 || stream.avail_out === 0);
  }
  if (status !== Z_STREAM_END) throw new CutShort();
}

async function* zstd(chunks: ByteStream): AsyncGenerator<Uint8Array> {
  const walker = new ZstdFrameWalker();
  let frame = new Frame();
  let whole = false;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) {
      const end = walker.frameEnd(chunk, at);
      whole = end >= 0;
      const piece = chunk.subarray(at, whole ? end : chunk.length);
      at += piece.length;
      yield* frame.push(piece, walker.frame, whole);
      if (whole) frame = new Frame();
    }
  }
  if (!whole) throw new CutShort();
}

/** As zstd itself allows without being asked. */
const LARGEST_WINDOW = 128 << 20;
const CHECKSUM_BYTES = 4;

/** One frame, by fzstd; its checksum and the size that it claims, which fzstd does not read, are held against what it held. */
class Frame {
  /** What came before the header was whole. */
  private held: Uint8Array[] = [];
  private blocks: Uint8Array[] = [];
  private size = 0;
  private readonly hash = new LowXxh64();
  private tail: Uint8Array = new Uint8Array(0);
  private readonly decompress = new Decompress((block) => void this.blocks.push(block));

  /** `last`: whether the frame ends with this piece. */
  *push(piece: Uint8Array, frame: ZstdFrame | undefined, last: boolean): Generator<Uint8Array> {
    if (frame?.kind === 'skippable') return;
    this.held.push(piece);
    if (frame === undefined) return;
    if (frame.kind === 'unknown') throw new NotIntact('Unknown frame descriptor');
    if (frame.window > LARGEST_WINDOW) throw new NotIntact('Frame requires too much memory for decoding');
    const bytes = joinBytes(this.held);
    this.held = [];
    this.inflate(bytes, last);
    for (const block of this.blocks) {
      this.size += block.length;
      if (frame.checksum) this.hash.update(block);
      if (block.length > 0) yield block;
    }
    this.blocks = [];
    this.tail = joinBytes([this.tail, bytes.subarray(-CHECKSUM_BYTES)]).slice(-CHECKSUM_BYTES);
    if (!last) return;
    if (frame.size !== undefined && frame.size !== this.size) throw new NotIntact('Data corruption detected');
    if (frame.checksum && this.hash.digest() !== uint32(this.tail)) throw new NotIntact("Restored data doesn't match checksum");
  }

  private inflate(bytes: Uint8Array, last: boolean): void {
    try {
      this.decompress.push(bytes, last);
    } catch (cause) {
      // fzstd's own errors, and those of an array that is read or made beyond its bounds
      throw new NotIntact('Data corruption detected', {cause});
    }
  }
}

function uint32([a, b, c, d]: Uint8Array): number {
  return (a | (b << 8) | (c << 16) | (d << 24)) >>> 0;
}
