/**
 * The font that figures carry, Source Sans 3 (SIL Open Font License 1.1): in a checkout it is a file of @fontsource/source-sans-3, in the
 * package it lies beside the bundle with its licence; scripts/build.ts copies both.
 */
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {DataError} from '../../core/error.ts';
import {type FigureFont, readFont} from '../../report/figure/font.ts';

export const FONT_PACKAGE = '@fontsource/source-sans-3';
export const FONT_FILE = 'source-sans-3-latin-400-normal.woff';
/** Beside the bundle. */
export const FONT_FOLDER = 'fonts';

export function figureFont(): FigureFont {
  try {
    return readFont(readFileSync(fontPath()), 'Source Sans 3');
  } catch (error) {
    if (error instanceof DataError) throw error;
    throw new DataError('the font of figures is not there', {where: FONT_FILE, next: 'install genloss again', cause: error});
  }
}

function fontPath(): string {
  if (!import.meta.url.endsWith('.ts')) return join(dirname(fileURLToPath(import.meta.url)), FONT_FOLDER, FONT_FILE);
  return createRequire(import.meta.url).resolve(`${FONT_PACKAGE}/files/${FONT_FILE}`);
}
