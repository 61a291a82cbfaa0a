/**
 * The report for a terminal or the log of a CI job: the verdict first, then one row a gate, then what a person asks next.
 *
 * Lines are at most `width` columns (40 at least), sentences at most 120; where a table does not fit, gates stand one below another. Colour only where asked for, and never without its sign and word. Nothing from outside
 * begins a line or spells a command of a CI log (`::error::`, `##[group]`), so that a file's name cannot talk to the runner.
 */
import {exactNumber, perMillion, readableNumber} from '../../../core/text/numbers.ts';
import {plainLine} from '../../../core/text/terminal.ts';
import type {Check, CheckedSlice, CheckReport, ExamplePlace, Side, TellingWord, Verdict} from '../../../guard/check-report.ts';
import {coloured} from '../colour.ts';
import {columnWidths, type TextRow, tableLines, totalWidth, wrapped as wrappedTo} from '../text-table.ts';
import {
  capital,
  DOMAIN_VERDICTS,
  exampleGroups,
  exampleWord,
  gateBound,
  intervalText,
  nameOf,
  nextOf,
  SIGNS,
  sentence,
  shownOf,
  sideText,
  sliceFinding,
  tally,
} from './values.ts';

export interface TextOptions {
  /** ANSI colours; off unless asked for. */
  readonly colour?: boolean;
  /** Columns, 100 unless given; at least 40. */
  readonly width?: number;
}

const COLOURS = {pass: 'green', fail: 'red', inconclusive: 'yellow'} as const;
const COLUMNS = ['verdict', 'gate', 'value [low, high]', 'bound', 'expected'] as const;
const GATE = COLUMNS.indexOf('gate');
const LEAST_NAME = 16;
const LEAST_COLUMNS = 40;
/** Of sentences: longer lines are hard to read. */
const MOST_COLUMNS = 120;
const MOST_WORDS = 12;

type Paint = (verdict: Verdict, text: string) => string;

export function formatText(report: CheckReport, {colour = false, width = 100}: TextOptions = {}): string {
  const room = Math.max(LEAST_COLUMNS, Math.floor(width));
  const columns = Math.min(MOST_COLUMNS, room);
  const paint: Paint = (verdict, text) => (colour ? coloured([COLOURS[verdict], 'bold'], text) : text);
  const blocks = [
    opening(report, columns, paint),
    report.checks.length === 0 ? [] : gates(report.checks, {room, columns}, paint),
    report.forecast === undefined ? [] : [plain(`The candidate ${report.forecast.line}.`)],
    list('warning', report.warnings.map(plain), columns),
    words(report, columns),
    slices(report, columns, paint),
    examples(report, columns),
    nextSteps(report, columns),
  ];
  const lines = blocks.filter((block) => block.length > 0).map((block) => block.join('\n'));
  return `${lines.join('\n\n')}\n`;
}

function opening(report: CheckReport, columns: number, paint: Paint): string[] {
  const {verdict, domain} = report;
  const label = `${SIGNS[verdict]} ${verdict.toUpperCase()}`;
  const [first, ...more] = wrapped(plain(capital(sentence(report.reason))), columns - label.length - 2);
  const indent = ' '.repeat(label.length + 2);
  const at = DOMAIN_VERDICTS[domain.verdict];
  const novelty = intervalText(domain);
  const measured = novelty === undefined ? '' : ` Novelty ${novelty}, bound ${exactNumber(domain.bound)}.`;
  const domainLine = `${domain.verdict}.${ascii(measured)} ${plain(capital(sentence(domain.reason)))}`;
  const telling =
    domain.verdict === 'same' || domain.words.length === 0 ? '' : ` Its words: ${domain.words.slice(0, MOST_WORDS).map(plain).join(', ')}.`;
  return [
    `${paint(verdict, label)}  ${first}`,
    ...more.map((line) => indent + line),
    '',
    ...field('candidate', sideLine(report.candidate), columns),
    ...field('reference', sideLine(report.reference), columns),
    ...field('domain', `${SIGNS[at]} ${domainLine}${telling}`, columns),
    ...field('gates', tally(report.checks), columns),
  ];
}

const sideLine = (side: Side): string => `${plain(nameOf(side))}: ${sideText(side)}`;

function field(name: string, text: string, columns: number): string[] {
  const [first, ...more] = wrapped(text, columns - 11);
  return [`${name.padEnd(9)}  ${first}`, ...more.map((line) => `           ${line}`)];
}

/** Columns for tables, and for sentences. */
interface Widths {
  readonly room: number;
  readonly columns: number;
}

/** The reason of a gate that does not pass stands below it. What is expected goes without its interval before gates are no table. */
function gates(checks: readonly Check[], {room, columns}: Widths, paint: Paint): string[] {
  const tableOf = (roomy: boolean): TextRow[] => [COLUMNS, ...checks.map((check) => cells(check, roomy))];
  const roomy = tableOf(true);
  const needed = totalWidth(columnWidths(roomy));
  const rows = needed > room ? tableOf(false) : roomy;
  const widths = columnWidths(rows);
  widths[GATE] = Math.min(widths[GATE], Math.max(LEAST_NAME, widths[GATE] - (totalWidth(widths) - room)));
  if (totalWidth(widths) > room) return stackedGates(checks, roomy.slice(1), columns, paint);
  const [head, ...lines] = tableLines(rows, {widths, right: () => false});
  const out = [head, widths.map((width) => '-'.repeat(width)).join('  ')];
  for (const [i, check] of checks.entries()) {
    const [mark] = rows[i + 1];
    out.push(paint(check.verdict, mark) + lines[i].slice(mark.length), ...reasonBelow(check, columns));
  }
  if (needed > room && checks.some(({expected}) => expected !== undefined)) {
    const where = `a terminal of ${needed} columns, --json and --html show it`;
    out.push(...wrapped(`What is expected stands without its interval for want of columns: ${where}.`, columns));
  }
  return out;
}

