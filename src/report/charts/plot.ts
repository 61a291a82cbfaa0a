/**
 * The border to Observable Plot: the frame that every chart has, and what is done to a drawing before it goes into a page.
 */
import * as Plot from '@observablehq/plot';
import type {SvgDocument, SvgElement} from '../document.ts';
import {type Html, html, raw} from '../html.ts';
import type {ValueScale} from './scale.ts';

/** The size of a chart and the margins around what is drawn, in pixels. */
export interface ChartFrame {
  readonly className: 'wide' | 'narrow' | 'half' | 'small' | 'sign';
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** What a chart says to those who cannot see it, and what it is drawn into. */
export interface ChartContext {
  readonly document: SvgDocument;
  readonly label: string;
}

interface PlotParts extends ChartContext {
  readonly frame: ChartFrame;
  readonly x: Plot.ScaleOptions;
  readonly y: Plot.ScaleOptions;
  readonly marks: readonly Plot.Markish[];
}

const GEOMETRY = ['d', 'transform', 'x', 'y', 'x1', 'x2', 'y1', 'y2', 'cx', 'cy', 'r', 'width', 'height', 'points'];

/** Draws with Plot; `finish` adds what Plot has no mark for. */
export function drawPlot({document, label, frame, x, y, marks}: PlotParts, finish: (svg: SvgElement) => void = () => {}): Html {
  const {className, width, height, left, right, top, bottom} = frame;
  const margins = {marginLeft: left, marginRight: right, marginTop: top, marginBottom: bottom};
  const options: object = {document, className: 'plot', width, height, ...margins, x, y, marks: [...marks]};
  // Plot's types are those of a browser, which this room does not know: what it makes is an element of `document`
  const svg: object = Plot.plot(options);
  const drawn = svg as SvgElement;
  finish(drawn);
  return finished(drawn, {label, className: className === 'sign' ? 'sign' : `chart ${className}`});
}

/** Lines across at the ticks of a scale, and their numbers at the left. */
export const valueAxis = (scale: ValueScale, tickPadding = 8): Plot.Markish[] => [
  Plot.gridY([...scale.ticks], {stroke: 'var(--grid)', strokeOpacity: 1}),
  Plot.axisY([...scale.ticks], {tickSize: 0, tickPadding, label: null, text: (tick: number) => scale.text(tick)}),
];

/** Numbers below; `label` in the middle below them. */
export const acrossAxis = (ticks: readonly number[], label: string | undefined, text: (tick: number) => string = String): Plot.Markish =>
  Plot.axisX([...ticks], {
    tickSize: 4,
    label: label ?? null,
    labelAnchor: 'center',
    labelArrow: 'none',
    text: (tick: number) => text(tick),
  });

export function addElement(svg: SvgElement, name: string, attributes: Readonly<Record<string, string | number>>, text?: string): void {
  const made = svg.ownerDocument.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  if (text !== undefined) made.textContent = text;
  svg.appendChild(made);
}

/** Plot's own style sheet is dropped (the page has it once), coordinates keep two decimals, and the picture gets a role and a name. */
function finished(svg: SvgElement, options: {label: string; className: string}): Html {
  for (const style of svg.querySelectorAll('style')) style.remove();
  for (const node of svg.querySelectorAll('*')) roundGeometry(node);
  return html`${openSvg(svg.getAttribute('viewBox') ?? '0 0 1 1', options)}${raw(svg.innerHTML)}</svg>`;
}

export const openSvg = (viewBox: string, {label, className}: {label: string; className: string}): Html =>
  html`<svg role="img" aria-label="${label}" class="${className}" viewBox="${viewBox}" fill="currentColor" text-anchor="middle">`;

function roundGeometry(node: SvgElement): void {
  for (const name of GEOMETRY) {
    const value = node.getAttribute(name);
    if (value !== null)
      node.setAttribute(
        name,
        value.replace(/-?\d+\.\d+(e-?\d+)?/g, (number) => String(Math.round(Number(number) * 100) / 100)),
      );
  }
  if (node.getAttribute('aria-label') !== null) node.removeAttribute('aria-label');
}
