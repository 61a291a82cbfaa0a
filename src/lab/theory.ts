/**
 * Closed forms that are drawn over the measurement and tested against it. Only algebra and published bounds; where none is known for
 * an arm there is no curve.
 *
 * t = number of fits; fit 1 is on human data; n = records a generation; s2 = true variance (its trace in d dimensions).
 * source   Shumailov et al. 2024; Gerstgrasser et al. 2024; Alemohammad et al. 2024; Wright and Fisher; He, Xu and Cheng 2025
 */
import {digamma, normalQuantile} from '../core/stats/index.ts';
import {bestOfLaw} from '../quality/preference/law.ts';
import type {Arm} from './arm.ts';

export interface TheoryCurve {
  readonly measure: string;
  /** Which statistic over seeds the curve is of. */
  readonly statistic: 'mean' | 'median';
  readonly label: string;
  readonly source: string;
  readonly points: readonly {readonly generation: number; readonly value: number}[];
}

/** The curves known for an arm, for generations 1..T. */
export function theoryOf(arm: Arm, generations: number): TheoryCurve[] {
  const {data, model} = arm;
  if (!('world' in data)) return [];
  if (arm.quality || arm.population || arm.events) return [];
  if (arm.feedback) return feedbackTheory(arm, generations);
  if (data.world === 'gaussian' && model.kind === 'gaussian') return gaussianTheory(arm, generations);
  if (arm.enrichment || arm.weights || arm.sample?.first !== undefined) return [];
  if (data.world === 'categorical') return categoricalTheory(arm, generations);
  return data.world === 'regression' ? regressionTheory(arm, generations) : [];
}

type Curve = (
  measure: string,
  statistic: 'mean' | 'median',
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

function gaussianTheory(arm: Arm, generations: number): TheoryCurve[] {
  const {data, model, sample, workflow} = arm as Arm & {
    data: {sd: number | number[]; dimension: number};
    model: {variance: string; bias: number};
  };
  const curve = curveTo(generations);
  const n = sample!.size as number;
  const sds = Array.isArray(data.sd) ? data.sd : Array.from({length: data.dimension}, () => data.sd as number);
  const s2 = sds.reduce((sum, sd) => sum + sd * sd, 0);
  if (model.variance === 'known')
    return data.dimension === 1 && model.bias === 1 && workflow === 'replace' ? meanEstimation(arm, n, s2, curve) : [];
  if (arm.enrichment || arm.weights || sample?.first !== undefined) return [];
  const bias = (t: number) => model.bias ** (t - 1);
  if (workflow === 'replace' && model.variance === 'ml') {
    return [
      curve('variance', 'mean', (t) => s2 * (1 - 1 / n) ** t * bias(t), {
        label: 's2 (1 - 1/n)^t',
        source: 'algebra; Shumailov et al., Nature 631, 2024',
      }),
    ];
  }
  if (workflow === 'replace') {
    const mean = curve('variance', 'mean', (t) => s2 * bias(t), {label: 's2, for ever', source: 'algebra: each fit is unbiased'});
    if (data.dimension > 1) return [mean];
    const step = digamma((n - 1) / 2) + Math.log(2 / (n - 1));
    return [
      mean,
      curve('variance', 'median', (t) => s2 * Math.exp(t * step) * bias(t), {
        label: 'exp(E log s2), the median for large t',
        source: 'algebra: a product of chi-square variables',
      }),
    ];
  }
  if (workflow === 'accumulate' && model.variance === 'ml' && model.bias === 1) {
    const product = running(generations, 1, (p, i) => p * (1 - 1 / (n * i * i)));
    return [
      curve('variance', 'mean', (t) => s2 * product[t - 1], {
        label: 's2 prod (1 - 1/(n i^2))',
        source: 'algebra; the limit is s2 sin(pi/sqrt n)/(pi/sqrt n)',
      }),
    ];
  }
  return [];
}

/** The mean is Gaussian with a known variance, so the median of its distance to the truth is known too. */
function meanEstimation({enrichment, weights, sample}: Arm, n: number, s2: number, curve: Curve): TheoryCurve[] {
  const first = sample?.first;
  if ((enrichment && enrichment.from !== 'fresh') || typeof enrichment?.schedule === 'object' || (weights && !enrichment)) return [];
  const f = enrichment ? (enrichment.count ?? Math.round((enrichment.share ?? 0) * n)) : 0;
  const s = enrichment?.share === undefined ? n : n - f;
  const total = weights ? weights.human + weights.synthetic : f + s;
  const [wf, ws] = weights ? [weights.human / total, weights.synthetic / total] : [f / total, s / total];
  const values: number[] = [1 / (first ?? n)];
  const next = (v: number) => (f > 0 ? (wf * wf) / f : 0) + (s > 0 ? ws * ws * (1 / s + v) : 0);
  const at = (t: number) => {
    while (values.length < t) values.push(next(values[values.length - 1]));
    return values[t - 1];
  };
  const about = {label: '.674 sd of the mean', source: 'algebra; He, Xu and Cheng 2025 for weights'};
  return [curve('wasserstein2', 'median', (t) => normalQuantile(0.75) * Math.sqrt(s2 * at(t)), about)];
}

function categoricalTheory({data, sample, workflow}: Arm, generations: number): TheoryCurve[] {
  if (workflow !== 'replace') return [];
  const n = sample!.size as number;
  const p = probabilitiesOf(data as {probabilities?: number[]; categories?: number; zipf?: number});
  const start = 1 - p.reduce((sum, x) => sum + x * x, 0);
  const alive = p.reduce((sum, x) => sum + 1 - (1 - x) ** n, 0);
  const curve = curveTo(generations);
  return [
    curve('giniSimpson', 'mean', (t) => (1 - 1 / n) ** t * start, {
      label: '(1 - 1/n)^t (1 - sum p^2)',
      source: 'algebra: the Wright-Fisher process',
    }),
    curveTo(1)('support', 'mean', () => alive, {label: 'sum 1 - (1 - p)^n, at fit 1', source: 'algebra'}),
  ];
}

/** Rounds of best-of-K between refits, as if samples were infinite: each is the law of one round, with the arm's part of human data. */
function feedbackTheory({data, feedback, workflow, enrichment, weights}: Arm, generations: number): TheoryCurve[] {
  if (!('world' in data) || data.world !== 'categorical' || feedback?.kind !== 'best-of' || weights) return [];
  const {annotator, candidates: K} = feedback;
  const human = typeof workflow === 'object' ? workflow.mix : workflow === 'replace' ? 0 : undefined;
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
  const weights = Array.from({length: categories!}, (_, i) => (i + 1) ** -(zipf ?? 0));
  const total = weights.reduce((a, b) => a + b, 0);
  return weights.map((w) => w / total);
}

function regressionTheory({data, workflow}: Arm, generations: number): TheoryCurve[] {
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

function running(count: number, start: number, step: (value: number, i: number) => number): Float64Array {
  const values = new Float64Array(count);
  let value = start;
  for (let i = 1; i <= count; i++) values[i - 1] = value = step(value, i);
  return values;
}
