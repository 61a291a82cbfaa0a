/** The two pictures of a share report: the estimator's curve with the candidate on it, and the slices with their intervals. */
import * as Plot from '@observablehq/plot';
import type {CurvePoint, ShareReport, SliceReport} from '../../guard/share/report.ts';
import {armColour} from './palette.ts';
import {type Drawing, drawingDocument, element, finishSvg} from './svg.ts';

type Shape = 'wide' | 'narrow';

const TICKS = [0, 0.25, 0.5, 0.75, 1];
const asPercent = (share: number): string => `${Math.round(100 * share)}%`;
const inside = (share: number): number => Math.min(1, Math.max(0, share));

/** Estimates against truths on known mixtures; the candidate's share and interval stand on the lower axis. */
export function curvePicture({curve, share, low, high}: ShareReport, shape: Shape): string {
  const frame = shape === 'wide' ? {width: 720, height: 380} : {width: 360, height: 330};
  const points = [...curve];
  const svg = Plot.plot({
    ...{document: drawingDocument as never, className: 'plot', ...frame},
    ...{marginLeft: 48, marginRight: 14, marginTop: 14, marginBottom: 44},
    x: {domain: [0, 1]},
    y: {domain: [0, 1]},
    marks: [
      Plot.gridY(TICKS, {stroke: 'var(--grid)', strokeOpacity: 1}),
      Plot.axisY(TICKS, {tickSize: 0, tickPadding: 8, label: null, tickFormat: asPercent}),
      Plot.axisX(TICKS, {tickSize: 4, label: 'true share', labelAnchor: 'center', labelArrow: 'none', tickFormat: asPercent}),
      ...(share === undefined
        ? []
        : [
            Plot.rectX([{low, high}], {x1: 'low', x2: 'high', y1: 0, y2: 1, fill: armColour(0), fillOpacity: 0.14}),
            Plot.ruleX([share], {stroke: armColour(0), strokeWidth: 2}),
          ]),
      Plot.lineY(
        [
          {t: 0, e: 0},
          {t: 1, e: 1},
        ],
        {x: 't', y: 'e', stroke: 'currentColor', strokeDasharray: '2 3'},
      ),
      Plot.areaY(points, {
        ...{x: 'truth', y1: (p: CurvePoint) => inside(p.low), y2: (p: CurvePoint) => inside(p.high)},
        ...{fill: armColour(1), fillOpacity: 0.2},
      }),
      Plot.lineY(points, {x: 'truth', y: (p: CurvePoint) => inside(p.estimate), stroke: armColour(1), strokeWidth: 2}),
      Plot.dot(points, {
        ...{x: 'truth', y: (p: CurvePoint) => inside(p.estimate), symbol: 'square', fill: armColour(1)},
        ...{stroke: 'var(--page)', strokeWidth: 0.75, r: 3},
      }),
    ],
  }) as unknown as Drawing;
  const label = 'Estimate against true share on known mixtures, with the range of 95% of estimates; the candidate is marked';
  return finishSvg(svg, {label, className: `chart ${shape}`});
}

/** One row a slice: a dot and its interval; slices without an estimate have neither. */
export function slicesPicture(slices: readonly SliceReport[], whole: number | undefined, shape: Shape): string {
  const letters = shape === 'wide' ? 30 : 14;
  const left = 12 + Math.ceil(6.9 * Math.min(letters, Math.max(...slices.map(({value}) => value.length))));
  const rows = slices.map((slice, row) => ({...slice, row}));
  const known = rows.filter(({verdict}) => verdict === 'estimate');
  const frame = {width: shape === 'wide' ? 720 : 360, height: 48 + 24 * rows.length};
  const svg = Plot.plot({
    ...{document: drawingDocument as never, className: 'plot', ...frame},
    ...{marginLeft: left, marginRight: 14, marginTop: 6, marginBottom: 42},
    x: {domain: [0, 1]},
    y: {domain: [-0.5, rows.length - 0.5], reverse: true, axis: null},
    marks: [
      Plot.gridX(TICKS, {stroke: 'var(--grid)', strokeOpacity: 1}),
      Plot.axisX(TICKS, {tickSize: 4, label: 'share of sentences', labelAnchor: 'center', labelArrow: 'none', tickFormat: asPercent}),
      ...(whole === undefined ? [] : [Plot.ruleX([whole], {stroke: 'currentColor', strokeDasharray: '2 3'})]),
      Plot.ruleY(known, {x1: 'low', x2: 'high', y: 'row', stroke: armColour(1), strokeWidth: 3, strokeOpacity: 0.45}),
      Plot.dot(known, {x: 'share', y: 'row', fill: armColour(1), stroke: 'var(--page)', r: 4.5}),
    ],
  }) as unknown as Drawing;
  const step = (frame.height - 48) / rows.length;
  for (const {value, row} of rows) {
    const text = value.length > letters ? `${value.slice(0, letters - 1)}\u2026` : value;
    svg.appendChild(element('text', {x: left - 10, y: 6 + step * (row + 0.5), dy: '0.32em', 'text-anchor': 'end'}, text));
  }
  return finishSvg(svg, {label: 'Share of synthetic sentences by slice, with 95% intervals', className: `chart ${shape}`});
}
