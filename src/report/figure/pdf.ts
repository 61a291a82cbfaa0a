/**
 * A drawing as a PDF file of one page: vector lines, text as text in a font that is embedded, no dates, and an identifier that is a hash of
 * the content, so that the same drawing gives the same bytes.
 *
 * Refuses to know more of PDF than a drawing needs: lines, shapes, opacity and one TrueType font.
 *
 * source   ISO 32000-1: 7.5 (structure), 8.4 and 8.5 (graphics), 9.7 (composite fonts), 14.3 (metadata)
 * checked  against readers of PDF (pdf.test.ts)
 */
import {sha256} from '@noble/hashes/sha2.js';
import {bytesToHex} from '@noble/hashes/utils.js';
import {zlibSync} from 'fflate';
import {concatenatedBytes} from '../../core/concatenated.ts';
import {aboutFields, type FigureAbout, xmpOf} from './about.ts';
import type {FigureDrawing} from './drawing.ts';
import type {FigureFont} from './font.ts';
import {contentOf, glyphsIn, opacitiesIn, opacityName} from './pdf-content.ts';
import {hexOf, unicodeMap, widthsText} from './pdf-font.ts';

const encoder = new TextEncoder();

/** What stands in an object: its dictionary or whatever it is, and the bytes of a stream. */
interface PdfObject {
  readonly value: string;
  readonly stream?: Uint8Array;
}

export function pdfOf(drawing: FigureDrawing, about: FigureAbout, font: FigureFont): Uint8Array {
  const {width, height} = drawing;
  const glyphs = glyphsIn(drawing, font);
  const states = opacitiesIn(drawing).map((opacity) => `/${opacityName(opacity)} << /ca ${opacity} >>`);
  const name = font.name.replace(/[^A-Za-z0-9]/g, '');
  const resources = `<< /Font << /F 6 0 R >> /ExtGState << ${states.join(' ')} >> >>`;
  return fileOf([
    {value: '<< /Type /Catalog /Pages 2 0 R /Metadata 4 0 R /Lang (en) >>'},
    {value: '<< /Type /Pages /Kids [3 0 R] /Count 1 >>'},
    {value: `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${rounded(width)} ${rounded(height)}] /Resources ${resources} /Contents 5 0 R >>`},
    {value: '/Type /Metadata /Subtype /XML', stream: encoder.encode(xmpOf(about))},
    deflated('', encoder.encode(contentOf(drawing, font))),
    {value: `<< /Type /Font /Subtype /Type0 /BaseFont /${name} /Encoding /Identity-H /DescendantFonts [7 0 R] /ToUnicode 9 0 R >>`},
    {
      value: `<< /Type /Font /Subtype /CIDFontType2 /BaseFont /${name} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 8 0 R /CIDToGIDMap /Identity /DW 0 /W [${widthsText(glyphs, font)}] >>`,
    },
    {value: descriptorOf(name, font)},
    deflated('', encoder.encode(unicodeMap(glyphs))),
    deflated(`/Length1 ${font.trueType.length} `, font.trueType),
    {value: infoOf(about)},
  ]);
}

const rounded = (value: number): string => String(Math.round(value * 1000) / 1000);

function deflated(value: string, bytes: Uint8Array): PdfObject {
  return {value: `${value}/Filter /FlateDecode`, stream: zlibSync(bytes, {level: 9})};
}

function descriptorOf(name: string, {ascent, descent, capHeight, box, unitsPerEm}: FigureFont): string {
  const thousandths = (value: number) => Math.round((1000 * value) / unitsPerEm);
  const [up, down, capital] = [ascent, descent, capHeight].map(thousandths);
  return `<< /Type /FontDescriptor /FontName /${name} /Flags 32 /FontBBox [${box.map(thousandths).join(' ')}] /ItalicAngle 0 /Ascent ${up} /Descent ${down} /CapHeight ${capital} /StemV 80 /FontFile2 10 0 R >>`;
}

function infoOf(about: FigureAbout): string {
  const {title, caption, program} = about;
  const known = [
    ['Title', title],
    ['Subject', caption],
    ['Creator', program],
    ['Producer', program],
  ];
  const own = aboutFields(about).map(([name, value]) => [`Genloss${name}`, value]);
  return `<< ${[...known, ...own].map(([key, value]) => `/${key} ${textString(value)}`).join(' ')} >>`;
}

/** UTF-16 with its mark, as hexadecimal digits. */
function textString(text: string): string {
  const units = Array.from({length: text.length}, (_, i) => hexOf(text.charCodeAt(i)));
  return `<FEFF${units.join('')}>`;
}

/** Header, objects in the order of their numbers, the table of where they begin. The first is the catalogue, the last the information. */
function fileOf(objects: readonly PdfObject[]): Uint8Array {
  const parts: Uint8Array[] = [encoder.encode('%PDF-1.5\n'), Uint8Array.of(0x25, 0xe2, 0xe3, 0xcf, 0xd3, 0x0a)];
  let length = parts[0].length + parts[1].length;
  const add = (bytes: Uint8Array): void => {
    parts.push(bytes);
    length += bytes.length;
  };
  const begins: number[] = [];
  for (const [i, {value, stream}] of objects.entries()) {
    begins.push(length);
    if (stream === undefined) {
      add(encoder.encode(`${i + 1} 0 obj\n${value}\nendobj\n`));
      continue;
    }
    add(encoder.encode(`${i + 1} 0 obj\n<< ${value} /Length ${stream.length} >>\nstream\n`));
    add(stream);
    add(encoder.encode('\nendstream\nendobj\n'));
  }
  const start = length;
  const identifier = bytesToHex(sha256(concatenatedBytes(parts))).slice(0, 32);
  const table = begins.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const count = objects.length + 1;
  const trailer = `<< /Size ${count} /Root 1 0 R /Info ${objects.length} 0 R /ID [<${identifier}> <${identifier}>] >>`;
  add(encoder.encode(`xref\n0 ${count}\n0000000000 65535 f \n${table}trailer\n${trailer}\nstartxref\n${start}\n%%EOF\n`));
  return concatenatedBytes(parts);
}
