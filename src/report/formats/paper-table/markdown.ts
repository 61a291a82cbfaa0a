/** Tables for Markdown, one a measure below its title, and below all of them what the numbers are and how they were made. */

import {withMinus} from '../../../core/text/numbers.ts';
import {markdownText} from '../../../core/text/plain.ts';
import type {PaperCell, PaperTable} from './content.ts';
import {roundedText} from './rounded.ts';

/** `about`: lines of text; `command`: how it was made, in code, so that it can be copied as it stands. */
export function markdownTable({blocks, note}: PaperTable, about: readonly string[], command: string): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    ...blocks.flatMap(({title, columns, rows}) => [
      `**${markdownText(title)}**`,
      '',
      row(['Arm', ...columns].map(markdownText)),
      row(['---', ...columns.map(() => '---:')]),
      ...rows.map(({arm, cells}) => row([markdownText(arm), ...cells.map(cellText)])),
      '',
    ]),
    markdownText(note),
    '',
    ...about.flatMap((line) => [markdownText(line), '']),
    `Made by ${codeSpan(command)}`,
    '',
  ].join('\n');
}

/** In a fence that is longer than any run of backticks within. */
function codeSpan(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

function cellText(cell: PaperCell): string {
  if (cell === undefined) return '\u2013';
  if ('p' in cell) return cell.p.replace('<', '&lt;');
  const power = (exponent: number) => `\u202f\u00d7\u202f10<sup>${exponent}</sup>`;
  return withMinus(roundedText(cell, {power, bracketed: (low, high) => ` \\[${low}, ${high}\\]`}));
}
