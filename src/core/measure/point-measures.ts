/**
 * Measures of samples of points, each with how it is read: against the truth of a world, or what was held out.
 *
 * A measure that is added here is one of the lab's, and is documented.
 */
import {absoluteValues} from '../data.ts';
import {DomainError} from '../error.ts';
import {square} from '../math/index.ts';
import type {Manifold} from '../points/manifold.ts';
import {modeCounts, modesAlive} from '../points/modes.ts';
import {FARTHEST_COORDINATE, isWithinReach} from '../points/reach.ts';
import {wasserstein2Gaussian, wasserstein2Samples} from '../points/wasserstein.ts';
import type {SampleMeasure} from './entry.ts';
import type {Reading} from './estimate.ts';
import {named} from './named.ts';
import {NEIGHBOURS, type PointCandidate, type PointReference} from './point-reference.ts';
import {FROM_0, SHARE} from './range.ts';
import {NOTHING_PRODUCED} from './reasons.ts';

export interface PointMeasure extends SampleMeasure {
  readonly points: (reference: PointReference, candidate: PointCandidate) => Reading;
  /** Whether, of one Gaussian against another, it is read off their moments: people, who are no fit, then have none. */
  readonly isExactOfGaussians?: boolean;
}

/** Points a side of the exact transport in more than one dimension: a seeded part of larger samples. */
const TRANSPORT_POINTS = 250;

export const pointMeasures: readonly PointMeasure[] = [
  {
    name: 'wasserstein2',
    title: 'Wasserstein-2 distance to the truth',
    unit: 'units of the points',
    on: ['points'],
    from: 'sample',
    whole: true,
    better: 'lower',
    scale: 'log',
    lost: 'high',
    floor: true,
    caption:
      'How far the points must be carried, on root mean square, to lie as the truth lies. Exact of a fitted Gaussian; else of points on both sides, in more than one dimension 250 at most, so that the truth itself does not read 0: its floor is drawn dotted.',
    source: 'Shumailov et al., Nature 631, 2024, Theorem 3.1',
    range: FROM_0,
    isExactOfGaussians: true,
    points: measureTransport,
  },
  {
    name: 'wasserstein2.square',
    title: 'Squared Wasserstein-2 distance to the truth',
    unit: 'units of the points, squared',
    on: ['points'],
    from: 'sample',
    whole: true,
    better: 'lower',
    lost: 'high',
    floor: true,
    caption:
      'The square of wasserstein2, which theorems speak of. Under replace its mean over seeds grows without bound, though most lineages come to rest.',
    source: 'Shumailov et al., Nature 631, 2024, Theorem 3.1',
    range: FROM_0,
    isExactOfGaussians: true,
    points: (reference, candidate) => squaredReading('wasserstein2.square', measureTransport(reference, candidate)),
  },
  {
    name: 'modes',
    title: 'Modes still alive',
    unit: 'modes',
    on: ['points'],
    from: 'sample',
    whole: true,
    better: 'higher',
    lost: 'low',
    caption:
      'Steps down as whole modes die; overall variance can hide this. A single stray point within three standard deviations keeps a mode alive: a mode may be all but dead before it is counted so.',
    source: 'Alemohammad et al., ICLR 2024; Lin et al., NeurIPS 2018',
    range: FROM_0,
    points: measureModes,
  },
  {
    name: 'precision',
    title: 'Precision',
    unit: 'share',
    on: ['points'],
    from: 'sample',
    whole: true,
    better: 'higher',
    lost: 'low',
    caption: 'The share of what is drawn that lies where real data lie.',
    source: 'Kynkäänniemi et al., NeurIPS 2019',
    range: SHARE,
    points: ofManifold('precision'),
  },
  {
    name: 'recall',
    title: 'Recall',
    unit: 'share',
    on: ['points'],
    from: 'sample',
    whole: true,
    better: 'higher',
    lost: 'low',
    caption:
      'The share of real data that the model still reaches: it falls when diversity is lost, even where precision stays high. Samples that are all the same reach nothing: 0.',
    source: 'Kynkäänniemi et al., NeurIPS 2019',
    range: SHARE,
    points: ofManifold('recall'),
  },
  {
    name: 'density',
    title: 'Density',
    unit: 'reference neighbourhoods, over k',
    on: ['points'],
    from: 'sample',
    whole: true,
    better: 'near reference',
    lost: 'low',
    caption: 'About 1 for real data; above 1 the samples crowd where real data are dense.',
    source: 'Naeem et al., ICML 2020',
    range: FROM_0,
    points: ofManifold('density'),
  },
  {
    name: 'coverage',
    title: 'Coverage',
    unit: 'share',
    on: ['points'],
    from: 'sample',
    whole: true,
    better: 'higher',
    lost: 'low',
    caption:
      'The share of real neighbourhoods that still have a sample in them. Of real points that lie on one another, more than five at a place, the neighbourhood is empty and never covered.',
    source: 'Naeem et al., ICML 2020',
    range: SHARE,
    points: ofManifold('coverage'),
  },
];

/** Names that `measurePoints` answers. */
export const POINT_MEASURES: ReadonlySet<string> = new Set(pointMeasures.map(({name}) => name));

/** Readings of the named measures, in the order of `names`. Throws ConfigError on another name. */
export function measurePoints(reference: PointReference, candidate: PointCandidate, names: readonly string[]): Reading[] {
  return named(pointMeasures, names).map(({points}) => points(reference, candidate));
}

const BEYOND = `the points reach beyond ${FARTHEST_COORDINATE.toPrecision(2)}, where squared distances are no numbers any more`;

function ofManifold(measure: keyof Manifold): PointMeasure['points'] {
  return (reference, {sample}) => {
    const count = Math.min(sample.count, reference.available);
    if (count <= NEIGHBOURS) return {measure, reason: `${count} points have no ${NEIGHBOURS} neighbours each`};
    if (!isWithinReach(absoluteValues(sample))) return {measure, reason: BEYOND};
    return {measure, value: reference.manifold(sample)[measure]};
  };
}

function measureTransport(reference: PointReference, {sample, mean, covariance, isGaussian}: PointCandidate): Reading {
  const measure = 'wasserstein2';
  const truth = reference.gaussian(sample.dimension);
  if (truth && isGaussian) {
    if (!mean || !covariance) throw new DomainError('a candidate of the Gaussian family has its mean and covariance');
    if (!isWithinReach(mean) || !isWithinReach(covariance)) return {measure, reason: BEYOND};
    return {measure, value: wasserstein2Gaussian(truth, {mean, covariance})};
  }
  if (sample.count === 0) return {measure, reason: NOTHING_PRODUCED};
  const part = reference.part(sample, sample.dimension === 1 ? Infinity : TRANSPORT_POINTS);
  if (!isWithinReach(part)) return {measure, reason: BEYOND};
  return {measure, value: wasserstein2Samples(reference.points(part.length / sample.dimension), part, sample.dimension)};
}

function squaredReading(measure: string, own: Reading): Reading {
  return 'value' in own ? {measure, value: square(own.value)} : {...own, measure};
}

function measureModes({truth}: PointReference, {sample}: PointCandidate): Reading {
  const {modes, modeSd} = truth;
  if (!modes || !modeSd) return {measure: 'modes', reason: 'no modes of the truth are known'};
  return {measure: 'modes', value: modesAlive(modeCounts(absoluteValues(sample), modes, {dimension: sample.dimension, sd: modeSd}))};
}
