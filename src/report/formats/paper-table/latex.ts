/** A table for LaTeX with the rules of booktabs. What it is stands above it in comments. */
import type {PaperBlock, PaperCell, PaperTable} from './content.ts';
import {roundedParts} from './rounded.ts';

const SPECIAL: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '"': '\\textquotedbl{}',
};

/** Text as LaTeX prints it. */
export const latexText = (text: string): string => text.replace(/[\\~^<>|"&%$#_{}]/g, (letter) => SPECIAL[letter] ?? `\\${letter}`);

/** A value over its interval, which is smaller: beside it, three of them with their names are wider than a page. */
const WITH_ENDS = '\\providecommand{\\withends}[2]{\\begin{tabular}[t]{@{}r@{}}#1\\\\[-2pt]{\\scriptsize #2}\\end{tabular}}';

/** `about`: lines of comments. */
export function latexTable({blocks, note}: PaperTable, about: readonly string[]): string {
  const most = Math.max(...blocks.map(({columns}) => columns.length));
  return [
    ...[...about, note, 'Needs \\usepackage{booktabs}.'].map((line) => `% ${line.replace(/\s+/g, ' ')}`),
    WITH_ENDS,
    `\\begin{tabular}{l${'r'.repeat(most)}}`,
    '\\toprule',
    ...blocks.flatMap((block, b) => blockLines(block, {most, before: blocks[b - 1]})),
    '\\bottomrule',
    '\\end{tabular}',
    '',
  ].join('\n');
}

/** The heads stand once above blocks that have the same. */
function blockLines({title, columns, rows}: PaperBlock, {most, before}: {most: number; before?: PaperBlock}): string[] {
  const row = (cells: readonly string[]) => `${cells.join(' & ')} \\\\`;
  const filled = (cells: readonly string[]) => row([...cells, ...Array<string>(most - columns.length).fill('')]);
  const heads = before?.columns.join('\n') === columns.join('\n') ? [] : [filled(['Arm', ...columns.map(headText)])];
  return [
    ...(before === undefined ? [] : [heads.length > 0 ? '\\midrule' : '\\addlinespace']),
    ...heads,
    ...(heads.length > 0 ? ['\\midrule'] : []),
    `\\multicolumn{${most + 1}}{l}{\\emph{${latexText(title)}}} \\\\`,
    ...rows.map(({arm, cells}) => filled([latexText(arm), ...cells.map(cellText)])),
  ];
}

/** Two words or more over each other, the last alone. */
function headText(head: string): string {
  if (head === 'p') return '$p$';
  const at = head.indexOf(' ');
  if (at < 0) return latexText(head);
  return `\\begin{tabular}[b]{@{}r@{}}${latexText(head.slice(0, at))}\\\\${latexText(head.slice(at + 1))}\\end{tabular}`;
}

function cellText(cell: PaperCell): string {
  if (cell === undefined) return '--';
  if ('p' in cell) return `$${cell.p}$`;
  const {value, ends, power} = roundedParts(cell, (exponent) => ` \\times 10^{${exponent}}`);
  return ends === undefined ? `$${value}$` : `\\withends{$${value}$}{$[${ends[0]},\\,${ends[1]}]${power}$}`;
}
