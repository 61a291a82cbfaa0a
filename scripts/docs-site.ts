/**
 * The site of the documentation: the pages of the checkout as static HTML, by VitePress, with a search that needs no server, below any path.
 *
 *   npm run -s docs-site -- [--out DIR] [--base PATH]
 *
 * It is written anew each time, then every link in it is followed; a dead one is an error. llms.txt lies at its root, and every page beside its
 * HTML as Markdown.
 */
import {cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {build} from 'vitepress';
import type {SitePlace} from './docs-site/config.ts';
import {deadLinks} from './docs-site/links.ts';
import {addMarkdown, stagePages} from './docs-site/pages.ts';

const root = realpathSync(join(dirname(fileURLToPath(import.meta.url)), '..'));
const {values} = parseArgs({options: {out: {type: 'string', default: 'docs-site'}, base: {type: 'string', default: '/'}}});
const out = resolve(root, values.out);
if (out === root || root.startsWith(`${out}/`)) throw new Error(`${out} would be emptied: give another folder`);

// below the checkout, so that the pages find VitePress
mkdirSync(join(root, 'node_modules/.cache'), {recursive: true});
const stage = mkdtempSync(join(root, 'node_modules/.cache/docs-site-'));
try {
  const pages = stagePages(root, stage);
  const built = join(stage, 'built');
  writeConfig(stage, {base: values.base, outDir: built});
  await build(stage, {logLevel: 'warn'} as Parameters<typeof build>[1]);
  addMarkdown(root, built);
  const dead = deadLinks(built, values.base);
  if (dead.length > 0) throw new Error(`dead links:\n  ${dead.map(({page, link}) => `${page}: ${link}`).join('\n  ')}`);
  rmSync(out, {recursive: true, force: true});
  mkdirSync(dirname(out), {recursive: true});
  move(built, out);
  console.log(`${pages} pages in ${values.out}`);
} finally {
  rmSync(stage, {recursive: true, force: true});
}

/** VitePress reads its configuration from a file of its own; ours is code of the checkout. */
function writeConfig(folder: string, place: SitePlace): void {
  const ours = JSON.stringify(join(root, 'scripts/docs-site/config.ts'));
  mkdirSync(join(folder, '.vitepress'));
  const text = `import {siteConfig} from ${ours};\nexport default siteConfig(${JSON.stringify(root)}, ${JSON.stringify(place)});\n`;
  writeFileSync(join(folder, '.vitepress/config.mjs'), text);
}

function move(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch {
    // on another disk
    cpSync(from, to, {recursive: true});
  }
  if (!existsSync(join(to, 'index.html'))) throw new Error(`${to} has no index.html`);
}
