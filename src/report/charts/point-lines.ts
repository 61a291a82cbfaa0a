/**
 * Points on a line, a row a generation, each point a stroke: a cloud that narrows is variance that is lost, one that moves is a mean that
 * wanders. The truth, where it is known, stands on top.
 */

import type {Html} from '../html.ts';
import {generationColour} from './palette.ts';
import {acrossAxis, addElement, type ChartContext, type ChartFrame, drawPlot} from './plot.ts';
import {type ValueScale, valueScale} from './scale.ts';

export interface PointRow {
  /** A generation, or `truth`. */
  readonly name: string;
  readonly points: readonly number[];
}

const ROW = 22;
const STROKE = 16;
const FRAME = {className: 'small', width: 246, left: 52, right: 10, top: 6, bottom: 26} as const;

/** One scale for all panels: of points that lie within the given ends. */
export const pointScale = (ends: readonly [number, number]): ValueScale => valueScale(ends);

export function pointLines(rows: readonly PointRow[], {scale, ...context}: ChartContext & {readonly scale: ValueScale}): Html {
  const frame: ChartFrame = {...FRAME, height: FRAME.top + FRAME.bottom + ROW * rows.length};
  const [low, high] = scale.domain;
  const across = (value: number) => FRAME.left + ((value - low) / (high - low)) * (FRAME.width - FRAME.left - FRAME.right);
  const generations = rows.filter(({name}) => name !== 'truth').length;
  return drawPlot(
    {
      ...context,
      frame,
      x: {type: 'linear', domain: [low, high], axis: null},
      y: {type: 'linear', domain: [0, rows.length], axis: null},
      marks: [acrossAxis(ticksOf(scale), undefined, (tick) => scale.text(tick))],
    },
    (svg) =>
      rows.forEach(({name, points}, i) => {
        const top = FRAME.top + ROW * i;
        const d = points.filter((x) => x >= low && x <= high).map((x) => `M${across(x).toFixed(1)} ${top + 3}v${STROKE}`);
        const stroke = name === 'truth' ? 'var(--ink)' : generationColour(i - (rows.length - generations), generations);
        addElement(svg, 'text', {x: FRAME.left - 6, y: top + STROKE, 'text-anchor': 'end'}, name);
        addElement(svg, 'path', {d: d.join(''), stroke, 'stroke-width': 1.2, 'stroke-opacity': 0.55, fill: 'none'});
      }),
  );
}

/** Both ends and the middle, for a narrow picture. */
function ticksOf({ticks}: ValueScale): number[] {
  const wanted = [ticks[0], ticks[Math.floor((ticks.length - 1) / 2)], ticks[ticks.length - 1]];
  return [...new Set(wanted)];
}
