/**
 * A PNG of 16 strengths of one ink on nothing: four bits a pixel, the paper transparent, so that a page's own colour shows through.
 *
 * shape    levels: (height * width,), row-major from the top, 0 paper to 15 ink
 * source   W3C, Portable Network Graphics, third edition: colour type 3, bit depth 4, a palette of black with its opacities in tRNS;
 *          annex D for the checksum
 * checked  read back by Node's zlib
 */
import {zlibSync} from 'fflate';
import {concatenatedBytes} from '../../core/concatenated.ts';
import {crc32} from '../../core/crc32.ts';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const LEVELS = 16;

export function inkPng(levels: Uint8Array, width: number, height: number): Uint8Array {
  const header = new Uint8Array(13);
  new DataView(header.buffer).setUint32(0, width);
  new DataView(header.buffer).setUint32(4, height);
  header.set([4, 3], 8);
  const opacities = Uint8Array.from({length: LEVELS}, (_, level) => (255 * level) / (LEVELS - 1));
  return concatenatedBytes([
    SIGNATURE,
    pngChunk('IHDR', header),
    pngChunk('PLTE', new Uint8Array(3 * LEVELS)),
    pngChunk('tRNS', opacities),
    pngChunk('IDAT', zlibSync(scanlines(levels, width, height), {level: 9})),
    pngChunk('IEND', new Uint8Array(0)),
  ]);
}

/** Two pixels a byte, each line behind a byte that says it is not filtered. */
function scanlines(levels: Uint8Array, width: number, height: number): Uint8Array {
  const stride = 1 + Math.ceil(width / 2);
  const lines = new Uint8Array(height * stride);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) lines[y * stride + 1 + (x >> 1)] |= levels[y * width + x] << (x % 2 === 0 ? 4 : 0);
  return lines;
}

/** Length, name, data, and the checksum of the last two. */
export function pngChunk(type: string, data: Uint8Array): Uint8Array {
  const made = new Uint8Array(data.length + 12);
  const view = new DataView(made.buffer);
  view.setUint32(0, data.length);
  made.set(new TextEncoder().encode(type), 4);
  made.set(data, 8);
  view.setUint32(data.length + 8, crc32(made.subarray(4, data.length + 8)));
  return made;
}
