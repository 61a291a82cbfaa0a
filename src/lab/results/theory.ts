/**
 * Closed forms that are drawn over the measurement and tested against it. Only algebra and published bounds; where none is known for
 * an arm there is no curve.
 *
 * t = number of fits; fit 1 is on human data; n = records a generation; s2 = true variance (its trace in d dimensions). Laws of points: theory-points.ts.
 * source   Shumailov et al. 2024; Gerstgrasser et al. 2024; Alemohammad et al. 2024; Wright and Fisher; He, Xu and Cheng 2025
 */
import {exp, pow} from '../../core/math/index.ts';
import {digamma} from '../../core/stats/index.ts';
import {familyOf} from '../../models/families.ts';
import {bestOfLaw} from '../../quality/preference/law.ts';
import {type Arm, type ArmNow, armAt} from '../experiment/arm.ts';
import {schedulesOf} from '../experiment/schedules.ts';
import {running, type TheoryCurve} from './theory-curve.ts';
import {pointsTheory} from './theory-points.ts';
import {MOST_SUBSAMPLED, subsampleLaw} from './theory-pool.ts';

export type {TheoryCurve} from './theory-curve.ts';

/** The curves known for an arm, for generations 1..T. */
export function theoryOf(arm: Arm, generations: number): TheoryCurve[] {
  if (!('world' in arm.data)) return [];
  if (arm.quality || arm.population || arm.events || arm.stop || schedulesOf(arm).length > 0) return [];
  // nothing moves: generation 1 is all of them
  return theoryOfSettled(armAt(arm, 1), generations);
}

function theoryOfSettled(arm: ArmNow, generations: number): TheoryCurve[] {
  const {data, model} = arm;
  if (!('world' in data)) return [];
  if (arm.feedback) return feedbackTheory(arm, generations);
  const estimator = familyOf(model).estimator?.(model);
  if (!estimator) return [];
  if (estimator.kind === 'kernels' || (data.world === 'gaussian' && estimator.kind === 'moments')) {
    const known = estimator.kind === 'moments' && estimator.variance === 'known' ? meanEstimation(arm, estimator, generations) : [];
    return [...known, ...pointsTheory(arm, estimator, generations)];
  }
  if (arm.enrichment || arm.weights || arm.sample?.first !== undefined) return [];
  if (estimator.kind === 'frequencies') return categoricalTheory(arm, generations);
  return estimator.kind === 'least squares' ? regressionTheory(arm, generations) : [];
}

type Curve = (
  measure: string,
  statistic: TheoryCurve['statistic'],
  value: (t: number) => number,
  about: {label: string; source: string},
) => TheoryCurve;

const curveTo =
  (generations: number): Curve =>
  (measure, statistic, value, {label, source}) => ({
    measure,
    statistic,
    label,
    source,
    points: Array.from({length: generations}, (_, i) => ({generation: i + 1, value: value(i + 1)})),
  });

/** The mean alone is estimated, and is Gaussian: the geometric mean of its distance to the truth is known, |N(0, 1)| having exp(-(gamma + ln 2)/2). */
function meanEstimation(arm: ArmNow, {bias}: {readonly bias: number}, generations: number): TheoryCurve[] {
  const {data, enrichment, weights, sample, workflow} = arm as ArmNow & {
    data: {mean: number | number[]; sd: number | number[]; dimension: number};
  };
  if (data.dimension > 1 || bias !== 1 || workflow !== 'replace') return [];
  if ((enrichment && enrichment.from !== 'fresh') || typeof enrichment?.schedule === 'object' || (weights && !enrichment)) return [];
  const n = sample!.size as number;
  const sd = Array.isArray(data.sd) ? data.sd[0] : data.sd;
  const f = enrichment ? (enrichment.count ?? Math.round((enrichment.share ?? 0) * n)) : 0;
  const s = enrichment?.share === undefined ? n : n - f;
  const total = weights ? weights.human + weights.synthetic : f + s;
  const [wf, ws] = weights ? [weights.human / total, weights.synthetic / total] : [f / total, s / total];
  const next = (v: number) => (f > 0 ? (wf * wf) / f : 0) + (s > 0 ? ws * ws * (1 / s + v) : 0);
  const values = running(generations, 0, (v, t) => (t === 1 ? 1 / (sample!.first ?? n) : next(v)));
  const source = 'algebra; He, Xu and Cheng 2025 for weights';
  const curve = curveTo(generations);
  const distance = curve('wasserstein2', 'geometricMean', (t) => ABSOLUTE_NORMAL * sd * Math.sqrt(values[t - 1]), {
    label: '.530 sd of the mean',
    source,
  });
  if (!enrichment && !weights && sample!.first === undefined) return [distance];
  const mean = Array.isArray(data.mean) ? data.mean[0] : data.mean;
  const label = `${mean === 0 ? '' : 'm^2 + '}variance of the mean, by recursion`;
  return [distance, curve('mean', 'meanSquare', (t) => mean * mean + sd * sd * values[t - 1], {label, source})];
}

