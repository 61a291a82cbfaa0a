/**
 * Laws of best-of-K between refits, as if samples were infinite: each round is the law of one choice, with the arm's part of human data.
 *
 *   categories   p_(t+1) = (1 - h) B(p_t) + h p_0                        B: quality/preference/law.ts
 *   a Gaussian   N(m_t, v_t) -> the mean and variance of (1 - h) B(N(m_t, v_t)) + h N(m_1, v_1), which the next fit has
 *
 * The density of a Gaussian stands on a grid of 257 points over 8 standard deviations to both sides, in one dimension. With r = -(x - a)^2 / 2
 * on N(0, 1) and K to infinity its mean is a (1 - 1/t), its variance 1/t.
 *
 * source   D. Ferbach et al., NeurIPS 2024; algebra
 * checked  against that limit at K = 10,000, and simulations at K = 4
 */
import {exp} from '../../core/math/index.ts';
import {familyOf} from '../../models/families.ts';
import {Annotator} from '../../quality/preference/annotator.ts';
import {bestOfLaw} from '../../quality/preference/law.ts';
import type {AnnotatorOptions} from '../../quality/preference/schema.ts';
import type {ArmNow} from '../experiment/arm.ts';
import {makeWorld} from '../world/index.ts';
import {curveTo, type TheoryCurve} from './theory-curve.ts';

const SOURCE = 'Ferbach et al., NeurIPS 2024; algebra';

/** Rounds of a Gaussian beyond which they are not drawn: each is a law on a grid. */
const MOST_ROUNDS = 200;

export function feedbackTheory(arm: ArmNow, generations: number): TheoryCurve[] {
  const {data, feedback, workflow, enrichment, weights, sample} = arm;
  if (!('world' in data) || feedback?.kind !== 'best-of' || weights || enrichment) return [];
  const {annotator, candidates: K} = feedback;
  const human = typeof workflow === 'object' && 'mix' in workflow ? workflow.mix : workflow === 'replace' ? 0 : undefined;
  const isPlain = annotator.kind === 'reward' && annotator.choice === 'logistic' && annotator.comparisons === undefined && !annotator.bias;
  if (human === undefined || !isPlain) return [];
  const label = `${generations > 1 ? 'rounds' : 'a round'} of best of ${K}, infinite samples`;
  const rounds = {K, human, generations, label};
  const estimator = familyOf(arm.model).estimator?.(arm.model);
  if (data.world === 'categorical')
    return estimator?.kind === 'frequencies' && annotator.values
      ? ofCategories(makeWorld(data).truth.probabilities!, annotator, rounds)
      : [];
  const isGaussian = data.world === 'gaussian' && estimator?.kind === 'moments' && estimator.variance !== 'known' && estimator.bias === 1;
  if (!isGaussian || data.dimension > 1 || !annotator.point || sample?.first !== undefined || generations > MOST_ROUNDS) return [];
  const {mean, covariance} = makeWorld(data).truth;
  return ofGaussian({mean: mean![0], variance: covariance![0]}, annotator, rounds);
}

type Reward = Extract<AnnotatorOptions, {kind: 'reward'}>;

interface Rounds {
  readonly K: number;
  /** Part of human data in every training set. */
  readonly human: number;
  readonly generations: number;
  readonly label: string;
}

function ofCategories(truth: Float64Array, {values, noise, strength}: Reward, {K, human, generations, label}: Rounds): TheoryCurve[] {
  const start = Float64Array.from(truth);
  const utility = values!.map((value) => strength * value);
  const rounds = [start];
  while (rounds.length < generations)
    rounds.push(bestOfLaw(rounds[rounds.length - 1], utility, {K, noise}).map((p, i) => (1 - human) * p + human * start[i]));
  const reward = (t: number) => rounds[t - 1].reduce((sum, p, i) => sum + p * values![i], 0);
  return [curveTo(generations)('reward', 'mean', reward, {label, source: SOURCE})];
}

interface Normal {
  readonly mean: number;
  readonly variance: number;
}

function ofGaussian(truth: Normal, options: Reward, {K, human, generations, label}: Rounds): TheoryCurve[] {
  const annotator = new Annotator(options);
  const fits: (Normal & {readonly reward: number})[] = [];
  let fit = truth;
  for (let t = 1; t <= generations; t++) {
    const {p, x} = gridOf(fit);
    const utility = annotator.utility({kind: 'points', count: x.length, dimension: 1, values: x});
    fits.push({...fit, reward: momentsOf(p, utility).mean});
    const shown = utility.map((u) => options.strength * u);
    fit = mixed(momentsOf(bestOfLaw(p, shown, {K, noise: options.noise}), x), truth, human);
  }
  const curve = curveTo(generations);
  const about = {label, source: SOURCE};
  return (['mean', 'variance', 'reward'] as const).map((measure) => curve(measure, 'mean', (t) => fits[t - 1][measure], about));
}

const HALF = 128;
const WIDEST = 8;

/** A Gaussian on a grid: probabilities that sum to 1, and where. */
function gridOf({mean, variance}: Normal): {readonly p: Float64Array; readonly x: Float64Array} {
  const z = Float64Array.from({length: 2 * HALF + 1}, (_, i) => (WIDEST * (i - HALF)) / HALF);
  const density = z.map((at) => exp(-0.5 * at * at));
  const total = density.reduce((a, b) => a + b, 0);
  return {p: density.map((value) => value / total), x: z.map((at) => mean + Math.sqrt(variance) * at)};
}

function momentsOf(p: Float64Array, x: Float64Array): Normal {
  const mean = p.reduce((sum, weight, i) => sum + weight * x[i], 0);
  return {mean, variance: p.reduce((sum, weight, i) => sum + weight * (x[i] - mean) * (x[i] - mean), 0)};
}

/** Moments of a mixture of two, a part `share` of the second. */
function mixed(a: Normal, b: Normal, share: number): Normal {
  const between = share * (1 - share) * (a.mean - b.mean) * (a.mean - b.mean);
  return {mean: (1 - share) * a.mean + share * b.mean, variance: (1 - share) * a.variance + share * b.variance + between};
}
