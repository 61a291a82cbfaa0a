/** The contract of what draws: linkedom's document and a browser's give the same pages. */
import {readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {chromium} from 'playwright-core';
import {describe, expect, it} from 'vitest';
import {drawingDocument} from '../src/node/document.ts';
import {CASES, drawCases, type Records} from './document-cases.ts';
import {needsBrowser} from './needs.ts';
import {chromiumPath} from './tools.ts';

const here = dirname(fileURLToPath(import.meta.url));
const recordOf = (name: string) => JSON.parse(readFileSync(join(here, 'golden/formats', name), 'utf8'));
const records: Records = {share: recordOf('share.json'), forecast: recordOf('forecast.json')};
const drawn = drawCases(await drawingDocument(), records);
const browserPath = chromiumPath();

/** The cases as one script, in which `drawn` is a function of the records. */
async function script(): Promise<string> {
  const entry = `import {drawCases} from './document-cases.ts'; globalThis.drawn = (records) => drawCases(document, records);`;
  const options = {bundle: true, write: false, format: 'iife', platform: 'browser', target: 'es2023', logLevel: 'error'} as const;
  const {outputFiles} = await build({...options, stdin: {contents: entry, resolveDir: here, loader: 'ts'}});
  return outputFiles[0].text;
}

async function drawnInBrowser(): Promise<Record<string, string>> {
  const browser = await chromium.launch({executablePath: browserPath!, args: ['--headless', '--no-sandbox', '--disable-gpu']});
  try {
    // where a pixel of the page is one of the screen, Plot moves strokes by half of it, as it does on no finer one, nor in Node
    const tab = await browser.newPage({deviceScaleFactor: 2});
    await tab.addScriptTag({content: await script()});
    return await tab.evaluate(`drawn(${JSON.stringify(records)})`);
  } finally {
    await browser.close();
  }
}

const TAG = /<([A-Za-z][\w:-]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*(\/?)>/g;

/**
 * Attributes by name (linkedom writes the last one first), an end tag for every element of a drawing without content, no-break spaces as
 * they are.
 */
function normalised(page: string): string {
  return page
    .replace(TAG, (_, name: string, attributes: string, closed: string) => {
      const sorted = [...attributes.matchAll(/[\w:-]+(?:="[^"]*")?/g)].map(([one]) => one).sort();
      return `<${[name, ...sorted].join(' ')}>${closed === '' ? '' : `</${name}>`}`;
    })
    .replaceAll('&nbsp;', '\u00a0');
}

/** All that differs, from a little before. */
function firstDifference(a: string, b: string): string | undefined {
  if (a === b) return undefined;
  let at = 0;
  while (a[at] === b[at]) at++;
  return `- ${a.slice(at - 200, at + 100)}\n+ ${b.slice(at - 200, at + 100)}`;
}

describe('a document', () => {
  it('of linkedom draws every kind of chart', () => {
    const all = Object.values(drawn).join('');
    for (const kind of ['chart wide', 'chart narrow', 'chart small', 'sign', 'density']) expect(all).toContain(`class="${kind}"`);
    expect(Object.keys(drawn)).toEqual(Object.keys(CASES));
  });

  it(
    'of a browser draws the same',
    needsBrowser(browserPath, 'Chromium (CHROMIUM names one)', 'no browser’s document is tested'),
    async () => {
      const browsers = await drawnInBrowser();
      expect(Object.keys(browsers)).toEqual(Object.keys(drawn));
      for (const [name, page] of Object.entries(browsers))
        expect(firstDifference(normalised(drawn[name]), normalised(page)), name).toBeUndefined();
      expect(browsers.gaussian, 'the normalisation is needed, and so the browser drew').not.toBe(drawn.gaussian);
    },
  );
});
