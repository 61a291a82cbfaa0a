/** The content of a PDF page: the operators that draw a drawing, in points from the lower left corner. */
import type {FigureDrawing, Fill, Mark, PagePlace, Stroke} from './drawing.ts';
import {type FigureFont, widthOf} from './font.ts';
import {hexOf} from './pdf-font.ts';

/** A circle of four curves: how far their handles reach, in radii. */
const HANDLE = 0.5522847498;

export const opacityName = (opacity: number): string => `A${Math.round(opacity * 1000)}`;

/** Of all fills. */
export function opacitiesIn({marks}: FigureDrawing): number[] {
  const all = marks.map((mark) => ('fill' in mark ? (mark.fill.opacity ?? 1) : 1));
  return [...new Set([1, ...all])].sort((a, b) => b - a);
}

/** Glyphs that are written, ascending, and the letter of each. */
export function glyphsIn({marks}: FigureDrawing, {glyphOf}: FigureFont): Map<number, number> {
  const letters = marks.flatMap((mark) => (mark.kind === 'text' ? [...mark.text] : [])).map((letter) => letter.codePointAt(0)!);
  const glyphs = [...new Set(letters)].map((letter): [number, number] => [glyphOf(letter), letter]);
  return new Map(glyphs.sort(([a], [b]) => a - b));
}

export function contentOf({height, marks}: FigureDrawing, font: FigureFont): string {
  // y grows downwards in a drawing, upwards in PDF
  const place = ([x, y]: PagePlace): string => `${number(x)} ${number(height - y)}`;
  return marks.map((mark) => `q ${markOperators(mark, {place, font})} Q`).join('\n');
}

interface Page {
  readonly place: (at: PagePlace) => string;
  readonly font: FigureFont;
}

function markOperators(mark: Mark, page: Page): string {
  if (mark.kind === 'text') return textOperators(mark, page);
  if (mark.kind === 'lines') return `${strokeOperators(mark.stroke)} ${mark.lines.map((line) => pathOf(line, page)).join(' ')} S`;
  const path = mark.kind === 'circle' ? circleOf(mark.at, mark.radius, page) : `${pathOf(mark.corners, page)} h`;
  const stroke = mark.stroke === undefined ? '' : `${strokeOperators(mark.stroke)} `;
  return `${fillOperators(mark.fill)} ${stroke}${path} ${mark.stroke === undefined ? 'f' : 'B'}`;
}

function textOperators({at: [x, y], text, size, anchor, colour}: Extract<Mark, {kind: 'text'}>, {place, font}: Page): string {
  const before = {start: 0, middle: 0.5, end: 1}[anchor] * widthOf(text, size, font);
  const glyphs = [...text].map((letter) => hexOf(font.glyphOf(letter.codePointAt(0)!)));
  return `${colourOf(colour)} rg BT /F ${size} Tf ${place([x - before, y])} Td <${glyphs.join('')}> Tj ET`;
}

const pathOf = (places: readonly PagePlace[], {place}: Page): string =>
  places.map((at, i) => `${place(at)} ${i === 0 ? 'm' : 'l'}`).join(' ');

function circleOf([x, y]: PagePlace, radius: number, {place}: Page): string {
  const h = HANDLE * radius;
  const curve = (...places: readonly PagePlace[]) => `${places.map(place).join(' ')} c`;
  return [
    `${place([x + radius, y])} m`,
    curve([x + radius, y + h], [x + h, y + radius], [x, y + radius]),
    curve([x - h, y + radius], [x - radius, y + h], [x - radius, y]),
    curve([x - radius, y - h], [x - h, y - radius], [x, y - radius]),
    curve([x + h, y - radius], [x + radius, y - h], [x + radius, y]),
    'h',
  ].join(' ');
}

function strokeOperators({colour, width, dashes = [], round = false}: Stroke): string {
  return `${colourOf(colour)} RG ${number(width)} w 1 j ${round ? 1 : 0} J [${dashes.map(number).join(' ')}] 0 d`;
}

const fillOperators = ({colour, opacity = 1}: Fill): string => `${colourOf(colour)} rg /${opacityName(opacity)} gs`;

/** Red, green and blue from 0 to 1. */
const colourOf = (colour: string): string => [1, 3, 5].map((at) => number(Number.parseInt(colour.slice(at, at + 2), 16) / 255)).join(' ');

const number = (value: number): string => String(Math.round(value * 1000) / 1000 + 0);