/** exp(E log |N(0, 1)|) = exp((digamma(1/2) + ln 2) / 2) */
const ABSOLUTE_NORMAL = exp((digamma(0.5) + Math.LN2) / 2);

function categoricalTheory({data, sample, workflow}: ArmNow, generations: number): TheoryCurve[] {
  const n = sample!.size as number;
  const p = probabilitiesOf(data as {probabilities?: number[]; categories?: number; zipf?: number});
  const start = 1 - p.reduce((sum, x) => sum + x * x, 0);
  const curve = curveTo(generations);
  const diversity = (value: (t: number) => number, label: string, source = 'algebra: the Wright-Fisher process') =>
    curve('giniSimpson', 'mean', (t) => start * value(t), {label, source});
  if (workflow === 'accumulate') {
    const product = running(generations, 1, (v, i) => v * (1 - 1 / (n * i * i)));
    return [diversity((t) => product[t - 1], '(1 - sum p^2) prod (1 - 1/(n i^2))', 'algebra; Dey and Donoho, arXiv 2410.22812')];
  }
  if (workflow === 'subsample' && generations <= MOST_SUBSAMPLED && n >= 2) {
    const law = subsampleLaw(n, generations);
    return [diversity((t) => law[t - 1], '(1 - sum p^2) H_t, by recursion over pairs', 'algebra')];
  }
  if (workflow !== 'replace') return [];
  const alive = p.reduce((sum, x) => sum + 1 - pow(1 - x, n), 0);
  return [
    diversity((t) => pow(1 - 1 / n, t), '(1 - 1/n)^t (1 - sum p^2)'),
    curveTo(1)('support', 'mean', () => alive, {label: 'sum 1 - (1 - p)^n, at fit 1', source: 'algebra'}),
  ];
}

/** Rounds of best-of-K between refits, as if samples were infinite: each is the law of one round, with the arm's part of human data. */
function feedbackTheory({data, model, feedback, workflow, enrichment, weights}: ArmNow, generations: number): TheoryCurve[] {
  if (!('world' in data) || data.world !== 'categorical' || feedback?.kind !== 'best-of' || weights) return [];
  const {annotator, candidates: K} = feedback;
  if (!familyOf(model).estimator?.(model)) return [];
  const human = typeof workflow === 'object' && 'mix' in workflow ? workflow.mix : workflow === 'replace' ? 0 : undefined;
  const plain = annotator.kind === 'reward' && annotator.choice === 'logistic' && annotator.comparisons === undefined && !annotator.bias;
  if (human === undefined || enrichment || !plain || !annotator.values) return [];
  const {values, noise, strength} = annotator;
  const start = Float64Array.from(probabilitiesOf(data));
  const utility = values.map((value) => strength * value);
  const rounds = [start];
  while (rounds.length < generations)
    rounds.push(bestOfLaw(rounds[rounds.length - 1], utility, {K, noise}).map((p, i) => (1 - human) * p + human * start[i]));
  const about = {
    label: `${generations > 1 ? 'rounds' : 'a round'} of best of ${K}, infinite samples`,
    source: 'Ferbach et al., NeurIPS 2024; algebra',
  };
  return [curveTo(generations)('reward', 'mean', (t) => rounds[t - 1].reduce((sum, p, i) => sum + p * values[i], 0), about)];
}

function probabilitiesOf({probabilities, categories, zipf}: {probabilities?: number[]; categories?: number; zipf?: number}): number[] {
  if (probabilities) return probabilities;
  const weights = Array.from({length: categories!}, (_, i) => pow(i + 1, -(zipf ?? 0)));
  const total = weights.reduce((a, b) => a + b, 0);
  return weights.map((w) => w / total);
}

function regressionTheory({data, workflow}: ArmNow, generations: number): TheoryCurve[] {
  const {dimension: d, noise, rows} = data as {dimension: number; noise: number; rows: number};
  if (rows <= d + 1) return [];
  const one = (noise * noise * d) / (rows - d - 1);
  const curve = curveTo(generations);
  const source = 'Gerstgrasser et al., COLM 2024; algebra agrees';
  if (workflow === 'replace') return [curve('excessRisk', 'mean', (t) => one * t, {label: 'sigma2 d t / (T - d - 1)', source})];
  if (workflow !== 'accumulate') return [];
  const sums = running(generations, 0, (sum, i) => sum + 1 / (i * i));
  return [curve('excessRisk', 'mean', (t) => one * sums[t - 1], {label: 'sigma2 d / (T - d - 1) sum 1/i^2', source})];
}
