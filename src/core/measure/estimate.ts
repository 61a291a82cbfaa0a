/**
 * What a measure answers. "Not enough data" is a value with a reason, never 0, NaN or null.
 */
export type Estimate =
  | {readonly kind: 'value'; readonly value: number; readonly low: number; readonly high: number; readonly n: number}
  | {readonly kind: 'undefined'; readonly reason: string; readonly n: number};

/**
 * One reading of one measure on one generation of one lineage. `band` names a part of it (a quantile, a frequency band). `size`: of human
 * data that was measured as a sample is, its records, or words of text.
 */
export type Reading =
  | {readonly measure: string; readonly band?: string; readonly value: number; readonly size?: number}
  | {readonly measure: string; readonly band?: string; readonly reason: string; readonly size?: number};
