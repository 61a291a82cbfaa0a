/**
 * Some of the images of a generation on one sheet, as a background of the page: a few kilobytes, in the colours of the page.
 */
import {base64} from '../../core/base64.ts';
import {type Html, html} from '../html.ts';
import {inkPng} from './png.ts';

const GAP = 1;

/** `pixels`: one hexadecimal digit a pixel, 0 paper to f ink, row by row, image after image. */
export function imageSheet(pixels: string, side: number, label: string): Html {
  const count = pixels.length / (side * side);
  const columns = Math.ceil(Math.sqrt(count));
  const width = columns * (side + GAP) - GAP;
  const height = Math.ceil(count / columns) * (side + GAP) - GAP;
  const levels = new Uint8Array(width * height);
  for (let i = 0; i < pixels.length; i++) {
    const image = Math.floor(i / (side * side));
    const row = Math.floor(image / columns) * (side + GAP) + (Math.floor(i / side) % side);
    const column = (image % columns) * (side + GAP) + (i % side);
    levels[row * width + column] = Number.parseInt(pixels[i], 16);
  }
  const data = base64(inkPng(levels, width, height));
  return html`<div role="img" aria-label="${label}" class="images" style="aspect-ratio:${width}/${height};background-image:url(data:image/png;base64,${data})"></div>`;
}
