/** The pages that commands serve, bundled: for the package when it is published, in a checkout whenever one is served. */
import {readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {stop} from 'esbuild';
import {styleSheet} from '../src/report/pages/style.ts';
import {browserBundle} from './browser-bundle.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Folders of `src/web`. */
export const SERVED_PAGES = ['view', 'label'] as const;

export async function bundlePage(name: (typeof SERVED_PAGES)[number]): Promise<{script: string; style: string}> {
  const script = await browserBundle(`src/web/${name}/main.tsx`);
  const style = `${styleSheet()}\n${readFileSync(join(root, `src/web/${name}/${name}.css`), 'utf8')}`;
  // what serves the page goes on for long, and needs the bundler no more
  await stop();
  return {script, style};
}
