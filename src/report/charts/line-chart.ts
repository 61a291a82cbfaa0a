/**
 * A measure over generations: a statistic over seeds as a line with a sign at its points, its interval as a band, theory dashed,
 * arithmetic means as open rings where a theory speaks of them and another statistic is the line. Drawn wide, narrow (for a phone) or small.
 */
import * as Plot from '@observablehq/plot';
import type {People} from '../pages/run/people.ts';
import {type Line, type LinePoint, type Panel, spread} from '../pages/run/series.ts';
import {armColour, signLook} from './palette.ts';
import {dodge, generationTicks, pixelOf, type ValueScale} from './scale.ts';
import {type Drawing, drawingDocument, element, finishSvg} from './svg.ts';

export interface Frame {
  readonly className: 'wide' | 'narrow' | 'small';
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly generationTicks: number;
  readonly letters: number;
}

const LETTER = 6.9;
const LABEL_GAP = 15;
const MOST_SIGNS = 12;
const LONG_LEADER = 24;

/** A frame with room at the right for the longest label, labels cut where they would take the picture's place. */
export function labelledFrame(className: 'wide' | 'narrow', labels: readonly string[]): Frame {
  const letters = Math.min(className === 'wide' ? 26 : 12, Math.max(...labels.map((label) => label.length)));
  const shape = className === 'wide' ? {width: 720, height: 320, generationTicks: 12} : {width: 360, height: 280, generationTicks: 5};
  return {className, ...shape, left: 48, right: Math.ceil(letters * LETTER) + 24, top: 14, bottom: 40, letters};
}

export const SMALL_FRAME: Frame = {
  className: 'small',
  width: 224,
  height: 168,
  left: 46,
  right: 10,
  top: 10,
  bottom: 26,
  generationTicks: 3,
  letters: 0,
};

export function lineChart(
  panel: Panel,
  options: {scale: ValueScale; generations: readonly [number, number]; frame: Frame; label: string},
): string {
  const {scale, generations, frame, label} = options;
  const svg = Plot.plot({
    document: drawingDocument as never,
    className: 'plot',
    width: frame.width,
    height: frame.height,
    marginLeft: frame.left,
    marginRight: frame.right,
    marginTop: frame.top,
    marginBottom: frame.bottom,
    x: {type: 'linear', domain: generations[0] === generations[1] ? [generations[0] - 1, generations[1] + 1] : [...generations]},
    y: {type: scale.type, domain: [...scale.domain]},
    marks: [
      ...axes(scale, generations, frame),
      ...peopleMarks(panel.people ?? [], generations, frame),
      ...panel.lines.flatMap((line) => lineMarks(line, scale)),
    ],
  }) as unknown as Drawing;
  if (frame.letters > 0) addLabels(svg, panel.lines, scale, frame);
  return finishSvg(svg, {label, className: `chart ${frame.className}`});
}

function axes(scale: ValueScale, generations: readonly [number, number], frame: Frame): Plot.Markish[] {
  const ticks = generationTicks(generations[0], generations[1], frame.generationTicks);
  return [
    Plot.gridY([...scale.ticks], {stroke: 'var(--grid)', strokeOpacity: 1}),
    Plot.axisY([...scale.ticks], {tickSize: 0, tickPadding: 8, label: null, text: (tick: number) => scale.text(tick)}),
    Plot.axisX(ticks, {
      tickSize: 4,
      label: frame.className === 'small' ? null : 'generation',
      labelAnchor: 'center',
      labelArrow: 'none',
      text: (tick: number) => String(tick),
    }),
  ];
}

/** A dotted line through the whole picture, and a diamond where the first fit stands against the same half. */
function peopleMarks(people: readonly People[], [start, end]: readonly [number, number], frame: Frame): Plot.Markish[] {
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
    Plot.text(frame.letters > 0 ? people.slice(0, 1) : [], {
      x: end,
      y: 'value',
      text: () => 'people',
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

function lineMarks(line: Line, scale: ValueScale): Plot.Markish[] {
  const colour = armColour(line.series);
  const [low, high] = scale.domain;
  const inside = (value: number) => Math.min(high, Math.max(low, value));
  const points = [...line.points];
  const marks: Plot.Markish[] = [
    Plot.areaY(points, {
      x: 'generation',
      y1: (p: LinePoint) => inside(p.low),
      y2: (p: LinePoint) => inside(p.high),
      fill: colour,
      fillOpacity: 0.16,
    }),
    Plot.lineY(points, {x: 'generation', y: 'value', stroke: colour, strokeWidth: 2}),
    Plot.dot(signed(points), {x: 'generation', y: 'value', ...signLook(line.series), r: 3.6}),
  ];
  const withMean = signed(points).filter(({mean = Number.NaN}) => Number.isFinite(mean));
  if (withMean.length > 0) {
    marks.push(
      Plot.dot(withMean, {
        x: 'generation',
        y: (p: LinePoint) => inside(p.mean!),
        stroke: colour,
        fill: 'var(--page)',
        strokeWidth: 1.5,
        r: 3,
      }),
    );
  }
  for (const curve of line.theory) {
    const dashes = curve.statistic === 'mean' && line.statistic !== 'mean' ? '2 3' : '6 4';
    marks.push(
      Plot.lineY([...curve.points], {x: 'generation', y: 'value', stroke: colour, strokeWidth: 1.75, strokeDasharray: dashes, clip: false}),
    );
  }
  return marks;
}

/** Points that carry a sign: some of the line's, and every one that stands alone between two gaps. */
function signed(points: readonly LinePoint[]): LinePoint[] {
  const alive = points.filter((p) => Number.isFinite(p.value));
  const lone = points.filter(
    (p, i) => Number.isFinite(p.value) && !Number.isFinite(points[i - 1]?.value) && !Number.isFinite(points[i + 1]?.value),
  );
  return [...new Set([...spread(alive, MOST_SIGNS), ...lone])];
}

function addLabels(svg: Drawing, lines: readonly Line[], scale: ValueScale, frame: Frame): void {
  const top = frame.top;
  const bottom = frame.height - frame.bottom;
  const ends = lines.map((line) => line.points.findLast((p) => Number.isFinite(p.value)) as LinePoint);
  const wanted = ends.map((end) => pixelOf(scale, end.value, bottom, top));
  const edge = frame.width - frame.right;
  const labels = lines.map(({label, series}, i) => ({label, series, x: edge, y: wanted[i]}));
  addEndLabels(svg, labels, frame);
}

/** Names at the right of the frame, each led to where its line ends. */
export function addEndLabels(
  svg: Drawing,
  labels: readonly {readonly label: string; readonly series: number; readonly x: number; readonly y: number}[],
  frame: Frame,
): void {
  const wanted = labels.map(({y}) => y);
  const placed = dodge(wanted, LABEL_GAP, frame.top, frame.height - frame.bottom);
  const edge = frame.width - frame.right;
  labels.forEach(({label, series, x}, i) => {
    const colour = armColour(series);
    const dashes = edge - x > LONG_LEADER ? '1 4' : 'none';
    const d = `M${x + 5},${wanted[i]}L${edge + 14},${placed[i]}`;
    svg.appendChild(element('path', {d, stroke: colour, 'stroke-opacity': 0.6, fill: 'none', 'stroke-dasharray': dashes}));
    const name = label.length > frame.letters ? `${label.slice(0, frame.letters - 1)}\u2026` : label;
    svg.appendChild(
      element('text', {x: edge + 18, y: placed[i], dy: '0.32em', 'text-anchor': 'start', fill: colour, 'font-weight': 600}, name),
    );
  });
}
