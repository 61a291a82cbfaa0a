/**
 * The table of a run for a paper, as data: a block a measure, which are below each other so that they fit a page; arms as rows; in columns
 * what the measure was at some generations with its interval, and how the arms differ from one of them at the last. Computes nothing:
 * numbers are those of summary.json.
 */

import {counted} from '../../../core/text/numbers.ts';
import {pairsStand} from '../../pages/run/compared.ts';
import type {Difference, ReportInput, ReportMeasure, SummaryRow} from '../../pages/run/input.ts';
import {bandKey} from '../../pages/run/series.ts';
import {intervalIn, STATISTIC_NAMES, statisticOf, valueIn} from '../../pages/run/statistic.ts';
import {listed, ranges} from '../../words.ts';
import {probability, type Rounded, rounded} from './rounded.ts';

export interface TableMeasure {
  readonly measure: string;
  readonly band?: string;
}

export interface TableChoice {
  /** Undefined: the first few that have a value as a whole. */
  readonly measures?: readonly TableMeasure[];
  readonly generations?: readonly number[];
  readonly arms?: readonly string[];
}

/** Undefined where there is nothing to write. */
export type PaperCell = Rounded | {readonly p: string} | undefined;

/** One measure. */
export interface PaperBlock {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly {readonly arm: string; readonly cells: readonly PaperCell[]}[];
}

export interface PaperTable {
  readonly blocks: readonly PaperBlock[];
  /** What the numbers are, in sentences. */
  readonly note: string;
}

const MOST_MEASURES = 3;
/** What is spent rather than kept. */
const COSTS = ['humanRecords', 'comparisons', 'discarded'];

export function paperTable(input: ReportInput, choice: TableChoice, baseline: string): PaperTable {
  const arms = input.arms.map(({name}) => name).filter((name) => choice.arms?.includes(name) ?? true);
  const {generations = [...new Set([1, input.generations])]} = choice;
  const chosen = choice.measures ?? firstMeasures(input, arms);
  const parts = chosen.map((one) => partOf(input, one, {arms, generations, baseline}));
  return {
    blocks: parts.map(({block}) => block),
    note: noteOf(input, parts, generations),
  };
}

function firstMeasures({measures, summary}: ReportInput, arms: readonly string[]): TableMeasure[] {
  const known = measures.filter(({name}) => !COSTS.includes(name) && arms.some((arm) => summary.arms[arm]?.[name]));
  return known.slice(0, MOST_MEASURES).map(({name}) => ({measure: name}));
}

interface Part {
  readonly block: PaperBlock;
  readonly statistic: string;
  readonly compared: readonly Difference[];
  /** Of every value that is shown. */
  readonly sizes: readonly number[];
}

interface PartRequest {
  readonly arms: readonly string[];
  readonly generations: readonly number[];
  readonly baseline: string;
}

function partOf(input: ReportInput, {measure, band}: TableMeasure, {arms, generations, baseline}: PartRequest): Part {
  const key = bandKey(measure, band);
  const statistic = statisticOf({arms: arms.map((name) => ({name})), summary: input.summary}, key);
  const at = (arm: string, generation: number): SummaryRow | undefined =>
    (input.summary.arms[arm]?.[key] ?? []).find((row) => row.generation === generation);
  const valueCell = (arm: string, generation: number): PaperCell => {
    const row = at(arm, generation);
    const value = row === undefined ? Number.NaN : valueIn(row, statistic);
    return Number.isFinite(value) ? rounded(value, intervalIn(row!, statistic, key)) : undefined;
  };
  const compared = (input.summary.differences ?? []).filter(
    (row) => row.measure === measure && row.band === band && generations.includes(row.generation) && arms.includes(row.arm),
  );
  const ratio = compared.some((row) => row.ratio !== undefined);
  const against = compared.every((row) => row.against === compared[0].against) ? compared[0]?.against : `${baseline} of its cell`;
  const differences = compared.length === 0 ? [] : [ratio ? `ratio to ${against}` : `difference from ${against}`, 'p'];
  const cellsOfDifference = (arm: string): PaperCell[] => {
    if (differences.length === 0) return [];
    const row = compared.find((one) => one.arm === arm);
    return [row && differenceCell(row, ratio), row?.pHolm === undefined ? undefined : {p: probability(row.pHolm)}];
  };
  return {
    block: {
      title: titleOf(input.measures.find(({name}) => name === measure)!, band),
      columns: [...generations.map((t) => `generation ${t}`), ...differences],
      rows: arms.map((arm) => ({
        arm,
        cells: [...generations.map((generation) => valueCell(arm, generation)), ...cellsOfDifference(arm)],
      })),
    },
    statistic: STATISTIC_NAMES[statistic],
    compared,
    sizes: arms.flatMap((arm) => generations.flatMap((generation) => at(arm, generation)?.n ?? [])),
  };
}

/** A ratio where any row has one: a row without is one in which there is none. */
function differenceCell({difference, low, high, ratio, ratioLow, ratioHigh}: Difference, ofRatio: boolean): PaperCell {
  const [value, from, to] = ofRatio ? [ratio, ratioLow, ratioHigh] : [difference, low, high];
  if (value === undefined) return undefined;
  return rounded(value, from === undefined || to === undefined ? undefined : [from, to]);
}

function titleOf({title, unit}: ReportMeasure, band: string | undefined): string {
  const named = band === undefined ? title : `${title}, ${band}`;
  return unit === '' ? named : `${named} (${unit})`;
}

function noteOf({generations: last}: ReportInput, parts: readonly Part[], generations: readonly number[]): string {
  const sizes = [...new Set(parts.flatMap(({sizes: own}) => own))].sort((a, b) => a - b);
  const names = [...new Set(parts.map(({statistic}) => statistic))];
  const [fewest, most] = [sizes[0] ?? 0, sizes[sizes.length - 1] ?? 0];
  const over = fewest === most ? counted(most, 'lineage') : `${fewest} to ${counted(most, 'lineage')}`;
  const named =
    names.length === 1
      ? names[0]
      : listed(
          names.map((name) => `${name} of ${listed(parts.filter(({statistic}) => statistic === name).map(({block}) => block.title))}`),
        );
  const interval = most > 1 ? ', in brackets its 95% interval' : '';
  const compared = parts.some((part) => part.compared.length > 0);
  const tested = compared
    ? ` Differences and ratios are at generation ${last}, paired by seed; p by Student's paired test with Holm's correction over the arms of a measure.`
    : '';
  const alike = parts.some((part) => part.compared.some((row) => pairsStand(row) === 'alike'))
    ? ' No p: all pairs differ by the same amount, and there is no spread to judge by.'
    : '';
  return `Over ${over}, at ${generations.length === 1 ? 'generation' : 'generations'} ${ranges([...generations].sort((a, b) => a - b))}: ${named}${interval}.${tested}${alike}`;
}
