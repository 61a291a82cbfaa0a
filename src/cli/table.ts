/**
 * The summary of a run as tables for the terminal: arms by measures, at the first and the last generation with the last one's interval,
 * what each arm cost, and what sets the arms apart.
 *
 * A table wider than WIDTH is set tighter; where that is not enough the costs get a table of their own below, so that they never crowd
 * out what is kept.
 */
import {stripVTControlCharacters, styleText} from 'node:util';
import type {Summary} from '../lab/summary.ts';
import type {LoadedExperiment} from '../node/experiment-file.ts';
import type {ReportTable} from '../node/report/input.ts';
import {comparisonTableOf, tableOf} from '../node/run/report-table.ts';
import {plainLine} from '../node/terminal-text.ts';

const MOST_ROWS = 40;
const WIDTH = 100;
const GAP = '  ';

export function summaryText(loaded: LoadedExperiment, summary: Summary, {colour}: {colour: boolean}): string {
  const compared = comparisonTableOf(loaded, summary);
  return [tableOf(loaded, summary), ...(compared ? [compared] : [])].map((table) => tableText(table, {colour})).join('');
}

export function tableText(table: ReportTable, {colour}: {colour: boolean}): string {
  const more = table.rows.length > MOST_ROWS ? [`and ${table.rows.length - MOST_ROWS} more arms: see the report`] : [];
  const body = blocksOf(table).flatMap((block) => [...linesOf(block, {colour}), '']);
  return ['', ...body.slice(0, -1), ...more, '', wrapped(plainLine(table.caption), WIDTH), ''].join('\n');
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
  const columns = table.columns.map(plainLine);
  const plain: Block = {cells: [columns, ...rows], heads: 1};
  if (widthOf(plain) <= WIDTH) return [plain];
  const tight = tightened(columns, rows);
  const {costsFrom} = table;
  if (widthOf(tight) <= WIDTH || costsFrom === undefined) return [tight];
  const kept = columnsOf(plain, (c) => c < costsFrom);
  const costs = columnsOf(plain, (c) => c === 0 || c >= costsFrom);
  return [widthOf(kept) <= WIDTH ? kept : columnsOf(tight, (c) => c < costsFrom), costs];
}

function columnsOf({cells, heads}: Block, keeps: (column: number) => boolean): Block {
  const kept = cells.map((row) => row.filter((_, c) => keeps(c)));
  return {cells: kept.filter((row, r) => r < heads || row.some((cell) => cell !== '')), heads};
}

/** What is said shorter in a tight table. */
const SHORT: Readonly<Record<string, string>> = {'comparisons asked': 'times asked'};

/** Names in two lines, arrows and intervals without room. */
function tightened(columns: readonly string[], rows: readonly (readonly string[])[]): Block {
  const names = columns.map((name, c) => (c === 0 ? ['', name] : inTwo(SHORT[name] ?? name)));
  const tight = rows.map((row) => row.map((cell, c) => (c === 0 ? cell : cell.replace(' \u2192 ', '\u2192').replace(', ', ','))));
  return {cells: [names.map(([upper]) => upper), names.map(([, lower]) => lower), ...tight], heads: 2};
}

/** Broken where the halves are most alike: after a dot, at a space, before a capital. */
function inTwo(name: string): [string, string] {
  const places = [...name.matchAll(/(?<=\.)|\s|(?<=[a-z])(?=[A-Z])/g)].map((match) => match.index);
  if (places.length === 0) return ['', name];
  const at = places.reduce((best, place) => (Math.abs(2 * place - name.length) < Math.abs(2 * best - name.length) ? place : best));
  return [name.slice(0, at), name.slice(at).trimStart()];
}

const widthsOf = ({cells}: Block): number[] =>
  cells[0].map((_, c) => Math.max(...cells.map((row) => stripVTControlCharacters(row[c]).length)));

const widthOf = (block: Block): number => widthsOf(block).reduce((sum, width) => sum + width + GAP.length, -GAP.length);

function linesOf(block: Block, {colour}: {colour: boolean}): string[] {
  const widths = widthsOf(block);
  return block.cells.map((row, r) => {
    const padded = row.map((cell, c) => (c === 0 ? cell.padEnd(widths[c]) : cell.padStart(widths[c])));
    const line = padded.join(GAP).trimEnd();
    return colour && r < block.heads ? styleText('bold', line, {validateStream: false}) : line;
  });
}

function wrapped(text: string, width: number): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    if (lines[lines.length - 1].length + word.length + 1 > width) lines.push('');
    lines[lines.length - 1] += `${lines[lines.length - 1] ? ' ' : ''}${word}`;
  }
  return lines.join('\n');
}
