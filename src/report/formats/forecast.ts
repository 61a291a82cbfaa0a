/** A forecast as text for the terminal. Computes nothing. */
import {columnNumber, counted, grouped} from '../../core/text/numbers.ts';
import {plainLine} from '../../core/text/terminal.ts';
import type {ForecastReport, Until} from '../../forecast/report.ts';
import {untilWords} from '../../forecast/words.ts';
import type {Interval} from '../../guard/check-report.ts';
import {type TextRow, tableLines, wrapped} from './text-table.ts';

const WIDTH = 110;

export function forecastText(report: ForecastReport): string {
  const {answer, workflows, bound, generationsUntilBound, place, assumptions, words, seeds} = report;
  const names = Object.keys(workflows);
  const generations = shownGenerations(report);
  const starred = generations.map((t) => names.some((name) => workflows[name][t - 1].extrapolated));
  const head = [
    'workflow',
    ...generations.map((t, g) => `generation ${t}${starred[g] ? ' ' : ''}`),
    `falls below ${columnNumber(bound.atLeast)}`,
  ];
  const table = (measure: 'tail.retention' | 'bitsPerByte', last: (name: string) => string) =>
    aligned(
      [
        head.slice(0, measure === 'tail.retention' ? head.length : -1),
        ...names.map((name) => [
          name,
          ...generations.map(
            (t, g) => intervalCell(workflows[name][t - 1][measure]) + (workflows[name][t - 1].extrapolated ? '*' : starred[g] ? ' ' : ''),
          ),
          ...(measure === 'tail.retention' ? [last(name)] : []),
        ]),
      ],
      generations.length,
    );
  return [
    `Forecast for training sets of ${grouped(words)} words, ${counted(seeds, 'run')} each`,
    '',
    ...wrapped(answer, WIDTH),
    '',
    'Tail retention: the share of the rare words that is still written',
    table('tail.retention', (name) => untilWords(generationsUntilBound[name], report.generations)),
    '',
    'Bits per byte of human text that no model saw',
    table('bitsPerByte', () => ''),
    '',
    `Bound: tail retention of at least ${columnNumber(bound.atLeast)} (${bound.from}).`,
    ...(place
      ? ['', plainLine(`${place.candidate}: ${place.line}`), ...place.by.map((one) => `  by ${one.measure}: ${placeText(one)}`)]
      : []),
    '',
    ...(Object.values(workflows).some((rows) => rows.some((row) => row.extrapolated)) ? ['* extrapolated'] : []),
    'Assumes:',
    ...assumptions.flatMap((one) => wrapped(`- ${plainLine(one)}`, WIDTH, {hanging: ' '})),
    '',
  ].join('\n');
}

/** A handful, the first and the last among them. */
function shownGenerations({generations}: ForecastReport): number[] {
  const wanted = [1, 2, 3, 5, 10, 20, 50, 100].filter((t) => t < generations);
  return [...wanted.slice(-4), generations].filter((t, i, list) => list.indexOf(t) === i);
}

export const intervalCell = ({value, low, high}: Interval): string =>
  `${columnNumber(value)} [${columnNumber(low)}, ${columnNumber(high)}]`;

function placeText({value, low, high, reason}: Until): string {
  if (value === undefined) return reason ?? 'unknown';
  const end = high === undefined ? 'beyond' : columnNumber(high);
  return `${columnNumber(value)} [${columnNumber(low ?? value)}, ${end}]`;
}

/** Numbers under their heads at the right; what is told in words, behind all generations, at the left. */
const aligned = (rows: readonly TextRow[], numbers: number): string =>
  tableLines(rows, {right: (_, column) => column > 0 && column <= numbers})
    .map((line) => `  ${line}`)
    .join('\n');
