/** An SVG as a PNG, by resvg as WebAssembly: no browser, no native code, the same pixels everywhere. Loaded when a PNG is asked for. */
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {initWasm, Resvg} from '@resvg/resvg-wasm';
import type {FigureFont} from '../../report/figure/font.ts';

let ready: Promise<void> | undefined;

/** `width`: in pixels. */
export async function pixelsOf(svg: string, width: number, {trueType, name}: FigureFont): Promise<Uint8Array> {
  ready ??= initWasm(readFileSync(fileURLToPath(import.meta.resolve('@resvg/resvg-wasm/index_bg.wasm'))));
  await ready;
  const drawn = new Resvg(svg, {
    fitTo: {mode: 'width', value: width},
    font: {fontBuffers: [trueType], defaultFontFamily: name, sansSerifFamily: name},
  });
  return drawn.render().asPng();
}
