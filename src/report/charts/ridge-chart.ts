/**
 * Histograms of the perplexity of samples, one ridge a generation, all of one arm on one axis. The dotted outline behind each ridge
 * is the first one's, people's where they are known, so that mass that piles up low and a tail that grows long are seen against it.
 */
import * as Plot from '@observablehq/plot';
import {powerOfTenText} from '../../core/text/numbers.ts';
import type {Html} from '../html.ts';
import {generationColour} from './palette.ts';
import {acrossAxis, addElement, type ChartContext, type ChartFrame, drawPlot} from './plot.ts';

export interface Ridge {
  /** Its number, or `people`. */
  readonly generation: number | 'people';
  readonly counts: readonly number[];
}

interface Corner {
  readonly x: number;
  readonly y: number;
}

const ROW = 34;
const OVERLAP = 1.5;
const FRAME = {className: 'small', width: 246, left: 52, right: 10, top: 8, bottom: 26} as const;

interface RidgeOptions extends ChartContext {
  readonly edges: readonly number[];
  /** The largest share of any bin in any panel: all panels have one vertical scale. */
  readonly highest: number;
}

export function ridgeChart(ridges: readonly Ridge[], {edges, highest, ...context}: RidgeOptions): Html {
  const rows = ridges.length;
  const frame: ChartFrame = {...FRAME, height: FRAME.top + FRAME.bottom + ROW * (rows - 1 + OVERLAP)};
  const shapes = ridges.map((ridge) => steps(shares(ridge.counts), edges, OVERLAP / highest));
  const base = (i: number) => rows - 1 - i;
  return drawPlot(
    {
      ...context,
      frame,
      x: {type: 'linear', domain: [edges[0], edges[edges.length - 1]], axis: null},
      y: {type: 'linear', domain: [0, rows - 1 + OVERLAP], axis: null},
      marks: [
        acrossAxis(decades(edges), undefined, powerOfTenText),
        ...shapes.flatMap((shape, i) => ridgeMarks(shape, shapes[0], {base: base(i), colour: generationColour(i, rows), first: i === 0})),
      ],
    },
    (svg) =>
      ridges.forEach(({generation}, i) => {
        const y = FRAME.top + ROW * (i + OVERLAP);
        addElement(svg, 'text', {x: FRAME.left - 6, y, dy: '-0.25em', 'text-anchor': 'end'}, String(generation));
      }),
  );
}

/** The shares of the bins; all 0 where nothing was counted. */
export function shares(counts: readonly number[]): number[] {
  let total = 0;
  for (const count of counts) total += count;
  return counts.map((count) => (total > 0 ? count / total : 0));
}

/** The outline of a histogram: two corners a bin. */
function steps(values: readonly number[], edges: readonly number[], scale: number): Corner[] {
  return values.flatMap((value, i) => [
    {x: edges[i], y: value * scale},
    {x: edges[i + 1], y: value * scale},
  ]);
}

function ridgeMarks(
  shape: readonly Corner[],
  first: readonly Corner[],
  row: {base: number; colour: string; first: boolean},
): Plot.Markish[] {
  const {base, colour} = row;
  const top = (corner: Corner) => base + corner.y;
  const marks: Plot.Markish[] = [
    Plot.areaY([...shape], {x: 'x', y1: () => base, y2: top, fill: colour, fillOpacity: 0.75}),
    Plot.lineY([...shape], {x: 'x', y: top, stroke: colour, strokeWidth: 1}),
    Plot.ruleY([base], {stroke: 'var(--line)'}),
  ];
  if (!row.first) marks.push(Plot.lineY([...first], {x: 'x', y: top, stroke: 'currentColor', strokeWidth: 1, strokeDasharray: '1.5 2'}));
  return marks;
}

/** Whole powers of ten inside the edges, at most about four. */
function decades(edges: readonly number[]): number[] {
  const first = Math.ceil(edges[0] - 1e-9);
  const last = Math.floor(edges[edges.length - 1] + 1e-9);
  const step = Math.max(1, Math.ceil((last - first + 1) / 4));
  return Array.from({length: Math.max(0, Math.floor((last - first) / step) + 1)}, (_, i) => first + i * step);
}
