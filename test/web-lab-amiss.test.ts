/** The lab where something is amiss: addresses, texts and folders that are not what they should be, and what takes long. */
import {cpSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {zstdCompressSync, zstdDecompressSync} from 'node:zlib';
import {unzipSync} from 'fflate';
import type {Page} from 'playwright-core';
import {describe, expect, it} from 'vitest';
import {genloss, temporaryFolder} from './command.ts';
import {LabSite, played} from './lab-site.ts';
import {needsBrowser} from './needs.ts';
import {press, shown, until} from './pages.ts';
import {chromiumPath} from './tools.ts';

const folder = temporaryFolder();
const executable = chromiumPath();

const MINE = `title: My own way
data: {world: gaussian, mean: 1, sd: 2}
model: {kind: gaussian, variance: ml}
sample: {size: 40}
generations: 3
seeds: 3
arms:
  alone: {workflow: replace}
  a part: {workflow: {mix: 0.2}}
measures: [mean, variance]
`;

describe('the lab, where something is amiss', needsBrowser(executable, 'Chromium', 'the web lab is not tried'), () => {
  const lab = new LabSite(folder, executable);
  const opened = (hash?: string): Promise<Page> => lab.opened(hash);
  const failure = async (page: Page): Promise<string> => {
    await page.waitForSelector('.failure');
    return (await page.locator('.failure').textContent())!;
  };

  it('asks before what takes long, and says what an address holds that is none', async () => {
    const page = await opened();
    const dear = MINE.replace('size: 40', 'size: 40000000').replace('seeds: 3', 'seeds: 1000');
    const address = await page.evaluate<string>(`(async () => {
      const stream = new Blob([${JSON.stringify(dear)}]).stream().pipeThrough(new CompressionStream('deflate-raw'));
      const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
      return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
    })()`);
    await page.evaluate(`location.hash = '#experiment=${address}'`);
    await page.waitForSelector('.heavy');
    expect(await page.locator('.heavy').textContent()).toMatch(/This takes about [\d,]+ (days|hours|minutes)/);
    await press(page, 'Play');
    expect(await shown(page)).toMatchObject({generation: 0});
    await page.evaluate("location.hash = '#experiment=AAAA'");
    await page.waitForSelector('.failure');
    expect(await page.locator('.failure').textContent()).toContain('no experiment that can be read');
    await page.evaluate("location.hash = '#preset=gaussian&generations=2'");
    await played(page);
    await page.context().close();
  });

  it('stands still where an address holds no experiment, whatever went before', async () => {
    const page = await opened('#preset=gaussian&generations=2');
    await played(page);
    await page.evaluate("location.hash = '#experiment=AAAA'");
    await page.waitForSelector('.failure');
    await page.waitForTimeout(600);
    expect(await shown(page)).toEqual({generation: 0, state: 'paused'});
    await page.context().close();
  });

  it('says that an address is of a newer version, rather than show something else', async () => {
    const page = await opened('#v=2&preset=gaussian&generations=3');
    expect(await failure(page)).toContain('a newer version of this page');
    expect(await shown(page)).toEqual({generation: 0, state: 'paused'});
    await page.evaluate("location.hash = '#v=1&preset=gaussian&generations=3'");
    await played(page);
    expect(await shown(page)).toMatchObject({generation: 3});
    await page.context().close();
  });

  it('says so wherever an address has an experiment that cannot be read', async () => {
    for (const hash of ['#experiment=', '#experiment=%%%', `#experiment=${'A'.repeat(600_000)}`]) {
      const page = await opened(hash);
      expect(await failure(page)).toContain('no experiment that can be read');
      await page.context().close();
    }
  });

  it('has the longest experiment that it takes in an address that it reads', async () => {
    const page = await opened('#preset=gaussian');
    const noise = Array.from({length: 2400}, () => `# ${Buffer.from(crypto.getRandomValues(new Uint8Array(75))).toString('base64')}`);
    const long = `${MINE}${noise.join('\n')}\n`;
    expect(long.length).toBeGreaterThan(240_000);
    await page.getByText('The experiment, to read').click();
    await page.waitForSelector('.cm-content');
    await page.setInputFiles('#open-experiment', {name: 'long.yaml', mimeType: 'x', buffer: Buffer.from(long)});
    await page.waitForURL(/#experiment=/);
    await page.reload();
    await expect.poll(() => page.locator('#story').textContent()).toBe('My own way');
    await page.getByText('The experiment, to read').click();
    // two bytes a letter count as two
    const more = `${long}# ${'é'.repeat(14_000)}\n`;
    await page.setInputFiles('#open-experiment', {name: 'longer.yaml', mimeType: 'x', buffer: Buffer.from(more)});
    expect(await failure(page)).toContain('longer than 256 KiB');
    await page.context().close();
  });

  it('shows what is hidden in a title, and no more of it than a line or two', async () => {
    const page = await opened('#preset=gaussian');
    await page.getByText('The experiment, to read').click();
    await page.waitForSelector('.cm-content');
    const title = `"<b>\\u202eabc${'W'.repeat(3000)}"`;
    const buffer = Buffer.from(MINE.replace('My own way', title));
    await page.setInputFiles('#open-experiment', {name: 'mine.yaml', mimeType: 'x', buffer});
    await page.waitForURL(/#experiment=/);
    const heading = (await page.locator('#story').textContent())!;
    expect([heading.slice(0, 7), heading.length]).toEqual(['<b>\ufffdabc', 201]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await page.context().close();
  });

  it('says beside the button why a text does not run', async () => {
    const page = await opened('#preset=gaussian');
    await page.getByText('The experiment, to read').click();
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(MINE.replace('measures', 'measurs'));
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('.refusal');
    expect(await page.locator('.refusal').textContent()).toMatch(/^This does not run: .*line 10, column 1: .*measurs/);
    await page.keyboard.insertText('#');
    await page.waitForSelector('.refusal', {state: 'detached'});
    await page.context().close();
  });

  it('opens what was asked for last, however long the one before takes', async () => {
    const page = await opened('#preset=gaussian');
    await page.getByText('The experiment, to read').click();
    await page.waitForSelector('.cm-content');
    await page.setInputFiles('#open-experiment', {name: 'mine.yaml', mimeType: 'x', buffer: Buffer.from(MINE)});
    await page.waitForURL(/#experiment=/);
    const packed = page.url().replace(/^[^#]*/, '');
    for (const ms of [0, 1, 5, 20]) {
      await page.evaluate("location.hash = '#preset=gaussian'");
      await expect.poll(() => page.locator('#story').textContent()).toBe('A bell curve learned from itself');
      await page.evaluate(`location.hash = ${JSON.stringify(packed)}; setTimeout(() => { location.hash = '#preset=zipf' }, ${ms})`);
      await expect.poll(() => page.url()).toContain('#preset=zipf');
      await expect.poll(() => page.locator('#story').textContent()).toBe('A law of rare words');
      await page.waitForTimeout(200);
      expect([page.url().replace(/^[^#]*/, ''), await page.locator('#story').textContent()]).toEqual([
        '#preset=zipf',
        'A law of rare words',
      ]);
    }
    // something else puts its address there before the page hears of the new one
    await page.evaluate(
      "history.replaceState(null, '', '#preset=zipf'); location.hash = '#preset=gaussian'; history.replaceState(null, '', '#preset=zipf')",
    );
    await expect.poll(() => page.url()).toContain('#preset=gaussian');
    await expect.poll(() => page.locator('#story').textContent()).toBe('A bell curve learned from itself');
    // and back to what is shown, before the other is open
    await page.evaluate(`location.hash = ${JSON.stringify(packed)}; setTimeout(() => { location.hash = '#preset=gaussian' }, 0)`);
    await page.waitForTimeout(500);
    expect([page.url().replace(/^[^#]*/, ''), await page.locator('#story').textContent()]).toEqual([
      '#preset=gaussian',
      'A bell curve learned from itself',
    ]);
    await page.context().close();
  });

  it('says that what computes is missing', async () => {
    const context = await lab.browser.newContext({serviceWorkers: 'block'});
    await context.route('**/worker-*.js', (route) => route.abort());
    const page = await context.newPage();
    await page.goto(lab.server.url);
    await press(page, 'Play');
    expect(await failure(page)).toMatch(/^The lab does not run\..*Reload the page/);
    expect(await shown(page)).toMatchObject({state: 'paused'});
    await context.close();
  });

  it('wants a text before it plays one', async () => {
    const page = await opened('#preset=text');
    for (const button of ['Play', 'Step']) {
      await press(page, button);
      expect(await failure(page)).toContain('wants a text');
      expect(await shown(page)).toEqual({generation: 0, state: 'paused'});
    }
    await page.setInputFiles('#own-file', {
      name: 't.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('A text of some words. '.repeat(200)),
    });
    await page.waitForSelector('.failure', {state: 'detached'});
    await page.context().close();
  });

  it('keeps what it shows where the folder of a run is damaged, and says what of another it cannot read', async () => {
    const out = join(folder, 'run');
    const yaml = `title: From a terminal\ndata: {files: [text.txt], unit: line, holdout: 0.1}\nmodel: {kind: ngram, order: 2, unit: word}
sample: {size: 300}\ngenerations: 2\nseeds: 1\narms: {alone: {workflow: replace}}\nmeasures: [support]\n`;
    writeFileSync(join(folder, 'text.txt'), Array.from({length: 80}, (_, i) => `line ${i} of ${i % 7} words ${i % 11}\n`).join(''));
    writeFileSync(join(folder, 'run.yaml'), yaml);
    expect(genloss(['run', join(folder, 'run.yaml'), '--out', out, '--keep', 'samples', '--quiet'])).toMatchObject({code: 0});
    const [broken, unread] = ['broken', 'unread'].map((name) => join(folder, name));
    for (const copy of [broken, unread]) cpSync(out, copy, {recursive: true});
    writeFileSync(join(broken, 'results.jsonl'), 'no row\n');
    const sample = join(unread, 'samples/alone/0-0.1-2.jsonl.zst');
    writeFileSync(sample, zstdCompressSync(Buffer.concat([Buffer.from('{"seed":0,bad\n'), zstdDecompressSync(readFileSync(sample))])));

    const page = await opened('#preset=gaussian&generations=2');
    await page.getByText('The same in a terminal').click();
    await page.setInputFiles('#open-run', broken);
    expect(await failure(page)).toMatch(/^This run cannot be shown\. results\.jsonl:1/);
    await expect.poll(() => page.url()).toContain('preset=gaussian');
    await played(page);

    await page.setInputFiles('#open-run', unread);
    await until(page, ({generation}) => generation === 2);
    expect(await failure(page)).toMatch(/^Not all of this run can be shown\. A kept sample of alone is damaged \(its line 1\)/);
    await expect.poll(() => page.locator('figure').count()).toBeGreaterThan(0);
    // a run has no address; every experiment can be chosen from there
    await expect.poll(() => page.url()).not.toContain('preset');
    await page.evaluate("location.hash = '#preset=zipf'");
    await expect.poll(() => page.locator('#story').textContent()).toBe('A law of rare words');
    await page.context().close();
  });

  it('is taken along under its name, and where it was unpacked offers no archive that is not there', async () => {
    const page = await opened('#preset=gaussian&generations=1');
    await page.getByText('For a class').click();
    const saving = page.waitForEvent('download');
    await page.getByText('Take the page along').click();
    const download = await saving;
    expect(download.suggestedFilename()).toBe('genloss-lab.zip');
    for (const [path, bytes] of Object.entries(unzipSync(readFileSync(await download.path())))) {
      mkdirSync(dirname(join(folder, path)), {recursive: true});
      writeFileSync(join(folder, path), bytes);
    }
    await page.context().close();
    const unpacked = await lab.openedAt(`file://${join(folder, 'genloss-lab/index.html')}#preset=gaussian&generations=1`);
    await played(unpacked);
    await unpacked.getByText('For a class').click();
    expect(await unpacked.getByText('Print a sheet').count()).toBe(1);
    expect(await unpacked.getByText('Take the page along').count()).toBe(0);
    await unpacked.context().close();
  });

  it('says no error, and asks nothing of another host', () => {
    expect(lab.faults).toEqual([]);
  });
});
