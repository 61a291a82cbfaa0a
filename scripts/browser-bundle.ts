/** One script of a page, from its sources: for browsers of the last years, complete in itself. */
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {type BuildOptions, build} from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

export async function browserBundle(entry: string, options: BuildOptions = {}): Promise<string> {
  const {outputFiles} = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    minify: true,
    platform: 'browser',
    format: 'iife',
    target: ['es2023', 'chrome115', 'firefox115', 'safari16.4'],
    loader: {'.yaml': 'text'},
    legalComments: 'eof',
    logLevel: 'warning',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    ...options,
  });
  return outputFiles![0].text;
}
