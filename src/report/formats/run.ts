/**
 * The summary of a run as tables for the terminal: arms by measures, at the first and the last generation with the last one's interval,
 * what each arm cost, and what sets the arms apart; below them which doses hold the bound, where there is one. Before them what a reader
 * should know: that a first model has hardly learned anything.
 *
 * Titles head the columns, over as many lines as they need, with what an experiment calls them below. A table wider than WIDTH is set
 * tighter; where that is not enough the costs get a table of their own below, so that they never crowd out what is kept.
 */
import {plainLine} from '../../core/text/terminal.ts';
import {doseAnswers} from '../pages/run/dose-words.ts';
import type {ReportSummary, ReportTable} from '../pages/run/input.ts';
import {comparisonTableOf, type ResolvedExperiment, tableOf} from '../pages/run/summary-tables.ts';
import {warningsOf} from '../pages/run/warnings.ts';
import {coloured} from './colour.ts';
import {columnWidths, tableLines, totalWidth, wrapped} from './text-table.ts';

const MOST_ROWS = 40;
const WIDTH = 100;
/** Of a heading, where its column is narrower. */
const LEAST_HEAD = 9;

export function summaryText(loaded: ResolvedExperiment, summary: ReportSummary, {colour}: {colour: boolean}): string {
  const compared = comparisonTableOf(loaded, summary);
  const table = tableOf(loaded, summary);
  const left = leftOut(loaded, summary, table);
  const main = left === undefined ? table : {...table, caption: `${table.caption} ${left}`.trim()};
  const tables = [main, ...(compared ? [compared] : [])];
  const warned = warningsOf(loaded.arms, summary).flatMap((one) => ['', ...wrapped(plainLine(`warning: ${one}`), WIDTH)]);
  const doses = doseAnswers(summary).flatMap((one) => wrapped(plainLine(one), WIDTH));
  const answered = doses.length > 0 ? `\n${doses.join('\n')}\n` : '';
  return `${warned.length > 0 ? `${warned.join('\n')}\n` : ''}${tables.map((table) => tableText(table, {colour})).join('')}${answered}`;
}

/** Of what was measured, what has no column, and where it is. */
function leftOut({experiment, arms}: ResolvedExperiment, summary: ReportSummary, {codes = []}: ReportTable): string | undefined {
  const keys = new Set(arms.flatMap(({name}) => Object.keys(summary.arms[name] ?? {})));
  const banded = (measure: string) => [...keys].some((key) => key.startsWith(`${measure}[`));
  const left = experiment.measures.filter((measure) => !codes.includes(measure) && (keys.has(measure) || banded(measure)));
  if (left.length === 0) return undefined;
  const named = left.map((measure) => (keys.has(measure) ? measure : `${measure} (by band alone)`));
  return `Not in the table, but in the report and in summary.json: ${named.join(', ')}.`;
}

export function tableText(table: ReportTable, {colour}: {colour: boolean}): string {
  const more = table.rows.length > MOST_ROWS ? [`and ${table.rows.length - MOST_ROWS} more arms: see the report`] : [];
  const body = blocksOf(table).flatMap((block) => [...linesOf(block, {colour}), '']);
  return ['', ...body.slice(0, -1), ...more, '', ...wrapped(plainLine(table.caption), WIDTH), ''].join('\n');
}

/** Cells, the first `heads` rows of which are the heading. */
interface Block {
  readonly cells: readonly (readonly string[])[];
  readonly heads: number;
}

function blocksOf(table: ReportTable): Block[] {
  const rows = table.rows.slice(0, MOST_ROWS).flatMap((row, r) => {
    const below = table.intervals?.[r];
    const cells = row.map((cell) => (cell === null ? '-' : plainLine(String(cell))));
    return below?.some((cell) => cell !== null) ? [cells, below.map((cell) => cell ?? '')] : [cells];
  });
  const plain = headed(table, rows);
  if (widthOf(plain) <= WIDTH) return [plain];
  const tight = headed(table, rows.map(tightened));
  const {costsFrom} = table;
  if (widthOf(tight) <= WIDTH || costsFrom === undefined) return [tight];
  const kept = (one: Block) => columnsOf(one, (c) => c < costsFrom);
  const costs = columnsOf(plain, (c) => c === 0 || c >= costsFrom);
  return [widthOf(kept(plain)) <= WIDTH ? kept(plain) : kept(tight), costs];
}

function columnsOf({cells, heads}: Block, keeps: (column: number) => boolean): Block {
  const kept = cells.map((row) => row.filter((_, c) => keeps(c)));
  const isThere = (row: readonly string[]) => row.some((cell) => cell !== '');
  return {cells: kept.filter((row) => isThere(row)), heads: kept.slice(0, heads).filter(isThere).length};
}

/** Arrows and intervals without room; the first column is a name. */
const tightened = ([name, ...cells]: readonly string[]): string[] => [
  name,
  ...cells.map((cell) => cell.replace(' \u2192 ', '\u2192').replace(', ', ',')),
];

/** Titles in lines no wider than their column, and below them what an experiment calls them. */
function headed({columns, codes}: ReportTable, rows: readonly (readonly string[])[]): Block {
  const widths = rows.length > 0 ? columnWidths(rows) : columns.map(() => 0);
  const names = columns.map((column, c) => {
    const code = codes?.[c] ?? '';
    return {lines: wrapped(plainLine(column), Math.max(widths[c], code.length, LEAST_HEAD)), code};
  });
  const most = Math.max(...names.map(({lines}) => lines.length));
  const titles = Array.from({length: most}, (_, i) => names.map(({lines}) => lines[i - (most - lines.length)] ?? ''));
  const coded = names.some(({code}) => code !== '') ? [names.map(({code}) => code)] : [];
  if (coded.length > 0) for (const [c, {code}] of names.entries()) if (code === '') lowerColumn([...titles, ...coded], c);
  return {cells: [...titles, ...coded, ...rows], heads: most + coded.length};
}

/** A name without a code stands on the last line of the head, as those with one do. */
function lowerColumn(head: string[][], column: number): void {
  for (let i = head.length - 1; i > 0; i--) head[i][column] = head[i - 1][column];
  head[0][column] = '';
}

const widthOf = ({cells}: Block): number => totalWidth(columnWidths(cells));

const linesOf = ({cells, heads}: Block, {colour}: {colour: boolean}): string[] =>
  tableLines(cells).map((line, r) => (colour && r < heads ? coloured(['bold'], line) : line));
