/**
 * Curves in the plane with Gaussian noise: two moons, two circles, a swiss roll; and the roll as a sheet in space.
 *
 *   moons       half the records on (cos a, sin a), half on (1 - cos a, 1/2 - sin a), a uniform on [0, pi)
 *   circles     half on the unit circle, half on one of radius `factor`, angle uniform
 *   swiss-roll  (a cos a, a sin a), a uniform on [3 pi / 2, 9 pi / 2); in space (a cos a, h, a sin a), h uniform on [0, 21)
 *
 * law      records are independent: which half and where on it is drawn, not laid out evenly as scikit-learn does
 * unit     noise: standard deviation in each coordinate, in the unit of the curve, as in scikit-learn
 * source   the shapes of scikit-learn's make_moons, make_circles and make_swiss_roll, in the plane without its second axis
 * checked  moments below against 200,000 draws
 */

import type {Points} from '../../core/data.ts';
import {ConfigError} from '../../core/error.ts';
import {cos, sin} from '../../core/math/index.ts';
import {fillNormal} from '../../core/random/normal.ts';
import type {Stream} from '../../core/random/stream.ts';
import {DEFAULTS} from './defaults.ts';
import type {OptionsOf} from './schema.ts';
import type {PointsWorld} from './truth.ts';

/** Writes the point of the curve at parameter u in [0, 1) of its first (0) or second (1) half. */
type Curve = (u: number, half: number, out: Float64Array, at: number) => void;

export function moonsWorld({noise = DEFAULTS.curves.noise}: Omit<OptionsOf<'moons'>, 'world'>): PointsWorld {
  const p = 1 / Math.PI;
  const curve: Curve = (u, half, out, at) => {
    const a = Math.PI * u;
    out[at] = half === 0 ? cos(a) : 1 - cos(a);
    out[at + 1] = half === 0 ? sin(a) : 0.5 - sin(a);
  };
  return curveWorld('moons', curve, {noise, mean: [0.5, 0.25], covariance: [0.75, 0.125 - p, 0.5625 - p]});
}

export function circlesWorld({
  noise = DEFAULTS.curves.noise,
  factor = DEFAULTS.curves.factor,
}: Omit<OptionsOf<'circles'>, 'world'>): PointsWorld {
  if (!(factor > 0 && factor < 1))
    throw new ConfigError(`factor is the inner over the outer radius, between 0 and 1, got ${factor}`, {where: 'data.factor'});
  const curve: Curve = (u, half, out, at) => {
    const radius = half === 0 ? 1 : factor;
    out[at] = radius * cos(2 * Math.PI * u);
    out[at + 1] = radius * sin(2 * Math.PI * u);
  };
  const variance = (1 + factor * factor) / 4;
  return curveWorld('circles', curve, {noise, mean: [0, 0], covariance: [variance, 0, variance]});
}

export function swissRollWorld({noise = DEFAULTS.curves.noise, dimension = 2}: Omit<OptionsOf<'swiss-roll'>, 'world'>): PointsWorld {
  if (dimension !== 2 && dimension !== 3)
    throw new ConfigError(`a swiss roll lies in 2 or 3 dimensions, got ${dimension}`, {where: 'data.dimension'});
  const from = 1.5 * Math.PI;
  const length = 3 * Math.PI;
  const curve: Curve = (u, _half, out, at) => {
    const a = from + length * u;
    out[at] = a * cos(a);
    out[at + 1] = a * sin(a);
  };
  const average = (antiderivative: (a: number) => number) => (antiderivative(from + length) - antiderivative(from)) / length;
  const x = average((a) => a * sin(a) + cos(a));
  const y = average((a) => sin(a) - a * cos(a));
  const wave = (a: number) => ((a * a) / 4 - 1 / 8) * sin(2 * a) + (a / 4) * cos(2 * a);
  const xx = average((a) => (a * a * a) / 6 + wave(a));
  const yy = average((a) => (a * a * a) / 6 - wave(a));
  const xy = average((a) => (-a * a * cos(2 * a)) / 4 + (a * sin(2 * a)) / 4 + cos(2 * a) / 8);
  const plane = curveWorld('swiss-roll', curve, {noise, mean: [x, y], covariance: [xx - x * x, xy - x * y, yy - y * y]});
  return dimension === 2 ? plane : raised(plane, noise);
}

/** covariance: of the curve without noise, as xx, xy, yy. */
interface CurveTruth {
  readonly noise: number;
  readonly mean: readonly [number, number];
  readonly covariance: readonly [number, number, number];
}

function curveWorld(kind: string, curve: Curve, {noise, mean, covariance}: CurveTruth): PointsWorld {
  if (!(noise >= 0 && noise < Infinity))
    throw new ConfigError(`noise is a standard deviation of at least 0, got ${noise}`, {where: 'data.noise'});
  const [xx, xy, yy] = covariance;
  const own = noise * noise;
  return {
    kind,
    truth: {kind: 'points', dimension: 2, mean: Float64Array.from(mean), covariance: Float64Array.of(xx + own, xy, xy, yy + own)},
    sample: (count, stream) => sampleCurve(stream, curve, noise, count),
  };
}

/** Of scikit-learn's roll. */
const HEIGHT = 21;

/** A curve of the plane as a sheet in space, its second axis the height. */
function raised({kind, truth, sample}: PointsWorld, noise: number): PointsWorld {
  const [x, y] = truth.mean;
  const [xx, xy, , yy] = truth.covariance;
  const own = (HEIGHT * HEIGHT) / 12 + noise * noise;
  return {
    kind,
    truth: {
      kind: 'points',
      dimension: 3,
      mean: Float64Array.of(x, HEIGHT / 2, y),
      covariance: Float64Array.of(xx, 0, xy, 0, own, 0, xy, 0, yy),
    },
    sample(count, stream): Points {
      const flat = sample(count, stream).values;
      const heights = stream.fork('height');
      const values = new Float64Array(3 * count);
      fillNormal(heights, values, 0, count);
      for (let i = count - 1; i >= 0; i--) {
        const height = HEIGHT * heights.float() + noise * values[i];
        values.set([flat[2 * i], height, flat[2 * i + 1]], 3 * i);
      }
      return {kind: 'points', count, dimension: 3, values};
    },
  };
}

function sampleCurve(stream: Stream, curve: Curve, noise: number, count: number): Points {
  const values = new Float64Array(2 * count);
  const noises = new Float64Array(2 * count);
  fillNormal(stream, noises, 0, 2 * count);
  for (let i = 0; i < count; i++) {
    curve(stream.float(), stream.below(2), values, 2 * i);
    values[2 * i] += noise * noises[2 * i];
    values[2 * i + 1] += noise * noises[2 * i + 1];
  }
  return {kind: 'points', count, dimension: 2, values};
}
