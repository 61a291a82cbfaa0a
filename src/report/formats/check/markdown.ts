/**
 * The report for a pull request or the summary of a job, in GitHub's Markdown (GitLab's and Gitea's read it too): verdict, table, and
 * what few will open in `<details>`.
 *
 * Names and words of a corpus are code spans, in which neither Markdown, HTML nor @mentions work; sentences have every mark escaped.
 * Lists are cut, so that it stays far below the 65,536 characters of a comment unless there are hundreds of gates.
 */
import {exactNumber, perMillion, readableNumber} from '../../../core/text/numbers.ts';
import {markdownText, visible} from '../../../core/text/plain.ts';
import type {BandReading, Check, CheckReport, ExamplePlace, TellingWord, Verdict} from '../../../guard/check-report.ts';
import {cutTo} from '../text-table.ts';
import {
  capital,
  DOMAIN_VERDICTS,
  exampleGroups,
  exampleWord,
  gateBound,
  intervalText,
  nameOf,
  nextOf,
  sentence,
  shownOf,
  sideText,
  sliceFinding,
  tally,
} from './values.ts';

const EMOJI: Readonly<Record<Verdict, string>> = {pass: '\u2705', fail: '\u274c', inconclusive: '\u2754'};
const MOST_WORDS = 20;
const MOST_WARNINGS = 20;
const MOST_LETTERS = 120;

