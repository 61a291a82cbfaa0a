/**
 * Evidence by period, logarithmic, up to where it raises an alarm and beyond; below it, a row each, what else is to be said of periods.
 *
 * edge     what lies beyond a thousand times the level, or below a tenth, is at the frame
 */
import type {SvgElement} from '../document.ts';
import {type Html, lines} from '../html.ts';
import {
  addChange,
  addLine,
  addPeriodNames,
  addStretch,
  type PeriodAxis,
  periodAt,
  periodSpan,
  pixelsDown,
  valuePath,
} from './period-axis.ts';
import {lineWidth} from './period-chart.ts';
import {addElement, type ChartContext, type ChartFrame, drawPlot, valueAxis} from './plot.ts';
import {decadeScale, type ValueScale} from './scale.ts';
import {type PeriodRange, stretchesFrom, type Timeline, timelineFrom} from './timeline.ts';

/** What some periods have in common. */
export interface PeriodRow {
  readonly name: string;
  readonly colour: string;
  readonly stretches: readonly PeriodRange[];
}

export interface EvidencePicture {
  readonly timeline: Timeline;
  /** By period; undefined where none is judged. */
  readonly evidence: readonly (number | undefined)[];
  readonly level: number;
  readonly levelName: string;
  /** Periods at which alarms were raised. */
  readonly raised: readonly number[];
  readonly rows: readonly PeriodRow[];
}

/** The picture from a period on. */
export const pictureFrom = (picture: EvidencePicture, first: number): EvidencePicture => ({
  ...picture,
  timeline: timelineFrom(picture.timeline, first),
  evidence: picture.evidence.slice(first),
  raised: picture.raised.filter((i) => i >= first).map((i) => i - first),
  rows: picture.rows.map((row) => ({...row, stretches: stretchesFrom(row.stretches, first)})).filter(({stretches}) => stretches.length > 0),
});

const LEAST = 0.1;
/** What lies further beyond the level is at the frame. */
export const MOST_LEVELS = 1000;
/** The level has room above it. */
const ABOVE = 3;
const ROW = 15;
/** Between the picture and its rows. */
const ROWS = 12;
const NAMES = 24;

/** Twice: wide and for a phone; the style sheet shows one of them. */
export function evidenceChart(picture: EvidencePicture, context: ChartContext): Html {
  const {evidence, level} = picture;
  const known = evidence.filter((one) => one !== undefined);
  const scale = decadeScale(
    Math.max(LEAST, Math.min(1, ...known)),
    Math.max(ABOVE * level, Math.min(level * MOST_LEVELS, Math.max(0, ...known))),
  );
  return lines(
    (['wide', 'narrow'] as const).map((className) => drawn(picture, {frame: frameOf(className, picture.rows.length), scale, context})),
  );
}

const frameOf = (className: 'wide' | 'narrow', rows: number): ChartFrame => ({
  ...{className, left: 62, right: 8, top: 10},
  ...(className === 'wide' ? {width: 720, height: 254 + ROWS + rows * ROW + NAMES} : {width: 360, height: 224 + ROWS + rows * ROW + NAMES}),
  bottom: ROWS + rows * ROW + NAMES,
});

interface Drawn {
  readonly frame: ChartFrame;
  readonly scale: ValueScale;
  readonly context: ChartContext;
}

function drawn(picture: EvidencePicture, {frame, scale, context}: Drawn): Html {
  const {timeline, evidence, raised} = picture;
  const axis: PeriodAxis = {frame, count: timeline.names.length, breaks: new Set(timeline.breaks)};
  const down = pixelsDown(scale, frame);
  return drawPlot(
    {
      ...context,
      frame,
      x: {type: 'linear', domain: [0, 1], axis: null},
      y: {type: 'log', domain: [...scale.domain]},
      marks: valueAxis(scale),
    },
    (svg) => {
      for (const one of timeline.calibration) addCalibration(svg, axis, one);
      for (const one of timeline.changes) addChange(svg, axis, one);
      addLevel(svg, picture, {frame, y: down(picture.level)});
      addLine(svg, valuePath(evidence, axis, down), {stroke: 'var(--arm-1)', width: lineWidth(evidence.length) + 0.25});
      for (const i of raised) addCross(svg, periodAt(axis, i), down(evidence[i] ?? picture.level));
      for (const [i, row] of picture.rows.entries()) addRow(svg, row, {axis, y: frame.height - frame.bottom + ROWS + i * ROW});
      addPeriodNames(svg, axis, timeline.names, frame.height - 6);
    },
  );
}

const CALIBRATION_WIDTH = 76;

function addCalibration(svg: SvgElement, axis: PeriodAxis, stretch: PeriodRange): void {
  const {frame} = axis;
  const {x, width} = periodSpan(axis, stretch);
  addStretch(svg, axis, stretch, {'fill-opacity': 0.12});
  if (width >= CALIBRATION_WIDTH) addElement(svg, 'text', {x: x + width / 2, y: frame.height - frame.bottom - 7}, 'calibration');
}

/** Of the periods, those at the left under the name of the level. */
const NAMED = 0.45;

/** Its name is at the left, or at the right where an alarm was raised at the left. */
function addLevel(
  svg: SvgElement,
  {levelName, raised, timeline}: EvidencePicture,
  {frame, y}: {readonly frame: ChartFrame; readonly y: number},
): void {
  const {left, right, width} = frame;
  addElement(svg, 'line', {
    x1: left,
    x2: width - right,
    y1: y,
    y2: y,
    stroke: 'var(--ink)',
    'stroke-width': 1.5,
    'stroke-dasharray': '7 4',
  });
  const halo = {fill: 'var(--ink)', stroke: 'var(--page)', 'stroke-width': 4, 'paint-order': 'stroke'};
  const isLeft = !raised.some((i) => i < NAMED * timeline.names.length);
  const place = isLeft ? {x: left + 5, 'text-anchor': 'start'} : {x: width - right - 5, 'text-anchor': 'end'};
  addElement(svg, 'text', {...place, y: y - 7, ...halo}, levelName);
}

const ARM = 4.5;

function addCross(svg: SvgElement, x: number, y: number): void {
  const d = `M${x - ARM} ${y - ARM}l${2 * ARM} ${2 * ARM}m0 ${-2 * ARM}l${-2 * ARM} ${2 * ARM}`;
  const look = {fill: 'none', 'stroke-linecap': 'round'};
  addElement(svg, 'path', {d, ...look, stroke: 'var(--page)', 'stroke-width': 6});
  addElement(svg, 'path', {d, ...look, stroke: 'var(--arm-0)', 'stroke-width': 2.5});
}

const BAR = 8;

function addRow(svg: SvgElement, {name, colour, stretches}: PeriodRow, {axis, y}: {readonly axis: PeriodAxis; readonly y: number}): void {
  const {left, right, width} = axis.frame;
  addElement(svg, 'text', {x: left - 8, y: y + BAR, dy: '0.1em', 'text-anchor': 'end'}, name);
  addElement(svg, 'line', {x1: left, x2: width - right, y1: y + BAR / 2, y2: y + BAR / 2, stroke: 'var(--grid)'});
  const d = stretches.map((stretch) => {
    const span = periodSpan(axis, stretch, 2);
    return `M${span.x} ${y}h${span.width}v${BAR}h-${span.width}z`;
  });
  addElement(svg, 'path', {d: d.join(''), fill: colour});
}
