/**
 * What a report shows of single generations: a passage gone on with, a histogram of perplexities, a density in the plane, points on a line,
 * categories that are drawn or not, images.
 */

import {absoluteValues, type Points, type Text} from '../../core/data.ts';
import {log10} from '../../core/math/index.ts';
import {quantile} from '../../core/stats/index.ts';
import {wordEnd, wordStart} from '../../core/text/whitespace.ts';

export interface Picture {
  /** The same human prompt, and how the model goes on. */
  readonly passage?: {readonly prompt: string; readonly text: string};
  /** Passages of 64 words by log10 of their perplexity under the first fit. edges: (B + 1,), counts: (B,); human: (B,), held-out
   *  passages of people, with the first generation */
  readonly perplexity?: {readonly edges: readonly number[]; readonly counts: readonly number[]; readonly human?: readonly number[]};
  /** Points by cell of a square grid; row 0 at the low end of y. counts: (bins * bins,), row-major */
  readonly density?: Frame & {readonly counts: readonly number[]};
  /** Some of the points that do not lie in the plane, by their first coordinate. (n,) */
  readonly line?: readonly number[];
  /** How often each category was drawn, the most probable first; of very many some, evenly picked by rank. (K,) */
  readonly categories?: {readonly counts: readonly number[]};
  /** Some of the images, `side` pixels a side: one hexadecimal digit a pixel, 0 paper to f ink, row by row, image after image. */
  readonly images?: {readonly side: number; readonly pixels: string};
}

/** The part of the plane that a density shows. */
export interface Frame {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  readonly bins: number;
}

const BINS = 40;
const MARGIN = 0.3;

/** A frame around points of the plane: their central 99% and a margin. */
export function frameAround(points: Points): Frame {
  const values = absoluteValues(points);
  const side = (j: number): [number, number] => {
    const coordinates = Float64Array.from({length: points.count}, (_, i) => values[2 * i + j]);
    const low = quantile(coordinates, 0.005);
    const high = quantile(coordinates, 0.995);
    const margin = (high - low || 1) * MARGIN;
    return [low - margin, high + margin];
  };
  return {x: side(0), y: side(1), bins: BINS};
}

/** Counts of points by cell; those outside the frame are not counted. */
export function densityOf(points: Points, frame: Frame): NonNullable<Picture['density']> {
  const {x, y, bins} = frame;
  const values = absoluteValues(points);
  const counts = new Array<number>(bins * bins).fill(0);
  for (let i = 0; i < points.count; i++) {
    const column = Math.floor(((values[2 * i] - x[0]) / (x[1] - x[0])) * bins);
    const row = Math.floor(((values[2 * i + 1] - y[0]) / (y[1] - y[0])) * bins);
    if (column >= 0 && column < bins && row >= 0 && row < bins) counts[row * bins + column]++;
  }
  return {...frame, counts};
}

const LINE_POINTS = 100;
const LINE_DIGITS = 4;

/** First coordinates of points spread evenly over a sample. */
export function lineOf(points: Points): number[] {
  const {count, dimension} = points;
  const values = absoluteValues(points);
  const shown = Math.min(LINE_POINTS, count);
  const firsts = Array.from({length: shown}, (_, k) => values[Math.floor((k * count) / shown) * dimension]);
  return firsts.filter(Number.isFinite).map((value) => Number(value.toPrecision(LINE_DIGITS)));
}

const MOST_CATEGORIES = 1024;

/** counts, probabilities: (K,) */
export function categoriesOf(counts: ArrayLike<number>, probabilities: Float64Array): NonNullable<Picture['categories']> {
  const ranked = Array.from(probabilities, (_, k) => k).sort((a, b) => probabilities[b] - probabilities[a] || a - b);
  const shown = Math.min(MOST_CATEGORIES, ranked.length);
  return {counts: Array.from({length: shown}, (_, i) => counts[ranked[Math.floor((i * ranked.length) / shown)]])};
}

const IMAGES = 25;
const INK = 15;

/** Images spread evenly over a sample, each pixel from 0 to 1 in 16 steps; what is beyond is cut. */
export function imagesOf(sample: Points, side: number): NonNullable<Picture['images']> {
  const {count, dimension} = sample;
  const values = absoluteValues(sample);
  const shown = Math.min(IMAGES, count);
  let pixels = '';
  for (let k = 0; k < shown; k++) {
    const at = Math.floor((k * count) / shown) * dimension;
    for (let j = 0; j < dimension; j++) pixels += Math.round(INK * Math.min(1, Math.max(0, values[at + j]))).toString(16);
  }
  return {side, pixels};
}

const LOWEST = 0;
const HIGHEST = 5;
const STEP = 0.1;

/** The same edges for every run, so that histograms can be laid over one another; the outermost bins hold what lies beyond. */
export function histogramOf(perplexities: Float64Array): NonNullable<Picture['perplexity']> {
  const bins = Math.round((HIGHEST - LOWEST) / STEP);
  const edges = Array.from({length: bins + 1}, (_, i) => Number((LOWEST + i * STEP).toFixed(6)));
  const counts = new Array<number>(bins).fill(0);
  for (const perplexity of perplexities) {
    const bin = Math.floor((log10(perplexity) - LOWEST) / STEP);
    counts[Math.min(bins - 1, Math.max(0, Number.isFinite(bin) ? bin : bins - 1))]++;
  }
  return {edges, counts};
}

const BLOCK_WORDS = 64;

/** Text in passages of 64 words, as the published histograms have them; the rest of a document is a passage of its own. */
export function passagesOf(text: Text): Text {
  const offsets: number[] = [text.offsets[0]];
  for (let i = 0; i < text.count; i++) {
    const end = text.offsets[i + 1];
    for (let at = text.offsets[i], words = 1; at < end; words++) {
      at = wordEnd(text.bytes, wordStart(text.bytes, at, end), end);
      if (words % BLOCK_WORDS === 0 || at >= end) offsets.push(at);
    }
  }
  return {kind: 'text', count: offsets.length - 1, bytes: text.bytes, offsets: Uint32Array.from(offsets)};
}

const PROMPT_WORDS = 12;

/** The first words of the first held-out document that has enough of them. */
export function promptOf(text: Text): string | undefined {
  const decoder = new TextDecoder();
  for (let i = 0; i < text.count; i++) {
    const start = text.offsets[i];
    const words = decoder
      .decode(text.bytes.subarray(start, Math.min(text.offsets[i + 1], start + 400)))
      .split(/\s+/)
      .filter((word) => word !== '');
    if (words.length > PROMPT_WORDS) return words.slice(0, PROMPT_WORDS).join(' ');
  }
  return undefined;
}
