/**
 * What tells lines apart in print, where there may be no colour: each has a dash and a mark of its own besides; the first eight marks are
 * full, the next eight hollow. Colours are those of the report on a light page.
 */
import {cos, sin} from '../../core/math/index.ts';
import {LIGHT} from '../charts/palette.ts';
import type {Mark, PagePlace, Stroke} from './drawing.ts';

export const INK = LIGHT.ink;
export const SOFT = LIGHT.soft;
export const GRID = LIGHT.grid;
export const PAPER = '#ffffff';

interface Look {
  readonly stroke: Stroke;
  /** The mark at a place. */
  readonly markAt: (at: PagePlace) => Mark;
}

const WIDTH = 1.1;
const RADIUS = 2.1;
const EDGE = 0.9;

const DASHES: readonly (readonly number[])[] = [
  [],
  [5, 1.8],
  [2, 1.6],
  [7, 1.6, 1.6, 1.6],
  [9, 3],
  [3.4, 1.4, 1, 1.4],
  [1, 1.4],
  [6, 1.4, 1, 1.4, 1, 1.4],
];

/** Corners about the middle, in radii, y downwards; the first is a circle. */
const SHAPES: readonly (readonly PagePlace[])[] = [
  [],
  polygon(4, 1.25, 45),
  polygon(3, 1.4, 0),
  polygon(4, 1.45, 0),
  star(5, 1.6, 0.62),
  cross(1.35, 0.45),
  polygon(3, 1.4, 180),
  star(4, 1.7, 0.5),
];

/** More lines than this are not told apart. */
export const MOST_LOOKS = 2 * SHAPES.length;

/** Of the i-th line. */
export function lineLook(series: number): Look {
  const i = series % SHAPES.length;
  const hollow = series % MOST_LOOKS >= SHAPES.length;
  const colour = LIGHT.arms[i];
  const dashes = DASHES[(i + (hollow ? 3 : 0)) % DASHES.length];
  const stroke: Stroke = {colour, width: WIDTH, ...(dashes.length > 0 && {dashes})};
  const drawn = hollow ? {fill: {colour: PAPER}, stroke: {colour, width: EDGE}} : {fill: {colour}, stroke: {colour: PAPER, width: 0.4}};
  const markAt = ([x, y]: PagePlace): Mark =>
    SHAPES[i].length === 0
      ? {kind: 'circle', at: [x, y], radius: RADIUS, ...drawn}
      : {kind: 'shape', corners: SHAPES[i].map(([dx, dy]): PagePlace => [x + RADIUS * dx, y + RADIUS * dy]), ...drawn};
  return {stroke, markAt};
}

/** What theory says of a line; `ofMean`: of the mean, beside another statistic. */
export const theoryStroke = (ofMean: boolean): Stroke => ({colour: INK, width: 0.6, ...(ofMean && {dashes: [1, 1.6]})});

/** What people read. */
export const PEOPLE: Stroke = {colour: INK, width: 1.3, dashes: [0, 3.2], round: true};

/** The arithmetic mean, where another statistic is the line. */
export const ringAt = (at: PagePlace, colour: string): Mark => ({
  kind: 'circle',
  at,
  radius: 1.7,
  fill: {colour: PAPER},
  stroke: {colour, width: 0.7},
});

/** Corners on a circle, the first at `turn` degrees. */
function polygon(corners: number, reach: number, turn: number): PagePlace[] {
  return Array.from({length: corners}, (_, i) => around(reach, turn + (360 * i) / corners));
}

function star(points: number, reach: number, inner: number): PagePlace[] {
  return Array.from({length: 2 * points}, (_, i) => around(i % 2 === 0 ? reach : inner, (180 * i) / points));
}

function cross(reach: number, half: number): PagePlace[] {
  const quarter: PagePlace[] = [
    [-half, -reach],
    [half, -reach],
    [half, -half],
  ];
  const turned = (turns: number) =>
    quarter.map(([x, y]): PagePlace => [[x, y] as const, [-y, x] as const, [-x, -y] as const, [y, -x] as const][turns]);
  return [0, 1, 2, 3].flatMap(turned);
}

/** A place at a distance from the middle; degrees clockwise from above. */
function around(reach: number, degrees: number): PagePlace {
  const angle = (degrees * Math.PI) / 180;
  return [reach * sin(angle), -reach * cos(angle)];
}
