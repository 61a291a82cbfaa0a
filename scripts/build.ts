/** Bundles the package for publishing: the command line, its worker thread, the library for Node and the one for everywhere. */
import {execFileSync} from 'node:child_process';
import {chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {gzipSync} from 'node:zlib';
import {build} from 'esbuild';
import {FONT_FILE, FONT_FOLDER, FONT_PACKAGE} from '../src/node/figure/font.ts';
import {SPEAKERS, SPEECHES, speakersOf, speechFiles, speechName} from '../src/node/read/speeches.ts';
import {buildKernels, KERNELS} from './kernel.ts';
import {bundlePage, SERVED_PAGES} from './page-bundle.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
rmSync(dist, {recursive: true, force: true});

await build({
  absWorkingDir: root,
  entryPoints: {
    ...{cli: 'src/cli/main.ts', node: 'src/node/index.ts', index: 'src/index.ts'},
    ...{worker: 'src/node/run/worker.ts', 'profile-worker': 'src/node/profile/worker.ts', 'share-worker': 'src/node/share/worker.ts'},
    ...{'curate-worker': 'src/node/curate/worker.ts', 'watch-worker': 'src/node/watch/worker.ts'},
  },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.18',
  packages: 'external',
  // flat: files look for package.json, experiments and the worker from their own place
  sourcemap: false,
  chunkNames: 'chunk-[hash]',
  logLevel: 'warning',
});
chmodSync(join(dist, 'cli.js'), 0o755);
// beside the chunks, where their hosts look for them
if (await buildKernels()) for (const {target} of KERNELS) copyFileSync(join(root, target), join(dist, basename(target)));
mkdirSync(join(dist, FONT_FOLDER));
for (const path of [`files/${FONT_FILE}`, 'LICENSE'])
  copyFileSync(join(root, 'node_modules', FONT_PACKAGE, path), join(dist, FONT_FOLDER, basename(path)));
mkdirSync(join(dist, 'pages'));
for (const name of SERVED_PAGES) {
  const {script, style} = await bundlePage(name);
  writeFileSync(join(dist, 'pages', `${name}.js`), script);
  writeFileSync(join(dist, 'pages', `${name}.css`), style);
}
const speeches = await speechFiles();
mkdirSync(join(dist, SPEECHES));
for (const path of speeches) writeFileSync(join(dist, SPEECHES, `${speechName(path)}.gz`), gzipSync(readFileSync(path), {level: 9}));
writeFileSync(join(dist, SPEAKERS), `${JSON.stringify(await speakersOf(speeches))}\n`);
execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {cwd: root, stdio: 'inherit'});
