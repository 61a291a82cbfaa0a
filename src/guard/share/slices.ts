/**
 * The share of parts of a candidate: of its sources, of its months. The estimator and the arrangement are the whole's; the interval is
 * each slice's own, by its number of documents.
 *
 * edge     sizes are rounded down to powers of the square root of 2, so that slices of like size share their trials: the interval is
 *          a little wide, never narrow
 * checked  test/share.test.ts: slices of known shares are told apart
 */
import {log2, pow} from '../../core/math/index.ts';
import type {Stream} from '../../core/random/stream.ts';
import {type Curve, curveOf, invert} from './curve.ts';
import {FOREIGN_NOVELTY, TOO_WIDE} from './limits.ts';
import {estimateShare, type MeasuredUnits} from './measured.ts';
import {type DrawSize, runTrials, TRUTHS} from './mixtures.ts';
import type {SliceReport} from './report.ts';
import {drawSizeOf, type Judgement, noveltyExcess, referencePart} from './share.ts';

/** Chosen for the cost: draws at each truth of a slice's curve; the whole has 160. */
const REPEATS = 120;

/** Units of the candidate that belong together, in order. */
export interface Slice {
  readonly by: string;
  readonly value: string;
  readonly units: Uint32Array;
  readonly documents: number;
  readonly novelty: number;
}

export function judgeSlices(stream: Stream, judgement: Judgement, measured: MeasuredUnits, slices: readonly Slice[]): SliceReport[] {
  const curves = new Map<string, Curve>();
  return slices.map(({by, value, units, documents, novelty}) => {
    let sentences = 0;
    for (const u of units) sentences += measured.sentences[u];
    const base = {by, value, documents, sentences};
    const inconclusive = (reason: string): SliceReport => ({...base, low: 0, high: 1, verdict: 'inconclusive', reason});
    if (judgement.verdict === 'inconclusive') return inconclusive('the whole is inconclusive');
    const domain = {...judgement.domain, novelty: {...judgement.domain.novelty, candidate: novelty}};
    if (noveltyExcess(domain) > FOREIGN_NOVELTY) return inconclusive('too many of its words are not in the references');
    const size = {units: roundedDown(units.length), perDocument: Math.round(drawSizeOf(measured, units).perDocument)};
    const key = `size/${size.units}/${size.perDocument}`;
    if (!curves.has(key)) curves.set(key, sliceCurve(stream.fork(key), judgement, size));
    const interval = invert(curves.get(key)!, estimateShare(measured, units, judgement.estimator));
    if (interval.high - interval.low > TOO_WIDE) return inconclusive('too few documents');
    return {...base, ...interval, verdict: 'estimate'};
  });
}

function roundedDown(units: number): number {
  return Math.max(1, Math.floor(pow(2, Math.floor(2 * log2(units)) / 2)));
}

function sliceCurve(stream: Stream, {pools, arrangement, estimator}: Judgement, size: DrawSize): Curve {
  const trials = runTrials(pools, arrangement, [estimator], {truths: TRUTHS, repeats: REPEATS, size, stream});
  return curveOf(trials, 0, referencePart(pools, size));
}
