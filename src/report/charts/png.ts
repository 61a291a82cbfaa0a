/**
 * A PNG of 16 strengths of one ink on nothing: four bits a pixel, the paper transparent, so that a page's own colour shows through.
 *
 * shape    levels: (height * width,), row-major from the top, 0 paper to 15 ink
 * source   W3C, Portable Network Graphics, third edition: colour type 3, bit depth 4, a palette of black with its opacities in tRNS
 */
import {crc32, deflateSync} from 'node:zlib';

const SIGNATURE = Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const LEVELS = 16;

export function inkPng(levels: Uint8Array, width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([4, 3], 8);
  const opacities = Buffer.from(Uint8Array.from({length: LEVELS}, (_, level) => (255 * level) / (LEVELS - 1)));
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.alloc(3 * LEVELS)),
    chunk('tRNS', opacities),
    chunk('IDAT', deflateSync(scanlines(levels, width, height), {level: 9})),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Two pixels a byte, each line behind a byte that says it is not filtered. */
function scanlines(levels: Uint8Array, width: number, height: number): Buffer {
  const stride = 1 + Math.ceil(width / 2);
  const lines = Buffer.alloc(height * stride);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) lines[y * stride + 1 + (x >> 1)] |= levels[y * width + x] << (x % 2 === 0 ? 4 : 0);
  return lines;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const made = Buffer.alloc(body.length + 8);
  made.writeUInt32BE(data.length, 0);
  body.copy(made, 4);
  made.writeUInt32BE(crc32(body), body.length + 4);
  return made;
}
