/**
 * Closed forms that are drawn over the measurement and tested against it. Only algebra and published bounds; where none is known for
 * an arm there is no curve.
 *
 * t = number of fits; fit 1 is on human data; n = records a generation; s2 = true variance (its trace in d dimensions). Laws of points, of a mean alone, of rows
 * and of feedback: theory-points.ts, theory-mean.ts, theory-rows.ts, theory-feedback.ts.
 * source   Shumailov et al. 2024; Gerstgrasser et al. 2024; Alemohammad et al. 2024; Wright and Fisher; He, Xu and Cheng 2025
 */
import {pow} from '../../core/math/index.ts';
import {familyOf} from '../../models/families.ts';
import {type Arm, type ArmNow, armAt} from '../experiment/arm.ts';
import {schedulesOf} from '../experiment/schedules.ts';
import {curveTo, running, type TheoryCurve} from './theory-curve.ts';
import {feedbackTheory} from './theory-feedback.ts';
import {meanTheory} from './theory-mean.ts';
import {pointsTheory} from './theory-points.ts';
import {MOST_SUBSAMPLED, subsampleLaw} from './theory-pool.ts';
import {rowsTheory} from './theory-rows.ts';

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
    const known = estimator.kind === 'moments' && estimator.variance === 'known' ? meanTheory(arm, estimator, generations) : [];
    return [...known, ...pointsTheory(arm, estimator, generations)];
  }
  if (arm.enrichment || arm.weights || arm.sample?.first !== undefined) return [];
  if (estimator.kind === 'frequencies') return categoricalTheory(arm, generations);
  return rowsTheory(arm, estimator, generations);
}

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
  const lost = p.reduce((sum, x) => sum + x * pow(1 - x, n), 0);
  const alive = p.reduce((sum, x) => sum + 1 - pow(1 - x, n), 0);
  return [
    diversity((t) => pow(1 - 1 / n, t), '(1 - 1/n)^t (1 - sum p^2)'),
    curveTo(1)('support', 'mean', () => alive, {label: 'sum 1 - (1 - p)^n, at fit 1', source: 'algebra'}),
    curveTo(1)('lostMass', 'mean', () => lost, {label: 'sum p (1 - p)^n, at fit 1', source: 'algebra; Dohmatob et al., ICML 2024'}),
  ];
}

function probabilitiesOf({probabilities, categories, zipf}: {probabilities?: number[]; categories?: number; zipf?: number}): number[] {
  if (probabilities) return probabilities;
  const weights = Array.from({length: categories!}, (_, i) => pow(i + 1, -(zipf ?? 0)));
  const total = weights.reduce((a, b) => a + b, 0);
  return weights.map((w) => w / total);
}
