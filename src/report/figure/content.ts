/**
 * What a figure of one measure shows, as data: lines in panels, what theory and people say beside them, and how all of it is to be read.
 * It is what the report draws of the same measure, of the arms, bands and generations that are asked for.
 */
import {DataError} from '../../core/error.ts';
import {medianRank} from '../../core/stats/index.ts';
import {counted, percent} from '../../core/text/numbers.ts';
import {STOPPED_AT} from '../../lab/measure/stopped-at.ts';
import {lineScale} from '../charts/line-chart.ts';
import {SERIES_LIMIT} from '../charts/palette.ts';
import {extent, type ValueScale} from '../charts/scale.ts';
import type {ReportInput, ReportMeasure, Statistic, SummaryRow} from '../pages/run/input.ts';
import {isOfPeople, type People, peopleNote} from '../pages/run/people.ts';
import {armLinesOf, bandKey, isDotted, keysOf, type Layout, layoutArms, type Panel, panelsOf, withPeople} from '../pages/run/series.ts';
import {STATISTIC_NAMES, statisticOf} from '../pages/run/statistic.ts';
import {listed} from '../words.ts';
import {MOST_LOOKS} from './looks.ts';

/** Names that the run has. */
export interface FigureChoice {
  readonly measure: string;
  /** Empty: the measure as a whole, or all its bands where it has no whole. */
  readonly bands: readonly string[];
  /** All unless given. */
  readonly arms?: readonly string[];
  readonly generations?: readonly [number, number];
  /** What the report draws unless given. */
  readonly summary?: 'mean' | 'median';
}

export interface FigureContent {
  readonly title: string;
  readonly unit: string;
  readonly panels: readonly Panel[];
  /** Names of the lines, by their series. */
  readonly series: readonly string[];
  readonly statistic: Statistic;
  readonly scale: ValueScale;
  readonly generations: readonly [number, number];
  /** What the line and the band are. */
  readonly interval: string;
  /** Fewest and most over what is drawn. */
  readonly lineages: readonly [number, number];
  /** Ready to stand below the figure. */
  readonly caption: string;
}

const MOST_PANELS = 30;

/** Throws DataError where there is nothing to draw, or more than can be seen. */
export function figureContent(whole: ReportInput, choice: FigureChoice): FigureContent {
  if (choice.measure === STOPPED_AT)
    throw new DataError(`${STOPPED_AT} is one number a lineage, of which there is no line over generations`, {
      next: 'the table of the run has it by arm, with its interval; draw what the stop asks for, such as support',
    });
  const input = narrowed(whole, choice);
  const measure = input.measures.find(({name}) => name === choice.measure)!;
  const keys = drawnKeys(input, measure, choice.bands);
  const layout = layoutOf(input, choice.arms !== undefined);
  const panels = keys.flatMap(({key, band}) => {
    const lines = armLinesOf(input, layout, key, choice.summary ?? statisticOf(input, key));
    const own = withPeople(input, key, panelsOf(layout, lines));
    return keys.length === 1 ? own : own.map((panel) => ({...panel, title: [band, panel.title].filter(Boolean).join(', ')}));
  });
  const lines = panels.flatMap((panel) => panel.lines);
  if (lines.length === 0) throw nothing(measure, choice);
  if (panels.length > MOST_PANELS)
    throw new DataError(`${measure.name} would make ${panels.length} panels, wanted at most ${MOST_PANELS}`, {
      next: 'say which arms and bands with --arms and --band',
    });
  const people = panels.flatMap((panel) => panel.people ?? []);
  const {statistic} = lines[0];
  const lineages = extent(rowsOf(input, keys).map(({n, nLost = 0}) => n + nLost));
  const interval = intervalOf(statistic, measure, lineages[0]);
  const one = keys.length === 1 ? keys[0].band : undefined;
  const title = one === undefined ? measure.title : `${measure.title}, ${one}`;
  const about = {title, unit: measure.unit, statistic, interval, lineages};
  return {
    ...about,
    panels,
    series: layout.series,
    scale: lineScale(lines, people),
    generations: extent(lines.flatMap((line) => line.points.map(({generation}) => generation))),
    caption: captionOf(about, panels, {people, counted: measure.counted}),
  };
}

/** The arms and generations that are asked for, and nothing of the others. */
function narrowed(
  input: ReportInput,
  {arms: wanted, generations: [first, last] = [0, Number.POSITIVE_INFINITY]}: FigureChoice,
): ReportInput {
  const arms = wanted === undefined ? input.arms : input.arms.filter(({name}) => wanted.includes(name));
  const inside = (point: {readonly generation: number}) => point.generation >= first && point.generation <= last;
  const within = (rows: readonly SummaryRow[]) => rows.filter((row) => isOfPeople(row) || inside(row));
  const each = <V, W>(record: Readonly<Record<string, V>>, of: (value: V) => W) =>
    Object.fromEntries(Object.entries(record).map(([key, value]) => [key, of(value)]));
  const own = Object.fromEntries(arms.map(({name}) => [name, input.summary.arms[name] ?? {}]));
  const theory = each(input.theory ?? {}, (curves) =>
    each(curves, (list) => list.map((curve) => ({...curve, points: curve.points.filter(inside)}))),
  );
  return {...input, arms, theory, summary: {...input.summary, arms: each(own, (measures) => each(measures, within))}};
}

