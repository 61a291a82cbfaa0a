/**
 * The sign of a series (its symbol in its colour), and the legends that are made of signs.
 */
import * as Plot from '@observablehq/plot';
import type {SvgDocument} from '../document.ts';
import {type Html, html} from '../html.ts';
import {armColour, armDash, generationColour, SYMBOLS, signLook} from './palette.ts';
import {type ChartFrame, drawPlot} from './plot.ts';

const FRAME: ChartFrame = {className: 'sign', width: 26, height: 12, left: 0, right: 0, top: 0, bottom: 0};

/** Drawn once a document: pages have many of them. */
const drawn = new WeakMap<SvgDocument, Map<number, Html>>();

/** A little picture to stand before a name; the name itself tells a screen reader enough. */
export function armSign(series: number, document: SvgDocument): Html {
  const known = drawn.get(document) ?? new Map<number, Html>();
  const sign = known.get(series) ?? drawSign(series, document);
  drawn.set(document, known.set(series, sign));
  return sign;
}

const dashed = (series: number) => {
  const strokeDasharray = armDash(series);
  return strokeDasharray === undefined ? {} : {strokeDasharray};
};

const drawSign = (series: number, document: SvgDocument): Html =>
  drawPlot({
    document,
    label: SYMBOLS[series],
    frame: FRAME,
    x: {axis: null, domain: [0, 1]},
    y: {axis: null, domain: [0, 1]},
    marks: [
      Plot.link([0], {x1: 0, x2: 1, y1: 0.5, y2: 0.5, stroke: armColour(series), strokeWidth: 2, ...dashed(series)}),
      Plot.dot([0], {x: 0.5, y: 0.5, ...signLook(series), r: 4.2}),
    ],
  });

/** The head of an arm's panel. */
export const signed = (series: number, name: string, document: SvgDocument): Html =>
  html`<p class="facet">${armSign(series, document)}${name}</p>`;

export const armLegend = (series: readonly string[], document: SvgDocument): Html =>
  html`<ul class="legend">${series.map((name, i) => html`<li>${armSign(i, document)}${name}</li>`)}</ul>`;

export function generationLegend(generations: readonly number[]): Html {
  const items = generations.map(
    (generation, i) =>
      html`<li><span class="swatch" style="background:${generationColour(i, generations.length)}"></span>${generation}</li>`,
  );
  return html`<ul class="legend"><li>generation</li>${items}</ul>`;
}
