/** The two pictures of a share report: the estimator's curve with the candidate on it, and the slices with their intervals. */
import * as Plot from '@observablehq/plot';
import {percent} from '../../core/text/numbers.ts';
import type {CurvePoint, ShareReport, SliceReport} from '../../guard/share/report.ts';
import type {SvgDocument} from '../document.ts';
import type {Html} from '../html.ts';
import {armColour} from './palette.ts';
import {acrossAxis, addElement, type ChartFrame, drawPlot} from './plot.ts';

type Size = 'wide' | 'narrow';

const TICKS = [0, 0.25, 0.5, 0.75, 1];
const asPercent = (share: number): string => percent(share, 0);
const inside = (share: number): number => Math.min(1, Math.max(0, share));

const WIDTHS = {wide: 720, narrow: 360};
const CURVE_HEIGHTS = {wide: 380, narrow: 330};
const LETTERS = {wide: 30, narrow: 14};
const LETTER = 6.9;
const ROW = 24;

/** Estimates against truths on known mixtures; the candidate's share and interval stand on the lower axis. */
export function curveChart({curve, share, low, high}: ShareReport, className: Size, document: SvgDocument): Html {
  const points = [...curve];
  return drawPlot({
    document,
    label: 'Estimate against true share on known mixtures, with the range of 95% of estimates; the candidate is marked',
    frame: {className, width: WIDTHS[className], height: CURVE_HEIGHTS[className], left: 48, right: 14, top: 14, bottom: 44},
    x: {domain: [0, 1]},
    y: {domain: [0, 1]},
    marks: [
      Plot.gridY(TICKS, {stroke: 'var(--grid)', strokeOpacity: 1}),
      Plot.axisY(TICKS, {tickSize: 0, tickPadding: 8, label: null, text: asPercent}),
      acrossAxis(TICKS, 'true share', asPercent),
      ...(share === undefined
        ? []
        : [
            Plot.rectX([{low, high}], {x1: 'low', x2: 'high', y1: 0, y2: 1, fill: armColour(0), fillOpacity: 0.14}),
            Plot.ruleX([share], {stroke: armColour(0), strokeWidth: 2}),
          ]),
      Plot.areaY(points, {
        ...{x: 'truth', y1: (p: CurvePoint) => inside(p.low), y2: (p: CurvePoint) => inside(p.high)},
        ...{fill: armColour(1), fillOpacity: 0.2},
      }),
      Plot.lineY(points, {x: 'truth', y: (p: CurvePoint) => inside(p.estimate), stroke: armColour(1), strokeWidth: 2}),
      Plot.lineY(
        [
          {t: 0, e: 0},
          {t: 1, e: 1},
        ],
        {x: 't', y: 'e', stroke: 'currentColor', strokeDasharray: '4 4', strokeWidth: 1.5},
      ),
      Plot.dot(points, {
        ...{x: 'truth', y: (p: CurvePoint) => inside(p.estimate), symbol: 'square', fill: armColour(1)},
        ...{stroke: 'var(--page)', strokeWidth: 0.75, r: 3},
      }),
    ],
  });
}

interface SlicesOptions {
  readonly className: Size;
  readonly document: SvgDocument;
  /** The share of the whole. */
  readonly whole?: number;
}

/** One row a slice: a dot and its interval; slices without an estimate have neither. */
export function slicesChart(slices: readonly SliceReport[], {className, document, whole}: SlicesOptions): Html {
  const letters = LETTERS[className];
  const left = 12 + Math.ceil(LETTER * Math.min(letters, Math.max(...slices.map(({value}) => value.length))));
  const rows = slices.map((slice, row) => ({...slice, row}));
  const known = rows.filter(({verdict}) => verdict === 'estimate');
  const frame: ChartFrame = {className, width: WIDTHS[className], height: 48 + ROW * rows.length, left, right: 14, top: 6, bottom: 42};
  return drawPlot(
    {
      document,
      label: 'Share of synthetic sentences by slice, with 95% intervals',
      frame,
      x: {domain: [0, 1]},
      y: {domain: [-0.5, rows.length - 0.5], reverse: true, axis: null},
      marks: [
        Plot.gridX(TICKS, {stroke: 'var(--grid)', strokeOpacity: 1}),
        acrossAxis(TICKS, 'share of sentences', asPercent),
        ...(whole === undefined ? [] : [Plot.ruleX([whole], {stroke: 'currentColor', strokeDasharray: '2 3'})]),
        Plot.ruleY(known, {
          x1: ({low}) => inside(low),
          x2: ({high}) => inside(high),
          y: 'row',
          stroke: armColour(1),
          strokeWidth: 3,
          strokeOpacity: 0.45,
        }),
        Plot.dot(known, {x: ({share}) => inside(share!), y: 'row', fill: armColour(1), stroke: 'var(--page)', r: 4.5}),
      ],
    },
    (svg) => {
      for (const {value, row} of rows) {
        const text = value.length > letters ? `${value.slice(0, letters - 1)}\u2026` : value;
        addElement(svg, 'text', {x: left - 10, y: frame.top + ROW * (row + 0.5), dy: '0.32em', 'text-anchor': 'end'}, text);
      }
    },
  );
}
