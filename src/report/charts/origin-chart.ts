/**
 * What the training set of each generation is made of: layers from 0 to 1, one column a generation, the line between people and models
 * strong. Layers carry their names where there is room.
 */
import * as Plot from '@observablehq/plot';
import type {SvgElement} from '../document.ts';
import type {Html} from '../html.ts';
import {SMALL_FRAME} from './frame.ts';
import {armColour, generationColour, peopleColour, SERIES_LIMIT} from './palette.ts';
import {acrossAxis, addElement, type ChartContext, drawPlot} from './plot.ts';
import {generationTicks} from './scale.ts';
import {spread} from './spread.ts';

export interface OriginLayer {
  readonly name: string;
  readonly people: boolean;
  /** Of a population's model, its place among them. */
  readonly model?: number;
  /** The first generation that is in it. Undefined for people. */
  readonly generation?: number;
  /** (G,) */
  readonly shares: readonly number[];
}

export interface OriginLayers {
  /** (G,) ascending: those that have a training set. */
  readonly generations: readonly number[];
  readonly layers: readonly OriginLayer[];
  readonly models: readonly string[];
}

interface Band {
  readonly layer: OriginLayer;
  /** (C,) of the columns drawn. */
  readonly low: readonly number[];
  readonly high: readonly number[];
}

interface Corner {
  readonly x: number;
  readonly low: number;
  readonly high: number;
}

interface Column {
  readonly from: number;
  readonly to: number;
}

interface Look {
  readonly fill: string;
  readonly opacity: number;
}

const MOST_COLUMNS = 60;
const LETTER = 6.6;
const LINE = 13;
const TICKS = [0, 0.25, 0.5, 0.75, 1];
const MOST_LAYERS = 24;
const GROUPS = 12;

/** How many neighbouring generations are drawn as one layer. */
export const groupSize = (generations: number): number => (generations > MOST_LAYERS ? Math.ceil(generations / GROUPS) : 1);

/** Colours of models that are told apart: those of the arms that are furthest from the colours of people. */
export const modelSeries = (model: number): number => [1, 2, 3, 5, 7][model] % SERIES_LIMIT;

/** The look of a layer is the same in every arm: the i-th of `generations` groups, pale to strong. */
export function lookOf(layer: OriginLayer, {people, generations}: {people: readonly string[]; generations: number}): Look {
  if (layer.people) return {fill: peopleColour(people.indexOf(layer.name)), opacity: 1};
  const group = groupSize(generations);
  const groups = Math.max(1, Math.ceil((generations - 1) / group));
  const at = Math.floor((layer.generation! - 1) / group);
  if (layer.model === undefined) return {fill: generationColour(at, groups), opacity: 1};
  return {fill: armColour(modelSeries(layer.model)), opacity: groups < 2 ? 1 : 0.35 + (0.65 * at) / (groups - 1)};
}

interface OriginOptions extends ChartContext {
  readonly people: readonly string[];
  readonly generations: number;
}

export function originChart(layers: OriginLayers, options: OriginOptions): Html {
  const {generations, document, label} = options;
  const shown = spread(
    layers.generations.map((_, i) => i),
    MOST_COLUMNS,
  );
  const columns = columnsOf(shown.map((i) => layers.generations[i]));
  const bands = stacked(layers.layers, shown);
  const domain = [0.5, generations + 0.5] as const;
  return drawPlot(
    {
      document,
      label,
      frame: SMALL_FRAME,
      x: {type: 'linear', domain: [...domain]},
      y: {type: 'linear', domain: [0, 1]},
      marks: [
        Plot.gridY(TICKS, {stroke: 'var(--grid)', strokeOpacity: 1}),
        Plot.axisY([0, 0.5, 1], {tickSize: 0, tickPadding: 8, label: null, text: (tick: number) => String(tick)}),
        acrossAxis(generationTicks(1, generations, SMALL_FRAME.generationTicks), undefined),
        ...bands.flatMap((band) => bandMarks(band, columns, lookOf(band.layer, options))),
        ...borders(bands, columns),
      ],
    },
    (svg) => addNames(svg, bands, columns, {domain, names: nameOf(layers)}),
  );
}

/** Columns that touch: each generation reaches half way to its neighbours. */
function columnsOf(generations: readonly number[]): Column[] {
  return generations.map((generation, i) => ({
    from: i === 0 ? generation - 0.5 : (generations[i - 1] + generation) / 2,
    to: i === generations.length - 1 ? generation + 0.5 : (generation + generations[i + 1]) / 2,
  }));
}

