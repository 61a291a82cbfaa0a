/**
 * From what a figure shows to where it stands on its page: a grid of panels with one scale, axes at the outer ones, the legend beneath.
 * Widths are those of journals: one column 85 mm, two 178 mm. Letters are never below 6.5 points.
 */
import {generationTicks} from '../charts/scale.ts';
import {type Axes, axisMarks, tickRoom} from './axes.ts';
import type {FigureContent} from './content.ts';
import type {FigureDrawing, Mark} from './drawing.ts';
import {type FigureFont, widthOf} from './font.ts';
import {legendOf} from './legend.ts';
import {INK, SOFT} from './looks.ts';
import {panelMarks} from './panel.ts';

export interface LayoutOptions {
  readonly columns: 1 | 2;
  /** Written above everything. */
  readonly heading?: string;
  readonly font: FigureFont;
}

const POINTS_PER_MM = 72 / 25.4;

/** In millimetres. */
export const COLUMN_WIDTHS = {1: 85, 2: 178} as const;

export const TEXT = {heading: 9, label: 8, panel: 7.5, legend: 7.5, tick: 7} as const;
const EDGE = 2;
const GUTTER = 9;
const PANEL_TITLE = 11;
const X_TICKS = 12;
const X_LABEL = 11;
const LINE = 1.25;

interface Grid {
  readonly perRow: number;
  readonly left: number;
  readonly top: number;
  readonly panelWidth: number;
  readonly panelHeight: number;
  readonly titles: number;
}

export function figureDrawing(content: FigureContent, {columns, heading, font}: LayoutOptions): FigureDrawing {
  const width = COLUMN_WIDTHS[columns] * POINTS_PER_MM;
  const inner = width - 2 * EDGE;
  const {panels, scale, generations, title, unit} = content;
  const head = [
    ...textLines(heading ?? '', {room: inner, size: TEXT.heading, font}).map((text) => ({text, size: TEXT.heading, colour: INK})),
    ...textLines(unit === '' ? title : `${title} (${unit})`, {room: inner, size: TEXT.label, font}).map((text) => ({
      text,
      size: TEXT.label,
      colour: SOFT,
    })),
  ];
  const headHeight = head.reduce((sum, {size}) => sum + LINE * size, 0) + 4;
  const grid = gridOf(content, {columns, width, top: EDGE + headHeight, font});
  const rows = Math.ceil(panels.length / grid.perRow);
  const ticks = generationTicks(generations[0], generations[1], Math.max(2, Math.floor(grid.panelWidth / 34)));
  const marks: Mark[] = [];
  let y = EDGE;
  for (const {text, size, colour} of head) {
    y += LINE * size;
    marks.push({kind: 'text', at: [EDGE, y - 0.3 * size], text, size, anchor: 'start', colour});
  }
  let bottom = 0;
  panels.forEach((panel, i) => {
    const [row, column] = [Math.floor(i / grid.perRow), i % grid.perRow];
    const lowest = i + grid.perRow >= panels.length;
    const box = boxAt(grid, row, column);
    const axes: Axes = {box, scale, generations, ticks, withValues: column === 0, withGenerations: lowest};
    if (panel.title !== '') marks.push(panelTitle(panel.title, {box, font}));
    marks.push(...axisMarks(axes, font), ...panelMarks(panel, axes, grid.perRow));
    bottom = Math.max(bottom, box.bottom);
  });
  const middle = (grid.left + width - EDGE) / 2;
  const label = bottom + X_TICKS + X_LABEL - 3;
  marks.push({kind: 'text', at: [middle, label], text: 'generation', size: TEXT.label, anchor: 'middle', colour: SOFT});
  const legend = legendOf(content, {left: EDGE, top: label + 6, room: inner, size: TEXT.legend, font});
  marks.push(...legend.marks);
  return {width, height: rows === 0 ? label : legend.bottom + EDGE, marks};
}

interface GridRequest {
  readonly columns: 1 | 2;
  readonly width: number;
  readonly top: number;
  readonly font: FigureFont;
}

function gridOf({panels, scale, generations}: FigureContent, {columns, width, top, font}: GridRequest): Grid {
  const perRow = perRowOf(panels.length, columns);
  const left = EDGE + tickRoom(scale, font);
  const last = widthOf(String(generations[1]), TEXT.tick, font) / 2;
  const panelWidth = (width - EDGE - last - left - (perRow - 1) * GUTTER) / perRow;
  const tall = panels.length > 1 ? 0.78 : columns === 1 ? 0.66 : 0.42;
  const titles = panels.some(({title}) => title !== '') ? PANEL_TITLE : 0;
  return {perRow, left, top, panelWidth, panelHeight: tall * panelWidth, titles};
}

const MANY = 16;

/** As even rows as there may be: up to two panels side by side in one column (three where they are many), up to four (five) in two. */
function perRowOf(panels: number, columns: 1 | 2): number {
  const most = (columns === 1 ? 2 : 4) + (panels > MANY ? 1 : 0);
  if (panels <= most) return panels;
  const rows = Math.ceil(panels / most);
  return Math.ceil(panels / rows);
}

function boxAt({left, top, panelWidth, panelHeight, titles}: Grid, row: number, column: number) {
  const x = left + column * (panelWidth + GUTTER);
  const y = top + titles + row * (panelHeight + titles + GUTTER);
  return {left: x, right: x + panelWidth, top: y, bottom: y + panelHeight};
}

function panelTitle(title: string, {box, font}: {box: {left: number; right: number; top: number}; font: FigureFont}): Mark {
  const text = cutTo(title, box.right - box.left, TEXT.panel, font);
  return {kind: 'text', at: [box.left, box.top - 3.5], text, size: TEXT.panel, anchor: 'start', colour: INK};
}

function cutTo(text: string, room: number, size: number, font: FigureFont): string {
  if (widthOf(text, size, font) <= room) return text;
  const letters = [...text];
  while (letters.length > 1 && widthOf(`${letters.join('')}\u2026`, size, font) > room) letters.pop();
  return `${letters.join('').trimEnd()}\u2026`;
}

interface TextRoom {
  readonly room: number;
  readonly size: number;
  readonly font: FigureFont;
}

/** Whole words in lines of a width; none of an empty text. */
function textLines(text: string, {room, size, font}: TextRoom): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ').filter((part) => part !== '')) {
    const longer = lines.length === 0 ? word : `${lines[lines.length - 1]} ${word}`;
    if (lines.length > 0 && widthOf(longer, size, font) <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
