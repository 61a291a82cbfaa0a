/**
 * The web lab in a browser of this machine: `node bench/web-lab.ts [--visits 5] [--pairs 5] [--json]`. Wants Chromium.
 *
 *   first generation   ms from the address to the first generation shown, in a fresh context each; what is fetched until then, compressed
 *   frames             while the speeches are played and refined: the longest frame of the page, and how many are longer than 50 ms
 *   beside Node        seconds of the same experiment by `genloss.run` in the page and by the library in one thread of Node, in turn
 */
import {createHash} from 'node:crypto';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {gzipSync} from 'node:zlib';
import {chromium, type Page} from 'playwright-core';
import {buildSite} from '../scripts/site.ts';
import {readSpeeches} from '../src/node/read/speeches.ts';
import {Course} from '../src/web/lab/course.ts';
import {openExperiment} from '../src/web/lab/experiment.ts';
import {inputsInPage} from '../src/web/lab/inputs.ts';

const {values} = parseArgs({
  options: {visits: {type: 'string', default: '5'}, pairs: {type: 'string', default: '5'}, json: {type: 'boolean', default: false}},
});

const EXPERIMENTS = {
  'bell curve': `title: a
data: {world: gaussian, mean: 0, sd: 1}
model: {kind: gaussian, variance: ml}
sample: {size: 100}
generations: 50
seeds: 400
arms: {alone: {workflow: replace}, some: {workflow: {mix: 0.1}}}
measures: [variance, mean]
`,
  'rare words': `title: b
data: {world: categorical, categories: 300, zipf: 1}
model: {kind: categorical}
sample: {size: 1000}
generations: 30
seeds: 200
arms: {alone: {workflow: replace}, some: {workflow: {mix: 0.1}}}
measures: [calibration, support, entropy]
`,
  speeches: `title: c
data: {corpus: speeches, from: 2013, holdout: 0.1}
model: {kind: ngram, order: 3, unit: word}
sample: {size: 20000}
generations: 10
seeds: 3
arms: {alone: {workflow: replace}, some: {workflow: {mix: 0.1}}}
measures: [tail.retention, support, bitsPerByte, entropy]
`,
} as const;

const site = mkdtempSync(join(tmpdir(), 'genloss-bench-'));
const asked: string[] = [];
const TYPES: Readonly<Record<string, string>> = {html: 'text/html', js: 'text/javascript', css: 'text/css'};
const server = createServer(({url = '/'}, answer) => {
  const path = url.split('?')[0].slice(1) || 'index.html';
  asked.push(path);
  try {
    const bytes = readFileSync(join(site, path));
    answer.writeHead(200, {'content-type': TYPES[path.split('.').at(-1)!] ?? 'application/octet-stream'}).end(bytes);
  } catch {
    answer.writeHead(404).end();
  }
});

interface Row {
  readonly case: string;
  readonly [figure: string]: string | number;
}

const rows: Row[] = [];
function tell(row: Row): void {
  rows.push(row);
  const shown = Object.entries(row).map(([key, value]) =>
    key === 'case' ? String(value) : `${key} ${typeof value === 'number' ? Number(value.toPrecision(3)) : value}`,
  );
  if (!values.json) console.log(shown.join('   '));
}

const median = (list: readonly number[]): number => [...list].sort((a, b) => a - b)[list.length >> 1];
const SHOWN = `Number(document.querySelector('[data-generation]')?.dataset.generation ?? 0)`;

async function until(page: Page, is: string, before = (): void => {}): Promise<void> {
  for (;;) {
    const now = await page.evaluate(is);
    if (now) return;
    before();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

try {
  await buildSite(site);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const browser = await chromium.launch({executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox']});
  tell({case: 'browser', version: browser.version(), node: process.version});
  await visits(url);
  await frames(url);
  await besideNode(url);
  await browser.close();

  async function visits(address: string): Promise<void> {
    const times: number[] = [];
    let bytes = 0;
    for (let visit = 0; visit < Number(values.visits); visit++) {
      asked.length = 0;
      const context = await browser.newContext();
      const page = await context.newPage();
      const begin = performance.now();
      await page.goto(address, {waitUntil: 'commit'});
      await page.getByRole('button', {name: 'Play', exact: true}).click();
      // what is kept for later visits is asked for as soon as it shows
      let needed = asked.length;
      await until(page, `${SHOWN} >= 1`, () => {
        needed = asked.length;
      });
      times.push(performance.now() - begin);
      bytes = [...new Set(asked.slice(0, needed))]
        .filter((path) => path !== 'favicon.ico')
        .reduce((sum, path) => sum + gzipSync(readFileSync(join(site, path))).length, 0);
      await context.close();
    }
    tell({case: 'first generation', 'ms, median': median(times), least: Math.min(...times), 'kB compressed': bytes / 1000});
  }

  async function frames(address: string): Promise<void> {
    const context = await browser.newContext({viewport: {width: 1280, height: 900}});
    const page = await context.newPage();
    await page.goto(`${address}#preset=speeches`);
    await page.waitForSelector('[data-generation]');
    await page.evaluate(`(() => {
      globalThis.gaps = [];
      let then = performance.now();
      const tick = () => { const now = performance.now(); gaps.push(now - then); then = now; requestAnimationFrame(tick); };
      requestAnimationFrame(tick);
    })()`);
    await page.getByRole('button', {name: 'Play', exact: true}).click();
    await until(page, `document.querySelector('[data-state]').dataset.state === 'done'`);
    const gaps = await page.evaluate<number[]>('gaps');
    const long = gaps.filter((gap) => gap > 50).length;
    tell({case: 'frames', 'longest ms': Math.max(...gaps), 'over 50 ms': long, of: gaps.length});
    await context.close();
  }

  async function besideNode(address: string): Promise<void> {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(address);
    await page.waitForSelector('[data-generation]');
    for (const [name, yaml] of Object.entries(EXPERIMENTS)) {
      const ratios: number[] = [];
      const own: number[] = [];
      for (let pair = 0; pair <= Number(values.pairs); pair++) {
        const inPage = await page.evaluate<{seconds: number; results: string}>(
          `(async () => { const begin = performance.now(); const {results} = await genloss.run(${JSON.stringify(yaml)}); return {seconds: (performance.now() - begin) / 1000, results}; })()`,
        );
        const inNode = await runInNode(yaml);
        if (hash(inPage.results) !== hash(inNode.results)) throw new Error(`${name}: the page and Node give other bytes`);
        // the first of each warms up
        if (pair === 0) continue;
        own.push(inPage.seconds);
        ratios.push(inNode.seconds / inPage.seconds);
      }
      tell({
        case: name,
        'page s, median': median(own),
        'speed beside Node': median(ratios),
        least: Math.min(...ratios),
        most: Math.max(...ratios),
      });
    }
    await context.close();
  }
} finally {
  server.close();
  rmSync(site, {recursive: true, force: true});
}
if (values.json) console.log(JSON.stringify(rows));

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** In one thread, one lineage after the other, as the page does. */
async function runInNode(yaml: string): Promise<{seconds: number; results: string}> {
  const begin = performance.now();
  const loaded = openExperiment(yaml);
  const inputs = await inputsInPage(loaded.arms, {
    speeches: async ({from, to}) => {
      const {kind, count, bytes, offsets} = await readSpeeches({from, to});
      return {kind, count, bytes, offsets};
    },
    files: () => {
      throw new Error('no experiment here reads files');
    },
  });
  const course = new Course(loaded, inputs);
  await course.run({turn: () => undefined});
  const {results} = course.texts();
  return {seconds: (performance.now() - begin) / 1000, results};
}
