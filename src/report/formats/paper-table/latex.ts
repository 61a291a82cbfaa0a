/** A table for LaTeX with the rules of booktabs. What it is stands above it in comments. */
import type {PaperCell, PaperTable} from './content.ts';
import {roundedText} from './rounded.ts';

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

/** `about`: lines of comments. */
export function latexTable({groups, rows, note}: PaperTable, about: readonly string[]): string {
  const columns = groups.flatMap((group) => group.columns);
  const spans = groups.map(({title, columns: own}) => `\\multicolumn{${own.length}}{c}{${latexText(title)}}`);
  let last = 1;
  const rules = groups.map(({columns: own}) => {
    const first = last + 1;
    last += own.length;
    return `\\cmidrule(lr){${first}-${last}}`;
  });
  const row = (cells: readonly string[]) => `${cells.join(' & ')} \\\\`;
  return [
    ...[...about, note, 'Needs \\usepackage{booktabs}.'].map((line) => `% ${line.replace(/\s+/g, ' ')}`),
    `\\begin{tabular}{l${'r'.repeat(columns.length)}}`,
    '\\toprule',
    row(['', ...spans]),
    rules.join(' '),
    row(['Arm', ...columns.map(headText)]),
    '\\midrule',
    ...rows.map(({arm, cells}) => row([latexText(arm), ...cells.map(cellText)])),
    '\\bottomrule',
    '\\end{tabular}',
    '',
  ].join('\n');
}

const headText = (head: string): string => (head === 'p' ? '$p$' : latexText(head));

function cellText(cell: PaperCell): string {
  if (cell === undefined) return '--';
  if ('p' in cell) return `$${cell.p}$`;
  const power = (exponent: number) => ` \\times 10^{${exponent}}`;
  return `$${roundedText(cell, {power, bracketed: (low, high) => `\\ [${low},\\,${high}]`})}$`;
}
