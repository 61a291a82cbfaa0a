/**
 * The contract of every decompressor of streams, as checks that throw: what is intact comes out as it went in, wherever the input is cut;
 * what is not ends in the same error. Runs in any engine: `inflate-cases.ts` makes the cases, in Node.
 */
import {type Compression, type Inflate, inflated} from '../src/read/inflate.ts';

/** Bytes as base64, so that a case crosses to a browser. */
export interface InflateCase {
  readonly name: string;
  readonly compression: Compression;
  readonly bytes: string;
  /** What is held; absent where the input is not intact. */
  readonly content?: string;
  /** What the message begins with. */
  readonly problem?: string;
}

const PIECES = [1, 7, 1000, Number.POSITIVE_INFINITY];
/** Longer inputs are not cut into pieces of some bytes. */
const SMALL = 5_000;

/** Throws where a decompressor does not do what the case says. */
export async function checkInflate(inflate: Inflate, {name, compression, bytes, content, problem}: InflateCase): Promise<void> {
  const input = fromBase64(bytes);
  for (const size of PIECES) {
    if (size < 1000 && input.length > SMALL) continue;
    const got = await outcome(inflated(cut(input, size), compression, {name: 'data', inflate}));
    const wanted = problem ?? content;
    const agrees = problem === undefined ? got === content : got.startsWith(problem);
    if (!agrees) throw new Error(`${name}, in pieces of ${size}: got ${shown(got)}, wanted ${shown(wanted!)}`);
  }
}

/** Throws where somebody who stops early leaves the input open. */
export async function checkStopping(inflate: Inflate, {compression, bytes}: InflateCase): Promise<void> {
  let closed = false;
  async function* input(): AsyncGenerator<Uint8Array> {
    try {
      yield* cut(fromBase64(bytes), 1000);
    } finally {
      closed = true;
    }
  }
  const chunks = inflated(input(), compression, {name: 'data', inflate});
  await chunks.next();
  await chunks.return(undefined);
  for (let i = 0; i < 100 && !closed; i++) await new Promise((resolve) => void setTimeout(resolve, 10));
  if (!closed) throw new Error('the input stays open');
}

/** What comes out, as base64, or the error in words. */
async function outcome(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const held: Uint8Array[] = [];
  try {
    for await (const chunk of chunks) held.push(Uint8Array.from(chunk));
  } catch (error) {
    const {name, message, where, next} = error as Error & {where?: string; next?: string};
    return `${name} ${message} | ${where} | ${next}`;
  }
  const all = new Uint8Array(held.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of held) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return toBase64(all);
}

async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  if (size >= bytes.length) {
    if (bytes.length > 0) yield bytes.slice();
    return;
  }
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

const shown = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}… (${text.length})` : text);

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return btoa(text);
}
