/**
 * One quantity over another: lines or paths with their signs, intervals as bars, on linear or logarithmic axes. What line-chart.ts is for
 * generations, this is for doses, distances and rewards.
 */
import * as Plot from '@observablehq/plot';
import type {SvgElement} from '../document.ts';
import type {Html} from '../html.ts';
import {addEndLabels} from './end-labels.ts';
import type {LineFrame} from './frame.ts';
import {armColour, armDash, signLook} from './palette.ts';
import {acrossAxis, addElement, type ChartContext, drawPlot, valueAxis} from './plot.ts';
import {pixelOf, type ValueScale} from './scale.ts';
import {spread} from './spread.ts';

export interface XYPoint {
  readonly x: number;
  readonly y: number;
  readonly low?: number;
  readonly high?: number;
}

export interface XYLine {
  readonly label: string;
  readonly series: number;
  /** In order; a point that is not finite is a gap. */
  readonly points: readonly XYPoint[];
  /** A path has signs at its ends alone: hollow where it begins, full where it ends. */
  readonly path?: boolean;
  readonly dashed?: boolean;
}

/** A value that something is held to, and where lines meet it. */
export interface Held {
  readonly y: number;
  readonly at: readonly {readonly series: number; readonly x: number; readonly low: number; readonly high: number}[];
}

interface XYOptions extends ChartContext {
  readonly x: ValueScale;
  readonly y: ValueScale;
  readonly titles: {readonly x: string; readonly y: string};
  readonly frame: LineFrame;
  readonly held?: Held;
  /** What people read. */
  readonly people?: readonly number[];
}

const MOST_SIGNS = 12;

const finite = (point: XYPoint): boolean => Number.isFinite(point.x) && Number.isFinite(point.y);

export function xyChart(lines: readonly XYLine[], options: XYOptions): Html {
  const {x, y, frame, titles, held, people = [], label, document} = options;
  return drawPlot(
    {
      document,
      label,
      frame,
      x: {type: x.type, domain: [...x.domain]},
      y: {type: y.type, domain: [...y.domain]},
      marks: [
        ...valueAxis(y),
        acrossAxis(apart(x, frame), frame.className === 'small' ? undefined : titles.x, (tick) => x.text(tick)),
        ...peopleMarks(people, x),
        ...(held ? heldMarks(held) : []),
        ...lines.flatMap((line) => lineMarks(line, y)),
      ],
    },
    (svg) => {
      addTitle(svg, options);
      addLabels(svg, lines, options);
    },
  );
}

/** Dotted, as in the charts over generations. */
function peopleMarks(people: readonly number[], {domain: [, end]}: ValueScale): Plot.Markish[] {
  if (people.length === 0) return [];
  const value = (y: number) => y;
  const rule = {y: value, stroke: 'var(--ink)', strokeWidth: 1.5, strokeDasharray: '1 4', strokeLinecap: 'round'} as const;
  const halo = {fill: 'var(--ink)', stroke: 'var(--page)', strokeWidth: 4} as const;
  return [Plot.ruleY(people, rule), Plot.text(people, {x: () => end, y: value, text: () => 'people', textAnchor: 'end', dy: -7, ...halo})];
}

const TICK_ROOM = 11;
const TICK_LETTER = 7.5;

/** Ticks whose words do not touch; both ends before the others. */
function apart(x: ValueScale, {left, right, width, className}: LineFrame): number[] {
  const letter = TICK_LETTER * (className === 'wide' ? 1 : 1.25);
  const half = (tick: number) => (x.text(tick).length * letter + TICK_ROOM) / 2;
  const at = (tick: number) => pixelOf(x, tick, left, width - right);
  const {ticks} = x;
  const kept: number[] = [];
  for (const tick of [ticks[ticks.length - 1], ...ticks.slice(0, -1)]) {
    if (kept.every((other) => Math.abs(at(tick) - at(other)) >= half(tick) + half(other))) kept.push(tick);
  }
  return kept.sort((a, b) => a - b);
}

function lineMarks(line: XYLine, scale: ValueScale): Plot.Markish[] {
  const stroke = armColour(line.series);
  const alive = line.points.filter(finite);
  const dash = line.dashed ? '6 4' : line.path ? undefined : armDash(line.series);
  const at = {x: 'x', y: 'y'} as const;
  const marks: Plot.Markish[] = [
    Plot.line([...line.points], {
      ...at,
      stroke,
      strokeWidth: 2,
      strokeOpacity: line.path ? 0.75 : 1,
      ...(dash !== undefined && {strokeDasharray: dash}),
    }),
  ];
  if (line.path) {
    const [first, last] = [alive[0], alive[alive.length - 1]];
    marks.push(Plot.dot(spread(alive.slice(1, -1), 2 * MOST_SIGNS), {...at, fill: stroke, r: 1.8}));
    if (alive.length > 1) marks.push(Plot.dot([first], {...at, ...signLook(line.series, {hollow: true}), r: 4.5}));
    return [...marks, Plot.dot([last], {...at, ...signLook(line.series), r: 5})];
  }
  return [
    ...intervalMarks(alive, stroke, scale),
    ...marks,
    Plot.dot(spread(alive, MOST_SIGNS), {...at, ...signLook(line.series, {hollow: line.dashed}), r: 3.6}),
  ];
}

function intervalMarks(points: readonly XYPoint[], stroke: string, {domain: [low, high]}: ValueScale): Plot.Markish[] {
  const inside = (value: number) => Math.min(high, Math.max(low, value));
  const known = points.filter((p) => Number.isFinite(p.low) && Number.isFinite(p.high));
  return [
    Plot.ruleX(known, {
      x: 'x',
      y1: (p: XYPoint) => inside(p.low!),
      y2: (p: XYPoint) => inside(p.high!),
      stroke,
      strokeWidth: 1.25,
      strokeOpacity: 0.8,
    }),
  ];
}

const APART = 8;

/** The bound dashed; on it, each with its interval, where lines first hold it, moved apart so that none hides another. */
function heldMarks({y, at}: Held): Plot.Markish[] {
  return [
    Plot.ruleY([y], {stroke: 'var(--ink)', strokeWidth: 1.5, strokeDasharray: '7 4'}),
    ...at.flatMap(({series, x, low, high}, i) => {
      const dy = (i - (at.length - 1) / 2) * APART;
      const stroke = armColour(series);
      return [
        Plot.link([0], {x1: low, x2: high, y1: y, y2: y, dy, stroke, strokeWidth: 5, strokeOpacity: 0.45, strokeLinecap: 'round'}),
        Plot.dot([0], {x, y, dy, ...signLook(series), stroke: 'var(--ink)', strokeWidth: 1.25, r: 5}),
      ];
    }),
  ];
}

/** What goes up, written over the axis. */
function addTitle(svg: SvgElement, {frame, titles}: XYOptions): void {
  if (frame.className === 'small' || titles.y === '') return;
  addElement(svg, 'text', {x: 4, y: 11, 'text-anchor': 'start'}, `\u2191 ${titles.y}`);
}

function addLabels(svg: SvgElement, lines: readonly XYLine[], {x, y, frame}: XYOptions): void {
  const labels = lines.flatMap(({label, series, points}) => {
    const end = points.findLast(finite);
    if (end === undefined) return [];
    const across = pixelOf(x, end.x, frame.left, frame.width - frame.right);
    return [{label, series, x: across, y: pixelOf(y, end.y, frame.height - frame.bottom, frame.top)}];
  });
  addEndLabels(svg, labels, frame);
}
