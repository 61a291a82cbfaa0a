/**
 * The summary table of a run: an arm a row; first what is kept, each measure over seeds at the first and at the last generation with the
 * interval of the last, then what each arm cost, as totals. And the arms held against one of them.
 *
 *   total = sum over generations and seeds of the cost / seeds
 */

import {log10} from '../../core/math/index.ts';
import {grouped} from '../../core/text/grouped.ts';
import type {Difference, Summary, SummaryPoint} from '../../lab/results/summary.ts';
import type {LoadedExperiment} from '../../run/experiment.ts';
import {isBorneOut, seedsNote} from '../report/comparison-section.ts';
import type {ReportTable, Statistic} from '../report/input.ts';
import {intervalIn, STATISTIC_NAMES, statisticOf, valueIn} from '../report/statistic.ts';
import {listed} from '../report/words.ts';

const MOST_MEASURES = 5;
const MOST_DECIMALS = 5;

/** Plain names of what an arm costs. */
const COSTS: Readonly<Record<string, string>> = {
  humanRecords: 'human records',
  comparisons: 'comparisons asked',
  discarded: 'thrown away',
};

export function tableOf({experiment, arms}: LoadedExperiment, summary: Summary): ReportTable {
  const measures = keptOf({experiment, arms}, summary);
  const costs = Object.keys(COSTS).filter(
    (name) => experiment.measures.includes(name) && arms.some((arm) => summary.arms[arm.name]?.[name]),
  );
  const drawn = measures.map((measure) => ({measure, statistic: statisticOf({arms, summary}, measure)}));
  const own = (arm: string, measure: string) => (summary.arms[arm]?.[measure] ?? []).filter((p) => p.generation > 0);
  const rows = arms.map(({name}) => [
    name,
    ...drawn.map(({measure, statistic}) => cellOf(own(name, measure), statistic, experiment.generations)),
    ...costs.map((cost) => totalOf(own(name, cost), experiment.seeds)),
  ]);
  const intervals = arms.map(({name}) => [
    null,
    ...drawn.map(({measure, statistic}) => endsOf(own(name, measure), statistic, experiment.generations)),
    ...costs.map(() => null),
  ]);
  const paid = `Costs are totals over all generations${experiment.seeds === 1 ? '' : ', the mean over seeds'}: a human record counts in every generation after the first that is trained on it.`;
  return {
    columns: ['arm', ...measures, ...costs.map((name) => COSTS[name])],
    rows,
    ...(intervals.some((row) => row.some((one) => one !== null)) && {intervals}),
    caption: [...(drawn.length > 0 ? [captionOf(experiment, drawn)] : []), ...(costs.length > 0 ? [paid] : [])].join(' '),
    ...(costs.length > 0 && {costsFrom: 1 + measures.length}),
  };
}

/** What is kept, as far as it has a place in the table. */
function keptOf({experiment, arms}: Pick<LoadedExperiment, 'experiment' | 'arms'>, summary: Summary): string[] {
  const known = experiment.measures.filter((name) => arms.some((arm) => summary.arms[arm.name]?.[name]));
  return known.filter((name) => !(name in COSTS)).slice(0, MOST_MEASURES);
}

function captionOf(experiment: LoadedExperiment['experiment'], drawn: readonly {measure: string; statistic: Statistic}[]): string {
  const {seeds, generations} = experiment;
  const of = (statistic: Statistic) => drawn.filter((one) => one.statistic === statistic).map(({measure}) => measure);
  const used = (['mean', 'geometricMean', 'median'] as const).filter((statistic) => of(statistic).length > 0);
  const named = used.map((statistic) => `${STATISTIC_NAMES[statistic]}${used.length === 1 ? '' : ` of ${listed(of(statistic))}`}`);
  const over = seeds === 1 ? 'One seed' : `Over ${seeds} seeds: ${listed(named)}`;
  const interval = seeds === 1 ? '' : ', below the last its 95% interval';
  return `${over}, at generation 1 and after ${generations} generations of training on the model's own output${interval}.`;
}

function totalOf(points: readonly SummaryPoint[], seeds: number): string | null {
  if (points.length === 0) return null;
  return amount(points.reduce((sum, {mean = 0, n, nLost = 0}) => sum + mean * (n + nLost), 0) / seeds);
}

