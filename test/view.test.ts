/** `genloss view` as a person has it: served, in a browser, beside a run, behind a token, and as a static site. */
import {type ChildProcess, spawn} from 'node:child_process';
import {cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:http';
import {createRequire} from 'node:module';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {zstdCompressSync} from 'node:zlib';
import {type Browser, chromium, type Page} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it, vi} from 'vitest';
import {genloss, main, root, temporaryFolder} from './command.ts';
import {needsBrowser} from './needs.ts';
import {chromiumPath} from './tools.ts';

const folder = temporaryFolder();
const runs = join(folder, 'runs');
const executable = chromiumPath();
const HOSTILE = '<img src=x onerror=window.hacked=1><script>window.hacked=2</script>';

const GAUSSIAN = `title: Two ways
data: {world: gaussian, mean: 1, sd: 2}
model: {kind: gaussian, variance: ml}
sample: {size: 25}
generations: 8
seeds: 12
arms:
  replace: {workflow: replace}
  accumulate: {workflow: accumulate}
measures: [mean, variance]
`;

const HOSTILE_TEXT = `title: '${HOSTILE}'
data: {files: [hostile.txt], unit: line, holdout: 0.1}
model: {kind: ngram, order: 2, unit: word}
sample: {size: 300}
generations: 2
seeds: 1
arms: {replace: {workflow: replace}}
measures: [support]
`;

interface Served {
  readonly url: string;
  readonly process: ChildProcess;
  readonly exited: Promise<number | null>;
  err(): string;
  end(): Promise<number | null>;
}

const started: Served[] = [];

/** Starts a command that says an address; on standard error where `pattern` says so. */
async function serving(args: readonly string[], {on = 'stdout'}: {on?: 'stdout' | 'stderr'} = {}): Promise<Served> {
  const child = spawn(process.execPath, [main, ...args], {cwd: root, env: {...process.env, XDG_CACHE_HOME: join(folder, 'cache')}});
  const said = {stdout: '', stderr: ''};
  for (const name of ['stdout', 'stderr'] as const) child[name].setEncoding('utf8').on('data', (text: string) => (said[name] += text));
  const exited = new Promise<number | null>((resolve) => child.on('close', resolve));
  await vi.waitFor(() => expect(/http:\S+/.test(said[on]) || child.exitCode !== null).toBe(true), {timeout: 30_000});
  const own: Served = {
    url: /http:\S+/.exec(said[on])![0],
    process: child,
    exited,
    err: () => said.stderr,
    end() {
      child.kill('SIGTERM');
      return exited;
    },
  };
  if (on === 'stdout') expect(said.stdout.split('\n')[0]).toBe(own.url);
  started.push(own);
  return own;
}

beforeAll(() => {
  mkdirSync(runs);
  writeFileSync(join(folder, 'two.yaml'), GAUSSIAN);
  const words = ['then', 'now', 'never'];
  const lines = Array.from(
    {length: 200},
    (_, i) => `<img/src=x/onerror=window.hacked=3> said ${words[i % 3]} <script>window.hacked=4</script> again`,
  );
  writeFileSync(join(folder, 'hostile.txt'), `${lines.join('\n')}\n`);
  writeFileSync(join(folder, 'hostile.yaml'), HOSTILE_TEXT);
  for (const [name, more] of [
    ['two', ['--keep', 'samples']],
    ['hostile', ['--keep', 'samples']],
  ] as const)
    expect(genloss(['run', join(folder, `${name}.yaml`), '-o', join(runs, name), '--quiet', ...more]).code).toBe(0);
  expect(
    genloss(['run', join(folder, 'two.yaml'), '-o', join(runs, 'again'), '--quiet', '--seed', '7', '--set', 'title=Once more']).code,
  ).toBe(0);
});

beforeAll(() => {
  for (const [name, time] of [
    ['machine', 100],
    ['people', 200],
  ] as const) {
    cpSync(join(root, `test/golden/formats/check-${name}.json`), join(runs, `${name}.json`));
    utimesSync(join(runs, `${name}.json`), time, time);
  }
});

