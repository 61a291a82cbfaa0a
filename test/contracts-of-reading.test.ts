import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {gzipSync, zstdCompressSync} from 'node:zlib';
import {build} from 'esbuild';
import {chromium} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {readCorpus} from '../src/node/read/corpus.ts';
import {NODE_INFLATE} from '../src/node/read/inflate.ts';
import {NODE_NATIVE} from '../src/node/read/native.ts';
import {type OpenSource, openSource} from '../src/node/read/open.ts';
import {native as inUse, PORTABLE, useNative} from '../src/read/native.ts';
import {PORTABLE_INFLATE} from '../src/read/portable-inflate.ts';
import {bytesSource} from '../src/read/source.ts';
import {checkInflate, checkStopping} from './contract-inflate.ts';
import {NATIVE_CHECKS} from './contract-native.ts';
import {foundIn, type ReadingCase, readPortably} from './contract-reading.ts';
import {SOURCE_CHECKS} from './contract-source.ts';
import {inflateCases} from './inflate-cases.ts';
import {needsBrowser} from './needs.ts';
import {chromiumPath} from './tools.ts';

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

const PARQUET = join(import.meta.dirname, 'fixtures/parquet');
const READ = join(import.meta.dirname, '../src/read');

/** Every format, every codec of Parquet. */
function readingCases(): ReadingCase[] {
  const rows = Array.from({length: 5000}, (_, i) => ({text: `Zeile ${i} "é" 語 ${'wort '.repeat(i % 9)}`, id: i}));
  const lines = Buffer.from(`\ufeff${rows.map((row) => JSON.stringify(row)).join('\r\n')}\n`);
  const table = Buffer.from(`id,text\n${rows.map(({id, text}) => `${id},"${text.replaceAll('"', '""')}"`).join('\n')}\n`);
  const chats = rows.map(({text, id}) => ({
    messages: [
      {role: 'user', content: text},
      {role: 'assistant', content: [{text: `${id}`}]},
    ],
  }));
  const of = (
    name: string,
    bytes: Uint8Array,
    kind: Omit<ReadingCase, 'name' | 'bytes' | 'options'>,
    options: ReadingCase['options'] = {},
  ) => ({
    name,
    bytes: Buffer.from(bytes).toString('base64'),
    options,
    ...kind,
  });
  const extra = {extra: ['id']};
  return [
    of('lines.jsonl', lines, {format: 'jsonl'}, extra),
    of('lines.jsonl.gz', gzipSync(lines), {format: 'jsonl', compression: 'gz'}, extra),
    of('lines.jsonl.zst', zstdCompressSync(lines), {format: 'jsonl', compression: 'zst'}, extra),
    of('array.json', Buffer.from(JSON.stringify(rows, undefined, 1)), {format: 'json'}, extra),
    of('table.csv', table, {format: 'csv'}, extra),
    of(
      'chats.jsonl',
      Buffer.from(chats.map((chat) => JSON.stringify(chat)).join('\n')),
      {format: 'jsonl'},
      {field: 'messages.content', roles: ['assistant']},
    ),
    of('plain.txt', table, {format: 'text'}, {unit: 'line'}),
    ...['snappy', 'zstd', 'gzip', 'brotli', 'lz4', 'none'].map((codec) =>
      of(`records-${codec}.parquet`, readFileSync(join(PARQUET, `records-${codec}.parquet`)), {format: 'parquet'}, extra),
    ),
    ...['v1', 'v2', 'delta'].map((kind) =>
      of(`pages-${kind}.parquet`, readFileSync(join(READ, `fixture-pages-${kind}.parquet`)), {format: 'parquet'}),
    ),
  ];
}

const readings = readingCases();

async function readByNode({name, bytes, options}: ReadingCase) {
  writeFileSync(join(folder, name), Buffer.from(bytes, 'base64'));
  return foundIn(await readCorpus([name], {...options, base: folder}));
}

describe('reading without Node', () => {
  it('finds what reading files finds, in all formats, though Node has its own in use', async () => {
    expect(inUse).toEqual(NODE_NATIVE);
    for (const one of readings) {
      const wanted = await readByNode(one);
      useNative(PORTABLE);
      const got = await readPortably(one).finally(() => useNative(NODE_NATIVE));
      expect(wanted.texts.length).toBeGreaterThan(1);
      expect({[one.name]: got}).toEqual({[one.name]: wanted});
    }
  });
});

const browserPath = chromiumPath();

/** In the page: all that is wrong, in words. */
const IN_PAGE = `
import {checkInflate, checkStopping} from './contract-inflate.ts';
import {NATIVE_CHECKS} from './contract-native.ts';
import {native as inUse, PORTABLE, useNative} from '../src/read/native.ts';
import {PORTABLE_INFLATE} from '../src/read/portable-inflate.ts';
import {readPortably} from './contract-reading.ts';
globalThis.readPortably = readPortably;
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

describe(
  'in Chromium',
  needsBrowser(browserPath, 'Chromium (CHROMIUM names one)', 'no browser is held to the contracts of reading'),
  () => {
    it('the portable decompressor and the law keep their contracts, and all formats are read', async () => {
      const {outputFiles} = await build({
        stdin: {contents: IN_PAGE, resolveDir: resolve(import.meta.dirname), loader: 'ts'},
        ...{bundle: true, write: false, format: 'iife', platform: 'browser', logLevel: 'silent'},
      });
      const browser = await chromium.launch({executablePath: browserPath!, args: ['--headless', '--no-sandbox', '--disable-gpu']});
      try {
        const page = await browser.newPage();
        await page.addScriptTag({content: outputFiles[0].text});
        const found = await page.evaluate(`contracts(${JSON.stringify(cases)})`);
        expect(found).toEqual({done: cases.length + NATIVE_CHECKS.length, wrong: []});
        for (const one of readings)
          expect(await page.evaluate(`readPortably(${JSON.stringify(one)})`), one.name).toEqual(await readByNode(one));
      } finally {
        await browser.close();
      }
    });
  },
);
