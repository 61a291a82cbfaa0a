/**
 * Lines of a file of kept samples, unpacked and parted in pieces while others have their turn. Nothing becomes a string here, and what is
 * larger than kept samples can be is given up as soon as that shows.
 */
import {createReadStream, fstatSync} from 'node:fs';
import {createZstdDecompress} from 'node:zlib';
import {openOwn} from './own-files.ts';
import {pausing} from './pause.ts';

const MOST_FILE_BYTES = 256 << 20;
const MOST_UNPACKED_BYTES = 512 << 20;
const MOST_LINES = 16_000_000;
const MOST_LINE_BYTES = 16 << 20;
const PIECE_BYTES = 1 << 18;
const NEWLINE = 10;

/** A line without its end, at a place of a piece; it is not there any more when the next one comes. */
export type TakeLine = (piece: Buffer, from: number, to: number) => void;

/** Throws Error, without a path in its words, where the file cannot be read to its end, or is larger than such a file can be. */
export async function eachLine(path: string, take: TakeLine): Promise<void> {
  const parting = new Parting(take);
  const pause = pausing();
  for await (const piece of unpacked(path)) {
    parting.add(piece);
    await pause();
  }
  parting.end();
}

async function* unpacked(path: string): AsyncGenerator<Buffer> {
  const file = openOwn(path);
  const packed = createReadStream('', {fd: file});
  const pieces = createZstdDecompress({chunkSize: PIECE_BYTES});
  try {
    if (fstatSync(file).size > MOST_FILE_BYTES) throw tooLarge('bytes', MOST_FILE_BYTES);
    packed.on('error', (error) => pieces.destroy(error)).pipe(pieces);
    let bytes = 0;
    for await (const piece of pieces as AsyncIterable<Buffer>) {
      bytes += piece.length;
      if (bytes > MOST_UNPACKED_BYTES) throw tooLarge('bytes unpacked', MOST_UNPACKED_BYTES);
      yield piece;
    }
  } finally {
    packed.destroy();
    pieces.destroy();
  }
}

const tooLarge = (what: string, most: number): Error => new Error(`it holds more than ${most.toLocaleString('en')} ${what}`);

class Parting {
  private readonly take: TakeLine;
  /** The beginning of a line whose end is in a later piece. */
  private begun: Buffer[] = [];
  private begunBytes = 0;
  private lines = 0;

  constructor(take: TakeLine) {
    this.take = take;
  }

  add(piece: Buffer): void {
    let from = 0;
    for (let end = piece.indexOf(NEWLINE); end >= 0; end = piece.indexOf(NEWLINE, from)) {
      if (this.begunBytes > 0) this.finish(piece.subarray(0, end));
      else this.line(piece, from, end);
      from = end + 1;
    }
    if (from < piece.length) this.begin(piece.subarray(from));
  }

  end(): void {
    if (this.begunBytes > 0) this.finish(Buffer.alloc(0));
  }

  private begin(part: Buffer): void {
    this.begun.push(part);
    this.begunBytes += part.length;
    if (this.begunBytes > MOST_LINE_BYTES) throw tooLarge('bytes in a line', MOST_LINE_BYTES);
  }

  private finish(rest: Buffer): void {
    const whole = Buffer.concat([...this.begun, rest]);
    this.begun = [];
    this.begunBytes = 0;
    this.line(whole, 0, whole.length);
  }

  private line(piece: Buffer, from: number, to: number): void {
    if (++this.lines > MOST_LINES) throw tooLarge('lines', MOST_LINES);
    this.take(piece, from, to);
  }
}
