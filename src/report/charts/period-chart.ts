/**
 * A measure by period: its value as a line, its interval as a band; the range of the calibration behind it, and when changes began.
 */
import type {WatchedInterval} from '../../guard/watch-report.ts';
import type {Html} from '../html.ts';
import {
  addArea,
  addChange,
  addLine,
  addPeriodNames,
  addStretch,
  areaPath,
  type Between,
  dotPath,
  type PeriodAxis,
  pixelsDown,
  valuePath,
} from './period-axis.ts';
import {type ChartContext, type ChartFrame, drawPlot, valueAxis} from './plot.ts';
import {type ValueScale, valueScale} from './scale.ts';
import type {Timeline} from './timeline.ts';

export interface PeriodLine {
  /** By period; undefined where there is no value. */
  readonly values: readonly (WatchedInterval | undefined)[];
  /** Of each period that has a value, between what it lies as the calibration does. */
  readonly normal: readonly (Between | undefined)[];
}

interface PeriodChartOptions extends ChartContext {
  readonly timeline: Timeline;
  readonly scale: ValueScale;
  /** Whether intervals are drawn; they are unless said. */
  readonly intervals?: boolean;
}

/** As wide as a phone, and as half of a page. */
export const HALF_FRAME: ChartFrame = {className: 'half', width: 348, height: 150, left: 48, right: 8, top: 8, bottom: 24};

/** From how many periods on lines are thin. */
const MANY = 150;
/** Periods whose values have a dot each. */
const FEW = 45;

export const lineWidth = (periods: number): number => (periods > MANY ? 1.25 : 1.75);

/** One scale for all lines; what the calibration reads is always in it. */
export function periodScale(lines: readonly PeriodLine[], held: readonly number[] = []): ValueScale {
  const known = lines.flatMap(({values}) => values.filter((one) => one !== undefined));
  const normal = lines.flatMap((line) => line.normal.flatMap((between) => between ?? []));
  const centres = [...known.map(({value}) => value), ...normal, ...held];
  return valueScale(centres.some((one) => one !== 0) ? centres : [0, 1], [...known.flatMap(({low, high}) => [low, high]), ...normal]);
}

/** The line from a period on. */
export const lineFrom = ({values, normal}: PeriodLine, first: number): PeriodLine => ({
  values: values.slice(first),
  normal: normal.slice(first),
});

export function periodChart({values, normal}: PeriodLine, {timeline, scale, intervals = true, ...context}: PeriodChartOptions): Html {
  const frame = HALF_FRAME;
  const axis: PeriodAxis = {frame, count: timeline.names.length, breaks: new Set(timeline.breaks)};
  const down = pixelsDown(scale, frame);
  const ends = values.map((one) => one && ([one.low, one.high] as const));
  return drawPlot(
    {
      ...context,
      frame,
      x: {type: 'linear', domain: [0, 1], axis: null},
      y: {type: scale.type, domain: [...scale.domain]},
      marks: valueAxis(fewer(scale)),
    },
    (svg) => {
      for (const one of timeline.calibration) addStretch(svg, axis, one, {'fill-opacity': 0.1});
      addArea(svg, areaPath(normal, axis, down), {fill: 'var(--arm-2)', opacity: 0.2});
      for (const one of timeline.changes) addChange(svg, axis, one);
      if (intervals) addArea(svg, areaPath(ends, axis, down), {fill: 'var(--arm-1)', opacity: 0.2});
      const middle = values.map((one) => one?.value);
      addLine(svg, valuePath(middle, axis, down), {stroke: 'var(--arm-1)', width: lineWidth(values.length)});
      if (values.length <= FEW) addLine(svg, dotPath(middle, axis, down), {stroke: 'var(--arm-1)', width: 4.5});
      addPeriodNames(svg, axis, timeline.names, frame.height - 6);
    },
  );
}

/** Every second tick where they would stand close. */
function fewer(scale: ValueScale): ValueScale {
  const {ticks} = scale;
  if (ticks.length <= 5) return scale;
  return {...scale, ticks: ticks.filter((_, i) => i % 2 === 0), text: (tick) => scale.text(tick)};
}
