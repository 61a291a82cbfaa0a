/** Pages as a browser lays them out: no table is cut at the width of a desk, on a phone wide ones become blocks, and what scrolls shows it. */
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {chromium} from 'playwright-core';
import {expect, it} from 'vitest';
import type {CheckedSlice} from '../src/guard/check-report.ts';
import {document} from '../src/report/document.test-input.ts';
import {failing} from '../src/report/formats/check/demo.test-input.ts';
import {checkPage} from '../src/report/pages/check/page.ts';
import {planeInput, speechesInput} from '../src/report/pages/run/demo.test-input.ts';
import type {ReportInput} from '../src/report/pages/run/input.ts';
import {buildReport} from '../src/report/pages/run/report.ts';
import {commands, over, thousand} from '../src/report/pages/watch/demo.test-input.ts';
import {watchPage} from '../src/report/pages/watch/page.ts';
import {temporaryFolder} from './command.ts';
import {needsBrowser} from './needs.ts';
import {chromiumPath} from './tools.ts';

const folder = temporaryFolder();
const browser = chromiumPath();

/** Five measures with their names and intervals, as wide as a table of a run is. */
function wideInput(): ReportInput {
  const input = speechesInput();
  const codes = ['tail.retention', 'head.inflation', 'bitsPerByte', 'distinct.2', 'repetition'];
  const names = input.arms.map(({name}) => name);
  const columns = [
    'arm',
    'Rare types still produced',
    'Inflation of the frequent types',
    'Bits per byte of held-out human text',
    'Distinct 2-grams of words',
    'Repetition within a document',
  ];
  const rows = names.map((name) => [name, ...codes.map(() => '2.6e-4 \u2192 0.00107')]);
  return {
    ...input,
    table: {
      columns,
      codes: [undefined, ...codes],
      rows,
      intervals: names.map(() => [null, ...codes.map(() => '[9.6e-4, 0.00119]')]),
      caption: 'Means.',
    },
  };
}

const slice: CheckedSlice = {
  field: 'source',
  value: 'books and other long documents',
  documents: 1200,
  words: 90_000,
  verdict: 'fail',
  reason: '',
  checks: [],
  carries: ['tail.retention', 'distinct.1', 'distinct.3', 'selfRepetition', 'duplicates.near'],
};

interface Frame {
  readonly of: string;
  readonly cut: number;
  readonly attachment: string;
}

const FRAMES = `[...document.querySelectorAll('.scroll')].filter((one) => !one.closest('details')).map((one) => ({
  of: one.firstElementChild.className,
  cut: one.scrollWidth - one.clientWidth,
  attachment: getComputedStyle(one).backgroundAttachment,
}))`;

it(
  'tables fit a page of 1,000 pixels; at 390 wide rows are blocks, and pictures that scroll have a shadow at their edge',
  needsBrowser(browser, 'Chromium', 'pages are not laid out by a browser'),
  async () => {
    const pages = {
      run: buildReport(wideInput(), document),
      plane: buildReport(planeInput(), document),
      check: checkPage({...failing, slices: [slice, {...slice, value: 'forum'}]}, {document}),
      watch: watchPage(over, {document, commands}),
      'long watch': watchPage(thousand, {document, commands}),
    };
    const opened = await chromium.launch({executablePath: browser, args: ['--no-sandbox']});
    try {
      const framesAt = async (name: keyof typeof pages, width: number): Promise<Frame[]> => {
        const path = join(folder, `${name}.html`);
        writeFileSync(path, pages[name]);
        const page = await opened.newPage({viewport: {width, height: 900}});
        await page.goto(pathToFileURL(path).href);
        expect(await page.evaluate('document.documentElement.scrollWidth'), `${name} at ${width}`).toBe(width);
        return await page.evaluate(FRAMES);
      };
      for (const name of ['run', 'plane', 'check', 'watch', 'long watch'] as const) {
        const [wide, narrow] = [await framesAt(name, 1000), await framesAt(name, 390)];
        expect(wide.length, name).toBeGreaterThan(0);
        expect(
          wide.filter(({cut}) => cut > 0),
          name,
        ).toEqual([]);
        expect(
          narrow.filter(({of, cut}) => cut > 0 && of.includes('stack')),
          name,
        ).toEqual([]);
        for (const {cut, attachment} of narrow) if (cut > 0) expect(attachment).toBe('local, local, scroll, scroll');
        if (name === 'plane') expect(narrow.some(({of, cut}) => of === 'worlds' && cut > 0)).toBe(true);
      }
    } finally {
      await opened.close();
    }
  },
);
