/** A forecast as text for the terminal. Computes nothing. */
import {columnNumber, grouped, roundPercent} from '../../core/text/numbers.ts';
import {plainLine} from '../../core/text/terminal.ts';
import type {ForecastReport, Until} from '../../forecast/report.ts';
import type {Interval} from '../../guard/check-report.ts';
import {type TextRow, tableLines, wrapped} from './text-table.ts';

const WIDTH = 110;

export function forecastText(report: ForecastReport): string {
  const {workflows, bound, humanShareNeeded, generationsUntilBound, place, assumptions, words, seeds} = report;
  const names = Object.keys(workflows);
  const generations = shownGenerations(report);
  const head = ['workflow', ...generations.map((t) => `generation ${t}`), `below ${columnNumber(bound.atLeast)}`];
  const table = (measure: 'tail.retention' | 'bitsPerByte', last: (name: string) => string) =>
    aligned([
      head.slice(0, measure === 'tail.retention' ? head.length : -1),
      ...names.map((name) => [
        name,
        ...generations.map((t) => intervalCell(workflows[name][t - 1][measure]) + (workflows[name][t - 1].extrapolated ? '*' : '')),
        ...(measure === 'tail.retention' ? [last(name)] : []),
      ]),
    ]);
  return [
    `Forecast for training sets of ${grouped(words)} words, ${seeds} runs each`,
    '',
    'Tail retention: the share of the rare words that is still written',
    table('tail.retention', (name) => untilText(generationsUntilBound[name])),
    '',
    'Bits per byte of human text that no model saw',
    table('bitsPerByte', () => ''),
    '',
    `Bound: tail retention of at least ${columnNumber(bound.atLeast)} (${bound.from}). ${neededText(humanShareNeeded, report.generations)}`,
    ...(place
      ? ['', plainLine(`${place.candidate}: ${place.line}`), ...place.by.map((one) => `  by ${one.measure}: ${untilText(one)}`)]
      : []),
    '',
    ...(Object.values(workflows).some((rows) => rows.some((row) => row.extrapolated)) ? ['* extrapolated'] : []),
    'Assumes:',
    ...assumptions.flatMap((one) => wrapped(`- ${plainLine(one)}`, WIDTH, {hanging: ' '})),
    '',
  ].join('\n');
}

/** The share of human data that holds the bound under `replace`, as a sentence. */
export function neededText({value, low, high, reason}: Until, generations: number): string {
  if (value === undefined) return `Under replace no share of human data holds it to generation ${generations}: ${reason}.`;
  if (value === 0 && (high ?? 0) === 0)
    return `Under replace, no human data is needed up to generation ${generations}. To look further: --generations ${2 * generations}.`;
  const share = `${roundPercent(value)} of human data [${roundPercent(low ?? value)}, ${roundPercent(high ?? value)}]`;
  return `Under replace, ${share} each generation holds it to generation ${generations}${reason ? ` (${reason})` : ''}.`;
}

/** A handful, the first and the last among them. */
function shownGenerations({generations}: ForecastReport): number[] {
  const wanted = [1, 2, 3, 5, 10, 20, 50, 100].filter((t) => t < generations);
  return [...wanted.slice(-4), generations].filter((t, i, list) => list.indexOf(t) === i);
}

export const intervalCell = ({value, low, high}: Interval): string =>
  `${columnNumber(value)} [${columnNumber(low)}, ${columnNumber(high)}]`;

export function untilText({value, low, high, reason}: Until): string {
  if (value === undefined) return reason ?? 'unknown';
  const end = high === undefined ? 'beyond' : columnNumber(high);
  return `${columnNumber(value)} [${columnNumber(low ?? value)}, ${end}]`;
}

const aligned = (rows: readonly TextRow[]): string =>
  tableLines(rows)
    .map((line) => `  ${line}`)
    .join('\n');
