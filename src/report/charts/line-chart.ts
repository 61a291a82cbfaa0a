/**
 * A measure over generations: a statistic over seeds as a line with a sign at its points, its interval as a band, theory dashed,
 * arithmetic means as open rings where a theory speaks of them and another statistic is the line. Drawn wide, narrow (for a phone) or small.
 */
import * as Plot from '@observablehq/plot';
import type {Html} from '../html.ts';
import {addEndLabels} from './end-labels.ts';
import type {LineFrame} from './frame.ts';
import {armColour, armDash, signLook} from './palette.ts';
import {acrossAxis, type ChartContext, drawPlot, valueAxis} from './plot.ts';
import {generationTicks, pixelOf, type ValueScale, valueScale} from './scale.ts';
import {spread} from './spread.ts';

/** A value that is NaN is a gap; ends that are NaN are no interval. */
export interface ChartPoint {
  readonly generation: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** The arithmetic mean, where it is drawn beside another statistic. */
  readonly mean?: number;
}

/** What theory, or a bound, says of a line. */
interface ChartCurve {
  readonly points: readonly {readonly generation: number; readonly value: number}[];
  readonly dotted?: boolean;
}

export interface ChartLine {
  readonly label: string;
  readonly series: number;
  readonly points: readonly ChartPoint[];
  readonly curves: readonly ChartCurve[];
  /** Single lineages behind the line, each with a value a generation from 1; NaN is a gap. */
  readonly fan?: readonly ArrayLike<number>[];
}

/** What people read, and what the first fit reads against the same. */
interface ChartPeople {
  readonly value: number;
  readonly first?: readonly {readonly value: number}[];
  /** `people` unless said. */
  readonly label?: string;
}

interface LinePicture {
  readonly lines: readonly ChartLine[];
  readonly people?: readonly ChartPeople[];
}

interface LineChartOptions extends ChartContext {
  readonly scale: ValueScale;
  readonly generations: readonly [number, number];
  readonly frame: LineFrame;
}

const MOST_SIGNS = 12;
const MOST_PEOPLE_NAMED = 3;

/** One scale for all panels of a measure, logarithmic where positive values span three powers of ten. */
export function lineScale(lines: readonly ChartLine[], people: readonly ChartPeople[] = []): ValueScale {
  const centres: number[] = [];
  const ends: number[] = [];
  for (const line of lines) {
    for (const {value, mean, low, high} of line.points) {
      centres.push(value);
      if (mean !== undefined) centres.push(mean);
      ends.push(low, high);
    }
    for (const curve of line.curves) for (const {value} of curve.points) centres.push(value);
  }
  for (const {value, first = []} of people) centres.push(value, ...first.map((beside) => beside.value));
  return valueScale(centres, ends);
}

export function lineChart({lines, people = []}: LinePicture, {scale, generations, frame, ...context}: LineChartOptions): Html {
  const [first, last] = generations;
  return drawPlot(
    {
      ...context,
      frame,
      x: {type: 'linear', domain: first === last ? [first - 1, last + 1] : [first, last]},
      y: {type: scale.type, domain: [...scale.domain]},
      marks: [
        ...valueAxis(scale),
        acrossAxis(generationTicks(first, last, frame.generationTicks), frame.className === 'small' ? undefined : 'generation'),
        ...peopleMarks(people, generations, frame),
        ...lines.flatMap((line) => lineMarks(line, scale)),
      ],
    },
    (svg) => addEndLabels(svg, endsOf(lines, scale, frame), frame),
  );
}

function endsOf(lines: readonly ChartLine[], scale: ValueScale, frame: LineFrame) {
  return lines.flatMap(({label, series, points}) => {
    const end = points.findLast((p) => Number.isFinite(p.value));
    if (end === undefined) return [];
    return [{label, series, x: frame.width - frame.right, y: pixelOf(scale, end.value, frame.height - frame.bottom, frame.top)}];
  });
}

