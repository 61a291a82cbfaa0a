/**
 * What a measure can be, and which bounds on it say nothing.
 *
 * A bound that no value can miss is no test: whoever judges by one must not call that a pass.
 *
 * Refuses to bound what depends on the data: entropy and support end at a number that only a vocabulary knows.
 */

/** Values lie in least..most, both ends included. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

export const SHARE: Range = {least: 0, most: 1};
export const FROM_0: Range = {least: 0, most: Infinity};
export const FROM_1: Range = {least: 1, most: Infinity};
export const ANY: Range = {least: -Infinity, most: Infinity};

/** A bound: exactly one of the two. */
export interface Bound {
  readonly measure: string;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** Why no value can miss the bound, as a clause; undefined where one can. */
export function saysNothing({measure, atLeast, atMost}: Bound, {least, most}: Range = ANY): string | undefined {
  if (atLeast !== undefined && atLeast <= least) return `${measure} is never below ${least}, so no value can miss a bound of ${atLeast}`;
  if (atMost !== undefined && atMost >= most) return `${measure} is never above ${most}, so no value can miss a bound of ${atMost}`;
  return undefined;
}

/** Why no value can hold the bound, as a clause; undefined where one can. */
export function neverHolds({measure, atLeast, atMost}: Bound, {least, most}: Range = ANY): string | undefined {
  if (atLeast !== undefined && atLeast > most) return `${measure} is never above ${most}, so nothing can hold a bound of ${atLeast}`;
  if (atMost !== undefined && atMost < least) return `${measure} is never below ${least}, so nothing can hold a bound of ${atMost}`;
  return undefined;
}
