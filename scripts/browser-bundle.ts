/** Bundles of pages: for browsers of the last years. */
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {type BuildOptions, build} from 'esbuild';

export const BROWSER_OPTIONS: BuildOptions = {
  absWorkingDir: join(dirname(fileURLToPath(import.meta.url)), '..'),
  bundle: true,
  write: false,
  minify: true,
  platform: 'browser',
  target: ['es2023', 'chrome115', 'firefox115', 'safari16.4'],
  loader: {'.yaml': 'text'},
  legalComments: 'eof',
  logLevel: 'warning',
  jsx: 'automatic',
  jsxImportSource: 'preact',
};

/** One script, complete in itself. */
export async function browserBundle(entry: string, options: BuildOptions = {}): Promise<string> {
  const {outputFiles} = await build({...BROWSER_OPTIONS, entryPoints: [entry], format: 'iife', ...options});
  return outputFiles![0].text;
}
