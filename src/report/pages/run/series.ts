/**
 * From a summary to what is drawn: lines of points with their gaps, and the panels that they stand in.
 *
 * As many arms as there are signs share one panel, each with a sign of its own. More arms of a matrix (`replace dimension=1 size=10`) become
 * small multiples: the base arm is the series, its cell of the matrix names the panel. More series than there are signs: one panel an arm.
 */

import {STOPPED_AT} from '../../../lab/measure/stopped-at.ts';
import type {ChartLine, ChartPoint} from '../../charts/line-chart.ts';
import {SERIES_LIMIT} from '../../charts/palette.ts';
import {spread} from '../../charts/spread.ts';
import type {SvgDocument} from '../../document.ts';
import type {ReportArm, ReportCurve, ReportInput, ReportMeasure, Statistic, SummaryRow} from './input.ts';
import {isOfPeople, type People, peopleOf} from './people.ts';
import {intervalIn, statisticOf, valueIn} from './statistic.ts';

/** Ends of its intervals lie within what the measure can be. */
export interface ArmLine extends ChartLine {
  readonly arm: string;
  readonly statistic: Statistic;
  readonly missing: readonly number[];
  readonly theory: readonly ReportCurve[];
}

export interface Panel {
  readonly title: string;
  readonly lines: readonly ArmLine[];
  readonly people?: readonly People[];
}

interface ArmPlace {
  readonly arm: string;
  readonly series: number;
  readonly label: string;
  readonly facet: string;
}

export interface Layout {
  readonly places: readonly ArmPlace[];
  readonly series: readonly string[];
  readonly facets: readonly string[];
}

/** What a section is drawn of, and what with. */
export interface Subject {
  readonly input: ReportInput;
  readonly layout: Layout;
  readonly document: SvgDocument;
}

/** More cannot be seen. */
const MOST_POINTS = 400;

export function layoutArms(arms: readonly Pick<ReportArm, 'name' | 'base'>[]): Layout {
  const names = arms.map(({name}) => name);
  const distinct = new Set(names).size === names.length;
  if (distinct && names.length <= SERIES_LIMIT) return placed(names.map((arm, series) => ({arm, series, label: arm, facet: ''})));
  const split = arms.map(splitName);
  const prefixes = [...new Set(split.map(([prefix]) => prefix))];
  if (prefixes.length > SERIES_LIMIT || !distinct) return placed(names.map((arm) => ({arm, series: 0, label: arm, facet: arm})));
  return placed(names.map((arm, i) => ({arm, series: prefixes.indexOf(split[i][0]), label: split[i][0], facet: split[i][1]})));
}

/** The base arm and its cell of the matrix; where the base is not told, what stands before and behind the first space. */
function splitName({name, base}: Pick<ReportArm, 'name' | 'base'>): [string, string] {
  const at = base === undefined ? name.indexOf(' ') : base.length;
  return at < 0 ? [name, ''] : [name.slice(0, at), name.slice(at + 1).trim()];
}

function placed(places: ArmPlace[]): Layout {
  const series: string[] = [];
  for (const place of places) series[place.series] ??= place.facet === place.arm ? 'every arm' : place.label;
  return {places, series, facets: [...new Set(places.map((p) => p.facet))]};
}

export function bandKey(measure: string, band?: string): string {
  return band === undefined ? measure : `${measure}[${band}]`;
}

/** Every line of one measure (or of one band of it), in the order of the arms. Arms without any value have no line. */
export function armLinesOf(input: ReportInput, layout: Layout, key: string, statistic: Statistic = statisticOf(input, key)): ArmLine[] {
  const most = lastDrawn(input, key, statistic);
  const inside = ({generation}: {readonly generation: number}) => generation <= most;
  const all = expectedGenerations(input, key);
  const expected = all.filter((generation) => generation <= most);
  return layout.places.flatMap((place): ArmLine[] => {
    const rows = (input.summary.arms[place.arm]?.[key] ?? []).filter((row) => !isOfPeople(row) && Number.isFinite(valueIn(row, statistic)));
    const byGeneration = new Map(rows.map((row) => [row.generation, row]));
    if (byGeneration.size === 0) return [];
    const end = endOf(input, place.arm)?.last ?? Number.POSITIVE_INFINITY;
    const missing = all.filter((generation) => generation <= end && !byGeneration.has(generation));
    const theory = (input.theory?.[place.arm]?.[key] ?? [])
      .filter((curve) => isDrawn(curve, statistic))
      .map((curve) => ({...curve, points: curve.points.filter(inside)}));
    const withMean = statistic !== 'mean' && theory.some((curve) => curve.statistic === 'mean');
    const points = expected.map((generation) => linePoint(generation, byGeneration.get(generation), {key, statistic, withMean}));
    const curves = theory.map((curve) => ({points: curve.points, dotted: isDotted(curve, statistic)}));
    return [{...place, statistic, points: spread(points, MOST_POINTS), missing, theory, curves}];
  });
}

