/**
 * The script and the style of a page, and the document around them. In the package they lie beside the bundle; a checkout bundles them anew
 * each time, so that a page is that of its sources.
 */
import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import type {Hono} from 'hono';
import {ResourceError} from '../../core/error.ts';
import {html, raw} from '../../report/html.ts';
import {version} from '../version.ts';

/** Pages by the folders of `web` that hold them. */
export type PageName = 'view' | 'label';

export interface PageFiles {
  readonly script: string;
  readonly style: string;
}

export interface PageHead {
  readonly title: string;
  readonly about: string;
  /** A policy in the document itself, for where no server says one. */
  readonly policy?: string;
  /** Scripts before the page's own. */
  readonly before?: readonly string[];
}

/** Throws ResourceError where they can neither be read nor made. */
export async function pageFiles(name: PageName): Promise<PageFiles> {
  const here = import.meta.url;
  if (!here.endsWith('.ts')) return {script: besideBundle(`${name}.js`), style: besideBundle(`${name}.css`)};
  const bundler = new URL('../../../scripts/page-bundle.ts', here).href;
  try {
    const {bundlePage} = (await import(bundler)) as {bundlePage(name: PageName): Promise<PageFiles>};
    return await bundlePage(name);
  } catch (cause) {
    if ((cause as {code?: unknown}).code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new ResourceError('the page cannot be made here: esbuild, which bundles it in a checkout, is not installed', {
      next: 'npm ci, or install genloss as a package, which brings its pages along',
      cause,
    });
  }
}

function besideBundle(file: string): string {
  try {
    return readFileSync(new URL(`./pages/${file}`, import.meta.url), 'utf8');
  } catch (cause) {
    throw new ResourceError(`this installation of genloss lacks its page ${file}`, {next: 'install genloss again', cause});
  }
}

/** Names of files by what is in them. */
export const namesOf = (name: PageName, {script, style}: PageFiles): {readonly script: string; readonly style: string} => ({
  script: `assets/${name}-${digestOf(script)}.js`,
  style: `assets/${name}-${digestOf(style)}.css`,
});

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 10);

export const pageHtml = ({title, about, policy, before = []}: PageHead, files: {readonly script: string; readonly style: string}): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
${policy !== undefined && html`<meta http-equiv="Content-Security-Policy" content="${raw(policy)}">\n`}<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="genloss ${version()}">
<meta name="description" content="${about}">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${files.style}">
</head>
<body>
<div id="page"><noscript>This page is drawn by a script.</noscript></div>
${before.map((path) => html`<script src="${path}" defer></script>\n`)}<script src="${files.script}" defer></script>
</body>
</html>
`.markup;

/** Answers with the page and its files; they hold nothing of anyone's. */
export async function servePage(application: Hono, name: PageName, head: PageHead): Promise<void> {
  const files = await pageFiles(name);
  const paths = namesOf(name, files);
  const document = pageHtml(head, paths);
  application.get('/', (context) => context.html(document));
  application.get(`/${paths.script}`, (context) => context.body(files.script, 200, {'Content-Type': 'text/javascript; charset=utf-8'}));
  application.get(`/${paths.style}`, (context) => context.body(files.style, 200, {'Content-Type': 'text/css; charset=utf-8'}));
}
