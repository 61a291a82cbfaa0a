/**
 * Every gate on one axis, though their units differ: 0 is the gate's bound, 1 what the reference shows against its own other half, and
 * right is always the good side. So 0.5 has used up half of the room that the bound leaves, and below 0 the bound is broken.
 *
 * edge    without an expected value, or with one at or beyond the bound, 1 is one bound's size (or the value's distance) away from it;
 *         the axis reaches as far as the gates do, from -6 to 3 at most, and what lies outside is an arrow at its edge; a gate without a
 *         value says so in its row
 */
import * as Plot from '@observablehq/plot';
import {readableNumber} from '../../core/text/numbers.ts';
import {visible} from '../../core/text/plain.ts';
import type {Check, Interval, Verdict} from '../../guard/check-report.ts';
import type {SvgElement} from '../document.ts';
import {gateBound, SIGNS, shownOf} from '../formats/check/values.ts';
import {type Html, lines} from '../html.ts';
import {addElement, type ChartContext, type ChartFrame, drawPlot} from './plot.ts';

export const VERDICT_COLOURS: Readonly<Record<Verdict, string>> = {
  pass: 'var(--arm-2)',
  fail: 'var(--arm-0)',
  inconclusive: 'var(--arm-7)',
};
const SYMBOLS = {pass: 'circle', fail: 'times', inconclusive: 'diamond'} as const;

interface PlacedGate {
  readonly check: Check;
  /** On the common axis; absent where the gate has no value. */
  readonly at?: Interval;
  readonly expected?: Interval;
}

/** A check on the common axis. */
export function placedGate(check: Check): PlacedGate {
  const {bound, value, low, high, expected} = check;
  const edge = bound.atLeast ?? bound.atMost;
  if (edge === undefined || value === undefined || low === undefined || high === undefined) return {check};
  const sign = bound.atLeast === undefined ? -1 : 1;
  const room = expected === undefined ? 0 : sign * (expected.value - edge);
  const unit = room > 0 ? room : Math.abs(edge) || Math.abs(value - edge) || 1;
  const on = (of: Interval): Interval => {
    const ends = [of.low, of.high].map((end) => (sign * (end - edge)) / unit);
    return {value: (sign * (of.value - edge)) / unit, low: Math.min(...ends), high: Math.max(...ends)};
  };
  return {check, at: on({value, low, high}), ...(expected !== undefined && {expected: on(expected)})};
}

/** From where to where the axis goes: the bound and the reference always, with some room. */
function reachOf(gates: readonly PlacedGate[]): Reach {
  const ends = gates.flatMap(({at, expected}) => [at, expected].flatMap((of) => (of === undefined ? [] : [of.low, of.high])));
  return [Math.max(-6, Math.min(-1, ...ends) - 0.3), Math.min(3, Math.max(1.5, ...ends) + 0.3)];
}

type Reach = readonly [number, number];

interface RowFrame {
  readonly className: 'wide' | 'narrow';
  readonly width: number;
  readonly row: number;
  readonly left: number;
  readonly right: number;
  readonly letters: number;
  /** Where in a row its marks stand, 0 the top; on a phone the name stands above them. */
  readonly line: number;
}

const WIDE: RowFrame = {className: 'wide', width: 720, row: 38, left: 172, right: 244, letters: 24, line: 0.5};
const NARROW: RowFrame = {className: 'narrow', width: 360, row: 60, left: 8, right: 8, letters: 28, line: 0.66};
const TOP = 26;
const BOTTOM = 30;

export function gateChart(checks: readonly Check[], context: ChartContext): Html {
  const gates = checks.map(placedGate);
  return lines([WIDE, NARROW].map((frame) => drawn(gates, frame, context)));
}