/** A run with 119 records in a generation of each lineage, some of which are odd. */
function manyRecords(name: string): void {
  cpSync(join(runs, 'two'), join(runs, name), {recursive: true});
  const change = (file: string): void => {
    const text = readFileSync(join(runs, name, file), 'utf8');
    writeFileSync(join(runs, name, file), text.replace('Two ways', 'Many records'));
  };
  for (const file of ['lock.json', 'experiment.yaml']) change(file);
  const samples = join(runs, name, 'samples', 'replace');
  const begins = (seed: number, generation: number) => `{"seed":${seed},"generation":${generation},`;
  const text = (i: number): string => {
    if (i === 1) return '"text":\n';
    const odd = i === 2 ? 'turned \u202e over "yes"' : i % 40 === 0 ? 'a forty {' : 'plain';
    return `"text":${JSON.stringify(`${odd} ${i}`)}}\n`;
  };
  const lines = [0, 1].flatMap((seed) => Array.from({length: 119}, (_, i) => `${begins(seed, 8)}${text(i)}`));
  writeFileSync(
    join(samples, readdirSync(samples)[0]),
    zstdCompressSync(`${lines.join('')}${begins(0, 7)}"text":"the only one"}\nnonsense\n`),
  );
}

afterAll(async () => {
  for (const one of started) one.process.kill('SIGKILL');
});

describe('the command', () => {
  it('says its address first, and ends in order when it is asked to', async () => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const served = await serving(['view', runs]);
      const stream = await fetch(`${served.url}api/events`);
      served.process.kill(signal);
      expect(await served.exited).toBe(0);
      await stream.body?.cancel().catch(() => {});
    }
  });

  it('wants the token of whoever reads, where it is private', async () => {
    const served = await serving(['view', runs, '--private']);
    const {origin, hash} = new URL(served.url);
    const token = new URLSearchParams(hash.slice(1)).get('token')!;
    expect(token.length).toBeGreaterThan(30);
    const own = {headers: {authorization: `Bearer ${token}`}};
    const {runs: listed} = (await (await fetch(`${origin}/api/runs`, own)).json()) as {runs: {id: string}[]};
    expect(listed).toHaveLength(3);
    for (const path of [
      '/api/runs',
      '/api/events',
      ...['results.jsonl', 'summary.json', 'shown'].map((name) => `/api/runs/${listed[0].id}/${name}`),
    ]) {
      const answer = await fetch(origin + path);
      expect(answer.status).toBe(401);
      expect(await answer.text()).not.toContain('Two ways');
    }
    expect(await served.end()).toBe(0);
  });

  it('is let in by another address where that is said, and refuses what is no place', async () => {
    const served = await serving(['view', runs, '--address', 'localhost:9876']);
    const {port} = new URL(served.url);
    const {rawRequest} = await import('../src/node/serve/raw-request.test-input.ts');
    const as = (host: string) => rawRequest(Number(port), {path: '/api/runs', headers: [['Host', host]]});
    expect((await as('localhost:9876'))?.status).toBe(200);
    expect((await as('localhost:9877'))?.status).toBe(403);
    expect(served.err()).toContain('by the further address: http://localhost:9876/\n');
    await served.end();
    const locked = await serving(['view', runs, '--private', '--address', 'https://host.example']);
    await vi.waitFor(() => expect(locked.err()).toContain(`by the further address: https://host.example/${new URL(locked.url).hash}\n`));
    await locked.end();
    expect(genloss(['view', join(folder, 'none')])).toMatchObject({code: 65, out: ''});
    expect(genloss(['view', runs, '--port', '70000']).code).toBe(64);
    expect(genloss(['view', runs, '--address', 'nowhere']).code).toBe(64);
    expect(genloss(['view', runs, '--bundle', join(folder, 'x'), '--private']).code).toBe(64);
  });

  it('opens beside a run, and ends with it', async () => {
    const slow = ['--set', 'seeds=30000', '--set', 'generations=40', '--workers', '1', '-o', join(folder, 'beside')];
    const served = await serving(['run', join(folder, 'two.yaml'), '--view', ...slow], {on: 'stderr'});
    const listed = async () => ((await (await fetch(`${served.url}api/runs`)).json()) as {runs: {status: string; done: number}[]}).runs;
    await expect.poll(async () => (await listed())[0]?.done, {timeout: 60_000}).toBeGreaterThan(0);
    expect((await listed())[0].status).toBe('running');
    expect(await served.end()).toBe(130);
    await expect(fetch(served.url)).rejects.toThrow();
  });
});

interface Shown {
  readonly page: Page;
  readonly faults: string[];
}

