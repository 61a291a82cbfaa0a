/** A figure's SVG as a browser shows it: its own font is used, and its letters are as wide as the layout took them to be. */
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {chromium} from 'playwright-core';
import {expect, it} from 'vitest';
import {figureFont} from '../src/node/figure/font.ts';
import {widthOf} from '../src/report/figure/font.ts';
import {svgOf} from '../src/report/figure/svg.ts';
import {temporaryFolder} from './command.ts';
import {needsBrowser} from './needs.ts';
import {chromiumPath} from './tools.ts';

const folder = temporaryFolder();
const browser = chromiumPath();
const about = {title: 't', caption: 'c', command: 'x', program: 'genloss', run: 'r', lineages: '1 lineage', interval: 'none'};

it(
  'letters are those of the font that it carries',
  needsBrowser(browser, 'Chromium', 'the font of a figure is not seen in a browser'),
  async () => {
    const font = figureFont();
    const words = ['WAVE AVATAR office 0.5', 'mixed share=0.25', '10\u221211'];
    const marks = words.map(
      (text, i) => ({kind: 'text', at: [5, 20 * (i + 1)], text, size: 10, anchor: 'start', colour: '#000000'}) as const,
    );
    const path = join(folder, 'figure.svg');
    writeFileSync(path, svgOf({width: 200, height: 80, marks}, about, font));
    const opened = await chromium.launch({executablePath: browser, args: ['--no-sandbox']});
    try {
      const page = await opened.newPage();
      await page.goto(pathToFileURL(path).href);
      const lengths: number[] = await page.evaluate(
        "document.fonts.ready.then(() => [...document.querySelectorAll('text')].map((text) => text.getComputedTextLength()))",
      );
      for (const [i, text] of words.entries()) expect(Math.abs(lengths[i] - widthOf(text, 10, font)), text).toBeLessThan(0.1);
    } finally {
      await opened.close();
    }
  },
);
