/**
 * A density in the plane as a few levels of ink: each level is one path of horizontal runs, so a picture costs a few kilobytes and
 * follows the page's colours. The square root of the count decides the level, so that thin tails stay visible.
 */
import {type Html, html} from '../html.ts';
import {openSvg} from './plot.ts';

const LEVELS = 6;
const MOST_BINS = 64;
const MOST_POINTS = 200;

interface DensityPicture {
  /** (bins * bins,) row-major, row 0 at the low end of y. */
  readonly counts: readonly number[];
  readonly bins: number;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  readonly points?: readonly (readonly [number, number])[];
}

export function densityChart(picture: DensityPicture, label: string): Html {
  const {counts, bins} = coarsened(picture.counts, picture.bins);
  const highest = Math.max(1e-300, ...counts);
  const level = counts.map((count) => (count > 0 ? Math.max(1, Math.ceil(Math.sqrt(count / highest) * LEVELS)) : 0));
  const paths: Html[] = [];
  for (let wanted = 1; wanted <= LEVELS; wanted++) {
    const d = runs(level, bins, wanted);
    if (d !== '') paths.push(html`<path class="ink${wanted}" d="${d}"/>`);
  }
  const dots = pointPath(picture, bins);
  return html`${openSvg(`0 0 ${bins} ${bins}`, {label, className: 'density'})}${paths}${dots}</svg>`;
}

/** Horizontal runs of cells of one level; y is turned, since SVG counts downwards. */
function runs(level: readonly number[], bins: number, wanted: number): string {
  let d = '';
  for (let row = 0; row < bins; row++) {
    for (let column = 0; column < bins; ) {
      if (level[row * bins + column] !== wanted) {
        column++;
        continue;
      }
      let end = column + 1;
      while (end < bins && level[row * bins + end] === wanted) end++;
      d += `M${column} ${bins - 1 - row}h${end - column}v1H${column}z`;
      column = end;
    }
  }
  return d;
}

function pointPath(picture: DensityPicture, bins: number): Html | undefined {
  const points = (picture.points ?? []).slice(0, MOST_POINTS);
  let d = '';
  for (const [x, y] of points) {
    const across = (x - picture.x[0]) / (picture.x[1] - picture.x[0]);
    const up = (y - picture.y[0]) / (picture.y[1] - picture.y[0]);
    if (!(across >= 0 && across <= 1 && up >= 0 && up <= 1)) continue;
    d += `M${(across * bins).toFixed(1)} ${((1 - up) * bins).toFixed(1)}h0`;
  }
  return d === '' ? undefined : html`<path class="points" stroke-width="${(bins / 50).toFixed(2)}" d="${d}"/>`;
}

/** Neighbouring bins joined until the side is at most MOST_BINS. */
function coarsened(counts: readonly number[], bins: number): {counts: readonly number[]; bins: number} {
  const join = Math.ceil(bins / MOST_BINS);
  if (join === 1) return {counts, bins};
  const side = Math.ceil(bins / join);
  const joined = new Array<number>(side * side).fill(0);
  for (let row = 0; row < bins; row++) {
    for (let column = 0; column < bins; column++)
      joined[Math.floor(row / join) * side + Math.floor(column / join)] += counts[row * bins + column];
  }
  return {counts: joined, bins: side};
}
