/** What stands in a panel: people, then the bands of all lines, then theory, then lines with their marks, which nothing covers. */
import type {ChartPoint} from '../charts/line-chart.ts';
import {spread} from '../charts/spread.ts';
import type {ArmLine, Panel} from '../pages/run/series.ts';
import {type Axes, acrossOf, downOf} from './axes.ts';
import type {Mark, PagePlace} from './drawing.ts';
import {INK, lineLook, PAPER, PEOPLE, ringAt, theoryStroke} from './looks.ts';

const BAND_OPACITY = 0.17;
const MOST_MARKS = 12;
const FEWER_MARKS = 6;

/** `beside`: how many panels share a row; narrow ones carry fewer marks. */
export function panelMarks({lines, people = []}: Panel, axes: Axes, beside: number): Mark[] {
  const most = beside > 1 ? FEWER_MARKS : MOST_MARKS;
  return [
    ...peopleMarks(people, axes),
    ...lines.flatMap((line) => bandMarks(line, axes)),
    ...lines.flatMap((line) => [...lineMarks(line, axes)]),
    ...lines.flatMap((line) => theoryMarks(line, axes)),
    ...lines.flatMap((line) => signMarks(line, axes, most)),
  ];
}

function peopleMarks(people: NonNullable<Panel['people']>, axes: Axes): Mark[] {
  if (people.length === 0) return [];
  const {left, right} = axes.box;
  const across = people.map(({value}): PagePlace[] => [
    [left, downOf(axes, value)],
    [right, downOf(axes, value)],
  ]);
  const first = axes.generations[0] > 1 ? [] : people.flatMap(({first: beside = []}) => beside.map(({value}) => value));
  const size = 2.6;
  const diamonds = [...new Set(first)].map((value): Mark => {
    const [x, y] = placeOf(axes, 1, value);
    const corners: PagePlace[] = [
      [x, y - size],
      [x + size, y],
      [x, y + size],
      [x - size, y],
    ];
    return {kind: 'shape', corners, fill: {colour: PAPER}, stroke: {colour: INK, width: 0.8}};
  });
  return [{kind: 'lines', lines: across, stroke: PEOPLE}, ...diamonds];
}

const placeOf = (axes: Axes, generation: number, value: number): PagePlace => [acrossOf(axes, generation), downOf(axes, value)];

/** Runs of neighbouring points of which something is known. */
function runsOf(points: readonly ChartPoint[], isKnown: (point: ChartPoint) => boolean): ChartPoint[][] {
  const runs: ChartPoint[][] = [];
  let open = false;
  for (const point of points) {
    const known = isKnown(point);
    if (known && open) runs[runs.length - 1].push(point);
    else if (known) runs.push([point]);
    open = known;
  }
  return runs;
}

const hasValue = ({value}: ChartPoint): boolean => Number.isFinite(value);

/** An interval on one point alone is a bar. */
function bandMarks({points, series}: ArmLine, axes: Axes): Mark[] {
  const {colour} = lineLook(series).stroke;
  const known = runsOf(points, (point) => hasValue(point) && !Number.isNaN(point.low) && !Number.isNaN(point.high));
  return known.flatMap((run): Mark[] => {
    const upper = run.map(({generation, high}) => placeOf(axes, generation, high));
    const lower = run.map(({generation, low}) => placeOf(axes, generation, low));
    if (run.length === 1) return [{kind: 'lines', lines: [[upper[0], lower[0]]], stroke: {colour, width: 0.9}}];
    return [{kind: 'shape', corners: [...upper, ...lower.toReversed()], fill: {colour, opacity: BAND_OPACITY}}];
  });
}

function lineMarks({points, series}: ArmLine, axes: Axes): Mark[] {
  const runs = runsOf(points, hasValue).filter(({length}) => length > 1);
  const lines = runs.map((run) => run.map(({generation, value}) => placeOf(axes, generation, value)));
  return lines.length === 0 ? [] : [{kind: 'lines', lines, stroke: lineLook(series).stroke}];
}

function theoryMarks({curves}: ArmLine, axes: Axes): Mark[] {
  const [first, last] = axes.generations;
  return curves.flatMap(({points, dotted = false}): Mark[] => {
    const drawn = points.filter(({generation, value}) => Number.isFinite(value) && generation >= first && generation <= last);
    if (drawn.length < 2) return [];
    return [{kind: 'lines', lines: [drawn.map(({generation, value}) => placeOf(axes, generation, value))], stroke: theoryStroke(dotted)}];
  });
}

/** Some of the points, and every one that stands alone between two gaps; lines begin with another one each, so that marks lie apart. */
function signMarks({points, series}: ArmLine, axes: Axes, most: number): Mark[] {
  const alive = points.filter(hasValue);
  const alone = runsOf(points, hasValue).filter(({length}) => length === 1);
  const chosen = [...new Set([...spread(alive, most), ...alone.flat()])];
  const {markAt, stroke} = lineLook(series);
  return [
    ...chosen.flatMap(({generation, mean = Number.NaN}): Mark[] =>
      Number.isFinite(mean) ? [ringAt(placeOf(axes, generation, mean), stroke.colour)] : [],
    ),
    ...chosen.map(({generation, value}) => markAt(placeOf(axes, generation, value))),
  ];
}
