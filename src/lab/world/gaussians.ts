/**
 * Worlds made of Gaussians: one, a mixture, a square grid of modes, blobs on a circle. Everything is known of them.
 */

import {ConfigError} from '../../core/error.ts';
import {cos, sin, square} from '../../core/math/index.ts';
import {semidefiniteCholesky} from '../../models/covariance.ts';
import {gaussianOf} from '../../models/gaussian/index.ts';
import {mixtureOf} from '../../models/mixture/fitted.ts';
import type {FittedMoments} from '../../models/model.ts';
import {DEFAULTS} from './defaults.ts';
import type {OptionsOf} from './schema.ts';
import type {MixtureComponent, PointsTruth, PointsWorld} from './truth.ts';

/** N(mean, sd^2), coordinates independent, in the dimension of the lists or else `dimension`. One mode. */
export function gaussianWorld(options: Omit<OptionsOf<'gaussian'>, 'world'>): PointsWorld {
  const {mean, sd, dimension} = {...DEFAULTS.gaussian, ...options};
  const lists = [mean, sd].filter((value) => typeof value !== 'number').map((value) => value.length);
  const d = lists[0] ?? dimension;
  if (!(Number.isInteger(d) && d >= 1)) throw new ConfigError(`a dimension is a whole number from 1, got ${d}`, {where: 'data.dimension'});
  if (lists.some((length) => length !== d) || (dimension !== 1 && dimension !== d)) {
    throw new ConfigError(`mean, sd and dimension disagree: lists of ${lists.join(' and ')} numbers, dimension ${dimension}`, {
      where: 'data',
    });
  }
  const covariance = new Float64Array(d * d);
  const center = new Float64Array(d);
  for (let j = 0; j < d; j++) {
    center[j] = finite(typeof mean === 'number' ? mean : mean[j], 'data.mean');
    covariance[j * d + j] = square(positive(typeof sd === 'number' ? sd : sd[j], 'data.sd'));
  }
  return worldOf('gaussian', gaussianOf(center, covariance), center, meanSd([covariance], d));
}

/** A mixture of Gaussians; weights are relative. Modes are the components' means. */
export function mixtureWorld({components}: Omit<OptionsOf<'mixture'>, 'world'>): PointsWorld {
  checkMixture(components);
  const d = components[0].mean.length;
  let total = 0;
  for (const {weight} of components) total += weight;
  const weights = Float64Array.from(components, (component) => component.weight / total);
  const means = Float64Array.from(components.flatMap(({mean}) => mean));
  const covariances = components.map((component, k) => covarianceOf(component, d, `data.components[${k}]`));
  return mixtureOfGaussians('mixture', {weights, means, covariances});
}

/** Throws ConfigError, with the place, where components do not make a mixture; holds one covariance at a time. */
export function checkMixture(components: readonly MixtureComponent[]): void {
  if (components.length === 0) throw new ConfigError('a mixture has at least one component', {where: 'data.components'});
  const d = components[0].mean.length;
  components.forEach((component, k) => {
    const where = `data.components[${k}]`;
    if (component.mean.length !== d || d === 0)
      throw new ConfigError(`a mean of ${component.mean.length} numbers, the first component's has ${d}`, {where: `${where}.mean`});
    positive(component.weight, `${where}.weight`);
    for (const x of component.mean) finite(x, `${where}.mean`);
    if (component.covariance === undefined && component.sd !== undefined) positive(component.sd, `${where}.sd`);
    else covarianceOf(component, d, where);
  });
}

/** side x side equal Gaussians on a square grid around 0. */
export function gridWorld(options: Omit<OptionsOf<'grid'>, 'world'>): PointsWorld {
  const {side, spacing, sd} = {...DEFAULTS.grid, ...options};
  whole(side, 'data.side');
  positive(spacing, 'data.spacing');
  const at = (i: number) => (i - (side - 1) / 2) * spacing;
  const means = Float64Array.from({length: 2 * side * side}, (_, c) =>
    c % 2 === 0 ? at((c >> 1) % side) : at(Math.floor((c >> 1) / side)),
  );
  return equalModes('grid', means, positive(sd, 'data.sd'));
}