function stacked(layers: readonly OriginLayer[], shown: readonly number[]): Band[] {
  let low = shown.map(() => 0);
  return layers.map((layer) => {
    const high = low.map((start, c) => Math.min(1, start + layer.shares[shown[c]]));
    const band = {layer, low, high};
    low = high;
    return band;
  });
}

function bandMarks({low, high}: Band, columns: readonly Column[], {fill, opacity}: Look): Plot.Markish[] {
  const corners = columns.flatMap(({from, to}, c): Corner[] => [
    {x: from, low: low[c], high: high[c]},
    {x: to, low: low[c], high: high[c]},
  ]);
  return [
    Plot.areaY(corners, {x: 'x', y1: 'low', y2: 'high', fill, fillOpacity: opacity}),
    Plot.lineY(corners, {
      x: 'x',
      y: (corner: Corner) => (corner.high - corner.low > 0 ? corner.high : Number.NaN),
      stroke: 'var(--page)',
      strokeWidth: 0.75,
    }),
  ];
}

/** The strong line above people, where models stand on them; and a thinner one between two models. */
function borders(bands: readonly Band[], columns: readonly Column[]): Plot.Markish[] {
  return bands.flatMap((band, i) => {
    const next = bands[i + 1];
    if (next === undefined || (band.layer.people === next.layer.people && band.layer.model === next.layer.model)) return [];
    const corners = columns.flatMap(({from, to}, c) => [from, to].map((x) => ({x, y: band.high[c]})));
    return [Plot.lineY(corners, {x: 'x', y: 'y', stroke: 'var(--ink)', strokeWidth: band.layer.people ? 2 : 1})];
  });
}

/** What stands in a layer: people by name, a lone model's generations by number, the models of a population by theirs. */
function nameOf(layers: OriginLayers): (layer: OriginLayer) => string {
  return (layer) => {
    if (layer.people) return layer.name.replace(/^fresh from /, '');
    if (layer.model !== undefined) return layers.models[layer.model];
    return layer.name.replace('generation ', '');
  };
}

function addNames(
  svg: SvgElement,
  bands: readonly Band[],
  columns: readonly Column[],
  {domain, names}: {domain: readonly [number, number]; names: (layer: OriginLayer) => string},
): void {
  const {width, height, left, right, top, bottom} = SMALL_FRAME;
  const across = (x: number) => left + ((x - domain[0]) / (domain[1] - domain[0])) * (width - left - right);
  const down = (y: number) => height - bottom - y * (height - bottom - top);
  for (const band of blocksOf(bands)) {
    const name = names(band.layer);
    const place = roomFor(band, columns, {room: name.length * LETTER + 4, across, down});
    if (place === undefined) continue;
    const halo = {'paint-order': 'stroke', stroke: 'var(--page)', 'stroke-width': 3, 'stroke-linejoin': 'round', 'stroke-opacity': 0.85};
    addElement(svg, 'text', {...place, dy: '0.34em', fill: 'var(--ink)', 'font-weight': 600, 'font-size': 11.5, ...halo}, name);
  }
}

/** The generations of one model of a population are named once, together. */
function blocksOf(bands: readonly Band[]): Band[] {
  const blocks: Band[] = [];
  for (const band of bands) {
    const last = blocks[blocks.length - 1];
    if (band.layer.model !== undefined && last?.layer.model === band.layer.model) blocks[blocks.length - 1] = {...last, high: band.high};
    else blocks.push(band);
  }
  return blocks;
}

/** The middle of the tallest free place of a width inside a band; undefined where none is tall enough. */
function roomFor(
  {low, high}: Band,
  columns: readonly Column[],
  {room, across, down}: {room: number; across: (x: number) => number; down: (y: number) => number},
): {x: number; y: number} | undefined {
  let best: {x: number; y: number; tall: number} | undefined;
  for (let i = 0; i < columns.length; i++) {
    let [from, to] = [0, 1];
    for (let j = i; j < columns.length; j++) {
      [from, to] = [Math.max(from, low[j]), Math.min(to, high[j])];
      const tall = down(from) - down(to);
      if (tall < LINE) break;
      if (across(columns[j].to) - across(columns[i].from) < room) continue;
      if (best === undefined || tall > best.tall + 1)
        best = {x: (across(columns[i].from) + across(columns[j].to)) / 2, y: (down(from) + down(to)) / 2, tall};
      break;
    }
  }
  return best && {x: Math.round(best.x * 10) / 10, y: Math.round(best.y * 10) / 10};
}