/** One panel as long as its lines can be told apart and are no cells of a matrix, or were named; else as the report has it. */
function layoutOf({arms}: ReportInput, named: boolean): Layout {
  const cells = arms.some(({name}) => name.includes('='));
  const most = cells ? (named ? SERIES_LIMIT : 1) : MOST_LOOKS;
  if (arms.length > most) return layoutArms(arms);
  const names = arms.map(({name}) => name);
  return {places: names.map((arm, series) => ({arm, series, label: arm, facet: ''})), series: names, facets: ['']};
}

function drawnKeys(input: ReportInput, measure: ReportMeasure, bands: readonly string[]): {key: string; band?: string}[] {
  if (bands.length > 0) return bands.map((band) => ({key: bandKey(measure.name, band), band}));
  const all = keysOf(input, measure);
  const plain = all.filter(({band}) => band === undefined);
  if (plain.length > 0) return plain;
  const parts = all.filter(({band}) => measure.models?.includes(band!) !== true);
  return parts.length > 0 ? parts : all;
}

const rowsOf = (input: ReportInput, keys: readonly {key: string}[]): SummaryRow[] =>
  input.arms.flatMap(({name}) => keys.flatMap(({key}) => (input.summary.arms[name]?.[key] ?? []).filter(({generation}) => generation > 0)));

function nothing({name}: ReportMeasure, {summary, bands}: FigureChoice): DataError {
  const what = [name, ...bands].join(' ');
  const other = summary === undefined ? undefined : `try --summary ${summary === 'mean' ? 'median' : 'mean'}, or leave it out`;
  return new DataError(`there is nothing to draw of ${what}: no arm has a ${summary ?? 'value'} of it at these generations`, {
    next: other ?? 'ask for other arms, bands or generations',
  });
}

function intervalOf(statistic: Statistic, {scale}: ReportMeasure, lineages: number): string {
  if (lineages < 2) return 'none: one lineage';
  if (statistic === 'meanSquare') return 'none';
  if (statistic === 'mean')
    return scale === 'mass'
      ? "95% interval of the logarithm of the mean mass, by a jackknife over lineages and Student's t"
      : "95% interval of the mean, by Student's t";
  if (statistic === 'geometricMean') return "95% interval of the geometric mean, by Student's t of the logarithms";
  const rank = medianRank(lineages);
  return rank === undefined ? 'none: fewer than six lineages' : `${percent(rank.level)} interval of the median, between order statistics`;
}

type About = Pick<FigureContent, 'title' | 'unit' | 'statistic' | 'interval' | 'lineages'>;

function captionOf(
  about: About,
  panels: readonly Panel[],
  {people, counted: of = 'records'}: {people: readonly People[]; counted?: string},
): string {
  const {title, unit, statistic, interval, lineages} = about;
  const lines = panels.flatMap((panel) => panel.lines);
  const curves = new Map(lines.flatMap(({theory}) => theory).map((curve) => [`${curve.statistic} ${curve.label}`, curve]));
  const theory = [...curves.values()].map((curve) => {
    const look = isDotted(curve, statistic) ? 'Dotted thin line' : 'Thin line';
    return `${look}: theory of the ${STATISTIC_NAMES[curve.statistic]}, ${curve.label}.`;
  });
  const band = interval.startsWith('none') ? 'no interval' : `band: ${interval}`;
  const rings = lines.some(({points}) => points.some(({mean}) => mean !== undefined));
  return [
    `${title}${unit === '' ? '' : ` (${unit})`} over generations.`,
    `Line: ${STATISTIC_NAMES[statistic]} over ${lineagesText(lineages)}; ${band}.`,
    ...(rings ? ['Rings: arithmetic mean.'] : []),
    ...theory,
    ...(people.length > 0 ? [peopleNote(people, of)] : []),
    ...gapsOf(lines),
  ].join(' ');
}

export const lineagesText = ([fewest, most]: readonly [number, number]): string =>
  fewest === most ? counted(most, 'lineage') : `${fewest} to ${counted(most, 'lineage')}`;

const MOST_NAMED = 6;

function gapsOf(lines: readonly {readonly arm: string; readonly missing: readonly number[]}[]): string[] {
  const broken = [...new Set(lines.filter(({missing}) => missing.length > 0).map(({arm}) => arm))];
  if (broken.length === 0) return [];
  const named = broken.length > MOST_NAMED ? [...broken.slice(0, MOST_NAMED), `${broken.length - MOST_NAMED} more arms`] : broken;
  return [`Gaps are generations without a value: ${listed(named)}.`];
}
