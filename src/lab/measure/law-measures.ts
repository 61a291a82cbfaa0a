/** Measures of points that are read off a model's law: exactly where the law knows, else off what it drew. */

import {norm} from '../../core/math/index.ts';
import type {Reading} from '../../core/measure/estimate.ts';
import {reading} from '../../core/measure/estimate.ts';
import {latentSd} from '../../core/measure/latent.ts';
import {ANY, FROM_0} from '../../core/measure/range.ts';
import {NOTHING_PRODUCED} from '../../core/measure/reasons.ts';
import {spreadOf} from '../../core/points/spread.ts';
import {meanOf} from '../../core/stats/index.ts';
import type {LawMeasure, PointsView} from './measure.ts';

export const momentMeasures: readonly LawMeasure[] = [
  {
    name: 'mean',
    title: 'Mean of the fitted model',
    unit: '',
    on: ['points'],
    from: 'model',
    whole: true,
    better: 'near reference',
    square: true,
    caption:
      'The centre wanders: each generation adds the error of its own estimate. In one dimension lineages wander to both sides, which cancels over seeds: look at its square. In more it is the distance from 0.',
    source: 'Shumailov et al., Nature 631, 2024',
    range: ANY,
    law: {points: ({law, sample}) => [{measure: 'mean', value: centre(law?.mean ?? spreadOf(sample).mean)}]},
    people: {points: ({truth, sample}) => (truth ? [] : [{measure: 'mean', value: centre(spreadOf(sample).mean)}])},
    truth: {points: ({truth}) => (truth?.mean ? [{measure: 'mean', value: centre(truth.mean)}] : [])},
  },
  {
    name: 'variance',
    title: 'Variance of the fitted model',
    unit: '',
    on: ['points'],
    from: 'model',
    whole: true,
    better: 'near reference',
    scale: 'log',
    lost: 'low',
    caption:
      'Late collapse is variance near zero. The arithmetic mean can stay level while most lineages collapse; the geometric mean cannot.',
    source: 'Shumailov et al., Nature 631, 2024',
    range: FROM_0,
    law: {
      points: ({law, sample}) => [{measure: 'variance', value: law?.covariance ? trace(law.covariance) : spreadOf(sample).variance}],
    },
    people: {points: ({truth, sample}) => (truth ? [] : [{measure: 'variance', value: spreadOf(sample).variance}])},
    truth: {points: ({truth}) => (truth?.covariance ? [{measure: 'variance', value: trace(truth.covariance)}] : [])},
  },
  {
    name: 'components.sd',
    title: 'Standard deviation of the components',
    unit: 'units of the points',
    on: ['points'],
    from: 'model',
    bands: 'component',
    whole: true,
    better: 'near reference',
    scale: 'log',
    lost: 'low',
    caption:
      'Of a fitted mixture: the root of the mean variance a coordinate. The line is the mean over components; the bands are the components, the widest first. Near 0 they have become points.',
    source: 'Shumailov et al., Nature 631, 2024, figure 2',
    range: FROM_0,
    law: {points: measureComponents},
  },
];

export const latentMeasures: readonly LawMeasure[] = [
  {
    name: 'latent.sd',
    title: 'Spread in latent space',
    unit: 'standard deviations of the prior',
    on: ['points'],
    from: 'sample',
    whole: true,
    better: 'higher',
    lost: 'low',
    caption:
      'Of variational autoencoders: how far apart the samples lie for the encoder of the first generation, which stays the same. It falls as they grow alike.',
    source: 'the recursion of Shumailov et al., arXiv 2305.17493, 2023; latent spaces: Kingma and Welling, ICLR 2014',
    range: FROM_0,
    wantsFirst: true,
    law: {points: measureLatent},
    people: {points: (view) => (view.first?.latentMeans ? measureLatent(view) : [])},
  },
];

/** The mean of one dimension as it is, of more its length. */
function centre(of: Float64Array): number {
  return of.length === 1 ? of[0] : norm(of);
}

export function trace(covariance: Float64Array): number {
  const d = Math.round(Math.sqrt(covariance.length));
  let sum = 0;
  for (let i = 0; i < d; i++) sum += covariance[i * d + i];
  return sum;
}

/** Root of the mean variance a coordinate: the mean over components, then each component's, the widest first. */
function measureComponents({law, sample: {dimension: d}}: PointsView): Reading[] {
  const measure = 'components.sd';
  const components = law?.components;
  if (!components) return [{measure, reason: 'the model has no components'}];
  const sds = Array.from(components.weights, (_, k) =>
    Math.sqrt(trace(components.covariances.subarray(k * d * d, (k + 1) * d * d)) / d),
  ).sort((a, b) => b - a);
  return [{measure, value: meanOf(Float64Array.from(sds))}, ...sds.map((value, k) => ({measure, band: `${k + 1}`, value}))];
}

function measureLatent({first, sample}: PointsView): Reading[] {
  const measure = 'latent.sd';
  if (!first?.latentMeans || first.latent === undefined) return [{measure, reason: 'the first model is not one variational autoencoder'}];
  return [reading(measure, latentSd(first.latentMeans(sample), first.latent), NOTHING_PRODUCED)];
}
