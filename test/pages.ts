/** Pages of the site in a browser: a static server, what the lab shows, its buttons and sliders. */
import {existsSync, readFileSync} from 'node:fs';
import {createServer, type Server} from 'node:http';
import {createRequire} from 'node:module';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import type {Browser, BrowserContextOptions, Page} from 'playwright-core';
import {expect} from 'vitest';

const TYPES: Readonly<Record<string, string>> = {html: 'text/html', js: 'text/javascript', css: 'text/css'};

export interface Served {
  readonly url: string;
  readonly asked: string[];
  close(): void;
}

/** A folder below a path, as a static server has it. `headers`: with every answer. */
export async function served(root: string, headers: Readonly<Record<string, string>> = {}): Promise<Served> {
  const asked: string[] = [];
  const server: Server = createServer(({url = '/'}, answer) => {
    const path = decodeURIComponent(url.split('?')[0]);
    asked.push(path);
    const file = join(root, path.replace(/^\/some\/where\//, '') || 'index.html');
    if (!path.startsWith('/some/where/') || !existsSync(file)) answer.writeHead(404).end();
    else
      answer
        .writeHead(200, {...headers, 'content-type': TYPES[file.split('.').at(-1)!] ?? 'application/octet-stream'})
        .end(readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return {url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/some/where/`, asked, close};
}

/** How many files a page keeps for later. */
export const KEPT = 'caches.keys().then((names) => caches.open(names[0])).then((cache) => cache.keys()).then((keys) => keys.length)';

export interface Shown {
  readonly generation: number;
  readonly state: string;
}

export const shown = (page: Page): Promise<Shown> =>
  page.evaluate<Shown>(
    `(({generation, state}) => ({generation: Number(generation), state}))(document.querySelector('[data-generation]').dataset)`,
  );

export const until = (page: Page, is: (now: Shown) => boolean): Promise<void> =>
  expect.poll(async () => is(await shown(page)), {timeout: 60_000}).toBe(true);
export const press = (page: Page, name: string): Promise<void> => page.getByRole('button', {name, exact: true}).click();

export async function slide(page: Page, name: string, ...keys: readonly string[]): Promise<void> {
  await page.getByRole('slider', {name}).focus();
  for (const key of keys) await page.keyboard.press(key);
}

interface Opening extends BrowserContextOptions {
  /** Gathers errors, and what is asked of other hosts. */
  readonly faults: string[];
}

/** In a context of its own. */
export async function openedPage(browser: Browser, url: string, {faults, ...options}: Opening): Promise<Page> {
  const context = await browser.newContext({viewport: {width: 1280, height: 900}, ...options});
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('request', (request) => !/^(http:\/\/127\.0\.0\.1|file:|blob:|data:)/.test(request.url()) && faults.push(request.url()));
  await page.goto(url);
  await page.waitForSelector('[data-generation]');
  return page;
}

/** What axe finds serious. */
export async function seriousIn(page: Page): Promise<string[]> {
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  const {violations} = await page.evaluate<{violations: {id: string; impact: string; nodes: {target: unknown}[]}[]}>('axe.run()');
  const serious = violations.filter(({impact}) => impact === 'serious' || impact === 'critical');
  return serious.map(({id, nodes}) => `${id} ${nodes.map(({target}) => target)}`);
}
