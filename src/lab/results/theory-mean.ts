/**
 * Laws of a mean that is estimated alone, of a Gaussian whose variance is known, under replace.
 *
 *   fresh or weighted human records   v' = wf^2 / f + ws^2 (1 / s + v)                   wf, ws: the weights of f human and s synthetic records
 *   the same k human records on top   E |m_t - m|^2 = s2 (1 / k + v_t),  v' = (n / (k + n))^2 (v + 1 / n),  v_1 = 0,  so that
 *                                     E |m_t - m_1|^2 = s2 v_t tends to lambda s2 / (k (1 + 2 lambda)), lambda = n / k
 *
 * shape    an arm -> curves of T points, none where no law is known
 * source   algebra; He, Xu and Cheng 2025 for weights; Q. Bertrand et al., ICLR 2024, for human records that stay the same
 */
import {exp} from '../../core/math/index.ts';
import {digamma} from '../../core/stats/index.ts';
import type {ArmNow} from '../experiment/arm.ts';
import {curveTo, running, type TheoryCurve} from './theory-curve.ts';

type GaussianData = {mean: number | number[]; sd: number | number[]; dimension: number};

/** The mean is Gaussian: the geometric mean of its distance to the truth is known, |N(0, 1)| having exp(-(gamma + ln 2)/2). */
export function meanTheory(arm: ArmNow, {bias}: {readonly bias: number}, generations: number): TheoryCurve[] {
  const {data, enrichment, weights, sample, workflow} = arm as ArmNow & {data: GaussianData};
  if (bias !== 1 || workflow !== 'replace' || typeof enrichment?.schedule === 'object' || (weights && !enrichment)) return [];
  if (enrichment?.from === 'original') return fixedHuman(arm, generations);
  if (data.dimension > 1 || (enrichment && enrichment.from !== 'fresh')) return [];
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
  const own = (t: number) => sd * sd * values[t - 1];
  const label = 'variance of the mean, by recursion';
  return [
    distance,
    curve('mean', 'meanSquare', (t) => mean * mean + own(t), {label: mean === 0 ? label : `m^2 + ${label}`, source}),
    curve('meanSquaredError', 'mean', own, {label, source}),
  ];
}

/** exp(E log |N(0, 1)|) = exp((digamma(1/2) + ln 2) / 2) */
const ABSOLUTE_NORMAL = exp((digamma(0.5) + Math.LN2) / 2);

/** The whole human training set beside every generation's sample. */
function fixedHuman({data, enrichment, weights, sample}: ArmNow, generations: number): TheoryCurve[] {
  const {mean, sd, dimension} = data as GaussianData;
  const n = sample!.size as number;
  const k = sample!.first ?? n;
  if (weights || enrichment?.count !== k) return [];
  const at = (list: number | number[], j: number) => (typeof list === 'number' ? list : list[j]);
  let s2 = 0;
  let m2 = 0;
  for (let j = 0; j < dimension; j++) {
    s2 += at(sd, j) * at(sd, j);
    m2 += at(mean, j) * at(mean, j);
  }
  const part = n / (k + n);
  const values = running(generations, 0, (v, t) => (t === 1 ? 0 : part * part * (v + 1 / n)));
  const curve = curveTo(generations);
  const own = (t: number) => s2 * (1 / k + values[t - 1]);
  const about = {label: 's2 (1/k + v_t), to s2/k (1 + lambda/(1 + 2 lambda)), lambda = n/k', source: 'Bertrand et al., ICLR 2024; algebra'};
  return [
    curve('mean', 'meanSquare', (t) => m2 + own(t), {...about, label: m2 === 0 ? about.label : `m^2 + ${about.label}`}),
    curve('meanSquaredError', 'mean', own, about),
  ];
}
