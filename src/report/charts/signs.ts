/**
 * The sign of a series (its symbol in its colour), and the legends that are made of signs.
 */
import * as Plot from '@observablehq/plot';
import {escapeHtml} from '../words.ts';
import {armColour, generationColour, SYMBOLS, signLook} from './palette.ts';
import {type Drawing, drawingDocument, finishSvg} from './svg.ts';

const cache = new Map<number, string>();

/** A little picture to stand before a name; the name itself tells a screen reader enough. */
export function armSign(series: number): string {
  let sign = cache.get(series);
  if (sign === undefined) {
    sign = drawSign(series);
    cache.set(series, sign);
  }
  return sign;
}

function drawSign(series: number): string {
  const svg = Plot.plot({
    document: drawingDocument as never,
    className: 'plot',
    width: 26,
    height: 12,
    margin: 0,
    x: {axis: null, domain: [0, 1]},
    y: {axis: null, domain: [0, 1]},
    marks: [
      Plot.link([0], {x1: 0, x2: 1, y1: 0.5, y2: 0.5, stroke: armColour(series), strokeWidth: 2}),
      Plot.dot([0], {x: 0.5, y: 0.5, ...signLook(series), r: 4.2}),
    ],
  }) as unknown as Drawing;
  return finishSvg(svg, {label: SYMBOLS[series], className: 'sign'});
}

/** The head of an arm's panel. */
export function signed(series: number, name: string): string {
  return `<p class="facet">${armSign(series)}${escapeHtml(name)}</p>`;
}

export function armLegend(series: readonly string[]): string {
  return `<ul class="legend">${series.map((name, i) => `<li>${armSign(i)}${escapeHtml(name)}</li>`).join('')}</ul>`;
}

export function generationLegend(generations: readonly number[]): string {
  const items = generations.map(
    (generation, i) => `<li><span class="swatch" style="background:${generationColour(i, generations.length)}"></span>${generation}</li>`,
  );
  return `<ul class="legend"><li>generation</li>${items.join('')}</ul>`;
}
