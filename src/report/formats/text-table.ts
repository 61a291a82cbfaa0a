/**
 * Text in columns and in lines of a width, for terminals and logs. Widths are counted in characters (code points), not in bytes.
 */
const GAP = '  ';

export type TextRow = readonly string[];

const lengthOf = (text: string): number => [...text].length;

/** At most `most` characters, the last of them an ellipsis where some are left out. */
export function cutTo(text: string, most: number): string {
  const letters = [...text];
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}\u2026` : text;
}

/** Of each column: its longest cell. */
export const columnWidths = (rows: readonly TextRow[]): number[] => rows[0].map((_, c) => Math.max(...rows.map((row) => lengthOf(row[c]))));

/** Of a whole row. */
export const totalWidth = (widths: readonly number[]): number => widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length);

interface TextTableOptions {
  /** What stands at the right of its column: all but the first unless given. */
  readonly right?: (cell: string, column: number) => boolean;
  /** As wide as the cells unless given; longer cells are cut. */
  readonly widths?: readonly number[];
}

/** A line a row, without spaces at its end. */
export function tableLines(rows: readonly TextRow[], options: TextTableOptions = {}): string[] {
  const {right = (_, column) => column > 0, widths = columnWidths(rows)} = options;
  const placed = (cell: string, column: number) => {
    const text = cutTo(cell, widths[column]);
    const room = ' '.repeat(widths[column] - lengthOf(text));
    return right(cell, column) ? room + text : text + room;
  };
  return rows.map((row) => row.map(placed).join(GAP).trimEnd());
}

interface WrapOptions {
  /** Before every line but the first. */
  readonly hanging?: string;
  /** Whether a word that is longer than a line is cut; it stands out of the line unless so. */
  readonly cut?: boolean;
}

/** Lines of whole words. A no-break space holds two words together and is printed as a space. */
export function wrapped(text: string, width: number, {hanging = '', cut = false}: WrapOptions = {}): string[] {
  const lines: string[] = [];
  let line: string | undefined;
  for (const whole of text.split(' ')) {
    const word = cut ? cutTo(whole, width) : whole;
    if (line === undefined) line = word;
    else if (line.trim() !== '' && lengthOf(line) + 1 + lengthOf(word) > width) {
      lines.push(line);
      line = hanging + word;
    } else line += `${line.trim() === '' ? '' : ' '}${word}`;
  }
  return [...lines, line ?? ''].map((one) => one.replace(/\u00a0/g, ' '));
}
