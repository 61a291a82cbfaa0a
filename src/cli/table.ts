/** The summary of a run as a table for the terminal: arms by measures, at the first and the last generation. */
import {stripVTControlCharacters, styleText} from 'node:util';
import type {Summary} from '../lab/summary.ts';
import type {LoadedExperiment} from '../node/experiment-file.ts';
import {tableOf} from '../node/run/report-table.ts';

const MOST_ROWS = 40;

export function summaryTable(loaded: LoadedExperiment, summary: Summary, {colour}: {colour: boolean}): string {
  const table = tableOf(loaded, summary);
  const cells = [table.columns, ...table.rows.map((row) => row.map((cell) => (cell === null ? '-' : String(cell))))];
  const widths = table.columns.map((_, c) => Math.max(...cells.map((row) => stripVTControlCharacters(row[c]).length)));
  const line = (row: readonly string[]) => row.map((cell, c) => (c === 0 ? cell.padEnd(widths[c]) : cell.padStart(widths[c]))).join('  ');
  const head = colour ? styleText('bold', line(table.columns)) : line(table.columns);
  const body = cells.slice(1, 1 + MOST_ROWS).map(line);
  const more = table.rows.length > MOST_ROWS ? [`and ${table.rows.length - MOST_ROWS} more arms: see the report`] : [];
  return ['', head, ...body, ...more, '', wrapped(table.caption, 100), ''].join('\n');
}

function wrapped(text: string, width: number): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    if (lines[lines.length - 1].length + word.length + 1 > width) lines.push('');
    lines[lines.length - 1] += `${lines[lines.length - 1] ? ' ' : ''}${word}`;
  }
  return lines.join('\n');
}
