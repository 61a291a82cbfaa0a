/** Bundles the package for publishing: the command line, its worker thread, the library for Node and the one for everywhere. */
import {execFileSync} from 'node:child_process';
import {chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {basename, dirname, isAbsolute, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {gzipSync} from 'node:zlib';
import {rolldown} from 'rolldown';
import {FONT_FILE, FONT_FOLDER, FONT_PACKAGE} from '../src/node/figure/font.ts';
import {SPEAKERS, SPEECHES, speakersOf, speechFiles, speechName} from '../src/node/read/speeches.ts';
import {ORT_FOLDER, ORT_WASM} from '../src/node/tensor/wasm.ts';
import {chunksOf} from './chunks.ts';
import {buildKernels, KERNELS} from './kernel.ts';
import {bundlePage, SERVED_PAGES} from './page-bundle.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const ENTRIES = {
  ...{cli: 'src/cli/main.ts', node: 'src/node/index.ts', index: 'src/index.ts'},
  ...{worker: 'src/node/run/worker.ts', 'profile-worker': 'src/node/profile/worker.ts', 'share-worker': 'src/node/share/worker.ts'},
  ...{'curate-worker': 'src/node/curate/worker.ts', 'watch-worker': 'src/node/watch/worker.ts'},
};
const BEGIN = new Set([...Object.values(ENTRIES), 'src/cli/start.ts'].map((path) => join(root, path)));
rmSync(dist, {recursive: true, force: true});

const bundle = await rolldown({
  cwd: root,
  input: ENTRIES,
  platform: 'node',
  // packages stay outside
  external: (id) => !id.startsWith('.') && !isAbsolute(id),
  // of ours, what begins alone does something when it is loaded
  treeshake: {moduleSideEffects: (id) => BEGIN.has(id)},
  preserveEntrySignatures: 'allow-extension',
  transform: {target: 'node22.18'},
  checks: {ineffectiveDynamicImport: false},
});
let chunks: ReadonlyMap<string, string> | undefined;
await bundle.write({
  dir: dist,
  format: 'esm',
  sourcemap: false,
  comments: false,
  topLevelVar: true,
  // flat: files look for package.json, experiments and the worker from their own place
  chunkFileNames: 'chunk-[hash].js',
  codeSplitting: {
    includeDependenciesRecursively: false,
    groups: [
      {
        debugName: 'started',
        name(id, context) {
          chunks ??= chunksOf({entries: ENTRIES, root}, (one) => context.getModuleInfo(one));
          return chunks.get(id);
        },
      },
    ],
  },
});
await bundle.close();
chmodSync(join(dist, 'cli.js'), 0o755);
// beside the chunks, where their hosts look for them
if (await buildKernels()) for (const {target} of KERNELS) copyFileSync(join(root, target), join(dist, basename(target)));
mkdirSync(join(dist, FONT_FOLDER));
for (const path of [`files/${FONT_FILE}`, 'LICENSE'])
  copyFileSync(join(root, 'node_modules', FONT_PACKAGE, path), join(dist, FONT_FOLDER, basename(path)));
const ort = join(dist, ORT_FOLDER);
const ortSource = join(root, 'node_modules/onnxruntime-web/dist', ORT_WASM);
mkdirSync(ort);
copyFileSync(`${ortSource}.mjs`, join(ort, `${ORT_WASM}.mjs`));
writeFileSync(join(ort, `${ORT_WASM}.wasm.gz`), gzipSync(readFileSync(`${ortSource}.wasm`), {level: 9}));
copyFileSync(join(root, 'scripts/ort-license.txt'), join(ort, 'LICENSE'));
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
