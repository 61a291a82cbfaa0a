/**
 * Categories as a square of cells, the most probable first, row by row: the more often drawn, the more ink (square root of the count), and
 * an outline alone where people have one that is drawn no more.
 */
import {type Html, html} from '../html.ts';
import {openSvg} from './plot.ts';

const LEVELS = 6;
const GAP = 0.14;

interface CategoryPicture {
  /** (K,), the most probable first */
  readonly counts: readonly number[];
  /** Of people: those that are there to be lost. (K,) */
  readonly human?: readonly number[];
}

export function categoryGrid({counts, human = []}: CategoryPicture, label: string): Html {
  const side = Math.ceil(Math.sqrt(counts.length));
  const highest = Math.max(1, ...counts);
  const level = counts.map((count) => Math.ceil(Math.sqrt(count / highest) * LEVELS));
  const cells = (holds: (k: number) => boolean) => counts.flatMap((_, k) => (holds(k) ? [cellAt(k, side)] : [])).join('');
  const inked = Array.from({length: LEVELS}, (_, i) => {
    const d = cells((k) => level[k] === i + 1);
    return d !== '' && html`<path class="ink${i + 1}" d="${d}"/>`;
  });
  const gone = cells((k) => counts[k] === 0 && human[k] > 0);
  const outlines = gone !== '' && html`<path class="gone" d="${gone}"/>`;
  const rows = Math.ceil(counts.length / side);
  return html`${openSvg(`0 0 ${side} ${rows}`, {label, className: 'density cells'})}${inked}${outlines}</svg>`;
}

function cellAt(k: number, side: number): string {
  const wide = 1 - GAP;
  const at = (x: number) => Number((x + GAP / 2).toFixed(2));
  return `M${at(k % side)} ${at(Math.floor(k / side))}h${wide}v${wide}h-${wide}z`;
}
