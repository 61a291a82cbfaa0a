/**
 * A mixture of Gaussians with full covariances, fitted by expectation maximisation from k-means starts.
 *
 * Defaults are scikit-learn's GaussianMixture: regularization 1e-6, tolerance 1e-3, 100 iterations, 1 start. Of several starts the one of
 * highest likelihood is kept; of several numbers of components, the one of lowest BIC. The arithmetic stands in em.ts and step.ts.
 * A sample holds absolute values: the regularization is a floor of 1e-3 under the standard deviation, far above float64's step.
 */
import type {Points, TrainingSet} from '../../core/data.ts';
import {ConfigError, DataError} from '../../core/error.ts';
import type {Stream} from '../../core/random/stream.ts';
import type {Model} from '../model.ts';
import {sharedParts} from '../parts.ts';
import {bayesianCriterion, type Cloud, type EmResult, expectationMaximisation} from './em.ts';
import {type FittedMixture, loadMixture, mixtureOf} from './fitted.ts';
import {startComponents} from './start.ts';

interface MixtureOptions {
  /** Number of components, or several, of which BIC chooses. */
  readonly components: number | readonly number[];
  readonly covariance?: 'full';
  /** Added to the diagonal of every covariance; 1e-6 unless given. */
  readonly regularization?: number;
  /** Starts of k-means; 1 unless given. */
  readonly starts?: number;
  /** On the mean log-likelihood, nats a record; 1e-3 unless given. */
  readonly tolerance?: number;
  /** At most; 100 unless given. */
  readonly iterations?: number;
}

export const MIXTURE_DEFAULTS = {regularization: 1e-6, starts: 1, tolerance: 1e-3, iterations: 100} as const;

interface MixtureModel extends Model<Points> {
  fit(training: TrainingSet<Points>, stream: Stream): FittedMixture;
  load(bytes: Uint8Array): FittedMixture;
}

export function mixtureModel(options: MixtureOptions): MixtureModel {
  const {components, regularization, starts, tolerance, iterations} = {...MIXTURE_DEFAULTS, ...options};
  const choices = typeof components === 'number' ? [components] : [...components];
  if (choices.length === 0) throw new ConfigError('a list of numbers of components holds at least one', {where: 'model.components'});
  for (const count of [...choices, starts, iterations]) {
    if (!(Number.isInteger(count) && count >= 1))
      throw new ConfigError(`components, starts and iterations are whole numbers from 1, got ${count}`);
  }
  if (!(regularization >= 0)) throw new ConfigError(`regularization is at least 0, got ${regularization}`, {where: 'model.regularization'});
  if (!(tolerance > 0)) throw new ConfigError(`tolerance is more than 0, got ${tolerance}`, {where: 'model.tolerance'});
  return {
    kind: 'mixture',
    fit(training, stream) {
      const {cloud, base} = cloudOf(training);
      const fits = choices.map((K) =>
        bestStart(cloud, K, {stream: stream.fork(`components/${K}`), regularization, starts, tolerance, iterations}),
      );
      const criteria = fits.length === 1 ? [0] : fits.map((fit) => bayesianCriterion(cloud, fit.components));
      const best = criteria.indexOf(Math.min(...criteria));
      const {converged, components: found} = fits[best];
      const notes = converged ? [] : [`expectation maximisation had not converged after ${iterations} iterations`];
      if (fits.length > 1) notes.push(`BIC chose ${choices[best]} components of ${choices.join(', ')}`);
      const means = found.means.map((x, c) => x + base[c % cloud.d]);
      return mixtureOf({...found, means}, notes);
    },
    load: loadMixture,
  };
}

interface FitOptions {
  readonly stream: Stream;
  readonly regularization: number;
  readonly starts: number;
  readonly tolerance: number;
  readonly iterations: number;
}

function bestStart(cloud: Cloud, K: number, options: FitOptions): EmResult {
  if (cloud.n < K) throw new DataError(`${cloud.n} records for ${K} components`, {next: 'Give at least as many records as components.'});
  let best: EmResult | undefined;
  for (let s = 0; s < options.starts; s++) {
    const start = startComponents(options.stream.fork(`start/${s}`), cloud, K, options.regularization);
    const result = expectationMaximisation(cloud, start, options);
    if (best === undefined || result.lowerBound > best.lowerBound) best = result;
  }
  return best as EmResult;
}

/** All parts in one array, relative to the first part's origin. */
function cloudOf(training: TrainingSet<Points>): {cloud: Cloud; base: Float64Array} {
  const parts = sharedParts(training);
  const d = parts[0].data.dimension;
  const base = parts[0].data.origin ?? new Float64Array(d);
  let n = 0;
  for (const {data} of parts) {
    if (data.dimension !== d) throw new DataError(`points of dimension ${data.dimension} among points of dimension ${d}`);
    n += data.count;
  }
  const values = new Float64Array(n * d);
  const weighted = parts.some(({share, data}) => Math.abs((share * n) / data.count - 1) > 1e-12);
  const weights = weighted ? new Float64Array(n) : undefined;
  let at = 0;
  for (const {data, share} of parts) {
    weights?.fill((share * n) / data.count, at / d, at / d + data.count);
    const shift = base.map((b, j) => (data.origin === undefined ? -b : data.origin[j] - b));
    for (let i = 0; i < data.values.length; i++) values[at++] = data.values[i] + shift[i % d];
  }
  const broken = values.findIndex((x) => !Number.isFinite(x));
  if (broken >= 0) throw new DataError(`record ${Math.floor(broken / d)} of the training set holds ${values[broken]}: not finite`);
  return {cloud: {values, n, d, weights}, base};
}
