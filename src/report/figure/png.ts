/**
 * What a PNG of a figure says besides its pixels: how large they are, and what the figure says of itself, as text that every reader of PNG
 * shows and as XMP.
 *
 * source   W3C, Portable Network Graphics, third edition: pHYs, iTXt
 */
import {concatenatedBytes} from '../../core/concatenated.ts';
import {pngChunk} from '../charts/png.ts';
import {aboutFields, type FigureAbout, xmpOf} from './about.ts';

export const DOTS_PER_INCH = 300;
const DOTS_PER_METRE = Math.round(DOTS_PER_INCH / 0.0254);

/** Its signature and its header, which comes first. */
const HEAD = 8 + 25;

/** png: of DOTS_PER_INCH. */
export function withAbout(png: Uint8Array, about: FigureAbout): Uint8Array {
  const size = new Uint8Array(9);
  new DataView(size.buffer).setUint32(0, DOTS_PER_METRE);
  new DataView(size.buffer).setUint32(4, DOTS_PER_METRE);
  size[8] = 1;
  const texts = [
    ['Title', about.title],
    ['Description', about.caption],
    ['Software', about.program],
    ...aboutFields(about),
    ['XML:com.adobe.xmp', xmpOf(about)],
  ];
  const more = texts.map(([keyword, text]) => pngChunk('iTXt', new TextEncoder().encode(`${keyword}\0\0\0\0\0${text}`)));
  return concatenatedBytes([png.subarray(0, HEAD), pngChunk('pHYs', size), ...more, png.subarray(HEAD)]);
}
