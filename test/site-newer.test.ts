/** What a browser keeps of the site pins no old version: a newer build at the same address shows, and is then the one that is kept. */

import {readdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {type Browser, chromium} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {buildSite} from '../scripts/site.ts';
import {temporaryFolder} from './command.ts';
import {needsBrowser} from './needs.ts';
import {KEPT, openedPage, press, served, until} from './pages.ts';
import {chromiumPath} from './tools.ts';

const site = join(temporaryFolder(), 'site');
const executable = chromiumPath();

const NEWER = 'aaaaaaaaaa';

/** The same site with another script, named by what is in it, as a build makes it. */
function buildNewer(build: string): void {
  const assets = join(site, 'assets');
  const old = readdirSync(assets).find((name) => /^page-.*\.js$/.test(name))!;
  const name = 'page-newer00000.js';
  renameSync(join(assets, old), join(assets, name));
  writeFileSync(join(assets, name), `${readFileSync(join(assets, name), 'utf8')}\ndocument.title = 'a newer build';\n`);
  for (const file of ['index.html', 'sw.js']) {
    const text = readFileSync(join(site, file), 'utf8');
    expect(text).toContain(old);
    writeFileSync(join(site, file), text.replaceAll(old, name).replaceAll(build, NEWER));
  }
}

describe('a newer build', needsBrowser(executable, 'Chromium', 'what browsers keep of the site is not tried'), () => {
  let browser: Browser;

  beforeAll(async () => {
    await buildSite(site);
    browser = await chromium.launch({executablePath: executable, args: ['--no-sandbox', '--disable-gpu']});
  });

  afterAll(() => browser.close());

  it('shows at the second load at the latest, however long the server lets pages be kept, and later without a network', async () => {
    const faults: string[] = [];
    const server = await served(site, {'cache-control': 'max-age=3600'});
    const page = await openedPage(browser, server.url, {faults});
    await press(page, 'Step');
    await until(page, ({generation}) => generation === 1);
    await page.evaluate('navigator.serviceWorker.ready.then(() => true)');
    await expect.poll(() => page.evaluate(KEPT), {timeout: 30_000}).toBeGreaterThan(12);
    expect(await page.title()).toBe('genloss: the lab');
    await page.reload();
    await page.waitForSelector('[data-generation]');
    expect(await page.title()).toBe('genloss: the lab');
    const [first] = await page.evaluate<string[]>('caches.keys()');
    buildNewer(first.split(':').at(-1)!);
    const titles: string[] = [];
    for (let load = 0; load < 2; load++) {
      await page.goto(server.url);
      await page.waitForSelector('[data-generation]');
      titles.push(await page.title());
      // a visit plays something, and its browser has time to keep the newer one
      await press(page, 'Step');
      await until(page, ({generation}) => generation === 1);
      await expect.poll(() => page.evaluate('caches.keys().then((names) => names.join())'), {timeout: 30_000}).toContain(NEWER);
    }
    expect(titles.at(-1)).toBe('a newer build');
    await expect.poll(() => page.evaluate('caches.keys().then((names) => names.length)'), {timeout: 30_000}).toBe(1);
    server.close();
    await page.reload();
    await page.waitForSelector('[data-generation]');
    expect(await page.title()).toBe('a newer build');
    await page.context().close();
  });
});
