/**
 * Builds the web lab as a static site: `npm run -s site -- --out DIR`. It works below any path of any server, and from a disk.
 *
 * Files but the page itself and its service worker are named by what is in them, so that a server's caches never mix two builds. The worker is
 * a module that loads others when an experiment wants them; a page from a disk, which may not, has all of it as one function in a script.
 */
import {createHash} from 'node:crypto';
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {gzipSync} from 'node:zlib';
import {strToU8, zipSync} from 'fflate';
import {version} from '../src/node/version.ts';
import {styleSheet} from '../src/report/pages/style.ts';
import {type Completions, completionsOf} from '../src/web/editor/completions.ts';
import type {Pack} from '../src/web/lab/speeches.ts';
import {buildKernels} from './kernel.ts';
import {bundle, bundleModules, rangesAlone} from './site/bundle.ts';
import {packScript, runtimeScript, speechPacks} from './site/packs.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** The whole site, to take along. */
const ARCHIVE = 'genloss-lab.zip';

export interface SiteFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Of the gzipped file, as a server sends it. */
  readonly compressed: number;
  /** When later visits without a network have it. */
  readonly kept: 'always' | 'once used' | 'never';
}

class Site {
  readonly files: SiteFile[] = [];

  put(path: string, content: string | Uint8Array, kept: SiteFile['kept'] = 'always'): string {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    this.files.push({path, bytes, compressed: gzipSync(bytes).length, kept});
    return path;
  }

  /** By what is in it. */
  named(name: string, content: string, kept?: SiteFile['kept']): string {
    const dot = name.lastIndexOf('.');
    const hash = createHash('sha256').update(content).digest('hex').slice(0, 10);
    return this.put(`assets/${name.slice(0, dot)}-${hash}${name.slice(dot)}`, content, kept);
  }

  kept(when: SiteFile['kept']): string[] {
    return this.files.filter(({kept}) => kept === when).map(({path}) => path);
  }
}

/** Builds into a folder, which is emptied of an earlier build first. */
export async function buildSite(out: string): Promise<SiteFile[]> {
  if (!(await buildKernels())) throw new Error('the site wants the kernels built: install assemblyscript');
  const site = new Site();
  const speeches = await speechPacks();
  const packs: Record<string, string> = {onnxruntime: site.named('onnxruntime.js', runtimeScript('onnxruntime'), 'once used')};
  for (const {name, bytes} of speeches) packs[name] = site.named(`${name}.js`, packScript(name, bytes));
  const worker = await putWorker(
    site,
    speeches.map(({name, from, to}) => ({name, from, to})),
  );
  const reader = site.named('reader.js', await bundle('src/web/reader/main.ts'));
  const editor = site.named('editor.js', await bundle('src/web/editor/main.ts', {define: {COMPLETIONS: JSON.stringify(completions())}}));
  const define = {
    ...worker,
    PACK_FILES: JSON.stringify(packs),
    READER: JSON.stringify(reader),
    EDITOR: JSON.stringify(editor),
    ARCHIVE: JSON.stringify(ARCHIVE),
  };
  const script = site.named('page.js', await bundle('src/web/page/main.tsx', {plugins: [rangesAlone], define}));
  const style = site.named('page.css', `${styleSheet()}\n${readFileSync(join(root, 'src/web/page/page.css'), 'utf8')}`);
  const page = indexHtml({script, style});
  const kept = ['./', ...site.kept('always')];
  const once = site.kept('once used');
  const build = createHash('sha256')
    .update([...kept, ...once].join('\n'))
    .update(page)
    .digest('hex')
    .slice(0, 10);
  site.put('index.html', page);
  const known = {BUILD: JSON.stringify(build), KEPT: JSON.stringify(kept), KEPT_ONCE_USED: JSON.stringify(once)};
  site.put('sw.js', await bundle('src/web/service-worker.ts', {define: known}), 'never');
  site.put(ARCHIVE, archiveOf(site.files, indexHtml({script, style, isTakenAlong: true})), 'never');
  rmSync(join(out, 'assets'), {recursive: true, force: true});
  mkdirSync(join(out, 'assets'), {recursive: true});
  for (const {path, bytes} of site.files) writeFileSync(join(out, path), bytes);
  return site.files;
}

/** The same files give the same bytes. */
function archiveOf(files: readonly SiteFile[], page: string): Uint8Array {
  const own = files.filter(({path}) => path !== 'sw.js').map(({path, bytes}) => [path, bytes] as const);
  const content = Object.fromEntries(
    [...own, ['index.html', strToU8(page)] as const].map(([path, bytes]) => [`genloss-lab/${path}`, bytes]),
  );
  return zipSync(content, {level: 9, mtime: ARCHIVED});
}

/** As early as an archive can say. */
const ARCHIVED = new Date(1980, 0, 1);

/** As the schema that ships has them. */
const completions = (): Completions => completionsOf(JSON.parse(readFileSync(join(root, 'schema/experiment.json'), 'utf8')));

/** What the page is told of its worker. */
async function putWorker(site: Site, packs: readonly Pack[]): Promise<Record<string, string>> {
  const entry = 'src/web/lab/worker.ts';
  const define = {PACKS: JSON.stringify(packs)};
  const {files, entry: first} = await bundleModules(entry, {define});
  for (const [name, text] of files) site.put(`assets/${name}`, text);
  const whole = await bundle(entry, {define});
  const onDisk = site.named('worker-on-disk.js', `function genlossWorker(){${whole}}\n`, 'never');
  return {WORKER: JSON.stringify(`assets/${first}`), WORKER_ON_DISK: JSON.stringify(onDisk)};
}

/** Inline scripts run nowhere, nothing is asked of another host, and text becomes no code but WebAssembly. */
const POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types genloss',
].join('; ');

/** `isTakenAlong`: the page of the archive, which has no archive beside it. */
const indexHtml = ({
  script,
  style,
  isTakenAlong = false,
}: {
  script: string;
  style: string;
  isTakenAlong?: boolean;
}): string => `<!doctype html>
<html lang="en"${isTakenAlong ? ' data-taken-along' : ''}>
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
