/** What a PDF says of the font in it: how wide the glyphs are that it uses, and which letters they stand for. */
import type {FigureFont} from './font.ts';

/** Four hexadecimal digits. */
export const hexOf = (value: number): string => value.toString(16).padStart(4, '0');

/** In thousandths of the em square, a list of one for each glyph. */
export function widthsText(glyphs: ReadonlyMap<number, number>, {advances, unitsPerEm}: FigureFont): string {
  return [...glyphs.keys()].map((glyph) => `${glyph} [${Math.round((1000 * advances[glyph]) / unitsPerEm)}]`).join(' ');
}

const MOST_LINES = 100;

/** So that text can be searched and copied. glyphs: letters (code points) by their glyph. */
export function unicodeMap(glyphs: ReadonlyMap<number, number>): string {
  const lines = [...glyphs].map(([glyph, letter]) => `<${hexOf(glyph)}> <${utf16Of(letter)}>`);
  const blocks: string[] = [];
  for (let at = 0; at < lines.length; at += MOST_LINES) {
    const block = lines.slice(at, at + MOST_LINES);
    blocks.push(`${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`);
  }
  return [
    '/CIDInit /ProcSet findresource begin',
    '12 dict begin',
    'begincmap',
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
    '/CMapName /Adobe-Identity-UCS def',
    '/CMapType 2 def',
    '1 begincodespacerange',
    '<0000> <FFFF>',
    'endcodespacerange',
    ...blocks,
    'endcmap',
    'CMapName currentdict /CMap defineresource pop',
    'end',
    'end',
  ].join('\n');
}

function utf16Of(letter: number): string {
  const text = String.fromCodePoint(letter);
  return Array.from({length: text.length}, (_, i) => hexOf(text.charCodeAt(i))).join('');
}
