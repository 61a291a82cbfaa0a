/**
 * What was written, as lines of JSON: one record a line.
 *
 *   text         {"text": "..."}
 *   points       {"point": [...]}, d coordinates, the origin added
 *   categories   {"outcome": k}
 *   rows         {"x": [...], "y": ...}
 *
 * Text that is no UTF-8 (a model of bytes may write such) has U+FFFD where it is not.
 */
import type {Data} from '../core/data.ts';
import type {UnitKey} from './unit.ts';

/** A sample of one model, or people's side of a lineage. */
export interface KeptSample {
  readonly seed: number;
  /** 0: people. */
  readonly generation: number;
  /** Of people `training` or `holdout`; of a population the name of the model. */
  readonly source?: string;
  readonly data: Data;
}

/** Keeps the samples of a unit, before the unit itself is kept. */
export type KeepSamples = (key: UnitKey, samples: readonly KeptSample[]) => void;

/** The records of samples, as lines. */
export function* recordLines(samples: readonly Pick<KeptSample, 'data' | 'source'>[]): Generator<string> {
  for (const {data, source} of samples) {
    const from = source === undefined ? {} : {source};
    for (let i = 0; i < data.count; i++) yield `${JSON.stringify({...recordAt(data, i), ...from})}\n`;
  }
}

/** The same lines, each of which says whose it is first: `{"seed":0,"generation":3,"text":"..."}`. */
export function* sampleLines(samples: readonly KeptSample[]): Generator<string> {
  for (const sample of samples) for (const line of recordLines([sample])) yield beginningOf(sample) + line.slice(1);
}

/** Of lines of `sampleLines` those of one lineage's generation, as `recordLines` has them. */
export function* linesOfGeneration(lines: Iterable<string>, which: Pick<KeptSample, 'seed' | 'generation'>): Generator<string> {
  const beginning = beginningOf(which);
  for (const line of lines) if (line.startsWith(beginning)) yield `{${line.slice(beginning.length)}`;
}

const beginningOf = ({seed, generation}: Pick<KeptSample, 'seed' | 'generation'>): string => `{"seed":${seed},"generation":${generation},`;

export interface LineOwner {
  readonly seed: number;
  readonly generation: number;
  /** Where the record begins, without its opening brace. */
  readonly end: number;
}

const SEED = new TextEncoder().encode('{"seed":');
const GENERATION = new TextEncoder().encode(',"generation":');
const COMMA = 0x2c;
const [ZERO, NINE] = [0x30, 0x39];

/** Whose a line of `sampleLines` is, of its bytes; undefined where it does not say so. */
export function ownerOf(bytes: Uint8Array, from: number, to: number): LineOwner | undefined {
  const seed = numberAfter(SEED, bytes, {from, to});
  const generation = seed && numberAfter(GENERATION, bytes, {from: seed.end, to});
  if (!generation || bytes[generation.end] !== COMMA || generation.end >= to) return undefined;
  return {seed: seed.value, generation: generation.value, end: generation.end + 1};
}

function numberAfter(words: Uint8Array, bytes: Uint8Array, {from, to}: {readonly from: number; readonly to: number}) {
  for (let i = 0; i < words.length; i++) if (bytes[from + i] !== words[i]) return undefined;
  let end = from + words.length;
  let value = 0;
  for (; end < to && bytes[end] >= ZERO && bytes[end] <= NINE; end++) value = 10 * value + bytes[end] - ZERO;
  return end === from + words.length ? undefined : {value, end};
}

const decoder = new TextDecoder('utf-8', {ignoreBOM: true});

function recordAt(data: Data, i: number): object {
  switch (data.kind) {
    case 'text':
      return {text: decoder.decode(data.bytes.subarray(data.offsets[i], data.offsets[i + 1]))};
    case 'points': {
      const {dimension: d, values, origin} = data;
      const point = Array.from({length: d}, (_, j) => values[i * d + j] + (origin?.[j] ?? 0));
      return {point};
    }
    case 'categories':
      return {outcome: data.values[i]};
    case 'rows': {
      const {dimension: d, x, y} = data;
      return {x: [...x.subarray(i * d, (i + 1) * d)], y: y[i]};
    }
  }
}
