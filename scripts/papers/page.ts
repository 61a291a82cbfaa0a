/**
 * Writes the table of docs/papers.md between its two marks, and below it how many of its intervals leave the published number out: read off
 * the table itself, so that a page whose table was made earlier says it too (`npm run papers -- --recount`).
 */
import {readFileSync, writeFileSync} from 'node:fs';
import type {Compared} from './compare.ts';
import type {Published, Row} from './row.ts';

export interface ComparedRow {
  readonly row: Row;
  readonly ours: Compared;
}

export interface Made {
  readonly minutes: number;
  readonly machine: string;
  readonly workers: number;
}

const BEGIN = '<!-- made by npm run papers: begin -->';
const END = '<!-- made by npm run papers: end -->';

const INTERVALS = /\n\d+ of the \d+ intervals leave .*\n/;

export function writePage(file: string, rows: readonly (ComparedRow & {readonly pHolm: number})[], made: Made): void {
  writeFileSync(file, recounted(withTable(file, () => tableOf(rows, made))));
}

/** The sentence on intervals again, of the table as it stands. */
export function recountPage(file: string): void {
  writeFileSync(file, recounted(readFileSync(file, 'utf8')));
}

function withTable(file: string, table: () => string): string {
  const text = readFileSync(file, 'utf8');
  const [before, rest] = text.split(BEGIN);
  const [, after] = (rest ?? '').split(END);
  if (rest === undefined || after === undefined) throw new Error(`${file} lacks the marks of its table`);
  return `${before}${BEGIN}\n${table()}${END}${after}`;
}

/** With the sentence on intervals as the last of what is made. */
export function recounted(page: string): string {
  const [before, after] = page.replace(INTERVALS, '').split(END);
  return `${before.trimEnd()}\n\n${intervalsText(page)}\n${END}${after}`;
}

/** Of a page's table. */
export function intervalsText(page: string): string {
  const numbers = [...page.matchAll(/^\| [^|]+ \| [^|]+ \| (\S+)[^|]* \| \S+ \[(\S+), (\S+)\] \|/gm)].map((found) =>
    found.slice(1, 4).map(Number),
  );
  const outside = numbers.filter(([value, low, high]) => value < low || value > high).length;
  return `${outside} of the ${numbers.length} intervals leave the published number out; about ${Math.round(0.05 * numbers.length)} would by chance where every published number is exact, and more where it has an error of its own.`;
}

/** The table, and how it was made. */
export function tableOf(rows: readonly (ComparedRow & {readonly pHolm: number})[], {minutes, machine, workers}: Made): string {
  const agree = rows.filter(({pHolm}) => pHolm >= 0.05).length;
  const date = new Date().toISOString().slice(0, 10);
  return [
    `${agree} of ${rows.length} rows agree. Made on ${date} in ${Math.ceil(minutes)} minutes, with ${workers} workers on ${machine}.`,
    '',
    '| paper | what | theirs | ours [95%] | n | apart (SE) | p | p (Holm) | agree | experiment, arm |',
    '|---|---|---|---|---:|---:|---:|---:|---|---|',
    ...rows.map(({row, ours, pHolm}) =>
      cells([
        row.paper,
        row.what,
        `${theirs(row.published)}${row.published.error === undefined ? '' : ` \u00b1 ${shortened(row.published.error)}`} (${row.published.kind})`,
        `${shortened(ours.value)}${ours.low === undefined || ours.high === undefined ? '' : ` [${shortened(ours.low)}, ${shortened(ours.high)}]`}`,
        `${ours.n}`,
        ours.errors === undefined ? '\u2013' : `${ours.errors > 0 ? '+' : ''}${shortened(ours.errors, 2)}`,
        chance(ours.p),
        chance(pHolm),
        `${pHolm >= 0.05 ? 'yes' : 'no'}${row.note === undefined ? '' : `: ${row.note}`}`,
        `\`${row.experiment}\`, ${row.arm}`,
      ]),
    ),
    '',
    '*apart*: ours less theirs, in standard errors of the difference (none of a median, whose test counts signs); *p* of the row alone, and beside it after the correction.',
    '',
  ].join('\n');
}

const chance = (p: number): string => (p < 1e-4 ? '< .0001' : shortened(p, 2));

/** As it was written, or all digits that are read of a law. */
export const theirs = ({text, value}: Published): string => text ?? shortened(value);

const cells = (values: readonly string[]): string => `| ${values.join(' | ')} |`;

/** Significant digits, no zero before the point. */
export function shortened(value: number, digits = 4): string {
  if (value !== 0 && Math.abs(value) < 1e-3) return value.toExponential(Math.min(digits, 2) - 1);
  return `${Number(value.toPrecision(digits))}`.replace(/^(-?)0\./, '$1.');
}