/** Where a stop ends every arm: the last generation with a value of any, beyond which a picture would be empty. No end otherwise. */
function lastDrawn({arms, summary}: ReportInput, key: string, statistic: Statistic): number {
  if (!arms.every(({stops}) => stops === true)) return Number.POSITIVE_INFINITY;
  const rows = arms.flatMap(({name}) => summary.arms[name]?.[key] ?? []);
  return rows.reduce((most, row) => (Number.isFinite(valueIn(row, statistic)) ? Math.max(most, row.generation) : most), 1);
}

/** A curve of the statistic that is drawn, or of the arithmetic mean beside a geometric one. */
const isDrawn = (curve: ReportCurve, statistic: Statistic): boolean =>
  curve.statistic === statistic || (curve.statistic === 'mean' && statistic === 'geometricMean');

/** The mean beside another statistic. */
export const isDotted = (curve: ReportCurve, statistic: Statistic): boolean => curve.statistic === 'mean' && statistic !== 'mean';

/**
 * Where an arm that may be stopped ends: the last generation of which anything was measured, and how many lineages there were at the
 * first and at that one. Undefined for the others.
 */
export function endOf(input: ReportInput, arm: string): {last: number; seedsFirst: number; seedsLast: number} | undefined {
  if (!input.arms.some(({name, stops}) => name === arm && stops === true)) return undefined;
  const measured = Object.entries(input.summary.arms[arm] ?? {}).filter(([key]) => key !== STOPPED_AT);
  const rows = measured.flatMap(([, own]) => own.filter((row) => row.generation > 0 && hasValue(row)));
  const last = rows.reduce((most, row) => Math.max(most, row.generation), 0);
  const seedsAt = (generation: number) => rows.reduce((most, row) => (row.generation === generation ? Math.max(most, row.n) : most), 0);
  return {last, seedsFirst: seedsAt(1), seedsLast: seedsAt(last)};
}

/** Arms that never have a value where others do. */
export function silentArms(input: ReportInput, key: string): string[] {
  return input.arms.map((arm) => arm.name).filter((arm) => !(input.summary.arms[arm]?.[key] ?? []).some(hasValue));
}

/** One panel a facet, those without lines left out. */
export function panelsOf(layout: Layout, lines: readonly ArmLine[]): Panel[] {
  const facet = new Map(layout.places.map((place) => [place.arm, place.facet]));
  return layout.facets
    .map((title) => ({title, lines: lines.filter((line) => facet.get(line.arm) === title)}))
    .filter((panel) => panel.lines.length > 0);
}

/** Panels with what people read of `key` in each. */
export function withPeople(input: ReportInput, key: string, panels: readonly Panel[]): Panel[] {
  return panels.map((panel) => ({
    ...panel,
    people: peopleOf(
      input,
      panel.lines.map(({arm}) => arm),
      key,
    ),
  }));
}

/** The keys of a measure in the summary: the plain one where it has rows, then its bands. */
export function keysOf(input: ReportInput, measure: ReportMeasure): {key: string; band?: string}[] {
  const all: {key: string; band?: string}[] = [
    {key: measure.name},
    ...(measure.bands ?? []).map((band) => ({key: bandKey(measure.name, band), band})),
  ];
  return all.filter(({key}) => input.arms.some((arm) => (input.summary.arms[arm.name]?.[key] ?? []).length > 0));
}

export const hasValue = (row: SummaryRow): boolean => row.n > 0;

/**
 * The generations at which a value should stand: those of any arm of this measure, and those of the other measures too
 * unless this one is sparse on purpose (fewer than half of them).
 */
function expectedGenerations(input: ReportInput, key: string): number[] {
  const own = new Set<number>();
  const all = new Set<number>();
  for (const {name} of input.arms) {
    for (const [measure, rows] of Object.entries(input.summary.arms[name] ?? {})) {
      for (const row of rows) {
        if (row.generation > 0) all.add(row.generation);
        if (measure === key && !isOfPeople(row)) own.add(row.generation);
      }
    }
  }
  const expected = own.size * 2 > all.size ? new Set([...own, ...all]) : own;
  return [...expected].sort((a, b) => a - b);
}

function linePoint(
  generation: number,
  row: SummaryRow | undefined,
  {key, statistic, withMean}: {key: string; statistic: Statistic; withMean: boolean},
): ChartPoint {
  const [low, high] = row === undefined ? [Number.NaN, Number.NaN] : intervalIn(row, statistic, key);
  const value = row === undefined ? Number.NaN : valueIn(row, statistic);
  return {generation, value, low, high, ...(withMean && {mean: row?.mean ?? Number.NaN})};
}
