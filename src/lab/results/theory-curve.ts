/** A curve of theory over generations, and how one is computed step by step. */

export interface TheoryCurve {
  readonly measure: string;
  /** Which statistic over seeds the curve is of. */
  readonly statistic: 'mean' | 'geometricMean' | 'meanSquare';
  readonly label: string;
  readonly source: string;
  readonly points: readonly {readonly generation: number; readonly value: number}[];
}

/** Values 1 to `count` from the one before. */
export function running(count: number, start: number, step: (value: number, i: number) => number): Float64Array {
  const values = new Float64Array(count);
  let value = start;
  for (let i = 1; i <= count; i++) values[i - 1] = value = step(value, i);
  return values;
}

type Curve = (
  measure: string,
  statistic: TheoryCurve['statistic'],
  value: (t: number) => number,
  about: {label: string; source: string},
) => TheoryCurve;

/** Makes curves over generations 1 to `generations`. */
export const curveTo =
  (generations: number): Curve =>
  (measure, statistic, value, {label, source}) => ({
    measure,
    statistic,
    label,
    source,
    points: Array.from({length: generations}, (_, i) => ({generation: i + 1, value: value(i + 1)})),
  });
