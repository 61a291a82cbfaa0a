/**
 * Builds the web lab as a static site: `npm run -s site -- --out DIR`. It works below any path of any server, and from a disk.
 *
 * Files but the page itself and its service worker are named by what is in them, so that a server's caches never mix two builds. The worker is
 * one function: a script runs it, and a page that was opened from a disk reads it.
 */
import {createHash} from 'node:crypto';
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {gzipSync} from 'node:zlib';
import {speechFiles, speechName} from '../src/node/read/speeches.ts';
import {version} from '../src/node/version.ts';
import {styleSheet} from '../src/report/pages/style.ts';
import type {Pack, PackHead} from '../src/web/lab/speeches.ts';
import {browserBundle} from './browser-bundle.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Of speeches; the first file of a preset is one of them. */
const SPEECHES_A_PACK = 32;

export interface SiteFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Of the gzipped file, as a server sends it. */
  readonly compressed: number;
}

/** Builds into a folder, which is emptied of an earlier build first. */
export async function buildSite(out: string): Promise<SiteFile[]> {
  const files: SiteFile[] = [];
  const put = (path: string, content: string | Uint8Array): void => {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    files.push({path, bytes, compressed: gzipSync(bytes).length});
  };
  /** By what is in it. */
  const named = (name: string, extension: string, content: string): string => {
    const path = `assets/${name}-${createHash('sha256').update(content).digest('hex').slice(0, 10)}.${extension}`;
    put(path, content);
    return path;
  };
  const packs = await packsOf();
  const packFiles = Object.fromEntries(
    packs.map(({name, bytes}) => [name, named(name, 'js', `genlossPack(${JSON.stringify(name)},"${bytes.toString('base64')}");\n`)]),
  );
  const heads = packs.map(({name, from, to}): Pack => ({name, from, to}));
  const worker = await browserBundle('src/web/lab/worker.ts', {define: {PACKS: JSON.stringify(heads)}});
  const workerPath = named('worker', 'js', asFunction(worker));
  const define = {WORKER: JSON.stringify(workerPath), PACK_FILES: JSON.stringify(packFiles)};
  const page = await browserBundle('src/web/page/main.tsx', {define});
  const pagePath = named('page', 'js', page);
  const style = named('page', 'css', `${styleSheet()}\n${readFileSync(join(root, 'src/web/page/page.css'), 'utf8')}`);
  put('index.html', indexHtml({script: pagePath, style}));
  const kept = ['./', ...files.map(({path}) => path).filter((path) => path !== 'index.html')];
  const build = createHash('sha256').update(kept.join('\n')).update(files.at(-1)!.bytes).digest('hex').slice(0, 10);
  const service = await browserBundle('src/web/service-worker.ts', {define: {BUILD: JSON.stringify(build), KEPT: JSON.stringify(kept)}});
  put('sw.js', service);
  rmSync(join(out, 'assets'), {recursive: true, force: true});
  mkdirSync(join(out, 'assets'), {recursive: true});
  for (const {path, bytes} of files) writeFileSync(join(out, path), bytes);
  return files;
}

/** A script that is run where it is a worker's, and otherwise leaves what it would run. */
const asFunction = (script: string): string =>
  `function genlossWorker(){${script}}\nif(typeof document==="undefined")genlossWorker();else globalThis.genlossWorker=genlossWorker;\n`;

async function packsOf(): Promise<(Pack & {readonly bytes: Buffer})[]> {
  const paths = await speechFiles();
  const groups = Array.from({length: Math.ceil(paths.length / SPEECHES_A_PACK)}, (_, i) =>
    paths.slice(i * SPEECHES_A_PACK, (i + 1) * SPEECHES_A_PACK),
  );
  return groups.map((group) => {
    const texts = group.map((path) => readFileSync(path));
    const head: PackHead = {files: group.map((path, i) => ({name: speechName(path), bytes: texts[i].length}))};
    const years = group.map((path) => Number(speechName(path).slice(0, 4)));
    const bytes = gzipSync(Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...texts]), {level: 9});
    return {name: `speeches-${years[0]}-${years.at(-1)}`, from: years[0], to: years.at(-1)!, bytes};
  });
}

/** Inline scripts run nowhere, and nothing is asked of another host. */
const POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types genloss',
].join('; ');

const indexHtml = ({script, style}: {script: string; style: string}): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="genloss ${version()}">
<meta name="description" content="What models lose when they learn from what models wrote: model collapse, trained in your browser.">
<title>genloss: the lab</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${style}">
</head>
<body>
<div id="page"><noscript>The lab trains its models in this page, by a script.</noscript></div>
<script src="${script}" defer></script>
</body>
</html>
`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const {values} = parseArgs({options: {out: {type: 'string', default: 'site'}}});
  const files = await buildSite(values.out);
  for (const {path, compressed} of files) console.log(`${(compressed / 1000).toFixed(1).padStart(8)} kB  ${join(values.out, path)}`);
}
