/**
 * A picture of a page, as a reader sees it: `node scripts/screenshot.ts PAGE OUT.png [--width 1200] [--scheme light|dark] [--height H] [--top Y]`.
 * Needs Chromium: the one that CHROMIUM names, else what is found. Without --height the whole page is taken.
 */
import {resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {parseArgs} from 'node:util';
import {chromium} from 'playwright-core';
import {chromiumPath} from '../test/tools.ts';

const QUIET = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {
    width: {type: 'string', default: '1200'},
    scheme: {type: 'string', default: 'light'},
    height: {type: 'string'},
    top: {type: 'string', default: '0'},
  },
});
const [page, out] = positionals;
if (page === undefined || out === undefined || (values.scheme !== 'light' && values.scheme !== 'dark')) {
  console.error('usage: node scripts/screenshot.ts PAGE OUT.png [--width 1200] [--scheme light|dark] [--height H] [--top Y]');
  process.exit(64);
}

const executablePath = chromiumPath();
if (executablePath === undefined) {
  console.error('there is no Chromium here; CHROMIUM names one');
  process.exit(69);
}
const browser = await chromium.launch({executablePath, args: QUIET});
try {
  const width = Number(values.width);
  const tab = await browser.newPage({viewport: {width, height: 900}, colorScheme: values.scheme});
  await tab.goto(pathToFileURL(resolve(page)).href);
  // As strings: they run in the page, where the checker of this file has no DOM.
  const wide = Number(await tab.evaluate('document.documentElement.scrollWidth'));
  if (wide > width) console.error(`the page is ${wide} px wide, wider than the window's ${width}`);
  const clip = values.height === undefined ? undefined : {x: 0, y: Number(values.top), width, height: Number(values.height)};
  await tab.screenshot({path: out, fullPage: true, clip});
} finally {
  await browser.close();
}
