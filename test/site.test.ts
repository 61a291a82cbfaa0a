/** The static site in a browser: its controls, its results beside the command line's, from a disk and without a network. */

import {createHash} from 'node:crypto';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {type Browser, type BrowserContextOptions, chromium, type Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {buildSite, type SiteFile} from '../scripts/site.ts';
import {genloss, root, temporaryFolder} from './command.ts';
import {byCommand, EXPERIMENTS} from './engines/engines.ts';
import {needsBrowser} from './needs.ts';
import {KEPT, openedPage, press, type Served, seriousIn, served, shown, slide, until} from './pages.ts';
import {chromiumPath} from './tools.ts';

const folder = temporaryFolder();
const site = join(folder, 'site');
const executable = chromiumPath();

const GAUSSIAN = `title: Two ways
data: {world: gaussian, mean: 1, sd: 2}
model: {kind: gaussian, variance: ml}
sample: {size: 25}
generations: 8
seeds: 6
arms:
  replace: {workflow: replace}
  accumulate: {workflow: accumulate}
measures: [mean, variance]
`;

const SPEECHES = `title: Words
data: {corpus: speeches, from: 1990, to: 2015, holdout: 0.1}
model: {kind: ngram, order: 3, unit: word}
sample: {size: 3000}
generations: 2
seeds: 1
arms: {replace: {workflow: replace}}
measures: [support, bitsPerByte]
`;

const NEURAL = `title: Networks
data: {corpus: speeches, from: 2000, holdout: 0.05, passage: 30}
model: {kind: transformer, preset: tiny, width: 16, layers: 1, vocabulary: 200, batch: 8, rate: 0.003, steps: 20}
sample: {size: 300}
generations: 2
seeds: 1
arms:
  replace: {workflow: replace}
  preferred: {workflow: replace, feedback: {kind: dpo, comparisons: 20, annotator: {kind: likelihood, noise: 0.1}}}
  rewarded: {workflow: replace, feedback: {kind: grpo, annotator: {kind: likelihood, noise: 0.1}, iterations: 2}}
measures: [support, bitsPerByte]
`;

const POINTS = `title: Networks of points
data: {world: moons, noise: 0.1}
model: {kind: mlp, width: 8, layers: 1, components: 2, steps: 20}
sample: {size: 100}
generations: 2
seeds: 2
arms:
  replace: {workflow: replace}
  autoencoder: {workflow: replace, model: {kind: vae, width: 8, latent: 1, steps: 20}}
measures: [mean, variance]
`;

/** A module of the site with those that it cannot do without, but for what is there already. */
function neededBy(files: readonly SiteFile[], entry: RegExp, there: ReadonlySet<SiteFile> = new Set()): Set<SiteFile> {
  const found = new Set<SiteFile>();
  const take = (file: SiteFile): void => {
    if (found.has(file) || there.has(file)) return;
    found.add(file);
    for (const [, name] of Buffer.from(file.bytes)
      .toString()
      .matchAll(/(?:from|import)"\.\/([^"]+)"/g))
      take(files.find(({path}) => path === `assets/${name}`)!);
  };
  take(files.find(({path}) => entry.test(path))!);
  return found;
}

const compressedSizeOf = (files: Iterable<SiteFile>): number => [...files].reduce((sum, {compressed}) => sum + compressed, 0);

interface Texts {
  readonly results: string;
  readonly summary: string;
}

type Outcome = Texts | {readonly message: string; readonly problems: readonly object[]};

const run = (page: Page, yaml: string): Promise<Outcome> =>
  page.evaluate<Outcome>(`genloss.run(${JSON.stringify(yaml)}).catch(({message, problems}) => ({message, problems}))`);

const whole = (page: Page): Promise<Texts & {yaml: string}> => page.evaluate<Texts & {yaml: string}>('genloss.shown()');

/** What the command line writes. */
function written(name: string, yaml: string, ...flags: readonly string[]): Texts {
  const out = join(folder, name);
  mkdirSync(out, {recursive: true});
  writeFileSync(`${out}.yaml`, yaml);
  expect(genloss(['run', `${out}.yaml`, '--out', out, '--quiet', ...flags])).toMatchObject({code: 0, ...(flags.length === 0 && {err: ''})});
  return {results: readFileSync(join(out, 'results.jsonl'), 'utf8'), summary: readFileSync(join(out, 'summary.json'), 'utf8')};
}

describe('the site', needsBrowser(executable, 'Chromium', 'the web lab is not tried'), () => {
  let files: SiteFile[];
  let browser: Browser;
  let server: Served;
  const faults: string[] = [];

  beforeAll(async () => {
    files = await buildSite(site);
    browser = await chromium.launch({executablePath: executable, args: ['--no-sandbox', '--disable-gpu']});
    server = await served(site);
  });

  afterAll(async () => {
    await browser.close();
    server.close();
  });

  const opened = (url: string, options: BrowserContextOptions = {}): Promise<Page> => openedPage(browser, url, {faults, ...options});

  it('is small until the first generation shows', () => {
    const sizeOf = (part: RegExp) => files.filter(({path}) => part.test(path)).reduce((sum, {compressed}) => sum + compressed, 0);
    expect(sizeOf(/page-.*\.(js|css)$/)).toBeLessThan(165_000);
    const worker = neededBy(files, /worker-(?!on-disk)/);
    expect(worker.size).toBeGreaterThan(1);
    expect(compressedSizeOf(worker)).toBeLessThan(170_000);
    for (const [part, most] of Object.entries({
      networks: 50_000,
      text: 46_000,
      mitigations: 45_000,
      rows: 10_000,
      densities: 10_000,
      distances: 10_000,
    }))
      expect(compressedSizeOf(neededBy(files, new RegExp(`part-${part}-`), worker)), part).toBeLessThan(most);
    expect(compressedSizeOf(neededBy(files, /neural-/, worker))).toBeLessThan(20_000);
    expect(sizeOf(/onnxruntime-/)).toBeLessThan(3_800_000);
    expect(sizeOf(/\.html$/)).toBeLessThan(2000);
  });

  it('plays, pauses and steps, generation by generation, and a slider begins anew', async () => {
    const page = await opened(server.url);
    expect(await shown(page)).toEqual({generation: 0, state: 'paused'});
    await press(page, 'Play');
    await until(page, ({generation, state}) => generation >= 2 && state === 'running');
    await press(page, 'Pause');
    const still = await shown(page);
    expect(still.state).toBe('paused');
    await page.waitForTimeout(600);
    expect(await shown(page)).toEqual(still);
    await press(page, 'Step');
    await until(page, ({generation, state}) => generation === still.generation + 1 && state === 'paused');
    expect(await page.getByRole('status').last().textContent()).toMatch(/^Generation \d+ of 20\. .*: alone [\d.]+, with people [\d.]+\.$/);
    await slide(page, 'Generations', 'Home', 'ArrowRight', 'ArrowRight');
    expect(await shown(page)).toEqual({generation: 0, state: 'paused'});
    await press(page, 'Play');
    await until(page, ({generation, state}) => generation === 3 && state === 'done');
    await slide(page, 'Sample size', 'ArrowLeft');
    await press(page, 'Step');
    await press(page, 'Step');
    await press(page, 'Step');
    await until(page, ({generation, state}) => generation === 3 && state === 'done');
    await page.context().close();
  });

  it('opens elsewhere as its address says, and shows what the command line makes of its yaml', async () => {
    const page = await opened(server.url);
    await slide(page, 'Generations', 'Home', 'ArrowRight');
    await slide(page, 'Human share', 'ArrowRight', 'ArrowRight');
    await slide(page, 'Sample size', 'Home');
    await expect.poll(() => page.url()).toBe(`${server.url}#preset=zipf&size=100&generations=2&human=0.2`);
    const other = await opened(page.url());
    const [here, there] = [await whole(page), await whole(other)];
    expect(there).toEqual(here);
    expect(here.yaml).toContain('size: 100');
    expect(written('shown', here.yaml)).toEqual({results: here.results, summary: here.summary});
    await page.getByText('The same in a terminal').click();
    const saving = page.waitForEvent('download');
    await press(page, 'Save results.jsonl');
    const saved = readFileSync(await (await saving).path());
    expect(saved.toString()).toBe(here.results);
    expect(await page.locator('.hash').textContent()).toBe(createHash('sha256').update(saved).digest('hex'));
    await page.context().close();
    await other.context().close();
  });

  it('gives the bytes of the command line, two runs at once, and the problems of what is no experiment', async () => {
    const page = await opened(server.url);
    const [points, words] = await Promise.all([run(page, GAUSSIAN), run(page, SPEECHES)]);
    expect(points).toEqual(written('points', GAUSSIAN));
    expect(words).toEqual(written('words', SPEECHES));
    expect(await run(page, GAUSSIAN.replace('seeds: 6', 'seeds: some'))).toMatchObject({
      problems: [{line: 6, column: 8, path: ['seeds'], message: expect.stringContaining('seeds')}],
    });
    expect(await run(page, SPEECHES.replace(/data: .*/, 'data: {files: [a.txt]}'))).toMatchObject({problems: [{line: 2}]});
    await page.context().close();
  });

  it('has what an experiment takes when it is wanted, and trains networks to the bytes of the device wasm', async () => {
    const own = await served(site);
    const page = await opened(own.url);
    const asked = (part: string) => own.asked.filter((path) => path.includes(part)).length;
    expect([asked('part-'), asked('neural'), asked('onnxruntime')]).toEqual([0, 0, 0]);
    expect(await run(page, GAUSSIAN)).toEqual(written('points', GAUSSIAN));
    expect(asked('part-')).toBe(0);
    expect(await run(page, SPEECHES)).toEqual(written('words', SPEECHES));
    expect([asked('part-text'), asked('part-')]).toEqual([1, 1]);
    const [words, points] = await Promise.all([run(page, NEURAL), run(page, POINTS)]);
    expect(words).toEqual(written('neural', NEURAL, '--device', 'wasm'));
    expect(points).toEqual(written('neural-points', POINTS, '--device', 'wasm'));
    expect([asked('neural'), asked('onnxruntime')]).not.toContain(0);
    await page.context().close();
    own.close();
  });

  it.each(EXPERIMENTS)('gives the bytes of the command line for %s, and loads no more than it wants', async (name) => {
    const own = await served(site);
    const page = await opened(own.url, {serviceWorkers: 'block'});
    expect(await run(page, readFileSync(join(root, `test/engines/${name}.yaml`), 'utf8'))).toEqual(await byCommand(name));
    // all parts are loaded where one is called that was not seen to be wanted
    expect(own.asked.filter((path) => path.includes('part-networks'))).toEqual([]);
    await page.context().close();
    own.close();
  });

  it('works from a disk, and without the server that it came from', async () => {
    const fromDisk = await opened(pathToFileURL(join(site, 'index.html')).href);
    expect(await run(fromDisk, SPEECHES)).toEqual(written('words', SPEECHES));
    expect(await run(fromDisk, POINTS)).toEqual(written('neural-points', POINTS, '--device', 'wasm'));
    await press(fromDisk, 'Play');
    await until(fromDisk, ({generation}) => generation >= 1);
    await fromDisk.context().close();
    const own = await served(site);
    const page = await opened(own.url);
    expect(own.asked.filter((path) => path.includes('speeches'))).toEqual([]);
    await press(page, 'Step');
    await until(page, ({generation}) => generation === 1);
    await page.evaluate('navigator.serviceWorker.ready.then(() => true)');
    const assets = files.filter(({path, kept}) => kept === 'always' && path.startsWith('assets/')).map(({path}) => path);
    await expect.poll(() => assets.filter((path) => !own.asked.some((one) => one.endsWith(path))), {timeout: 30_000}).toEqual([]);
    const always = files.filter(({kept}) => kept === 'always').length;
    // what was asked for last is still to be kept
    await expect.poll(() => page.evaluate(KEPT), {timeout: 30_000}).toBe(always);
    expect(await run(page, POINTS)).toEqual(written('neural-points', POINTS, '--device', 'wasm'));
    await expect.poll(() => page.evaluate(KEPT), {timeout: 30_000}).toBe(always + 1);
    own.close();
    await page.reload();
    await page.waitForSelector('[data-generation]');
    expect(await run(page, SPEECHES)).toEqual(written('words', SPEECHES));
    expect(await run(page, POINTS)).toEqual(written('neural-points', POINTS, '--device', 'wasm'));
    faults.splice(
      0,
      faults.length,
      ...faults.filter((fault) => !/net::ERR_CONNECTION|error occurred when fetching the script/.test(fault)),
    );
    await page.context().close();
  });

  it.each([
    [390, 'light'],
    [1280, 'dark'],
  ] as const)('has nothing that axe finds serious, and fits, at %i pixels in the %s', async (width, colorScheme) => {
    const page = await opened(`${server.url}#preset=speeches&generations=2&size=2000`, {viewport: {width, height: 900}, colorScheme});
    await press(page, 'Play');
    await until(page, ({state}) => state === 'done');
    expect(await page.locator('.passage').count()).toBe(4);
    expect(await page.locator('.passage del').count()).toBeGreaterThan(5);
    for (const passage of await page.locator('.passage').all()) expect(await passage.isVisible()).toBe(true);
    expect(await seriousIn(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    await page.context().close();
  });

  it('never breaks, whatever its address says', async () => {
    const page = await opened(server.url);
    const odd = [
      '',
      '#',
      '#preset=none',
      '#preset=gaussian&size=-1&generations=1e9&human=7',
      '#human=NaN',
      '#%',
      `#${'a'.repeat(9000)}`,
      '#preset=zipf&preset=speeches',
    ];
    for (let i = 0; i < 300; i++)
      await page.evaluate(`location.hash = ${JSON.stringify(`${odd[i % odd.length]}${i % 3 === 0 ? `&x=${i}` : ''}`)}`);
    await page.evaluate(`location.hash = '#preset=gaussian&generations=4&size=10'`);
    await press(page, 'Play');
    await until(page, ({generation, state}) => generation === 4 && state === 'done');
    await page.context().close();
  });

  it('says no error, and asks nothing of another host', () => {
    expect(faults).toEqual([]);
  });
});
