/**
 * Periods from left to right, each as wide as the others: where one stands, the names that there is room for, and paths through values by
 * period. Paths are in tenths of a pixel, each step beside the one before, so that a thousand periods are a few kilobytes.
 */
import type {SvgElement} from '../document.ts';
import {addElement, type ChartFrame} from './plot.ts';
import {pixelOf, type ValueScale} from './scale.ts';
import {spread} from './spread.ts';
import type {ChangePoint, PeriodRange} from './timeline.ts';

/** Names of periods below a chart, and what is between `left` and `right`. */
export interface PeriodAxis {
  readonly frame: ChartFrame;
  readonly count: number;
  /** Indexes of periods before which lines and areas are broken. */
  readonly breaks?: ReadonlySet<number>;
}

const DECIMALS = 10;

const widthOf = ({left, right, width}: ChartFrame): number => width - left - right;

/** The middle of a period, in pixels. */
export const periodAt = ({frame, count}: PeriodAxis, i: number): number => frame.left + ((i + 0.5) / count) * widthOf(frame);

/** From the beginning of one period to the end of another, at least `least` wide. */
export function periodSpan({frame, count}: PeriodAxis, {from, to}: PeriodRange, least = 0): {readonly x: number; readonly width: number} {
  const step = widthOf(frame) / count;
  const wide = Math.max(least, (to + 1 - from) * step);
  const middle = frame.left + ((from + to + 1) / 2) * step;
  return {x: rounded(middle - wide / 2), width: rounded(wide)};
}

const rounded = (value: number): number => Math.round(DECIMALS * value) / DECIMALS;

type Point = readonly [across: number, down: number];
export type Between = readonly [low: number, high: number];

/** A line through values by period. A gap where there is none; a value between two gaps is a stroke of no length, which round ends show. */
export function valuePath(values: readonly (number | undefined)[], axis: PeriodAxis, down: (value: number) => number): string {
  const parts: string[] = [];
  let pen: Point | undefined;
  values.forEach((value, i) => {
    if (axis.breaks?.has(i)) pen = undefined;
    if (value === undefined) {
      pen = undefined;
      return;
    }
    const to = tenths(periodAt(axis, i), down(value));
    parts.push(pen ? step(pen, to) : `M${to[0]} ${to[1]}h0`);
    pen = to;
  });
  return parts.join('');
}

/** Values by period, a stroke of no length each: dots where ends are round. */
export function dotPath(values: readonly (number | undefined)[], axis: PeriodAxis, down: (value: number) => number): string {
  const dots = values.map((value, i) => {
    if (value === undefined) return '';
    const [x, y] = tenths(periodAt(axis, i), down(value));
    return `M${x} ${y}h0`;
  });
  return dots.join('');
}

/** The areas between two values by period. */
export function areaPath(ends: readonly (Between | undefined)[], axis: PeriodAxis, down: (value: number) => number): string {
  const parts: string[] = [];
  for (let i = 0; i < ends.length; i++) {
    if (ends[i] === undefined) continue;
    let next = i;
    while (ends[next] !== undefined && (next === i || !axis.breaks?.has(next))) next++;
    const run = ends.slice(i, next).map((one) => one!);
    const upper = run.map(([, high], k) => tenths(periodAt(axis, i + k), down(high)));
    const lower = run.map(([low], k) => tenths(periodAt(axis, i + k), down(low))).reverse();
    parts.push(`${polyline([...upper, ...lower])}z`);
    i = next - 1;
  }
  return parts.join('');
}

/** Points on a level with both of their neighbours are left out. */
function polyline(points: readonly Point[]): string {
  const kept = points.filter(([, y], i) => y !== points[i - 1]?.[1] || y !== points[i + 1]?.[1]);
  const [first, ...rest] = kept;
  const steps = rest.map((to, i) => step(kept[i], to));
  return `M${first[0]} ${first[1]}${steps.join('')}`;
}

