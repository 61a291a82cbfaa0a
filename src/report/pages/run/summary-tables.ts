/**
 * The summary table of a run: an arm a row; first what is kept, each measure over seeds at the first and at the last generation with the
 * interval of the last, then what each arm cost, as totals. And the arms held against one of them.
 *
 *   total = sum over generations and seeds of the cost / seeds
 */
import {cellEnds, cellNumber, totalNumber} from '../../../core/text/numbers.ts';
import type {Arm} from '../../../lab/experiment/arm.ts';
import type {Experiment} from '../../../lab/experiment/schema.ts';
import {measureOf} from '../../../lab/measure/catalog.ts';
import {STOPPED_AT} from '../../../lab/measure/stopped-at.ts';
import {listed, lowered} from '../../words.ts';
import {pairsStand, seedsNote} from './compared.ts';
import type {Difference, ReportSummary, ReportTable, Statistic, SummaryRow} from './input.ts';
import {intervalIn, STATISTIC_NAMES, statisticOf, valueIn} from './statistic.ts';

/** An experiment and its arms, as the lab resolves them. */
export interface ResolvedExperiment {
  readonly experiment: Experiment;
  readonly arms: readonly Arm[];
}

const MOST_MEASURES = 5;

/** Plain names of what an arm costs. */
const COSTS: Readonly<Record<string, string>> = {
  humanRecords: 'human records',
  comparisons: 'comparisons asked',
  discarded: 'thrown away',
};

export function tableOf({experiment, arms}: ResolvedExperiment, summary: ReportSummary): ReportTable {
  const measures = keptOf({experiment, arms}, summary);
  const costs = Object.keys(COSTS).filter(
    (name) => experiment.measures.includes(name) && arms.some((arm) => summary.arms[arm.name]?.[name]),
  );
  const drawn = measures.map((measure) => ({measure, statistic: statisticOf({arms, summary}, measure)}));
  const own = (arm: string, measure: string) => (summary.arms[arm]?.[measure] ?? []).filter((p) => p.generation > 0);
  const rows = arms.map(({name}) => [
    name,
    ...drawn.map((one) => cellOf(own(name, one.measure), one, experiment.generations)),
    ...costs.map((cost) => totalOf(own(name, cost), experiment.seeds)),
  ]);
  const intervals = arms.map(({name}) => [
    null,
    ...drawn.map(({measure, statistic}) => endsOf(own(name, measure), {measure, statistic, generation: experiment.generations})),
    ...costs.map(() => null),
  ]);
  const paid = `Costs are totals over all generations${experiment.seeds === 1 ? '' : ', the mean over seeds'}: a human record counts in every generation after the first that is trained on it.`;
  return {
    columns: ['arm', ...measures.map(titleOf), ...costs.map((name) => COSTS[name])],
    codes: [undefined, ...measures, ...costs],
    rows,
    ...(intervals.some((row) => row.some((one) => one !== null)) && {intervals}),
    caption: [...(drawn.length > 0 ? [captionOf(experiment, drawn)] : []), ...(costs.length > 0 ? [paid] : [])].join(' '),
    ...(costs.length > 0 && {costsFrom: 1 + measures.length}),
  };
}

const titleOf = (measure: string): string => measureOf(measure)?.title ?? measure;

/** What is kept, as far as it has a place in the table. */
function keptOf({experiment, arms}: ResolvedExperiment, summary: ReportSummary): string[] {
  const known = experiment.measures.filter((name) => arms.some((arm) => summary.arms[arm.name]?.[name]));
  return known.filter((name) => !(name in COSTS)).slice(0, MOST_MEASURES);
}

interface Drawn {
  readonly measure: string;
  readonly statistic: Statistic;
}

function captionOf(experiment: ResolvedExperiment['experiment'], drawn: readonly Drawn[]): string {
  const {seeds, generations} = experiment;
  const of = (statistic: Statistic) => drawn.filter((one) => one.statistic === statistic).map(({measure}) => lowered(titleOf(measure)));
  const used = (['mean', 'geometricMean', 'median'] as const).filter((statistic) => of(statistic).length > 0);
  const named = used.map((statistic) => `${STATISTIC_NAMES[statistic]}${used.length === 1 ? '' : ` of ${listed(of(statistic))}`}`);
  const over = seeds === 1 ? 'One seed' : `Over ${seeds} seeds: ${listed(named)}`;
  const interval = seeds === 1 ? '' : `, below ${generations === 1 ? 'each value' : 'the last'} its 95% interval`;
  const when =
    generations === 1
      ? 'at generation 1, the only one'
      : `at generation 1, which is trained on human data, and at generation ${generations}`;
  return `${over}, ${when}${interval}.`;
}