/** Each gate, and what the table has in its columns below it. */
function stackedGates(checks: readonly Check[], rows: readonly TextRow[], columns: number, paint: Paint): string[] {
  return checks.flatMap((check, i) => {
    const [mark, name, value, bound, expected] = rows[i];
    const [first, ...more] = wrapped(name, columns - mark.length - 2);
    const found = [
      `value\u00a0${held(value)}`,
      `bound\u00a0${held(bound)}`,
      ...(expected === '-' ? [] : [`expected\u00a0${held(expected)}`]),
    ];
    return [
      `${paint(check.verdict, mark)}  ${first}`,
      ...more.map((line) => ' '.repeat(mark.length + 2) + line),
      ...wrapped(found.join(', '), columns - 4).map((line) => `  | ${line}`),
      ...reasonBelow(check, columns),
    ];
  });
}

/** On one line. */
const held = (text: string): string => text.replaceAll(' ', '\u00a0');

const reasonBelow = ({reason, verdict}: Check, columns: number): string[] =>
  reason === undefined || verdict === 'pass' ? [] : wrapped(plain(capital(sentence(reason))), columns - 4).map((part) => `  | ${part}`);

/** Where there is no room, what is expected goes without its interval. */
function cells(check: Check, roomy: boolean): string[] {
  const expected = check.expected && shownOf(check.expected, check.measure);
  return [
    `${SIGNS[check.verdict]} ${check.verdict}`,
    plain(check.name),
    ascii(intervalText(shownOf(check, check.measure)) ?? 'undefined'),
    ascii(gateBound(check.bound)),
    expected === undefined ? '-' : ascii((roomy && intervalText(expected)) || readableNumber(expected.value)),
  ];
}

function list(label: string, items: readonly string[], columns: number): string[] {
  return items.flatMap((item) => {
    const [first, ...more] = wrapped(item, columns - label.length - 2);
    return [`${label}: ${first}`, ...more.map((part) => ' '.repeat(label.length + 2) + part)];
  });
}

function words({lost, gained}: CheckReport, columns: number): string[] {
  const lines = [
    ...(lost.length > 0 ? field('lost', rates(lost), columns) : []),
    ...(gained.length > 0 ? field('gained', rates(gained), columns) : []),
  ];
  return lines.length === 0 ? [] : [...lines, ...field('', '(a million words: in the reference -> in the candidate)', columns)];
}

const SLICE_COLUMNS = ['verdict', 'documents'] as const;

/** The slices, each with what it carries, or else what it fails by itself. */
function slices({slices: all = []}: CheckReport, columns: number, paint: Paint): string[] {
  if (all.length === 0) return [];
  const rows: TextRow[] = all.map((slice) => [
    `${SIGNS[slice.verdict]} ${slice.verdict}`,
    plain(slice.value),
    readableNumber(slice.documents),
  ]);
  const table: TextRow[] = [[SLICE_COLUMNS[0], plain(`by ${all[0].field}`), SLICE_COLUMNS[1]], ...rows];
  const widths = columnWidths(table);
  widths[1] = Math.max(1, Math.min(widths[1], widths[1] - (totalWidth(widths) - columns)));
  const [head, ...lines] = tableLines(table, {widths, right: (_, column) => column === 2});
  const found = (slice: CheckedSlice) => {
    const finding = plain(capital(sentence(sliceFinding(slice))));
    return finding === '' ? [] : wrapped(finding, columns - 4).map((part) => `  | ${part}`);
  };
  return [head, ...lines.flatMap((line, i) => [paint(all[i].verdict, rows[i][0]) + line.slice(rows[i][0].length), ...found(all[i])])];
}

/** Where, by gate: the place, and the text below it. */
function examples({examples: all = [], withoutExamples = []}: CheckReport, columns: number): string[] {
  const lines: string[] = [];
  const shown = (label: string, {file, line, text}: ExamplePlace, word = ''): string[] => [
    ...wrapped(`  ${label}${plain(`${file}:${line}`)}${word && `: ${plain(word)}`}`, columns),
    ...wrapped(plain(text), columns - 6).map((part) => `    | ${part}`),
  ];
  for (const {measure, examples: own, as} of exampleGroups(all)) {
    lines.push(`where ${plain(measure)} comes from${as === undefined ? '' : `: as for ${plain(as)}`}`);
    for (const example of own)
      lines.push(...shown('', example, exampleWord(example)), ...(example.other ? shown('as in ', example.other) : []));
  }
  return [...lines, ...list('note', withoutExamples.map(plain), columns)];
}

function nextSteps(report: CheckReport, columns: number): string[] {
  return list('next', nextOf(report).map(plain), columns);
}

function rates(words: readonly TellingWord[]): string {
  const shown = words
    .slice(0, MOST_WORDS)
    .map((w) => `${plain(w.word)} ${perMillion(w.reference)}\u00a0->\u00a0${perMillion(w.candidate)}`);
  return `${shown.join(', ')}${words.length > MOST_WORDS ? `, and ${words.length - MOST_WORDS} more` : ''}`;
}

const wrapped = (text: string, width: number): string[] => wrappedTo(text, width, {cut: true});

/** No control characters, no command of a CI log. */
const plain = (text: string): string => ascii(plainLine(text));

const ascii = (text: string): string =>
  text
    .replace(/\u2212/g, '-')
    .replace(/\u2265/g, '>=')
    .replace(/\u2264/g, '<=');
