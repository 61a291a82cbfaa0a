/** The frame of a panel: lines across at the ticks of the values, a line below with ticks at generations, and their numbers. */
import {log} from '../../core/math/index.ts';
import {pixelOf, type ValueScale} from '../charts/scale.ts';
import type {Mark, PagePlace} from './drawing.ts';
import {type FigureFont, widthOf} from './font.ts';
import {GRID, INK, SOFT} from './looks.ts';

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Axes {
  readonly box: Box;
  readonly scale: ValueScale;
  readonly generations: readonly [number, number];
  readonly ticks: readonly number[];
  /** Whether numbers stand at the left, and below. */
  readonly withValues: boolean;
  readonly withGenerations: boolean;
}

const SIZE = 7;
const RAISED = 5;
const GAP = 4;
const TICK = 2.5;

/** Where a generation stands across; a lone one in the middle. */
export function acrossOf({box: {left, right}, generations: [first, last]}: Axes, generation: number): number {
  return first === last ? (left + right) / 2 : left + ((generation - first) / (last - first)) * (right - left);
}

export const downOf = ({box: {top, bottom}, scale}: Axes, value: number): number => pixelOf(scale, value, bottom, top);

/** What the numbers at the left take, their gap included. */
export const tickRoom = (scale: ValueScale, font: FigureFont): number =>
  GAP + Math.max(...scale.ticks.map((tick) => widthOfNumber(scale.text(tick), font)));

export function axisMarks(axes: Axes, font: FigureFont): Mark[] {
  const {box, scale, ticks, withValues, withGenerations} = axes;
  const across = scale.ticks.map((tick): PagePlace[] => [
    [box.left, downOf(axes, tick)],
    [box.right, downOf(axes, tick)],
  ]);
  const feet = ticks.map((tick): PagePlace[] => [
    [acrossOf(axes, tick), box.bottom],
    [acrossOf(axes, tick), box.bottom + TICK],
  ]);
  const base: PagePlace[] = [
    [box.left, box.bottom],
    [box.right, box.bottom],
  ];
  return [
    {kind: 'lines', lines: across, stroke: {colour: GRID, width: 0.5}},
    ...minorMarks(axes),
    {kind: 'lines', lines: [base, ...feet], stroke: {colour: INK, width: 0.5}},
    ...(withValues
      ? scale.ticks.flatMap((tick) => numberMarks(scale.text(tick), [box.left - GAP, downOf(axes, tick) + 0.34 * SIZE], font))
      : []),
    ...(withGenerations
      ? ticks.map(
          (tick): Mark => ({
            kind: 'text',
            at: [acrossOf(axes, tick), box.bottom + TICK + 1.1 * SIZE],
            text: String(tick),
            size: SIZE,
            anchor: 'middle',
            colour: INK,
          }),
        )
      : []),
  ];
}

const MOST_DECADES = 4;

/** On a logarithm of few powers of ten: short strokes at 2 to 9 times each, at the left. */
function minorMarks(axes: Axes): Mark[] {
  const {box, scale} = axes;
  const [low, high] = scale.domain;
  if (scale.type !== 'log' || log(high / low) > MOST_DECADES * log(10)) return [];
  const lines = scale.ticks.flatMap((tick) =>
    [2, 3, 4, 5, 6, 7, 8, 9]
      .map((times) => times * tick)
      .filter((value) => value > low && value < high)
      .map((value): PagePlace[] => [
        [box.left, downOf(axes, value)],
        [box.left + TICK, downOf(axes, value)],
      ]),
  );
  return [{kind: 'lines', lines, stroke: {colour: SOFT, width: 0.4}}];
}

const SUPERSCRIPTS = '\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079';
const POWER = new RegExp(`^10([\u207b${SUPERSCRIPTS}]+)$`);

/** `10` and its exponent, which is drawn small and raised: few fonts have the letters for it. */
function partsOf(number: string): readonly [string, string] {
  const raised = POWER.exec(number)?.[1];
  if (raised === undefined) return [number, ''];
  return ['10', [...raised].map((c) => (c === '\u207b' ? '\u2212' : String(SUPERSCRIPTS.indexOf(c)))).join('')];
}

function widthOfNumber(number: string, font: FigureFont): number {
  const [base, raised] = partsOf(number);
  return widthOf(base, SIZE, font) + widthOf(raised, RAISED, font);
}

/** Ends at a place. */
function numberMarks(number: string, [x, y]: PagePlace, font: FigureFont): Mark[] {
  const [base, raised] = partsOf(number);
  const text = (words: string, at: PagePlace, size: number): Mark => ({kind: 'text', at, text: words, size, anchor: 'end', colour: INK});
  if (raised === '') return [text(base, [x, y], SIZE)];
  return [text(base, [x - widthOf(raised, RAISED, font), y], SIZE), text(raised, [x, y - 0.4 * SIZE], RAISED)];
}