function totalOf(points: readonly SummaryRow[], seeds: number): string | null {
  if (points.length === 0) return null;
  return totalNumber(points.reduce((sum, {mean = 0, n, nLost = 0}) => sum + mean * (n + nLost), 0) / seeds);
}

/**
 * Of the first and the last generation, of the stopping time the last alone; a dash for one at which lineages are lost, so that an earlier,
 * better one does not stand for it.
 */
function cellOf(points: readonly SummaryRow[], {measure, statistic}: Drawn, generations: number): string | null {
  if (!points.some((p) => Number.isFinite(valueIn(p, statistic)))) return null;
  const at = (generation: number): string => {
    const point = points.find((p) => p.generation === generation);
    const value = point === undefined ? Number.NaN : valueIn(point, statistic);
    return Number.isFinite(value) ? cellNumber(value) : '\u2013';
  };
  return generations === 1 || measure === STOPPED_AT ? at(generations) : `${at(1)} \u2192 ${at(generations)}`;
}

function endsOf(
  points: readonly SummaryRow[],
  {measure, statistic, generation}: {measure: string; statistic: Statistic; generation: number},
): string | null {
  const last = points.find((p) => p.generation === generation);
  const [low, high] = last ? intervalIn(last, statistic, measure) : [Number.NaN, Number.NaN];
  return Number.isFinite(low) && Number.isFinite(high) ? `[${cellNumber(low)}, ${cellNumber(high)}]` : null;
}

/** Arms held against another: differences, or ratios where a measure is averaged on logarithms. Undefined where nothing is compared. */
export function comparisonTableOf(loaded: ResolvedExperiment, summary: ReportSummary): ReportTable | undefined {
  const measures = keptOf(loaded, summary);
  const rows = (summary.differences ?? []).filter(({measure, band}) => band === undefined && measures.includes(measure));
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
  const alike = rows.some((row) => pairsStand(row) === 'alike') ? ' =: the same in every pair, with no spread to judge by.' : '';
  const medians = shown.filter((measure) => {
    const isTold = rows.some((row) => row.measure === measure && row.difference !== undefined);
    return isTold && statisticOf({arms: loaded.arms, summary}, measure) === 'median';
  });
  const means =
    medians.length === 0
      ? ''
      : ` Differences are of means, of ${listed(medians.map((one) => lowered(titleOf(one))))} too, where the table shows medians.`;
  const ratios = rows.some(({ratio}) => ratio !== undefined) ? ' \u00d7: ratio, where a measure is averaged on logarithms.' : '';
  return {
    columns: [`against ${one ? pairs[0].against : `${baselineOf(loaded.experiment)} of its cell`}`, ...shown.map(titleOf)],
    codes: [undefined, ...shown],
    rows: pairs.map((pair) => [pair.arm, ...cells(differenceText)(pair)]),
    ...(intervals.some((row) => row.some((cell) => cell !== null)) && {intervals}),
    caption: `Differences at generation ${rows[0].generation}, paired by seed, with 95% intervals; *: larger than chance makes them (p below .05 after Holm's correction).${alike}${ratios}${means}${few === '' ? '' : ` ${few}`}`,
  };
}

const baselineOf = ({baseline, arms}: ResolvedExperiment['experiment']): string => baseline ?? Object.keys(arms)[0];

function differenceText(row: Difference): string | null {
  const value = row.ratio ?? row.difference;
  if (value === undefined) return null;
  const text = row.ratio === undefined ? `${value > 0 ? '+' : ''}${cellNumber(value)}` : `\u00d7${cellNumber(value)}`;
  const standing = pairsStand(row);
  return `${text}${standing === 'apart' ? ' *' : standing === 'alike' ? ' =' : ''}`;
}

function reachOf({ratio, ratioLow, ratioHigh, low, high}: Difference): string | null {
  const [from, to] = ratio === undefined ? [low, high] : [ratioLow, ratioHigh];
  return from === undefined || to === undefined ? null : `[${cellEnds(from, to)}]`;
}
