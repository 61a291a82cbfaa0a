/** From a run directory to the file of a figure. */
import {extname} from 'node:path';
import {ConfigError} from '../../core/error.ts';
import type {FigureAbout} from '../../report/figure/about.ts';
import {type FigureChoice, type FigureContent, figureContent, lineagesText} from '../../report/figure/content.ts';
import type {FigureDrawing} from '../../report/figure/drawing.ts';
import type {FigureFont} from '../../report/figure/font.ts';
import {COLUMN_WIDTHS, figureDrawing} from '../../report/figure/layout.ts';
import {DOTS_PER_INCH, withAbout} from '../../report/figure/png.ts';
import {svgOf} from '../../report/figure/svg.ts';
import {reportInputOf} from '../../report/pages/run/gather.ts';
import {type StandingRun, summaryOf} from '../run/standing-run.ts';
import {version} from '../version.ts';
import {chosenOf, type Wanted} from './chosen.ts';
import {figureFont} from './font.ts';

export const FIGURE_FORMATS = ['svg', 'pdf', 'png'] as const;
export type FigureFormat = (typeof FIGURE_FORMATS)[number];

export interface FigureRequest extends Wanted, Pick<FigureChoice, 'generations' | 'summary'> {
  readonly columns: 1 | 2;
  readonly title: boolean;
  readonly format: FigureFormat;
  /** How it was asked for: it is written into the figure. */
  readonly command: string;
}

export interface MadeFigure {
  readonly bytes: Uint8Array;
  readonly about: FigureAbout;
  /** In millimetres. */
  readonly size: readonly [number, number];
  /** Letters that the figure's font does not have. */
  readonly lacking: string;
}

/** By the end of its name. Throws ConfigError. */
export function formatOf(path: string): FigureFormat {
  const ending = extname(path).slice(1).toLowerCase();
  const found = FIGURE_FORMATS.find((format) => format === ending);
  if (found !== undefined) return found;
  throw new ConfigError(`a figure is .svg, .pdf or .png, got ${ending === '' ? 'a name without an ending' : `.${ending}`}`, {
    where: path,
    next: 'SVG and PDF are drawn in lines, and are best for papers',
  });
}

/** Throws ConfigError where the run has no such measure, band or arm; DataError where there is nothing to draw. */
export async function makeFigure(run: StandingRun, request: FigureRequest): Promise<MadeFigure> {
  const {loaded, directory} = run;
  const {experiment, arms} = loaded;
  const summary = summaryOf(run);
  const input = reportInputOf({
    ...{experiment, arms, yaml: loaded.yaml(), summary, command: request.command, versions: {}},
    ...{pictured: [], notes: [], timed: []},
  });
  const {measure, bands, arms: named} = chosenOf(input, request, directory);
  const {generations, summary: statistic} = request;
  const beyond = generations?.find((generation) => generation > experiment.generations);
  if (beyond !== undefined)
    throw new ConfigError(`there is no generation ${beyond}: the run has 1 to ${experiment.generations}`, {
      where: directory,
      next: 'ask for others',
    });
  const content = figureContent(input, {measure, bands, arms: named, generations, summary: statistic});
  const font = figureFont();
  const about = aboutOf(content, run, request);
  const drawing = figureDrawing(content, {columns: request.columns, font, ...(request.title && {heading: experiment.title})});
  const {width, height} = drawing;
  return {
    bytes: await bytesOf(drawing, about, {font, request}),
    about,
    size: [COLUMN_WIDTHS[request.columns], Math.round((height / width) * COLUMN_WIDTHS[request.columns])],
    lacking: lackingIn(drawing, font),
  };
}

function aboutOf(content: FigureContent, {hash, loaded, missing}: StandingRun, {command}: FigureRequest): FigureAbout {
  const {title, interval, lineages, caption} = content;
  const unfinished = missing === undefined ? '' : ` Of a run that is not finished (${missing}).`;
  return {
    title: `${loaded.experiment.title}: ${title}`,
    caption: `${caption}${unfinished}`,
    command,
    program: `genloss ${version()}`,
    run: hash,
    lineages: lineagesText(lineages),
    interval,
  };
}

interface Making {
  readonly font: FigureFont;
  readonly request: FigureRequest;
}

async function bytesOf(drawing: FigureDrawing, about: FigureAbout, {font, request: {format, columns}}: Making): Promise<Uint8Array> {
  if (format === 'pdf') return (await import('../../report/figure/pdf.ts')).pdfOf(drawing, about, font);
  const svg = svgOf(drawing, about, font);
  if (format === 'svg') return new TextEncoder().encode(svg);
  const {pixelsOf} = await import('./pixels.ts');
  return withAbout(await pixelsOf(svg, Math.round((COLUMN_WIDTHS[columns] / 25.4) * DOTS_PER_INCH), font), about);
}

function lackingIn({marks}: FigureDrawing, font: FigureFont): string {
  const letters = new Set(marks.flatMap((mark) => (mark.kind === 'text' ? [...mark.text] : [])));
  return [...letters].filter((letter) => font.glyphOf(letter.codePointAt(0)!) === 0).join('');
}
