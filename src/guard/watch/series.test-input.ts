/**
 * Series of scores for simulations of a watch: the calibration is drawn anew in every series, so that what is told of many holds over the draw
 * of it. Streams of one period have a common part, as measures of one text have. By the tests of judging, and bench/watch.ts.
 */
import {normal} from '../../core/random/normal.ts';
import {Stream} from '../../core/random/stream.ts';
import {type JudgedSeries, judgeSeries, type ScoreStream} from './judge.ts';

export interface SimulatedSeries {
  readonly streams: number;
  readonly calibration: number;
  /** Of what each period remembers of the last, 0 to 1. */
  readonly memory?: number;
  /** Periods that are averaged to one. */
  readonly block?: number;
  /** Of the streams, how much of a period's variance they have in common. */
  readonly common?: number;
  /** No score is less, in standard deviations: those that would be are equal. */
  readonly least?: number;
  /** Added to the first stream by period since the calibration, in standard deviations. */
  readonly shift?: (t: number) => number;
}

/** Scores of a series. streams x (calibration + after,) */
export function drawSeries(
  seed: number,
  after: number,
  {streams, calibration, memory = 0, block = 1, common = 0.5, least = -Infinity, shift}: SimulatedSeries,
): ScoreStream[] {
  const root = Stream.root(`watch/${seed}`);
  const count = calibration + after;
  const shared = remembering(root.fork('common'), count * block, memory);
  return Array.from({length: streams}, (_, j) => {
    const own = remembering(root.fork(`stream/${j}`), count * block, memory);
    const scores = Array.from({length: count}, (__, t) => {
      let sum = 0;
      for (let i = t * block; i < (t + 1) * block; i++) sum += Math.sqrt(common) * shared[i] + Math.sqrt(1 - common) * own[i];
      return Math.max(least, (sum / block) * Math.sqrt(block) + (j === 0 && shift ? shift(t - calibration) : 0));
    });
    return {name: `s${j}`, weight: 1, scores};
  });
}

/** Normal with variance 1, each with a part of the one before. */
function remembering(stream: Stream, count: number, memory: number): Float64Array {
  const out = new Float64Array(count);
  for (let t = 0; t < count; t++) out[t] = t === 0 ? normal(stream) : memory * out[t - 1] + Math.sqrt(1 - memory * memory) * normal(stream);
  return out;
}

/** A series of so many periods after its calibration, judged. */
export const judgeSimulated = (
  seed: number,
  {after, level, ...series}: SimulatedSeries & {readonly after: number; readonly level: number},
): JudgedSeries =>
  judgeSeries({
    streams: drawSeries(seed, after, series),
    periods: Array.from({length: series.calibration + after}, (_, t) => String(t)),
    ...{calibration: series.calibration, level, stream: Stream.root(`judge/${seed}`)},
  });

/** A mean and its standard error. */
export function meanOf(list: readonly number[]): {mean: number; error: number} {
  const mean = list.reduce((a, b) => a + b, 0) / list.length;
  const squares = list.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  return {mean, error: Math.sqrt(squares / Math.max(1, list.length - 1) / list.length)};
}
