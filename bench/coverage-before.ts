/** The percentile bootstrap: what intervals over seeds were before, kept so that coverage.ts can show what it covers. */
import type {Stream} from '../src/core/random/stream.ts';
import {isotonic, meanOf, quantile, quantileSorted} from '../src/core/stats/index.ts';

const RESAMPLES = 1000;

export interface Ends {
  readonly low: number;
  readonly high: number;
}

export const bootstrapMean = (values: Float64Array, stream: Stream): Ends => percentiles(values, stream, meanOf);
export const bootstrapMedian = (values: Float64Array, stream: Stream): Ends => percentiles(values, stream, (own) => quantile(own, 0.5));

function percentiles(values: Float64Array, stream: Stream, statistic: (own: Float64Array) => number): Ends {
  const n = values.length;
  const own = new Float64Array(n);
  const drawn = new Float64Array(RESAMPLES);
  for (let r = 0; r < RESAMPLES; r++) {
    for (let i = 0; i < n; i++) own[i] = values[stream.below(n)];
    drawn[r] = statistic(own);
  }
  return ends(drawn);
}

/** values[d][s] -> where isotonic means cross the bound, rising. */
export function bootstrapDose(doses: readonly number[], values: readonly (readonly number[])[], bound: number, stream: Stream): Ends {
  const n = values[0].length;
  const drawn = Float64Array.from({length: RESAMPLES}, () => {
    const chosen = Array.from({length: n}, () => stream.below(n));
    const rising = isotonic(values.map((own) => chosen.reduce((sum, s) => sum + own[s], 0) / n));
    const at = rising.findIndex((mean) => mean >= bound);
    if (at <= 0) return at < 0 ? doses[doses.length - 1] : doses[0];
    const [below, above] = [rising[at - 1], rising[at]];
    return doses[at - 1] + ((doses[at] - doses[at - 1]) * (bound - below)) / (above - below);
  });
  return ends(drawn);
}

function ends(drawn: Float64Array): Ends {
  drawn.sort();
  return {low: quantileSorted(drawn, 0.025), high: quantileSorted(drawn, 0.975)};
}
