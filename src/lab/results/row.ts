/**
 * One line of results.jsonl: a measure of one generation of one lineage.
 */
import type {Reading} from '../../core/measure/estimate.ts';

export interface Row {
  readonly arm: string;
  readonly seed: number;
  readonly generation: number;
  readonly measure: string;
  readonly band?: string;
  /** Absent where the measure is undefined. */
  readonly value?: number;
  /** Why there is no value. */
  readonly reason?: string;
  /** Of human data that was measured as a sample is: its records, or words of text. */
  readonly size?: number;
}

/** The rows of one generation, sorted by measure and band. */
export function rowsOf(arm: string, seed: number, generation: number, readings: readonly Reading[]): Row[] {
  const rows = readings.map((r): Row => {
    const {measure, band} = r;
    const place = band === undefined ? {arm, seed, generation, measure} : {arm, seed, generation, measure, band};
    const size = r.size === undefined ? {} : {size: r.size};
    if (!('value' in r)) return {...place, reason: r.reason, ...size};
    return Number.isFinite(r.value) ? {...place, value: r.value, ...size} : {...place, reason: `not a finite number (${r.value})`, ...size};
  });
  return rows.sort((a, b) => compareText(a.measure, b.measure) || compareText(a.band ?? '', b.band ?? ''));
}

/** By code unit: the same order on every machine. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
