/** What a measure answers. "Not enough data" is a value with a reason, never 0, NaN or null. */

/**
 * One reading of one measure on one generation of one lineage. `band` names a part of it (a quantile, a frequency band). `size`: of human
 * data that was measured as a sample is, its records, or words of text.
 */
export type Reading =
  | {readonly measure: string; readonly band?: string; readonly value: number; readonly size?: number}
  | {readonly measure: string; readonly band?: string; readonly reason: string; readonly size?: number};

/** A value, or the reason why there is none. */
export function reading(measure: string, value: number | undefined, reason: string): Reading {
  return value === undefined || Number.isNaN(value) ? {measure, reason} : {measure, value};
}
