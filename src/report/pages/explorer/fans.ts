/** Single lineages of arms, measure by measure: what a band over seeds is made of. */

/** By arm and measure: a row a lineage, a value a generation from 1; NaN where there is none. */
export interface Fans {
  readonly [arm: string]: {readonly [measure: string]: readonly Float32Array[]};
}