/** Equal Gaussians, evenly spaced on a circle around 0. */
export function blobsWorld(options: Omit<OptionsOf<'blobs'>, 'world'>): PointsWorld {
  const {centers, sd, radius} = {...DEFAULTS.blobs, ...options};
  whole(centers, 'data.centers');
  positive(radius, 'data.radius');
  const angle = (k: number) => (2 * Math.PI * k) / centers;
  const means = Float64Array.from({length: 2 * centers}, (_, c) => radius * (c % 2 === 0 ? cos(angle(c >> 1)) : sin(angle(c >> 1))));
  return equalModes('blobs', means, positive(sd, 'data.sd'));
}

function equalModes(kind: string, means: Float64Array, sd: number): PointsWorld {
  const K = means.length / 2;
  const weights = new Float64Array(K).fill(1 / K);
  const covariances = Array.from({length: K}, () => Float64Array.of(sd * sd, 0, 0, sd * sd));
  return mixtureOfGaussians(kind, {weights, means, covariances});
}

function mixtureOfGaussians(kind: string, parts: {weights: Float64Array; means: Float64Array; covariances: Float64Array[]}): PointsWorld {
  const {weights, means, covariances} = parts;
  const d = means.length / weights.length;
  const flat = new Float64Array(covariances.length * d * d);
  covariances.forEach((covariance, k) => {
    flat.set(covariance, k * d * d);
  });
  return worldOf(kind, mixtureOf({weights, means, covariances: flat}), means, meanSd(covariances, d));
}

function worldOf(kind: string, law: FittedMoments, modes: Float64Array, modeSd: Float64Array): PointsWorld {
  const {mean, covariance} = law;
  const truth: PointsTruth = {
    kind: 'points',
    dimension: mean.length,
    mean,
    covariance,
    modes,
    modeSd,
    gaussians: law.gaussians?.(),
    logProbability: (points) => law.logProbability!(points),
  };
  return {kind, truth, sample: (count, stream) => law.sample(count, stream)};
}

function meanSd(covariances: readonly Float64Array[], d: number): Float64Array {
  return Float64Array.from(covariances, (covariance) => {
    let trace = 0;
    for (let j = 0; j < d; j++) trace += covariance[j * d + j];
    return Math.sqrt(trace / d);
  });
}

function covarianceOf({sd, covariance}: MixtureComponent, d: number, where: string): Float64Array {
  if ((sd === undefined) === (covariance === undefined)) throw new ConfigError('a component has either `sd` or `covariance`', {where});
  if (sd !== undefined) {
    positive(sd, `${where}.sd`);
    return Float64Array.from({length: d * d}, (_, c) => (c % (d + 1) === 0 ? sd * sd : 0));
  }
  const rows = covariance as readonly (readonly number[])[];
  if (rows.length !== d || rows.some((row) => row.length !== d))
    throw new ConfigError(`a covariance wants ${d} rows of ${d} numbers`, {where: `${where}.covariance`});
  const flat = Float64Array.from(rows.flat(), (x) => finite(x, `${where}.covariance`));
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < i; j++) {
      if (flat[i * d + j] !== flat[j * d + i])
        throw new ConfigError('a covariance is symmetric', {where: `${where}.covariance[${i}][${j}]`});
    }
    if (!(flat[i * d + i] > 0))
      throw new ConfigError(`a variance is more than 0, got ${flat[i * d + i]}`, {where: `${where}.covariance[${i}][${i}]`});
  }
  if (semidefiniteCholesky(flat, d).rank < d)
    throw new ConfigError('a covariance is positive definite, this one is not', {where: `${where}.covariance`});
  return flat;
}

function finite(value: number, where: string): number {
  if (!Number.isFinite(value)) throw new ConfigError(`wanted a finite number, got ${value}`, {where});
  return value;
}

function positive(value: number, where: string): number {
  if (!(value > 0 && value < Infinity)) throw new ConfigError(`wanted a number above 0, got ${value}`, {where});
  return value;
}

function whole(value: number, where: string): void {
  if (!(Number.isInteger(value) && value >= 1)) throw new ConfigError(`wanted a whole number from 1, got ${value}`, {where});
}
