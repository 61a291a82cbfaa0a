/** A forecast as text for the terminal. Computes nothing. */

import {plainLine} from '../../core/text/terminal.ts';
import type {ForecastReport, Interval, Until} from '../../forecast/report.ts';

export function forecastText(report: ForecastReport): string {
  const {workflows, bound, humanShareNeeded, generationsUntilBound, place, assumptions, words, seeds} = report;
  const names = Object.keys(workflows);
  const generations = shownGenerations(report);
  const head = ['workflow', ...generations.map((t) => `generation ${t}`), `below ${short(bound.atLeast)}`];
  const table = (measure: 'tail.retention' | 'bitsPerByte', last: (name: string) => string) =>
    aligned([
      head.slice(0, measure === 'tail.retention' ? head.length : -1),
      ...names.map((name) => [
        name,
        ...generations.map((t) => intervalText(workflows[name][t - 1][measure]) + (workflows[name][t - 1].extrapolated ? '*' : '')),
        ...(measure === 'tail.retention' ? [last(name)] : []),
      ]),
    ]);
  return [
    `Forecast for training sets of ${words.toLocaleString('en')} words, ${seeds} runs each`,
    '',
    'Tail retention: the share of the rare words that is still written',
    table('tail.retention', (name) => untilText(generationsUntilBound[name])),
    '',
    'Bits per byte of human text that no model saw',
    table('bitsPerByte', () => ''),
    '',
    `Bound: tail retention of at least ${short(bound.atLeast)} (${bound.from}). ${neededText(humanShareNeeded, report.generations)}`,
    ...(place
      ? ['', plainLine(`${place.candidate}: ${place.line}`), ...place.by.map((one) => `  by ${one.measure}: ${untilText(one)}`)]
      : []),
    '',
    ...(Object.values(workflows).some((rows) => rows.some((row) => row.extrapolated)) ? ['* extrapolated'] : []),
    'Assumes:',
    ...assumptions.map((one) => wrapped(`- ${plainLine(one)}`)),
    '',
  ].join('\n');
}

/** The share of human data that holds the bound under `replace`, as a sentence. */
export function neededText({value, low, high, reason}: Until, generations: number): string {
  if (value === undefined) return `Under replace no share of human data holds it to generation ${generations}: ${reason}.`;
  const share = `${percent(value)} of human data [${percent(low ?? value)}, ${percent(high ?? value)}]`;
  return `Under replace, ${share} each generation holds it to generation ${generations}${reason ? ` (${reason})` : ''}.`;
}

/** A handful, the first and the last among them. */
function shownGenerations({generations}: ForecastReport): number[] {
  const wanted = [1, 2, 3, 5, 10, 20, 50, 100].filter((t) => t < generations);
  return [...wanted.slice(-4), generations].filter((t, i, list) => list.indexOf(t) === i);
}

export const short = (x: number): string => {
  const text = Math.abs(x) >= 10 ? x.toFixed(1) : Math.abs(x) >= 1 ? x.toFixed(2) : x.toFixed(3);
  return text.replace(/^(-?)0\./, '$1.');
};
const percent = (x: number): string => `${Number((100 * x).toPrecision(2))}%`;
const intervalText = ({value, low, high}: Interval): string => `${short(value)} [${short(low)}, ${short(high)}]`;

export function untilText({value, low, high, reason}: Until): string {
  if (value === undefined) return reason ?? 'unknown';
  const end = high === undefined ? 'beyond' : short(high);
  return `${short(value)} [${short(low ?? value)}, ${end}]`;
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, c) => Math.max(...rows.map((row) => row[c].length)));
  return rows
    .map((row) => `  ${row.map((cell, c) => (c === 0 ? cell.padEnd(widths[c]) : cell.padStart(widths[c]))).join('  ')}`.trimEnd())
    .join('\n');
}

function wrapped(text: string, width = 110): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    if (lines[lines.length - 1].length + word.length + 1 > width) lines.push(' ');
    lines[lines.length - 1] += `${lines[lines.length - 1].trim() ? ' ' : ''}${word}`;
  }
  return lines.map((line) => line.trimEnd()).join('\n');
}
