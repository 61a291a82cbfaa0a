/**
 * A measure by band, or by quantile: a point a band with its 95% interval, rare at the left, and a line where nothing would be lost.
 * Where a reading says what the reference shows of itself, that is drawn behind it.
 */
import * as Plot from '@observablehq/plot';
import type {BandReading, Interval} from '../../guard/check-report.ts';
import type {SvgDocument, SvgElement} from '../document.ts';
import {type Html, lines} from '../html.ts';
import {addElement, type ChartFrame, drawPlot, valueAxis} from './plot.ts';
import {pixelOf, type ValueScale, valueScale} from './scale.ts';

export interface BandPicture {
  readonly label: string;
  /** A rule across: what is kept as it was. */
  readonly level?: number;
  /** Words at the upper and the lower end of the picture. */
  readonly above?: string;
  readonly below?: string;
  /** Words under the axis, at its left and its right end. */
  readonly ends?: readonly [string, string];
}

const WIDE: ChartFrame = {className: 'wide', width: 720, height: 300, left: 52, right: 16, top: 26, bottom: 50};
const NARROW: ChartFrame = {className: 'narrow', width: 360, height: 270, left: 46, right: 10, top: 26, bottom: 50};
const LETTER = 6.9;
const COLOUR = 'var(--arm-1)';

/** Twice: wide and for a phone; the style sheet shows one of them. */
export function bandChart(readings: readonly BandReading[], picture: BandPicture, document: SvgDocument): Html {
  const scale = scaleFor(readings, picture.level);
  return lines([WIDE, NARROW].map((frame) => drawn(readings, {picture, scale, frame, document})));
}

interface Placed {
  readonly picture: BandPicture;
  readonly scale: ValueScale;
  readonly frame: ChartFrame;
}

function scaleFor(readings: readonly BandReading[], level: number | undefined): ValueScale {
  const known = readings.flatMap((reading): Interval[] => [reading, ...(reading.expected === undefined ? [] : [reading.expected])]);
  const values = [...known.map(({value}) => value), ...(level === undefined ? [] : [level])];
  return valueScale(values, [...known.flatMap(({low, high}) => [low, high]), ...values]);
}

function drawn(readings: readonly BandReading[], {document, ...placed}: Placed & {readonly document: SvgDocument}): Html {
  const {picture, scale, frame} = placed;
  const [bottom, top] = scale.domain;
  const inside = (value: number) => Math.min(top, Math.max(bottom, value));
  const within = (i: number, {value, low, high}: Interval) => ({i, value: inside(value), low: inside(low), high: inside(high)});
  const points = readings.map((reading, i) => within(i, reading));
  const known = readings.flatMap(({expected}, i) => (expected === undefined ? [] : [within(i, expected)]));
  return drawPlot(
    {
      document,
      label: picture.label,
      frame,
      x: {type: 'linear', domain: [-0.5, readings.length - 0.5], axis: null},
      y: {type: scale.type, domain: [...scale.domain]},
      marks: [
        ...valueAxis(scale),
        ...(picture.level === undefined ? [] : [Plot.ruleY([picture.level], {stroke: 'currentColor', strokeWidth: 1.25})]),
        Plot.rectY(known, {x1: (d) => d.i - 0.26, x2: (d) => d.i + 0.26, y1: 'low', y2: 'high', fill: 'currentColor', fillOpacity: 0.22}),
        Plot.tickY(known, {y: 'value', stroke: 'none'}),
        Plot.lineY(points, {x: 'i', y: 'value', stroke: COLOUR, strokeWidth: 1.5, strokeOpacity: 0.55}),
        Plot.ruleX(points, {x: 'i', y1: 'low', y2: 'high', stroke: COLOUR, strokeWidth: 2.5}),
        Plot.dot(points, {x: 'i', y: 'value', fill: COLOUR, stroke: 'var(--page)', strokeWidth: 0.75, r: 4.4}),
      ],
    },
    (svg) => addWords(svg, readings, placed),
  );
}

function addWords(svg: SvgElement, readings: readonly BandReading[], {picture, frame, scale}: Placed): void {
  const {left, right, width, height, bottom} = frame;
  const step = (width - left - right) / readings.length;
  const names = readings.map(({band}) => tickName(band));
  const every = Math.max(1, Math.ceil(((Math.max(...names.map((name) => name.length)) + 1) * LETTER) / step));
  const text = (x: number, y: number, anchor: string, words: string) => addElement(svg, 'text', {x, y, 'text-anchor': anchor}, words);
  names.forEach((name, i) => {
    if (i % every === 0) text(left + (i + 0.5) * step, height - bottom + 17, 'middle', name);
  });
  if (picture.ends !== undefined) {
    text(left, height - 8, 'start', `\u2190 ${picture.ends[0]}`);
    text(width - right, height - 8, 'end', `${picture.ends[1]} \u2192`);
  }
  if (picture.above !== undefined) text(left, 14, 'start', `\u2191 ${picture.above}`);
  const floor = pixelOf(scale, scale.domain[0], height - bottom, frame.top);
  if (picture.below !== undefined) text(width - right, floor - 7, 'end', `\u2193 ${picture.below}`);
}

/** The lower edge of a band of probability (`1e-5 to 3e-5` is 1e-5), other names whole; a name that is too long is cut. */
function tickName(band: string): string {
  const edge = /^(\d+e-?\d+) to /.exec(band)?.[1] ?? band;
  return edge.length > 14 ? `${edge.slice(0, 13)}\u2026` : edge.replace('e-', 'e\u2212');
}