describe('the page', needsBrowser(executable, 'Chromium', 'the page of runs is not tried'), () => {
  let browser: Browser;
  let served: Served;

  beforeAll(async () => {
    browser = await chromium.launch({executablePath: executable, args: ['--no-sandbox', '--disable-gpu']});
    served = await serving(['view', runs]);
  });
  afterAll(() => browser.close());

  async function opened(url: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Shown> {
    const context = await browser.newContext({viewport: {width: 1280, height: 900}, ...options});
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    const {origin} = new URL(url);
    page.on(
      'request',
      (request) =>
        !request.url().startsWith(origin === 'null' ? 'file:' : origin) &&
        !/^(blob|data):/.test(request.url()) &&
        faults.push(request.url()),
    );
    await page.goto(url);
    await page.waitForSelector('.runs tbody tr');
    return {page, faults};
  }

  const titles = (page: Page): Promise<string[]> => page.locator('.runs .title a').allTextContents();

  it('lists runs, narrows them down and sorts them', async () => {
    const {page, faults} = await opened(served.url);
    expect((await titles(page)).sort()).toEqual([HOSTILE, 'Once more', 'Two ways'].sort());
    await page.getByRole('button', {name: 'Run'}).click();
    expect(await titles(page)).toEqual([HOSTILE, 'Once more', 'Two ways']);
    await page.getByRole('button', {name: 'Run'}).click();
    expect((await titles(page))[0]).toBe('Two ways');
    await page.getByLabel('Find').fill('more');
    expect(await titles(page)).toEqual(['Once more']);
    await page.getByLabel('Find').fill('no such run');
    expect(await page.getByText('No run is like that.').isVisible()).toBe(true);
    await page.getByLabel('Find').fill('');
    await page.getByRole('combobox', {name: 'Status'}).selectOption('stopped');
    expect(await titles(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('shows a run: its report, generation by generation, what was written, and its arms side by side', async () => {
    const {page, faults} = await opened(served.url);
    await page.getByRole('link', {name: 'Two ways'}).click();
    expect(await page.locator('.verdict').textContent()).toContain('over 8 generations');
    const report = readFileSync(join(runs, 'two', 'report.html'), 'utf8');
    await expect.poll(() => page.locator('.spot.waiting').count(), {timeout: 20_000}).toBe(0);
    expect(await page.getByText('This cannot be drawn').count()).toBe(0);
    expect(await page.locator('#summary ~ .table, #summary ~ * table, #summary ~ table').count()).toBeGreaterThan(0);
    await page.locator('#measure-variance').scrollIntoViewIfNeeded();
    const drawn = page.locator('section[aria-labelledby=measure-variance] svg.chart path').first();
    expect(report).toContain(`d="${await drawn.getAttribute('d')}"`);
    await page.getByRole('link', {name: 'Generation by generation'}).click();
    const line = () => page.locator('[data-figure=variance] svg.chart').first().innerHTML();
    await page.waitForSelector('[data-figure=variance] svg.chart');
    const whole = await line();
    await page.getByRole('slider', {name: 'Generation'}).focus();
    await page.keyboard.press('Home');
    for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
    await expect.poll(line).not.toBe(whole);
    await page.keyboard.press('End');
    await expect.poll(line).toBe(whole);
    await page.getByRole('link', {name: 'What was written'}).click();
    await page.getByText('25 records, from 1 to 25').waitFor();
    expect(await page.locator('.records li').count()).toBe(25);
    await page.getByRole('link', {name: 'Arms side by side'}).click();
    const {differences} = JSON.parse(readFileSync(join(runs, 'two', 'summary.json'), 'utf8')) as {
      differences: {measure: string; difference: number}[];
    };
    const mean = differences.find(({measure}) => measure === 'mean')!.difference;
    await expect
      .poll(() => page.locator('.differences tbody tr').first().textContent())
      .toContain(mean.toPrecision(3).replace('-', '').slice(0, 5));
    await page.getByRole('combobox', {name: 'Measure'}).selectOption('variance');
    await page.getByRole('combobox', {name: 'Held against'}).selectOption('accumulate');
    await page.getByRole('slider', {name: 'Generation'}).focus();
    await page.keyboard.press('Home');
    await expect.poll(() => page.locator('.differences').textContent()).toContain('At generation 1, each arm less accumulate');
    expect(await page.locator('.differences tbody tr').count()).toBe(1);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('finds words in what was written, and shows hostile ones as text', async () => {
    const {page, faults} = await opened(served.url);
    await page.getByText(HOSTILE).click();
    await page.getByRole('link', {name: 'What was written'}).click();
    await page.getByLabel('Find').fill('never');
    await page.getByText(/\d+ of \d+ records hold it/).waitFor();
    for (const record of await page.locator('.records li').all()) expect(await record.locator('mark').textContent()).toBe('never');
    expect(await page.locator('.records').textContent()).toContain('<img/src=x/onerror=window.hacked=3>');
    for (const name of ['What it shows', 'Generation by generation', 'Arms side by side']) {
      await page.getByRole('link', {name}).click();
      await page.waitForTimeout(400);
    }
    expect(await page.evaluate('globalThis.hacked')).toBeUndefined();
    expect(await page.evaluate('document.querySelectorAll("img, #page script").length')).toBe(0);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('has what is chosen in its address, so that a link to it opens the same', async () => {
    const {page, faults} = await opened(served.url);
    const hash = () => page.evaluate<string>('location.hash');
    const again = async (): Promise<void> => {
      const url = page.url();
      await page.goto('about:blank');
      await page.goto(url);
    };
    await page.getByRole('button', {name: 'Run', exact: true}).click();
    await page.getByLabel('Find').fill('ways');
    await page.getByRole('combobox', {name: 'Status'}).selectOption('done');
    await page.getByLabel('Compare Two ways', {exact: true}).check();
    await expect.poll(hash).toMatch(/^#find=ways&status=done&sort=title&ticked=[\w-]{20}$/);
    await again();
    await page.getByRole('link', {name: 'Compare its arms'}).waitFor();
    expect(await titles(page)).toEqual(['Two ways']);
    await page.getByRole('link', {name: 'Two ways'}).click();
    await page.getByRole('link', {name: 'What was written'}).click();
    await page.getByRole('combobox', {name: 'Arm'}).selectOption('accumulate');
    await page.getByLabel('Lineage').fill('3');
    await page.getByLabel('Find').fill('1');
    await page.getByText(/^\d+ of 25 records hold it/).waitFor();
    await page.getByRole('slider', {name: 'Generation'}).focus();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(hash).toMatch(/^#run=[\w-]{20}&tab=samples&arm=accumulate&lineage=3&generation=7&find=1$/);
    const records = page.locator('.records');
    await page.waitForTimeout(600);
    const written = await records.textContent();
    await again();
    await records.waitFor();
    expect(await records.textContent()).toBe(written);
    await page.getByRole('link', {name: 'Arms side by side'}).click();
    await page.getByRole('combobox', {name: 'Measure'}).selectOption('variance');
    await page.getByRole('combobox', {name: 'Held against'}).selectOption('accumulate');
    await page.getByRole('slider', {name: 'Generation'}).focus();
    await page.keyboard.press('Home');
    await expect.poll(hash).toMatch(/&tab=compare&measure=variance&against=accumulate&generation=1$/);
    await again();
    await page.getByText('At generation 1, each arm less accumulate').waitFor();
    await page.getByRole('link', {name: 'Generation by generation'}).click();
    await page.getByRole('slider', {name: 'Generation'}).focus();
    await page.keyboard.press('Home');
    await expect.poll(hash).toMatch(/&tab=generations&generation=0$/);
    await page.getByRole('link', {name: 'genloss · runs'}).click();
    await page.waitForSelector('.runs tbody tr');
    await page.goBack();
    await page.getByText('0 of 8').waitFor();
    // what is written between a step elsewhere and the word of it gives way
    await page.evaluate("const before = location.hash; location.hash = '#find=ways'; history.replaceState(null, '', before)");
    await page.waitForSelector('.runs tbody tr');
    await expect.poll(hash).toBe('#find=ways');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('takes what an address cannot mean for what the page begins with', async () => {
    const {page, faults} = await opened(served.url);
    const id = await page.locator('.runs .title a', {hasText: 'Two ways'}).getAttribute('href');
    const at = async (tab: string) => {
      await page.goto('about:blank');
      await page.goto(`${served.url}${id}&tab=${tab}`);
    };
    await at('samples&arm=constructor&lineage=999999999&generation=99999&from=5000&find=');
    await page.getByText('25 records, from 1 to 25').waitFor();
    await at('compare&measure=none&against=__proto__&generation=0');
    await page.getByText('At generation 1, each arm less replace').waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('shows records that are none as such beside the others, and none of another generation', async () => {
    manyRecords('many');
    const {page, faults} = await opened(served.url);
    const link = page.getByRole('link', {name: 'Many records'});
    await link.waitFor({timeout: 30_000});
    await link.click();
    await page.getByRole('link', {name: 'What was written'}).click();
    await page.getByText('119 records, from 1 to 50; 1 line of the file does not say whose it is').waitFor();
    const items = page.locator('.records li');
    expect((await items.nth(1).textContent())!.trim()).toBe('This line is no record: {"text":');
    expect(await items.nth(2).textContent()).toBe('turned \ufffd over "yes" 2');
    expect(await page.evaluate('getComputedStyle(document.querySelector(".records bdi")).unicodeBidi')).toBe('isolate');
    for (const [words, said] of [
      ['over "yes"', '1 of 119 records holds it'],
      ['FORTY {', '3 of 119 records hold it, from 1 to 3'],
      ['source', '0 of 119 records hold it'],
    ]) {
      await page.getByLabel('Find').fill(words);
      await page.getByText(said).waitFor();
    }
    await page.getByLabel('Find').fill('');
    await page.getByRole('button', {name: 'More'}).click();
    await page.getByText('119 records, from 51 to 100').waitFor();
    await page.getByRole('slider', {name: 'Generation'}).focus();
    await page.keyboard.press('ArrowLeft');
    await page.getByText('1 record;').waitFor();
    expect(await items.allTextContents()).toEqual(['the only one']);
    await page.keyboard.press('ArrowLeft');
    await page.getByText('0 records;').waitFor();
    expect(await items.count()).toBe(0);
    await page.getByRole('combobox', {name: 'Arm'}).selectOption('accumulate');
    await page.getByText('25 records, from 1 to 25').waitFor();
    const samples = join(runs, 'many', 'samples', 'accumulate');
    writeFileSync(join(samples, readdirSync(samples)[0]), 'nonsense');
    await page.getByLabel('Find').fill('1');
    await page.getByText('this run cannot be read: a file of what was written').waitFor();
    expect(await items.count()).toBe(0);
    rmSync(join(runs, 'many'), {recursive: true});
    await page.getByText('this run is not there any more').waitFor({timeout: 30_000});
    expect(faults.filter((fault) => !/status of (404|422)/.test(fault))).toEqual([]);
    await page.context().close();
  });

  it('shows the runs that it can read side by side, and names the others with why', async () => {
    const {page, faults} = await opened(served.url);
    for (const title of ['Two ways', 'Once more']) await page.getByLabel(`Compare ${title}`, {exact: true}).check();
    const link = await page.getByRole('link', {name: 'Compare 2 runs'}).getAttribute('href');
    await page.goto('about:blank');
    await page.goto(`${served.url}${link}.no-such-run`);
    await expect.poll(() => page.locator('.differences tbody tr').count()).toBe(3);
    expect(await page.locator('.failure').allTextContents()).toEqual([
      'This cannot be shown. a run that is not in the list (no-such-run): there is no such run, or not any more',
    ]);
    expect(faults.filter((fault) => !fault.includes('404'))).toEqual([]);
    await page.context().close();
  });

  it('comes back when its run or its server does', async () => {
    const own = join(folder, 'returning');
    cpSync(join(runs, 'two'), join(own, 'two'), {recursive: true});
    let one = await serving(['view', own]);
    const {page} = await opened(one.url);
    await page.getByRole('link', {name: 'Two ways'}).click();
    await page.locator('.verdict').waitFor();
    renameSync(join(own, 'two'), join(folder, 'away'));
    await page.getByText('this run is not there any more').waitFor({timeout: 30_000});
    renameSync(join(folder, 'away'), join(own, 'two'));
    await page.locator('.failure').waitFor({state: 'detached', timeout: 30_000});
    await page.locator('.verdict').waitFor();
    const {port} = new URL(one.url);
    await one.end();
    await page.getByText('does not answer').waitFor({timeout: 30_000});
    one = await serving(['view', own, '--port', port]);
    await page.locator('.failure').waitFor({state: 'detached', timeout: 30_000});
    await page.locator('.verdict').waitFor();
    rmSync(join(own, 'two'), {recursive: true});
    await page.getByText('this run is not there any more').waitFor({timeout: 30_000});
    await page.context().close();
    await one.end();
  });

  it('has one stream for all windows, which another takes over when its own is closed', async () => {
    const own = join(folder, 'windows');
    mkdirSync(own);
    cpSync(join(runs, 'two'), join(own, 'two'), {recursive: true});
    const served = await serving(['view', own]);
    const {page: first} = await opened(served.url);
    const streams: Page[] = [];
    const context = first.context();
    const windows = [first];
    for (let i = 0; i < 7; i++) {
      const page = await context.newPage();
      page.on('request', (request) => request.url().endsWith('/api/events') && streams.push(page));
      await page.goto(served.url);
      await page.waitForSelector('.runs tbody tr');
      windows.push(page);
    }
    expect(streams).toEqual([]);
    const hears = async (pages: readonly Page[], name: string): Promise<void> => {
      cpSync(join(runs, 'two'), join(own, name), {recursive: true});
      for (const page of pages) await page.locator('.runs .title', {hasText: name}).waitFor({timeout: 30_000});
    };
    await hears(windows, 'second');
    await first.close();
    await hears(windows.slice(1), 'third');
    expect(streams).toHaveLength(1);
    await streams[0].close();
    await hears(
      windows.filter((page) => page !== first && page !== streams[0]),
      'fourth',
    );
    expect(streams).toHaveLength(2);
    const without = await context.newPage();
    without.on('request', (request) => request.url().endsWith('/api/events') && streams.push(without));
    await without.addInitScript('delete Navigator.prototype.locks');
    await without.goto(served.url);
    await without.waitForSelector('.runs tbody tr');
    await hears([without], 'fifth');
    expect(streams.at(-1)).toBe(without);
    await context.close();
    await served.end();
  });

  it('holds runs side by side, paired by seed', async () => {
    const {page, faults} = await opened(served.url);
    for (const title of ['Two ways', 'Once more']) await page.getByLabel(`Compare ${title}`, {exact: true}).check();
    await page.getByRole('link', {name: 'Compare 2 runs'}).click();
    await expect.poll(() => page.locator('.differences tbody tr').count()).toBe(3);
    expect(await page.locator('.differences td:nth-child(2)').allTextContents()).toEqual(['12', '12', '12']);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('shows checks over time, with their bounds', async () => {
    const {page, faults} = await opened(served.url);
    await page.getByRole('link', {name: '2 checks over time'}).click();
    const rows = page.locator('.checks tbody tr');
    expect(await rows.count()).toBe(2);
    expect(await rows.first().textContent()).toMatch(/^people\.json(pass|fail|inconclusive)/);
    expect(await page.locator('.gate svg').count()).toBeGreaterThan(2);
    const tail = page.locator('.gate', {hasText: 'tail.retention'}).locator('svg').first();
    expect(await tail.getAttribute('aria-label')).toMatch(/^tail\.retention over 2 checks: .*\.$/);
    expect(await tail.locator('.bound').count()).toBe(1);
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('draws checks of any size of value, and names of any length', async () => {
    const own = join(folder, 'odd-checks');
    mkdirSync(own);
    cpSync(join(runs, 'two'), join(own, 'two'), {recursive: true});
    const gate = (name: string, value: number) => ({
      ...{name, verdict: 'pass', value, low: -1.7e308, high: 1.7e308},
      bound: {atLeast: -1e308, atMost: 1e308},
    });
    for (const [name, value] of [
      ['a', -1.6e308],
      ['b', 1.6e308],
    ] as const) {
      const checks = [gate('large', value), gate(`long\u202e${'x'.repeat(5000)}`, value)];
      writeFileSync(join(own, `${name}.json`), JSON.stringify({verdict: 'pass', checks, candidate: {}, reference: {}}));
    }
    const odd = await serving(['view', own]);
    const {page, faults} = await opened(odd.url, {viewport: {width: 390, height: 900}});
    await page.getByRole('link', {name: '2 checks over time'}).click();
    await page.locator('.gate svg').first().waitFor();
    expect(await page.locator('.gate').count()).toBe(2);
    expect(await page.locator('#page').innerHTML()).not.toMatch(/NaN|Infinity|\u202e/);
    for (const box of await page.locator('.gate h2').all()) expect((await box.boundingBox())!.height).toBeLessThan(300);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    expect(faults).toEqual([]);
    await page.context().close();
    await odd.end();
  });

  it('has room for arms of long names', async () => {
    const own = join(folder, 'long-names');
    const names = ['an-arm'.repeat(10), 'W'.repeat(60)];
    const yaml = GAUSSIAN.replace('replace:', `${names[0]}:`).replace('accumulate:', `${names[1]}:`);
    mkdirSync(own);
    writeFileSync(join(folder, 'long.yaml'), yaml);
    expect(genloss(['run', join(folder, 'long.yaml'), '-o', join(own, 'long'), '--quiet', '--keep', 'samples']).code).toBe(0);
    const long = await serving(['view', own]);
    const {page} = await opened(long.url, {viewport: {width: 390, height: 900}});
    await page.getByRole('link', {name: 'Two ways'}).click();
    for (const name of ['What it shows', 'Generation by generation', 'What was written', 'Arms side by side']) {
      await page.getByRole('link', {name}).click();
      await page.waitForTimeout(300);
      await expect.poll(() => page.locator('.spot.waiting').count(), {timeout: 20_000}).toBe(0);
      expect([name, await page.evaluate('document.documentElement.scrollWidth - innerWidth')]).toEqual([name, 0]);
    }
    await page.locator('.legend', {hasText: names[1]}).waitFor();
    await page.context().close();
    await long.end();
  });

  it('has room for what its table of differences says, on a small screen too', async () => {
    const {page} = await opened(served.url, {viewport: {width: 390, height: 900}});
    await page.getByRole('link', {name: 'Two ways'}).click();
    await page.getByRole('link', {name: 'Arms side by side'}).click();
    await page.locator('.differences caption').waitFor();
    const [caption, table] = await Promise.all(['.differences caption', '.differences'].map((one) => page.locator(one).boundingBox()));
    expect(caption!.width).toBeGreaterThan(0.9 * table!.width);
    await page.context().close();
  });

  it('follows a run that begins and goes on while it is open, and closes its stream where it is hidden', async () => {
    const {page, faults} = await opened(served.url);
    const slow = ['run', join(folder, 'two.yaml'), '--set', 'title=A slow one', '--set', 'seeds=30000', '--set', 'generations=40'];
    const child = spawn(process.execPath, [main, ...slow, '--workers', '1', '--quiet', '-o', join(runs, 'slow')], {
      cwd: root,
      stdio: 'ignore',
    });
    try {
      const row = page.locator('.runs tbody tr', {hasText: 'A slow one'});
      await row.waitFor({timeout: 60_000});
      expect(await row.locator('.state').textContent()).toBe('running');
      const done = async () => Number((await row.locator('.generations').textContent())!.split(' of ')[0].replaceAll(',', ''));
      const before = await done();
      await expect.poll(done, {timeout: 60_000}).toBeGreaterThan(before);
      await row.getByRole('link').click();
      await page.getByText('This is what there is: it is running').waitFor();
      const closed = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/api/events'));
      const seen = (state: string) =>
        page.evaluate(
          `Object.defineProperty(document, 'visibilityState', {value: '${state}', configurable: true}); document.dispatchEvent(new Event('visibilitychange'))`,
        );
      await seen('hidden');
      await closed;
      const opens = page.waitForRequest((request) => request.url().endsWith('/api/events'));
      await seen('visible');
      await opens;
      child.kill('SIGKILL');
      await page.getByText('This is what there is: it was stopped').waitFor({timeout: 30_000});
    } finally {
      child.kill('SIGKILL');
    }
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('opens with its token, and says what to do without it', async () => {
    const locked = await serving(['view', runs, '--private']);
    const {page, faults} = await opened(locked.url);
    await page.getByRole('link', {name: 'Two ways'}).click();
    await page.locator('.verdict').waitFor();
    await expect.poll(() => page.url()).toContain('token=');
    expect(faults).toEqual([]);
    await page.goto('about:blank');
    await page.goto(new URL(locked.url).origin);
    await page.getByText('this needs the token of the address').waitFor();
    await page.context().close();
    await locked.end();
  });

  it.each([
    [390, 'light'],
    [768, 'light'],
    [1280, 'dark'],
  ] as const)('has nothing that axe finds serious, and fits, at %i pixels in the %s', async (width, colorScheme) => {
    const {page} = await opened(served.url, {viewport: {width, height: 900}, colorScheme, bypassCSP: true});
    const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    const look = async (where: string): Promise<void> => {
      await page.waitForTimeout(500);
      await page.evaluate(axe);
      const {violations} = await page.evaluate<{violations: {id: string; impact: string; nodes: {target: unknown}[]}[]}>('axe.run()');
      const serious = violations.filter(({impact}) => impact === 'serious' || impact === 'critical');
      expect(serious.map(({id, nodes}) => `${where}: ${id} ${nodes.map(({target}) => target)}`)).toEqual([]);
      expect([where, await page.evaluate('document.documentElement.scrollWidth - innerWidth')]).toEqual([where, 0]);
    };
    await look('list');
    await page.getByRole('link', {name: 'checks over time'}).click();
    await look('checks');
    await page.goBack();
    await page.getByRole('link', {name: 'Two ways'}).click();
    await page.locator('.verdict').waitFor();
    await look('report');
    for (const name of ['Generation by generation', 'What was written', 'Arms side by side']) {
      await page.getByRole('link', {name}).click();
      await look(name);
    }
    await page.context().close();
  });

  describe('as a static site', () => {
    const bundle = join(folder, 'bundle');

    beforeAll(() => {
      const secret = join(folder, 'secret.txt');
      writeFileSync(secret, 'outside-5f1c\n');
      mkdirSync(join(runs, 'linked'));
      symlinkSync(secret, join(runs, 'linked', 'results.jsonl'));
      manyRecords('many');
      expect(genloss(['view', runs, '--bundle', bundle])).toMatchObject({code: 0});
    });

    it('works below any path and from a disk, shows the same, and says that it is a copy for all who have it', async () => {
      const files = new Map(
        readdirSync(bundle, {recursive: true, withFileTypes: true})
          .filter((entry) => entry.isFile())
          .map((entry) => [
            `/some/where/${join(entry.parentPath, entry.name).slice(bundle.length + 1)}`,
            readFileSync(join(entry.parentPath, entry.name)),
          ]),
      );
      const types: Readonly<Record<string, string>> = {html: 'text/html', js: 'text/javascript', css: 'text/css'};
      const server = createServer(({url = ''}, answer) => {
        const path = url === '/some/where/' ? '/some/where/index.html' : url;
        const body = files.get(path);
        if (body) answer.writeHead(200, {'content-type': types[path.split('.').at(-1)!] ?? 'text/plain'}).end(body);
        else answer.writeHead(404).end();
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const below = `http://127.0.0.1:${(server.address() as AddressInfo).port}/some/where/`;
      for (const url of [below, pathToFileURL(join(bundle, 'index.html')).href]) {
        const {page, faults} = await opened(url);
        expect(await page.locator('.publishes').textContent()).toContain('samples of what models and people wrote');
        expect(await titles(page)).toContain(HOSTILE);
        await page.getByRole('link', {name: 'Two ways'}).click();
        await page.locator('.verdict').waitFor();
        await page.getByRole('link', {name: 'What was written'}).click();
        await page.getByText('25 records, from 1 to 25').waitFor();
        await page.getByRole('link', {name: 'Arms side by side'}).click();
        await page.locator('.differences').waitFor();
        const saving = page.waitForEvent('download');
        await page.getByRole('link', {name: 'What it shows'}).click();
        await page.getByRole('button', {name: 'Save results.jsonl'}).click();
        expect(readFileSync(await (await saving).path(), 'utf8')).toBe(readFileSync(join(runs, 'two', 'results.jsonl'), 'utf8'));
        expect(await page.evaluate('globalThis.hacked')).toBeUndefined();
        expect(faults).toEqual([]);
        await page.context().close();
      }
      server.closeAllConnections();
      server.close();
    });

    it('says of samples what of them it has, and searches as the server does', async () => {
      const {page, faults} = await opened(pathToFileURL(join(bundle, 'index.html')).href);
      await page.getByRole('link', {name: 'Many records'}).click();
      await page.getByRole('link', {name: 'What was written'}).click();
      await page.getByText('119 records, from 1 to 50; only the first 50 are here').waitFor();
      expect(await page.getByRole('button', {name: 'More'}).isDisabled()).toBe(true);
      for (const [words, said] of [
        ['forty {', '2 of the first 50 of 119 records hold it, from 1 to 2; the others are not here'],
        ['over "yes"', '1 of the first 50 of 119 records holds it; the others are not here'],
        ['source', '0 of the first 50 of 119 records hold it; the others are not here'],
      ]) {
        await page.getByLabel('Find').fill(words);
        await page.getByText(said).waitFor();
      }
      await page.getByLabel('Lineage').fill('1');
      await page.getByText('This copy has what lineage 0 wrote, and nothing of any other.').waitFor();
      await page.getByLabel('Lineage').fill('0');
      await page.getByLabel('Find').fill('');
      await page.getByRole('slider', {name: 'Generation'}).focus();
      await page.keyboard.press('Home');
      await page.getByText('Nothing of this generation was kept.').waitFor();
      expect(faults).toEqual([]);
      await page.context().close();
    });

    it('holds no place of the machine, no judgement and nothing from outside', () => {
      const all = readdirSync(bundle, {recursive: true, withFileTypes: true}).filter((entry) => entry.isFile());
      expect(all.length).toBeGreaterThan(8);
      for (const {parentPath, name} of all) {
        const text = readFileSync(join(parentPath, name), 'utf8');
        for (const place of [folder, root, process.env.HOME ?? '/root', 'outside-5f1c', 'judgements.jsonl'])
          expect(text.includes(`${place}`)).toBe(false);
      }
    });

    it('is written anew over an earlier one, and over nothing else', () => {
      expect(genloss(['view', runs, '--bundle', bundle])).toMatchObject({code: 0});
      const other = join(folder, 'other');
      mkdirSync(other);
      writeFileSync(join(other, 'mine.txt'), 'mine');
      const refused = genloss(['view', runs, '--bundle', other]);
      expect(refused.code).toBe(73);
      expect(readdirSync(other)).toEqual(['mine.txt']);
    });
  });
});
