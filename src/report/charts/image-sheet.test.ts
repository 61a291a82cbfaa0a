import {crc32, inflateSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {imageSheet} from './image-sheet.ts';
import {inkPng} from './png.ts';

/** Reads what `inkPng` writes, by the standard: every chunk with a right checksum. */
function read(png: Buffer): {width: number; height: number; levels: number[]; opacities: number[]} {
  expect([...png.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const body = png.subarray(at + 4, at + 8 + length);
    expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(body));
    chunks.set(body.toString('latin1', 0, 4), body.subarray(4));
    at += 12 + length;
  }
  expect([...chunks.keys()]).toEqual(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);
  const header = chunks.get('IHDR')!;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  expect([...header.subarray(8)]).toEqual([4, 3, 0, 0, 0]);
  const lines = inflateSync(chunks.get('IDAT')!);
  const stride = 1 + Math.ceil(width / 2);
  expect(lines.length).toBe(height * stride);
  const levels = Array.from({length: width * height}, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    const byte = lines[y * stride + 1 + (x >> 1)];
    return x % 2 === 0 ? byte >> 4 : byte & 15;
  });
  return {width, height, levels, opacities: [...chunks.get('tRNS')!]};
}

describe('a picture in ink', () => {
  it.each([
    [4, 4],
    [5, 3],
    [1, 1],
  ])('has its pixels, at %i x %i', (width, height) => {
    const levels = Uint8Array.from({length: width * height}, (_, i) => (i * 7) % 16);
    expect(read(Buffer.from(inkPng(levels, width, height)))).toMatchObject({width, height, levels: [...levels]});
  });

  it('has paper that is not there, and full ink', () => {
    const {opacities} = read(Buffer.from(inkPng(Uint8Array.of(0), 1, 1)));
    expect([opacities.length, opacities[0], opacities[15]]).toEqual([16, 0, 255]);
  });
});

describe('a sheet of images', () => {
  it('lays them out in rows from the top left, with paper between and where there are none', () => {
    const html = imageSheet('1111222233334444ffff', 2, 'five "images"').markup;
    const data = /base64,([^)]+)\)/.exec(html)![1];
    expect(html).toContain('aria-label="five &quot;images&quot;"');
    const {width, height, levels} = read(Buffer.from(data, 'base64'));
    const rows = Array.from({length: height}, (_, y) =>
      levels
        .slice(y * width, (y + 1) * width)
        .map((level) => level.toString(16))
        .join(''),
    );
    expect(rows).toEqual(['11022033', '11022033', '00000000', '440ff000', '440ff000']);
  });
});
