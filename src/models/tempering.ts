/**
 * How a sample differs from the law that it is drawn from: temperature, top-k, top-p. They change what is drawn alone, never what a model
 * says of a record's probability.
 *
 *   w_k = p_k^(1 / temperature) of the topK likeliest; of these the fewest likeliest whose weights hold topP of their sum; then w / sum w
 *
 * shape    p: (K,) -> (K,), sums to 1
 * edge     of equally likely outcomes the lower numbers go first; sums within 1e-12 of topP hold it; p = 0 stays 0
 * cost     O(K)
 * source   A. Holtzman et al., "The curious case of neural text degeneration", ICLR 2020, for top-p
 */
import * as z from 'zod';
import {pow} from '../core/math/index.ts';
import {count, positive} from './atoms.ts';
import {countAt, type Schedule, scheduledAt, scheduleSchema} from './schedule.ts';
import {Top} from './top.ts';

export interface Tempering {
  readonly temperature?: number;
  readonly topK?: number;
  readonly topP?: number;
}

/** As an experiment writes it: each may change from generation to generation. */
export interface TemperingSchedules {
  readonly temperature?: Schedule | undefined;
  readonly topK?: Schedule | undefined;
  readonly topP?: Schedule | undefined;
}

/** What each is at one generation. */
export const TEMPERING = {temperature: positive, topK: count, topP: z.number().gt(0).max(1)} as const;

/** Of a family's schema. */
export const temperingShape = {
  temperature: scheduleSchema(TEMPERING.temperature)
    .optional()
    .describe(
      'Samples are drawn from p^(1 / temperature): below 1 what is likely gains, above 1 what is unlikely; 1 unless said. A schedule may change it.',
    ),
  topK: scheduleSchema(TEMPERING.topK)
    .optional()
    .describe('Samples are drawn from so many of the likeliest alone. A schedule may change it.'),
  topP: scheduleSchema(TEMPERING.topP)
    .optional()
    .describe(
      'Samples are drawn from the fewest of the likeliest alone that hold this share of the probability. A schedule may change it.',
    ),
};

/** The options with what their schedules say at a generation. */
export function temperedAt<O extends TemperingSchedules>(options: O, generation: number): Omit<O, keyof Tempering> & Tempering {
  const {temperature, topK, topP, ...rest} = options;
  return {
    ...rest,
    ...(temperature !== undefined && {temperature: scheduledAt(temperature, generation)}),
    ...(topK !== undefined && {topK: countAt(topK, generation)}),
    ...(topP !== undefined && {topP: scheduledAt(topP, generation)}),
  };
}

/** Whether a sample is drawn from the law as it is, whatever the generation. */
export const isUntempered = ({temperature, topK, topP}: TemperingSchedules): boolean =>
  (temperature === undefined || temperature === 1) && topK === undefined && (topP === undefined || topP === 1);

const LEAST_TEMPERATURE = 1e-9;

/**
 * The power of p that a temperature means. Below LEAST_TEMPERATURE it stays: outcomes whose p is the same to nine digits share the draws, all
 * others are out, and powers of what rounding left above 1 stay near 1.
 */
export const powerOf = (temperature: number): number => 1 / Math.max(LEAST_TEMPERATURE, temperature);

/** The law that samples are drawn from. p: (K,), sums to 1. */
export function temperedLaw(p: Float64Array, {temperature = 1, topK, topP}: Tempering): Float64Array {
  const K = p.length;
  const weights = p.slice();
  if (topK !== undefined && topK < K) keepTop(weights, topK, 1);
  if (temperature !== 1) {
    const power = powerOf(temperature);
    let most = 0;
    for (let k = 0; k < K; k++) if (weights[k] > most) most = weights[k];
    for (let k = 0; k < K; k++) if (weights[k] > 0) weights[k] = pow(weights[k] / most, power);
  }
  if (topP !== undefined && topP < 1) keepTop(weights, K, topP);
  let sum = 0;
  for (let k = 0; k < K; k++) sum += weights[k];
  for (let k = 0; k < K; k++) weights[k] /= sum;
  return weights;
}

/** Sets all but the likeliest to 0. */
function keepTop(weights: Float64Array, k: number, share: number): void {
  const top = new Top(weights.slice());
  top.choose(k, share);
  for (let i = 0; i < weights.length; i++) if (!top.holds(i)) weights[i] = 0;
}
