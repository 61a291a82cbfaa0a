/** Whole inputs read without Node: the same records wherever it runs. */
import {collected, readInputs} from '../src/read/corpus.ts';
import type {InputKind} from '../src/read/input-batches.ts';
import {PORTABLE_INFLATE} from '../src/read/portable-inflate.ts';
import type {FieldOptions} from '../src/read/request.ts';
import {bytesSource} from '../src/read/source.ts';

export interface ReadingCase extends InputKind {
  readonly name: string;
  /** As base64, so that a case crosses to a browser. */
  readonly bytes: string;
  readonly options: FieldOptions;
}

export interface Found {
  readonly texts: readonly string[];
  readonly lines: readonly number[];
  readonly extra: readonly (readonly string[])[];
}

/** By plain JavaScript alone, unless an engine's own was put in its place. */
export async function readPortably({name, bytes, options, ...kind}: ReadingCase): Promise<Found> {
  const source = bytesSource(
    name,
    Uint8Array.from(atob(bytes), (character) => character.charCodeAt(0)),
  );
  return foundIn(await collected((onSkip) => readInputs([{source, ...kind}], {...options, onSkip, inflate: PORTABLE_INFLATE})));
}

export function foundIn({count, bytes, offsets, lines, extra = []}: Awaited<ReturnType<typeof collected>>): Found {
  const decoder = new TextDecoder();
  const texts = (from: {bytes: Uint8Array; offsets: Uint32Array}): string[] =>
    Array.from({length: count}, (_, i) => decoder.decode(from.bytes.subarray(from.offsets[i], from.offsets[i + 1])));
  return {texts: texts({bytes, offsets}), lines: [...lines], extra: extra.map(texts)};
}