/** 0, 12, 3.5, 1,234, 56.7k, 8.90M */
function amount(value: number): string {
  if (value >= 1e9) return value.toExponential(2);
  if (value >= 999_500) return `${(value / 1e6).toPrecision(3)}M`;
  if (value >= 9999.5) return `${(value / 1e3).toPrecision(3)}k`;
  if (value >= 99.95) return grouped(Math.round(value));
  return String(Number(value.toPrecision(3)));
}

/** Of the first and the last generation; a dash for one at which lineages are lost, so that an earlier, better one does not stand for it. */
function cellOf(points: readonly SummaryPoint[], statistic: Statistic, generations: number): string | null {
  if (!points.some((p) => Number.isFinite(valueIn(p, statistic)))) return null;
  const at = (generation: number): string => {
    const point = points.find((p) => p.generation === generation);
    const value = point === undefined ? Number.NaN : valueIn(point, statistic);
    return Number.isFinite(value) ? short(value) : '\u2013';
  };
  return generations === 1 ? at(1) : `${at(1)} \u2192 ${at(generations)}`;
}

function endsOf(points: readonly SummaryPoint[], statistic: Statistic, generations: number): string | null {
  const last = points.find((p) => p.generation === generations);
  const [low, high] = last ? intervalIn(last, statistic) : [Number.NaN, Number.NaN];
  return Number.isFinite(low) && Number.isFinite(high) ? `[${short(low)}, ${short(high)}]` : null;
}

/** Arms held against another: differences, or ratios where a measure is averaged on logarithms. Undefined where nothing is compared. */
export function comparisonTableOf(loaded: Pick<LoadedExperiment, 'experiment' | 'arms'>, summary: Summary): ReportTable | undefined {
  const measures = keptOf(loaded, summary);
  const rows = summary.differences.filter(({measure, band}) => band === undefined && measures.includes(measure));
  if (rows.length === 0) return undefined;
  const shown = measures.filter((measure) => rows.some((row) => row.measure === measure));
  const pairs = [...new Map(rows.map((row) => [`${row.arm}\n${row.against}`, row])).values()];
  const one = new Set(pairs.map(({against}) => against)).size === 1;
  const at = (pair: Difference, measure: string) =>
    rows.find((row) => row.arm === pair.arm && row.against === pair.against && row.measure === measure);
  const cells = (of: (row: Difference) => string | null) => (pair: Difference) =>
    shown.map((measure) => at(pair, measure)).map((row) => (row === undefined ? null : of(row)));
  const intervals = pairs.map((pair) => [null, ...cells(reachOf)(pair)]);
  const few = seedsNote(loaded.experiment.seeds);
  const ratios = rows.some(({ratio}) => ratio !== undefined) ? ' \u00d7: ratio, where a measure is averaged on logarithms.' : '';
  return {
    columns: [`against ${one ? pairs[0].against : `${baselineOf(loaded.experiment)} of its cell`}`, ...shown],
    rows: pairs.map((pair) => [pair.arm, ...cells(differenceText)(pair)]),
    ...(intervals.some((row) => row.some((cell) => cell !== null)) && {intervals}),
    caption: `Differences at generation ${rows[0].generation}, paired by seed, with 95% intervals; *: larger than chance makes them (p below .05 after Holm's correction).${ratios}${few === '' ? '' : ` ${few}`}`,
  };
}

const baselineOf = ({baseline, arms}: LoadedExperiment['experiment']): string => baseline ?? Object.keys(arms)[0];

function differenceText(row: Difference): string | null {
  const value = row.ratio ?? row.difference;
  if (value === undefined) return null;
  const text = row.ratio === undefined ? `${value > 0 ? '+' : ''}${short(value)}` : `\u00d7${short(value)}`;
  return `${text}${isBorneOut(row) ? ' *' : ''}`;
}

function reachOf({ratio, ratioLow, ratioHigh, low, high}: Difference): string | null {
  const [from, to] = ratio === undefined ? [low, high] : [ratioLow, ratioHigh];
  return from === undefined || to === undefined ? null : `[${endsText(from, to)}]`;
}

/** To as many decimals as give the interval's width two digits. */
function endsText(from: number, to: number): string {
  const decimals = 1 - Math.floor(log10(to - from));
  if (!(decimals >= 0 && decimals <= MOST_DECIMALS)) return `${short(from)}, ${short(to)}`;
  return `${from.toFixed(decimals)}, ${to.toFixed(decimals)}`;
}

export function short(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-3) return value.toExponential(1);
  if (size >= 1000) return String(Math.round(value));
  return String(Number(value.toPrecision(3)));
}
