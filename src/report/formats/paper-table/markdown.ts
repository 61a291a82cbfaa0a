/** A table for Markdown: one row of heads, which name measure and generation, and the note below. */

import {withMinus} from '../../../core/text/numbers.ts';
import {markdownText} from '../../../core/text/plain.ts';
import type {PaperCell, PaperTable} from './content.ts';
import {roundedText} from './rounded.ts';

export function markdownTable({groups, rows, note}: PaperTable, about: readonly string[]): string {
  const heads = groups.flatMap(({title, columns}) => columns.map((column) => `${title}: ${column}`));
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    row(['Arm', ...heads].map(markdownText)),
    row(['---', ...heads.map(() => '---:')]),
    ...rows.map(({arm, cells}) => row([markdownText(arm), ...cells.map(cellText)])),
    '',
    markdownText(note),
    '',
    ...about.map((line) => `<!-- ${line.replaceAll('--', '- -')} -->`),
    '',
  ].join('\n');
}

function cellText(cell: PaperCell): string {
  if (cell === undefined) return '\u2013';
  if ('p' in cell) return cell.p.replace('<', '&lt;');
  const power = (exponent: number) => `\u202f\u00d7\u202f10<sup>${exponent}</sup>`;
  return withMinus(roundedText(cell, {power, bracketed: (low, high) => ` \\[${low}, ${high}\\]`}));
}
