/**
 * The text of an experiment as an address holds it: deflated, in base64 for addresses. What is read back is bounded while it is inflated, so
 * that no address can hold more than it shows.
 */
import {LONGEST_TEXT} from '../lab/limits.ts';

export async function pack(text: string): Promise<string> {
  const bytes = await piped(new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw')), Infinity);
  return btoa(Array.from(bytes!, (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

/** Undefined where it holds no text, or a longer one than an experiment may be. */
export async function unpacked(packed: string): Promise<string | undefined> {
  try {
    const bytes = Uint8Array.from(atob(packed.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
    const whole = await piped(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')), LONGEST_TEXT);
    return whole && new TextDecoder('utf-8', {fatal: true}).decode(whole);
  } catch {
    return undefined;
  }
}

async function piped(stream: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = stream.getReader();
  for (let {done, value} = await reader.read(); !done; {done, value} = await reader.read()) {
    size += value!.length;
    if (size > most) {
      await reader.cancel();
      return undefined;
    }
    chunks.push(value!);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