/** A dotted line through the whole picture, and a diamond where the first fit stands against the same half. */
function peopleMarks(people: readonly ChartPeople[], [start, end]: readonly [number, number], frame: LineFrame): Plot.Markish[] {
  if (people.length === 0) return [];
  const first = people.flatMap(({first: beside = []}) => beside.map(({value}) => value));
  return [
    Plot.ruleY(people, {
      y: 'value',
      stroke: 'var(--ink)',
      strokeWidth: 1.5,
      strokeDasharray: '1 4',
      strokeLinecap: 'round',
      className: 'people',
    }),
    Plot.text(people.slice(0, MOST_PEOPLE_NAMED), {
      x: end,
      y: 'value',
      text: ({label = 'people'}: ChartPeople) => (frame.className === 'wide' ? label : 'people'),
      textAnchor: 'end',
      dy: -7,
      fill: 'var(--ink)',
      stroke: 'var(--page)',
      strokeWidth: 4,
    }),
    ...(first.length === 0 || start > 1
      ? []
      : [
          Plot.dot([...new Set(first)], {
            x: () => 1,
            y: (value: number) => value,
            symbol: 'diamond',
            r: 4.5,
            stroke: 'var(--ink)',
            fill: 'var(--page)',
            strokeWidth: 1.5,
          }),
        ]),
  ];
}

function lineMarks(line: ChartLine, scale: ValueScale): Plot.Markish[] {
  const colour = armColour(line.series);
  const dash = armDash(line.series);
  const [low, high] = scale.domain;
  const inside = (value: number) => Math.min(high, Math.max(low, value));
  const points = [...line.points];
  const last = points.at(-1)?.generation ?? 0;
  const lineages = (line.fan ?? []).flatMap((values, lineage) =>
    Array.from({length: Math.min(last, values.length)}, (_, i) => ({lineage, generation: i + 1, value: inside(values[i])})),
  );
  const marks: Plot.Markish[] = [
    ...(lineages.length > 0
      ? [
          Plot.lineY(lineages, {
            ...{x: 'generation', y: 'value', z: 'lineage', stroke: colour, strokeWidth: 0.8, strokeOpacity: 0.3, className: 'fan'},
          }),
        ]
      : []),
    Plot.areaY(points, {
      x: 'generation',
      y1: (p: ChartPoint) => inside(p.low),
      y2: (p: ChartPoint) => inside(p.high),
      fill: colour,
      fillOpacity: 0.16,
    }),
    Plot.lineY(points, {x: 'generation', y: 'value', stroke: colour, strokeWidth: 2, ...(dash !== undefined && {strokeDasharray: dash})}),
    Plot.dot(signed(points), {x: 'generation', y: 'value', ...signLook(line.series), r: 3.6}),
  ];
  const withMean = signed(points).filter(({mean = Number.NaN}) => Number.isFinite(mean));
  if (withMean.length > 0) {
    marks.push(
      Plot.dot(withMean, {
        x: 'generation',
        y: (p: ChartPoint) => inside(p.mean!),
        stroke: colour,
        fill: 'var(--page)',
        strokeWidth: 1.5,
        r: 3,
      }),
    );
  }
  for (const {points, dotted} of line.curves) {
    const strokeDasharray = dotted ? '2 3' : '6 4';
    marks.push(Plot.lineY([...points], {x: 'generation', y: 'value', stroke: colour, strokeWidth: 1.75, strokeDasharray, clip: false}));
  }
  return marks;
}

/** Points that carry a sign: some of the line's, and every one that stands alone between two gaps. */
function signed(points: readonly ChartPoint[]): ChartPoint[] {
  const alive = points.filter((p) => Number.isFinite(p.value));
  const lone = points.filter(
    (p, i) => Number.isFinite(p.value) && !Number.isFinite(points[i - 1]?.value) && !Number.isFinite(points[i + 1]?.value),
  );
  return [...new Set([...spread(alive, MOST_SIGNS), ...lone])];
}