export function formatMarkdown(report: CheckReport): string {
  const {verdict, domain, candidate, reference} = report;
  const parts = [
    `## ${EMOJI[verdict]} genloss check: ${verdict}`,
    `${prose(sentence(report.reason))} ${tally(report.checks)}`,
    table(
      ['', 'name', 'size'],
      [
        ['candidate', cell(nameOf(candidate)), sideText(candidate)],
        ['reference', cell(nameOf(reference)), sideText(reference)],
      ],
    ),
    `**Domain:** ${EMOJI[DOMAIN_VERDICTS[domain.verdict]]} ${domain.verdict}. ${prose(domainText(report))}`,
    report.checks.length === 0 ? '' : gateTable(report.checks),
    reasons(report.checks),
    report.forecast === undefined ? '' : prose(`The candidate ${report.forecast.line}.`),
    warnings(report.warnings),
    sliceDetails(report),
    exampleDetails(report),
    nextOf(report)
      .map((step) => `**Next:** ${prose(step)}`)
      .join('\n\n'),
    bandDetails(report.bands),
    wordDetails('Words lost', report.lost),
    wordDetails('Words gained', report.gained),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function domainText({domain}: CheckReport): string {
  const found = intervalText(domain);
  const words =
    domain.verdict === 'same' || domain.words.length === 0
      ? ''
      : ` Frequent words that the reference hardly has: ${domain.words.slice(0, MOST_WORDS).join(', ')}.`;
  return `${sentence(domain.reason)}${found === undefined ? '' : ` Novelty ${found}, bound ${exactNumber(domain.bound)}.`}${words}`;
}

function gateTable(checks: readonly Check[]): string {
  const rows = checks.map((check) => [
    `${EMOJI[check.verdict]} ${check.verdict}`,
    cell(check.name),
    intervalText(shownOf(check, check.measure)) ?? 'undefined',
    gateBound(check.bound),
    (check.expected && intervalText(shownOf(check.expected, check.measure))) ?? '\u2013',
    readableNumber(check.n),
  ]);
  return `${table(['verdict', 'gate', 'value \\[95%\\]', 'bound', 'expected', 'documents'], rows, ['', '', 'right', 'right', 'right', 'right'])}

<sub>Expected: what the reference shows against its own other half at equal size.</sub>`;
}

/** Why, for every gate that does not pass. */
function reasons(checks: readonly Check[]): string {
  return checks
    .filter((check) => check.verdict !== 'pass' && check.reason !== undefined)
    .map((check) => `- ${code(check.name)}: ${prose(sentence(check.reason ?? ''))}`)
    .join('\n');
}

function warnings(all: readonly string[]): string {
  const shown = all.slice(0, MOST_WARNINGS).map((warning) => `> - ${prose(warning)}`);
  const more = all.length > MOST_WARNINGS ? [`> - and ${all.length - MOST_WARNINGS} more`] : [];
  return all.length === 0 ? '' : ['> [!WARNING]', ...shown, ...more].join('\n');
}

function bandDetails(bands: readonly BandReading[]): string {
  const measures = [...new Set(bands.map((reading) => reading.measure))];
  return measures
    .map((measure) => {
      const rows = bands
        .filter((reading) => reading.measure === measure)
        .map((reading) => [cell(reading.band), intervalText(shownOf(reading, measure)) ?? '']);
      return details(`${visible(measure)} by band`, table(['band', 'value \\[95%\\]'], rows, ['', 'right']));
    })
    .join('\n\n');
}

function sliceDetails({slices = []}: CheckReport): string {
  if (slices.length === 0) return '';
  const rows = slices.map((slice) => [
    `${EMOJI[slice.verdict]} ${slice.verdict}`,
    cell(slice.value),
    readableNumber(slice.documents),
    prose(sliceFinding(slice)),
  ]);
  return details(`By ${visible(slices[0].field)}`, table(['verdict', 'slice', 'documents', ''], rows, ['', '', 'right', '']));
}

/** Where, a list for each gate. */
function exampleDetails({examples = [], withoutExamples = []}: CheckReport): string {
  const place = ({file, line, text}: ExamplePlace, word = '') =>
    `${code(`${file}:${line}`)}${word && ` (${markdownText(visible(word))})`} ${markdownText(visible(text))}`;
  const lists = exampleGroups(examples).map(({measure, examples: own, as}) => {
    if (as !== undefined) return `Where ${code(measure)} comes from: as for ${code(as)}.`;
    const items = own.map((one) => `- ${place(one, exampleWord(one))}${one.other ? `\n  - as in ${place(one.other)}` : ''}`);
    return details(`Where ${visible(measure)} comes from`, items.join('\n'));
  });
  return [...lists, ...withoutExamples.map((why) => `<sub>${prose(why)}</sub>`)].join('\n\n');
}

function wordDetails(title: string, words: readonly TellingWord[]): string {
  if (words.length === 0) return '';
  const rows = words.slice(0, MOST_WORDS).map((w) => [cell(w.word), perMillion(w.reference), perMillion(w.candidate)]);
  const more = words.length > MOST_WORDS ? `\n\nand ${words.length - MOST_WORDS} more` : '';
  return details(
    `${title}: ${words
      .slice(0, 5)
      .map((w) => visible(w.word))
      .join(', ')}${words.length > 5 ? ', \u2026' : ''}`,
    `${table(['word', 'reference, a million', 'candidate, a million'], rows, ['', 'right', 'right'])}${more}`,
  );
}

function details(summary: string, body: string): string {
  return `<details><summary>${html(summary)}</summary>\n\n${body}\n\n</details>`;
}

function table(columns: readonly string[], rows: readonly (readonly string[])[], align: readonly ('' | 'right')[] = []): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(columns), line(columns.map((_, c) => (align[c] === 'right' ? '---:' : '---'))), ...rows.map(line)].join('\n');
}

/** A code span in a table, which wants pipes escaped even in code. */
const cell = (text: string): string => code(text).replace(/\|/g, '\\|');

/** A code span; its fence is longer than any run of backticks within. */
export function code(text: string): string {
  const shown = cutTo(visible(text), MOST_LETTERS);
  if (shown.trim() === '') return '` `';
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = /^`|`$/.test(shown) ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** A sentence in which no mark means anything. */
export const prose = (text: string): string => markdownText(capital(visible(text)));

/** Within a block of HTML, where Markdown is not read. */
const html = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/@/g, '@\u200b');
