/**
 * One font that figures carry: its bytes as they travel (WOFF) and as programs embed them (TrueType), and how wide its glyphs are.
 *
 * Refuses to shape: one glyph a code point, no kerning, no ligatures; whoever draws with it turns those off, so that widths hold everywhere.
 *
 * source   W3C, WOFF File Format 1.0; OpenType 1.9: head, hhea, hmtx, maxp, cmap format 4, OS/2
 * checked  against fontTools' reading of the same file (font.test.ts)
 */
import {unzlibSync} from 'fflate';
import {DataError} from '../../core/error.ts';

export interface FigureFont {
  /** Of the family. */
  readonly name: string;
  readonly woff: Uint8Array;
  readonly trueType: Uint8Array;
  /** Of the em square, in which all other numbers of a font are. */
  readonly unitsPerEm: number;
  readonly ascent: number;
  readonly descent: number;
  readonly capHeight: number;
  /** xMin, yMin, xMax, yMax over all glyphs. */
  readonly box: readonly [number, number, number, number];
  /** (glyphs,) */
  readonly advances: Uint16Array;
  /** The glyph of a code point; 0, the glyph of what is missing, where there is none. */
  readonly glyphOf: (codePoint: number) => number;
}

interface Table {
  readonly tag: string;
  readonly bytes: Uint8Array;
}

/** Throws DataError where the bytes are no WOFF of TrueType outlines. */
export function readFont(woff: Uint8Array, name: string): FigureFont {
  const tables = tablesOf(woff);
  const view = (tag: string): DataView => {
    const found = tables.find((table) => table.tag === tag);
    if (found === undefined) throw broken(`it has no table ${tag}`);
    return viewOf(found.bytes);
  };
  const [head, hhea, hmtx, os2] = ['head', 'hhea', 'hmtx', 'OS/2'].map(view);
  const glyphs = view('maxp').getUint16(4);
  const measured = hhea.getUint16(34);
  return {
    name,
    woff,
    trueType: trueTypeOf(tables),
    unitsPerEm: head.getUint16(18),
    ascent: hhea.getInt16(4),
    descent: hhea.getInt16(6),
    capHeight: os2.getInt16(88),
    box: [head.getInt16(36), head.getInt16(38), head.getInt16(40), head.getInt16(42)],
    // glyphs after the last that is measured are as wide as it
    advances: Uint16Array.from({length: glyphs}, (_, glyph) => hmtx.getUint16(4 * Math.min(glyph, measured - 1))),
    glyphOf: glyphsOf(view('cmap')),
  };
}

/** In the unit of `size`. */
export function widthOf(text: string, size: number, {glyphOf, advances, unitsPerEm}: FigureFont): number {
  let units = 0;
  for (const letter of text) units += advances[glyphOf(letter.codePointAt(0)!)];
  return (units * size) / unitsPerEm;
}

const broken = (what: string): DataError => new DataError(`the font of figures is damaged: ${what}`, {next: 'install genloss again'});

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function tablesOf(woff: Uint8Array): Table[] {
  const view = viewOf(woff);
  if (woff.length < 44 || view.getUint32(0) !== 0x774f4646 || view.getUint32(4) !== 0x00010000)
    throw broken('it is no WOFF of TrueType outlines');
  return Array.from({length: view.getUint16(12)}, (_, i) => {
    const at = 44 + 20 * i;
    const [offset, packed, size] = [4, 8, 12].map((field) => view.getUint32(at + field));
    const stored = woff.subarray(offset, offset + packed);
    const tag = String.fromCharCode(...woff.subarray(at, at + 4));
    return {tag, bytes: packed < size ? unzlibSync(stored) : stored};
  });
}

/** The same tables as a TrueType file: its directory, then each at a multiple of four bytes. */
function trueTypeOf(tables: readonly Table[]): Uint8Array {
  const padded = ({bytes}: Table) => (bytes.length + 3) & ~3;
  const start = 12 + 16 * tables.length;
  const made = new Uint8Array(tables.reduce((sum, table) => sum + padded(table), start));
  const view = viewOf(made);
  const power = 31 - Math.clz32(tables.length);
  view.setUint32(0, 0x00010000);
  [tables.length, 16 << power, power, 16 * tables.length - (16 << power)].forEach((value, i) => {
    view.setUint16(4 + 2 * i, value);
  });
  let offset = start;
  for (const [i, table] of tables.entries()) {
    made.set(table.bytes, offset);
    const entry = 12 + 16 * i;
    for (let c = 0; c < 4; c++) made[entry + c] = table.tag.charCodeAt(c);
    view.setUint32(entry + 4, checksumOf(view, offset, padded(table)));
    view.setUint32(entry + 8, offset);
    view.setUint32(entry + 12, table.bytes.length);
    offset += padded(table);
  }
  return made;
}

/** The sum of its words, as unsigned numbers of 32 bits. */
function checksumOf(view: DataView, offset: number, length: number): number {
  let sum = 0;
  for (let at = offset; at < offset + length; at += 4) sum = (sum + view.getUint32(at)) >>> 0;
  return sum;
}

/** Of the subtable of Unicode's first plane (format 4). */
function glyphsOf(cmap: DataView): (codePoint: number) => number {
  const at = Array.from({length: cmap.getUint16(2)}, (_, i) => cmap.getUint32(8 + 8 * i)).find((offset) => cmap.getUint16(offset) === 4);
  if (at === undefined) throw broken('it has no character map of format 4');
  const doubled = cmap.getUint16(at + 6);
  const [ends, starts, deltas, ranges] = [14, 16 + doubled, 16 + 2 * doubled, 16 + 3 * doubled].map((offset) => at + offset);
  return (codePoint) => {
    for (let i = 0; i < doubled; i += 2) {
      if (codePoint > cmap.getUint16(ends + i)) continue;
      const start = cmap.getUint16(starts + i);
      if (codePoint < start) return 0;
      const range = cmap.getUint16(ranges + i);
      if (range === 0) return (codePoint + cmap.getUint16(deltas + i)) & 0xffff;
      const glyph = cmap.getUint16(ranges + i + range + 2 * (codePoint - start));
      return glyph === 0 ? 0 : (glyph + cmap.getUint16(deltas + i)) & 0xffff;
    }
    return 0;
  };
}
