/** Writes the table of docs/papers.md between its two marks. */
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

export function writePage(file: string, rows: readonly (ComparedRow & {readonly pHolm: number})[], made: Made): void {
  const text = readFileSync(file, 'utf8');
  const [before, rest] = text.split(BEGIN);
  const [, after] = (rest ?? '').split(END);
  if (rest === undefined || after === undefined) throw new Error(`${file} lacks the marks of its table`);
  writeFileSync(file, `${before}${BEGIN}\n${tableOf(rows, made)}${END}${after}`);
}

/** The table, and how it was made. */
export function tableOf(rows: readonly (ComparedRow & {readonly pHolm: number})[], {minutes, machine, workers}: Made): string {
  const agree = rows.filter(({pHolm}) => pHolm >= 0.05).length;
  const date = new Date().toISOString().slice(0, 10);
  return [
    `${agree} of ${rows.length} rows agree. Made on ${date} in ${Math.ceil(minutes)} minutes, with ${workers} workers on ${machine}.`,
    '',
    '| paper | what | theirs | ours [95%] | n | p (Holm) | agree | experiment, arm |',
    '|---|---|---|---|---:|---:|---|---|',
    ...rows.map(({row, ours, pHolm}) =>
      cells([
        row.paper,
        row.what,
        `${theirs(row.published)}${row.published.error === undefined ? '' : ` \u00b1 ${shortened(row.published.error)}`} (${row.published.kind})`,
        `${shortened(ours.value)}${ours.low === undefined || ours.high === undefined ? '' : ` [${shortened(ours.low)}, ${shortened(ours.high)}]`}`,
        `${ours.n}`,
        pHolm < 1e-4 ? '< .0001' : shortened(pHolm, 2),
        `${pHolm >= 0.05 ? 'yes' : 'no'}${row.note === undefined ? '' : `: ${row.note}`}`,
        `\`${row.experiment}\`, ${row.arm}`,
      ]),
    ),
    '',
  ].join('\n');
}

/** As it was written, or all digits that are read of a law. */
export const theirs = ({text, value}: Published): string => text ?? shortened(value);

const cells = (values: readonly string[]): string => `| ${values.join(' | ')} |`;

/** Significant digits, no zero before the point. */
export function shortened(value: number, digits = 4): string {
  if (value !== 0 && Math.abs(value) < 1e-3) return value.toExponential(Math.min(digits, 2) - 1);
  return `${Number(value.toPrecision(digits))}`.replace(/^(-?)0\./, '$1.');
}
