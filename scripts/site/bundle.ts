/** Bundles of the site's code: a script in one piece, or modules of which some are loaded when they are wanted. */
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {type BuildOptions, build, type Plugin} from 'esbuild';
import {BROWSER_OPTIONS, browserBundle} from '../browser-bundle.ts';
import {ORT_FILES} from './packs.ts';

const root = join(import.meta.dirname, '../..');

/** One script, complete in itself; what trains networks is in it. */
export const bundle = (entry: string, options: BuildOptions = {}): Promise<string> =>
  browserBundle(entry, {plugins: [lazyNetworks], ...options});

export interface Modules {
  /** By name. */
  readonly files: ReadonlyMap<string, string>;
  /** The name of the one that begins. */
  readonly entry: string;
}

/** Named by what is in them; they find each other in one folder. */
export async function bundleModules(entry: string, options: BuildOptions): Promise<Modules> {
  const names = {entryNames: '[name]-[hash]', chunkNames: '[name]-[hash]', outdir: join(root, 'assets'), splitting: true};
  const plugins = [lazyNetworks];
  const {outputFiles, metafile} = await build({
    ...BROWSER_OPTIONS,
    entryPoints: [entry],
    format: 'esm',
    plugins,
    ...names,
    metafile: true,
    ...options,
  });
  const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
  const [first] = Object.entries(metafile!.outputs).find(([, {entryPoint}]) => entryPoint === entry)!;
  return {files: new Map(outputFiles!.map(({path, text}) => [nameOf(path), text])), entry: nameOf(first)};
}

const NETWORKS = join(root, 'src/models/networks.ts');
const STAND_IN = join(root, 'src/web/lab/networks.ts');
const LOADED = join(root, 'src/web/lab/neural.ts');
/** What stands in a file of ONNX Runtime behind its factory: the start of a thread, and there is one. */
const FACTORY_END = 'export default ortWasmThreaded;';

/** The families of networks, in a page, have what trains them loaded when it is wanted; with it come ONNX Runtime's script and our own pass. */
const lazyNetworks: Plugin = {
  name: 'lazy networks',
  setup({onResolve, onLoad}) {
    onResolve({filter: /\/networks\.ts$/}, ({path, resolveDir, importer}) => {
      const whole = join(resolveDir, path);
      return whole === NETWORKS && importer !== LOADED ? {path: STAND_IN} : undefined;
    });
    onResolve({filter: /^genloss:/}, ({path}) => ({path: path.slice('genloss:'.length), namespace: 'genloss'}));
    onLoad({filter: /^attention$/, namespace: 'genloss'}, () => ({
      contents: readFileSync(join(root, 'src/tensor/attention.wasm')),
      loader: 'binary',
    }));
    onLoad({filter: /^onnxruntime$/, namespace: 'genloss'}, () => {
      const [script, rest] = readFileSync(`${ORT_FILES}.mjs`, 'utf8').split(FACTORY_END);
      if (rest === undefined) throw new Error(`${ORT_FILES}.mjs has no ${FACTORY_END}`);
      // what it asks of Node is behind a question whether this is Node
      return {contents: script.replaceAll('import.meta.url', '""').replace('await import("module")', '{}') + FACTORY_END, loader: 'js'};
    });
  },
};
