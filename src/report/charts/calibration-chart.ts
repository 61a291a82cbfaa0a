/**
 * The picture of "probable events over-, improbable ones underestimated": log2 of candidate over reference probability by band of
 * reference probability, rare at the left, one panel an arm, pale first generation to strong last one.
 */
import * as Plot from '@observablehq/plot';
import type {SvgElement} from '../document.ts';
import type {Html} from '../html.ts';
import {generationColour} from './palette.ts';
import {addElement, type ChartContext, type ChartFrame, drawPlot, valueAxis} from './plot.ts';
import {dodge, pixelOf, type ValueScale} from './scale.ts';

export interface CalibrationLine {
  /** 0: people. */
  readonly generation: number;
  /** One a band, rare to frequent; NaN where undefined. */
  readonly ratios: readonly number[];
}

const FRAME: ChartFrame = {className: 'small', width: 224, height: 200, left: 36, right: 46, top: 10, bottom: 30};

export function calibrationChart(
  lines: readonly CalibrationLine[],
  {scale, ...context}: ChartContext & {readonly scale: ValueScale},
): Html {
  const bands = lines[0].ratios.length;
  const fits = lines.filter((line) => !isOfPeople(line));
  return drawPlot(
    {
      ...context,
      frame: FRAME,
      x: {type: 'linear', domain: [0, Math.max(1, bands - 1)], axis: null},
      y: {type: 'linear', domain: [...scale.domain]},
      marks: [
        ...valueAxis(scale, 6),
        Plot.ruleY([0], {stroke: 'currentColor', strokeWidth: 1.25}),
        Plot.tickX(
          lines[0].ratios.map((_, i) => i),
          {y: null, stroke: 'none'},
        ),
        ...lines.filter(isOfPeople).flatMap(peopleMarks),
        ...fits.flatMap((line, i) => lineMarks(line, i, fits.length)),
      ],
    },
    (svg) => addWords(svg, lines, scale),
  );
}

const isOfPeople = ({generation}: CalibrationLine): boolean => generation === 0;

/** Dotted, as people are in every chart. */
function peopleMarks({ratios}: CalibrationLine): Plot.Markish[] {
  const points = ratios.map((ratio, band) => ({band, ratio}));
  const dotted = {stroke: 'var(--ink)', strokeWidth: 1.75, strokeDasharray: '1 4', strokeLinecap: 'round'} as const;
  return [Plot.lineY(points, {x: 'band', y: 'ratio', ...dotted})];
}

function lineMarks(line: CalibrationLine, index: number, count: number): Plot.Markish[] {
  const stroke = generationColour(index, count);
  const last = index === count - 1;
  const points = line.ratios.map((ratio, band) => ({band, ratio}));
  return [
    Plot.lineY(points, {x: 'band', y: 'ratio', stroke, strokeWidth: last ? 2.5 : 1.5}),
    Plot.dot(
      points.filter((p) => Number.isFinite(p.ratio)),
      {x: 'band', y: 'ratio', fill: stroke, r: last ? 3 : 2},
    ),
  ];
}

function addWords(svg: SvgElement, lines: readonly CalibrationLine[], scale: ValueScale): void {
  const bottom = FRAME.height - FRAME.bottom;
  const edge = FRAME.width - FRAME.right;
  addElement(svg, 'text', {x: FRAME.left, y: FRAME.height - 9, 'text-anchor': 'start'}, 'rare');
  addElement(svg, 'text', {x: edge, y: FRAME.height - 9, 'text-anchor': 'end'}, 'frequent');
  const ends = lines.length < 2 ? [0] : [0, lines.length - 1];
  const wanted = ends.map((i) => pixelOf(scale, lines[i].ratios.findLast((r) => Number.isFinite(r)) ?? 0, bottom, FRAME.top));
  const placed = dodge(wanted, 15, FRAME.top, bottom);
  ends.forEach((i, at) => {
    const look = {dy: '0.32em', 'text-anchor': 'start', 'font-weight': i === 0 ? 400 : 700};
    const name = isOfPeople(lines[i]) ? 'people' : String(lines[i].generation);
    addElement(svg, 'text', {x: edge + 7, y: placed[at], ...look}, name);
  });
}
