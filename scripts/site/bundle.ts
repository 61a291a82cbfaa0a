/** Bundles of the site's code: a script in one piece, or modules of which some are loaded when they are wanted. */
import {readFileSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {type BuildOptions, build, type Plugin} from 'esbuild';
import {allMeasures} from '../../src/lab/measure/catalog.ts';
import {BROWSER_OPTIONS, browserBundle} from '../browser-bundle.ts';
import {ORT_FILES} from './packs.ts';
import {parts} from './parts.ts';

const root = join(import.meta.dirname, '../..');

/** One script, complete in itself, with all parts. */
export const bundle = (entry: string, options: BuildOptions = {}): Promise<string> =>
  browserBundle(entry, {plugins: WORKER_PLUGINS, ...options});

export interface Modules {
  /** By name. */
  readonly files: ReadonlyMap<string, string>;
  /** The name of the one that begins. */
  readonly entry: string;
}

/** Named by what is in them; they find each other in one folder. */
export async function bundleModules(entry: string, options: BuildOptions): Promise<Modules> {
  const names = {entryNames: '[name]-[hash]', chunkNames: '[name]-[hash]', outdir: join(root, 'assets'), splitting: true};
  const plugins = WORKER_PLUGINS;
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

/** What stands in a file of ONNX Runtime behind its factory: the start of a thread, and there is one. */
const FACTORY_END = 'export default ortWasmThreaded;';

/** ONNX Runtime's script, and our own pass of attention. */
const runtimeFiles: Plugin = {
  name: 'runtime',
  setup({onResolve, onLoad}) {
    onResolve({filter: /^genloss:(attention|onnxruntime)$/}, ({path}) => ({path: path.slice('genloss:'.length), namespace: 'genloss'}));
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

/** A call of `describe` on a schema, with its text; what is said of a field is for docs and editors. */
const DESCRIBED = /\s*\.describe\(\s*(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`[^`$]*`)\s*,?\s*\)/g;

/** Leaves out what only docs show of a schema. */
const undescribed: Plugin = {
  name: 'undescribed',
  setup({onLoad}) {
    onLoad({filter: /\/src\/(lab|models|quality)\/.*\.ts$/}, async ({path}) => ({
      contents: (await readFile(path, 'utf8')).replace(DESCRIBED, ''),
      loader: 'ts',
    }));
  },
};

/** What a page draws needs of the catalog of measures what their values can be, and nothing that computes them. */
export const rangesAlone: Plugin = {
  name: 'ranges alone',
  setup({onResolve, onLoad}) {
    onResolve({filter: /\/measure\/catalog\.ts$/}, () => ({path: 'ranges', namespace: 'ranges'}));
    onLoad({filter: /.*/, namespace: 'ranges'}, () => {
      const ranges = allMeasures().map(({name, range}) => `${JSON.stringify(name)}: {least: ${range.least}, most: ${range.most}}`);
      return {contents: `const ranges = {${ranges}};\nexport const rangeOf = (name) => ranges[name];\n`, loader: 'js'};
    });
  },
};

const WORKER_PLUGINS = [parts, runtimeFiles, undescribed];
