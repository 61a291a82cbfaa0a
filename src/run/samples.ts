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

/** Records one after another, as lines; `before`: what stands first on each. */
export function* recordLines(data: Data, before: Readonly<Record<string, string | number>> = {}): Generator<string> {
  for (let i = 0; i < data.count; i++) yield `${JSON.stringify({...before, ...recordAt(data, i)})}\n`;
}

/** Lines that say whose they are. */
export function* sampleLines(samples: readonly KeptSample[]): Generator<string> {
  for (const {data, ...which} of samples) yield* recordLines(data, which);
}

/** How the lines of a seed and a generation begin in `sampleLines`. */
export const beginningOf = ({seed, generation}: Pick<KeptSample, 'seed' | 'generation'>): string =>
  `${JSON.stringify({seed, generation}).slice(0, -1)},`;

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
