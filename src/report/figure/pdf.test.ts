import {inflateSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {figureFont} from '../../node/figure/font.ts';
import {inkPng} from '../charts/png.ts';
import type {FigureAbout} from './about.ts';
import type {FigureDrawing} from './drawing.ts';
import {pdfOf} from './pdf.ts';
import {withAbout} from './png.ts';

const font = figureFont();
const ABOUT: FigureAbout = {
  title: 'Title \u2212 1',
  caption: 'A caption',
  command: 'genloss figure runs/a variance -o a.pdf',
  program: 'genloss 1.2.3',
  run: 'ab12',
  lineages: '3 lineages',
  interval: '95%',
};
const DRAWING: FigureDrawing = {
  width: 100,
  height: 50,
  marks: [
    {
      kind: 'lines',
      lines: [
        [
          [0, 0],
          [10, 20],
        ],
      ],
      stroke: {colour: '#ff0000', width: 2, dashes: [3, 1]},
    },
    {
      kind: 'shape',
      corners: [
        [0, 0],
        [10, 0],
        [10, 10],
      ],
      fill: {colour: '#0000ff', opacity: 0.25},
    },
    {kind: 'circle', at: [50, 25], radius: 4, fill: {colour: '#ffffff'}, stroke: {colour: '#000000', width: 1}},
    {kind: 'text', at: [50, 40], text: 'a\u2212b', size: 10, anchor: 'middle', colour: '#000000'},
  ],
};
const pdf = Buffer.from(pdfOf(DRAWING, ABOUT, font));
const text = pdf.toString('latin1');

/** The bytes of the stream of an object. */
function streamOf(number: number): Buffer {
  const at = text.indexOf(`\n${number} 0 obj\n`);
  const length = Number(/\/Length (\d+) >>/.exec(text.slice(at))![1]);
  const start = text.indexOf('stream\n', at) + 7;
  return pdf.subarray(start, start + length);
}

describe('a PDF', () => {
  it('has its objects where its table says, and the table where it ends', () => {
    const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)![1]);
    expect(text.slice(start, start + 5)).toBe('xref\n');
    const offsets = [...text.slice(start).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, offset]) => Number(offset));
    expect(offsets.length).toBe(11);
    for (const [i, offset] of offsets.entries()) expect(text.slice(offset).startsWith(`${i + 1} 0 obj\n`), `object ${i + 1}`).toBe(true);
  });

  it('draws what is drawn, from the lower left corner', () => {
    const content = inflateSync(streamOf(5)).toString('latin1').split('\n');
    expect(content[0]).toBe('q 1 0 0 RG 2 w 1 j 0 J [3 1] 0 d 0 50 m 10 30 l S Q');
    expect(content[1]).toBe('q 0 0 1 rg /A250 gs 0 50 m 10 50 l 10 40 l h f Q');
    expect(content[2]).toMatch(/^q 1 1 1 rg \/A1000 gs 0 0 0 RG 1 w .* 54 25 m .* h B Q$/);
    expect(text).toContain('/A250 << /ca 0.25 >>');
  });

  it('writes text as glyphs of the font that it embeds whole, which can be read back', () => {
    const [, hex] = /<([0-9a-f]+)> Tj/.exec(inflateSync(streamOf(5)).toString('latin1'))!;
    const map = inflateSync(streamOf(9)).toString('latin1');
    const letters = hex
      .match(/.{4}/g)!
      .map((glyph) => String.fromCharCode(Number.parseInt(new RegExp(`<${glyph}> <(\\w+)>`).exec(map)![1], 16)));
    expect(letters.join('')).toBe('a\u2212b');
    expect(inflateSync(streamOf(10)).equals(Buffer.from(font.trueType))).toBe(true);
  });

  it('says how it was made, and not when', () => {
    for (const key of ['/Title', '/Subject', '/GenlossCommand', '/GenlossRun', '/GenlossLineages', '/GenlossInterval'])
      expect(text).toContain(key);
    expect(text).not.toMatch(/CreationDate|ModDate/);
    expect(streamOf(4).toString('utf8')).toContain('<genloss:Command>genloss figure runs/a variance -o a.pdf</genloss:Command>');
  });

  it('is the same bytes again, and another identifier where the drawing is another', () => {
    expect(Buffer.from(pdfOf(DRAWING, ABOUT, font)).equals(pdf)).toBe(true);
    const idOf = (bytes: Uint8Array) => /\/ID \[<(\w+)>/.exec(Buffer.from(bytes).toString('latin1'))![1];
    expect(idOf(pdfOf({...DRAWING, marks: []}, ABOUT, font))).not.toBe(idOf(pdf));
  });
});

describe('a PNG', () => {
  it('keeps its pixels, and says its resolution and how it was made', () => {
    const plain = inkPng(new Uint8Array(4), 2, 2);
    const png = Buffer.from(withAbout(plain, ABOUT));
    expect(png.subarray(0, 33).equals(Buffer.from(plain.subarray(0, 33)))).toBe(true);
    expect(png.indexOf(Buffer.from(plain.subarray(33)))).toBe(png.length - plain.length + 33);
    const at = png.indexOf('pHYs') + 4;
    expect([png.readUInt32BE(at), png.readUInt32BE(at + 4), png[at + 8]]).toEqual([11811, 11811, 1]);
    for (const words of ['iTXtTitle\0\0\0\0\0Title \u2212 1', 'iTXtRun\0\0\0\0\0ab12', 'XML:com.adobe.xmp'])
      expect(png.includes(words)).toBe(true);
  });
});