function drawn(gates: readonly PlacedGate[], row: RowFrame, context: ChartContext): Html {
  const {className, width, left, right} = row;
  const frame: ChartFrame = {className, width, left, right, height: TOP + gates.length * row.row + BOTTOM, top: TOP, bottom: BOTTOM};
  const reach = reachOf(gates);
  const rows = gates.map((gate, i) => ({...gate, y: i + row.line}));
  return drawPlot(
    {
      ...context,
      frame,
      x: {type: 'linear', domain: [...reach], axis: null},
      y: {type: 'linear', domain: [gates.length, 0], axis: null},
      marks: [
        Plot.rect([0], {x1: 0, x2: reach[1], y1: 0, y2: gates.length, fill: 'var(--card)'}),
        Plot.ruleX([1], {y1: 0, y2: gates.length, stroke: 'var(--line)', strokeDasharray: '2 3'}),
        Plot.ruleX([0], {y1: 0, y2: gates.length, stroke: 'currentColor', strokeWidth: 1.5}),
        ...rows.flatMap((one) => rowMarks(one, reach)),
      ],
    },
    (svg) => {
      for (const [i, gate] of gates.entries()) addRow(svg, gate, {frame: row, reach, top: TOP + i * row.row});
      addAxis(svg, {frame, reach});
    },
  );
}

function rowMarks({check, at, expected, y}: PlacedGate & {y: number}, [first, last]: Reach): Plot.Markish[] {
  const inside = (value: number): number => Math.min(last, Math.max(first, value));
  const stroke = VERDICT_COLOURS[check.verdict];
  const marks: Plot.Markish[] = [];
  if (expected !== undefined) {
    const [x1, x2] = [inside(expected.low), inside(expected.high)];
    marks.push(Plot.ruleY([y], {x1, x2, stroke: 'currentColor', strokeOpacity: 0.28, strokeWidth: 11}));
  }
  if (at === undefined) return marks;
  marks.push(Plot.ruleY([y], {x1: inside(at.low), x2: inside(at.high), stroke, strokeWidth: 2.5}));
  if (at.value >= first && at.value <= last) {
    const cross = check.verdict === 'fail';
    const ink = cross ? {stroke, strokeWidth: 2.5} : {fill: stroke, stroke: 'var(--page)', strokeWidth: 0.75};
    marks.push(Plot.dot([at.value], {x: at.value, y, symbol: SYMBOLS[check.verdict], r: cross ? 4.2 : 5, ...ink}));
  }
  return marks;
}

function addRow(svg: SvgElement, {check, at}: PlacedGate, {frame, reach, top}: {frame: RowFrame; reach: Reach; top: number}): void {
  const colour = VERDICT_COLOURS[check.verdict];
  const wide = frame.className === 'wide';
  const y = top + frame.row * (wide ? 0.5 : 0.3);
  const name = visible(check.name);
  const letters = [...name];
  const shown = letters.length > frame.letters ? `${letters.slice(0, frame.letters - 1).join('')}\u2026` : name;
  const put = (x: number, anchor: string, text: string, more: Record<string, string | number> = {}, at = y) =>
    addElement(svg, 'text', {x, y: at, dy: '0.32em', 'text-anchor': anchor, ...more}, text);
  const halo = {stroke: 'var(--page)', 'stroke-width': wide ? 0 : 4, 'paint-order': 'stroke'};
  put(0, 'start', shown, {fill: 'var(--ink)', 'font-weight': 600});
  const value = check.value === undefined ? '' : `${readableNumber(shownOf(check, check.measure).value!)}, `;
  put(frame.width, 'end', `${SIGNS[check.verdict]} ${check.verdict}`, {fill: colour, 'font-weight': 600, ...halo});
  if (wide) put(frame.width - 234, 'start', `${value}${gateBound(check.bound)}`);
  const line = top + frame.row * frame.line;
  const [left, right] = [frame.left, frame.width - frame.right];
  if (at === undefined) put(left + 8, 'start', 'no value', {}, line);
  else if (at.value > reach[1]) put(right - 2, 'end', '\u25b6', {fill: colour}, line);
  else if (at.value < reach[0]) put(left + 2, 'start', '\u25c0', {fill: colour}, line);
}

function addAxis(svg: SvgElement, {frame, reach}: {frame: ChartFrame; reach: Reach}): void {
  const [left, right] = [frame.left, frame.width - frame.right];
  const x = (value: number) => left + ((value - reach[0]) / (reach[1] - reach[0])) * (right - left);
  const put = (at: number, y: number, text: string, anchor = 'middle') => addElement(svg, 'text', {x: at, y, 'text-anchor': anchor}, text);
  put(x(0) + 3, 15, 'bound', 'end');
  const half = 32;
  put(Math.min(frame.width - half, Math.max(x(1), x(0) + half + 11)), 15, 'reference');
  put(left, frame.height - 9, '\u2190 breaks the bound', 'start');
  put(right, frame.height - 9, 'good \u2192', 'end');
}
