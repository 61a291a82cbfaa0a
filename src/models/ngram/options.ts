/** What an n-gram model may be asked for, and what it refuses. */
import {ConfigError} from '../../core/error.ts';
import {UNITS, type Unit} from './tokens.ts';

/** How probability reaches what was not seen. */
export const SMOOTHINGS = ['kneser-ney', 'none'] as const;

export interface NgramOptions {
  /** Words (or bytes, or characters) in the longest n-gram: 1..6. */
  readonly order: number;
  readonly unit: Unit;
  /** Absent: interpolated modified Kneser-Ney. `none`: maximum likelihood. */
  readonly smoothing?: (typeof SMOOTHINGS)[number];
  /** Samples come from p^(1 / temperature), renormalised. Above 0; absent: 1. */
  readonly temperature?: number;
  /** Samples come from the topK likeliest next words alone. At least 1; absent: all. */
  readonly topK?: number;
  /** Samples come from the fewest likeliest next words that hold at least topP together. In (0, 1]; absent: all. */
  readonly topP?: number;
}

export function checkOptions({order, unit, smoothing, temperature, topK, topP}: NgramOptions): void {
  if (!(Number.isInteger(order) && order >= 1 && order <= 6)) refuse('order', order, 'an integer in 1..6');
  if (!UNITS.includes(unit)) refuse('unit', unit, "'word', 'byte' or 'character'");
  if (smoothing !== undefined && !SMOOTHINGS.includes(smoothing)) refuse('smoothing', smoothing, "'kneser-ney' or 'none'");
  if (temperature !== undefined && !(temperature > 0 && temperature < Number.POSITIVE_INFINITY))
    refuse('temperature', temperature, 'a number above 0');
  if (topK !== undefined && !(Number.isInteger(topK) && topK >= 1)) refuse('topK', topK, 'an integer of at least 1');
  if (topP !== undefined && !(topP > 0 && topP <= 1)) refuse('topP', topP, 'a number in (0, 1]');
}

function refuse(name: string, got: unknown, wanted: string): never {
  throw new ConfigError(`an n-gram model's ${name} is ${wanted}, got ${JSON.stringify(got)}`, {next: `set ${name} to ${wanted}`});
}
