/** What axe finds on the pages that the golden files hold, as a phone and a desk lay them out, everything that is folded open. */
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {chromium} from 'playwright-core';
import {expect, it} from 'vitest';
import {root} from './command.ts';
import {needsBrowser} from './needs.ts';
import {chromiumPath} from './tools.ts';

/** One of each kind. */
const PAGES = ['check-where', 'share', 'forecast', 'ngram-word', 'population'];

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly {readonly target: unknown}[];
}

const executablePath = chromiumPath();

it.each(PAGES)('%s has nothing serious', needsBrowser(executablePath, 'Chromium', 'axe looks at no page'), async (name) => {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const browser = await chromium.launch({executablePath, args: ['--no-sandbox', '--disable-gpu']});
  try {
    for (const [width, colorScheme] of [
      [390, 'light'],
      [1280, 'dark'],
    ] as const) {
      const context = await browser.newContext({viewport: {width, height: 900}, colorScheme, bypassCSP: true});
      const page = await context.newPage();
      await page.goto(pathToFileURL(join(root, `test/golden/pages/${name}.html`)).href);
      await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true');
      await page.evaluate(axe);
      const {violations} = await page.evaluate<{violations: readonly Violation[]}>('axe.run()');
      const serious = violations.filter(({impact}) => impact === 'serious' || impact === 'critical');
      expect(serious.map(({id, nodes}) => `${id} ${nodes.map(({target}) => target)}`)).toEqual([]);
      await context.close();
    }
  } finally {
    await browser.close();
  }
});