const tenths = (across: number, down: number): Point => [Math.round(DECIMALS * across), Math.round(DECIMALS * down)];

function step(from: Point, to: Point): string {
  const [x, y] = [to[0] - from[0], to[1] - from[1]];
  return y === 0 ? `h${x}` : `l${x}${y < 0 ? '' : ' '}${y}`;
}

const TENTHS = {transform: 'scale(.1)'} as const;

/** A path of this file, stroked so many pixels wide. */
export function addLine(svg: SvgElement, d: string, {stroke, width}: {readonly stroke: string; readonly width: number}): void {
  if (d === '') return;
  const ends = {'stroke-linejoin': 'round', 'stroke-linecap': 'round'};
  addElement(svg, 'path', {d, ...TENTHS, fill: 'none', stroke, 'stroke-width': DECIMALS * width, ...ends});
}

/** A path of this file, filled. */
export function addArea(svg: SvgElement, d: string, {fill, opacity}: {readonly fill: string; readonly opacity: number}): void {
  if (d !== '') addElement(svg, 'path', {d, ...TENTHS, fill, 'fill-opacity': opacity, stroke: 'none'});
}

/** Rectangles from the top to the bottom of what is drawn. */
export function addStretch(svg: SvgElement, axis: PeriodAxis, stretch: PeriodRange, look: Readonly<Record<string, string | number>>): void {
  const {top, bottom, height} = axis.frame;
  addElement(svg, 'rect', {...periodSpan(axis, stretch, 2), y: top, height: height - top - bottom, ...look});
}

/** The change point upright, and its interval as a band. */
export function addChange(svg: SvgElement, axis: PeriodAxis, {low, value, high}: ChangePoint): void {
  const {top, bottom, height} = axis.frame;
  const x = rounded(periodAt(axis, value));
  addStretch(svg, axis, {from: low, to: high}, {fill: 'var(--arm-0)', 'fill-opacity': 0.16});
  addElement(svg, 'line', {x1: x, x2: x, y1: top, y2: height - bottom, stroke: 'var(--arm-0)', 'stroke-dasharray': '3 3'});
}

const LETTER = 7.3;
const LONGEST = 14;
const ROOM = 14;

interface PlacedName {
  readonly text: string;
  readonly x: number;
  readonly half: number;
}

/** Names at both ends and as many between them as there is room for, on the line `y`; whole ones are in the tables. */
export function addPeriodNames(svg: SvgElement, axis: PeriodAxis, names: readonly string[], y: number): void {
  const longest = Math.max(...names.map((name) => Math.min(LONGEST, name.length))) * LETTER;
  const most = Math.max(1, Math.floor(widthOf(axis.frame) / (longest + ROOM)));
  const tried = Array.from({length: most}, (_, less) => placedNames(axis, names, most + 1 - less));
  const placed = tried.find(areApart) ?? placedNames(axis, names, 1);
  for (const {text, x} of placed) addElement(svg, 'text', {x: rounded(x), y}, text);
}

function placedNames(axis: PeriodAxis, names: readonly string[], count: number): PlacedName[] {
  return spread([...names.keys()], count).map((i) => {
    const text = cut(names[i]);
    const half = (text.length * LETTER) / 2;
    return {text, half, x: Math.max(half, Math.min(axis.frame.width - half, periodAt(axis, i)))};
  });
}

const areApart = (placed: readonly PlacedName[]): boolean =>
  placed.every(({x, half}, i) => i === 0 || x - half - ROOM >= placed[i - 1].x + placed[i - 1].half);

const cut = (name: string): string => (name.length > LONGEST ? `${name.slice(0, LONGEST - 1)}\u2026` : name);

/** How far down a value stands, within the frame. */
export const pixelsDown =
  (scale: ValueScale, {top, bottom, height}: ChartFrame) =>
  (value: number): number =>
    pixelOf(scale, value, height - bottom, top);
