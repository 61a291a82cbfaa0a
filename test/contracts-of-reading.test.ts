import {existsSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {build} from 'esbuild';
import {chromium} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {NODE_INFLATE} from '../src/node/read/inflate.ts';
import {NODE_NATIVE} from '../src/node/read/native.ts';
import {type OpenSource, openSource} from '../src/node/read/open.ts';
import {PORTABLE} from '../src/read/native.ts';
import {PORTABLE_INFLATE} from '../src/read/portable-inflate.ts';
import {bytesSource} from '../src/read/source.ts';
import {checkInflate, checkStopping} from './contract-inflate.ts';
import {NATIVE_CHECKS} from './contract-native.ts';
import {SOURCE_CHECKS} from './contract-source.ts';
import {inflateCases} from './inflate-cases.ts';

let folder = '';
const opened: OpenSource[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'genloss-source-'));
});
afterAll(async () => {
  for (const source of opened) await source.close();
  rmSync(folder, {recursive: true});
});

async function file(bytes: Uint8Array, size: number): Promise<OpenSource> {
  const path = join(folder, `${opened.length}`);
  writeFileSync(path, bytes);
  const source = await openSource({name: 'a file', path, size});
  opened.push(source);
  return source;
}

describe.each([
  {source: 'bytes in memory', open: async (bytes: Uint8Array) => bytesSource('bytes', bytes)},
  {source: 'a file', open: (bytes: Uint8Array) => file(bytes, bytes.length)},
  {source: 'a file of unknown size', open: (bytes: Uint8Array) => file(bytes, 0)},
])('the source of $source', ({open}) => {
  it.each(SOURCE_CHECKS)('$name', async ({check}) => {
    await check(open);
  });
});

const cases = inflateCases();

describe.each([
  {engine: "Node's", inflate: NODE_INFLATE},
  {engine: 'the portable', inflate: PORTABLE_INFLATE},
])('$engine decompressor', ({inflate}) => {
  it.each(cases)('$name', async (one) => {
    await checkInflate(inflate, one);
  });

  it.each(cases.filter(({name}) => name.includes('noise')))('closes its input for whoever stops early: $name', async (one) => {
    await checkStopping(inflate, one);
  });
});

describe.each([
  {engine: 'Node', native: NODE_NATIVE},
  {engine: 'the law', native: PORTABLE},
])('what $engine has', ({native}) => {
  it.each(NATIVE_CHECKS)('$name', ({check}) => {
    check(native);
  });
});

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const installed = existsSync(CHROMIUM);
if (!installed) console.warn(`skipped: the contracts of reading in a browser, for there is none at ${CHROMIUM} (CHROMIUM names another)`);

/** In the page: all that is wrong, in words. */
const IN_PAGE = `
import {checkInflate, checkStopping} from './contract-inflate.ts';
import {NATIVE_CHECKS} from './contract-native.ts';
import {PORTABLE} from '../src/read/native.ts';
import {PORTABLE_INFLATE} from '../src/read/portable-inflate.ts';
globalThis.contracts = async (cases) => {
  const wrong = [];
  const tried = async (name, act) => {
    try { await act(); } catch (error) { wrong.push(name + ': ' + error.message); }
  };
  for (const one of cases) {
    await tried(one.name, () => checkInflate(PORTABLE_INFLATE, one));
    if (one.name.includes('noise')) await tried(one.name + ', stopped', () => checkStopping(PORTABLE_INFLATE, one));
  }
  for (const {name, check} of NATIVE_CHECKS) await tried(name, () => check(PORTABLE));
  return {done: cases.length + NATIVE_CHECKS.length, wrong};
};`;

describe.skipIf(!installed)('in Chromium', () => {
  it('the portable decompressor and the law keep their contracts', async () => {
    const {outputFiles} = await build({
      stdin: {contents: IN_PAGE, resolveDir: resolve(import.meta.dirname), loader: 'ts'},
      ...{bundle: true, write: false, format: 'iife', platform: 'browser', logLevel: 'silent'},
    });
    const browser = await chromium.launch({executablePath: CHROMIUM, args: ['--headless', '--no-sandbox', '--disable-gpu']});
    try {
      const page = await browser.newPage();
      await page.addScriptTag({content: outputFiles[0].text});
      const found = await page.evaluate(`contracts(${JSON.stringify(cases)})`);
      expect(found).toEqual({done: cases.length + NATIVE_CHECKS.length, wrong: []});
    } finally {
      await browser.close();
    }
  });
});
