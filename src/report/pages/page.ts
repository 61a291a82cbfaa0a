/** What every page has around its content: one file that loads nothing and runs no script. */

import {type Html, html, lines, raw} from '../html.ts';
import {styleSheet} from './style.ts';

interface PageHead {
  readonly title: string;
  /** Further rules of style. */
  readonly style?: string;
  readonly foot: string;
}

/** Should ever a script or an address get past the escaping, a browser refuses to run or load it. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** A whole document around the parts that there are of its content. */
export function pageOf(main: readonly (Html | undefined)[], {title, style = '', foot}: PageHead): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${raw(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="genloss">
<title>${title}</title>
<style>${raw(`${styleSheet()}${style}`)}</style>
</head>
<body>
<main>
${lines(main.filter((part) => part !== undefined))}
</main>
<footer>${foot} The page is complete in itself: it loads nothing and runs no script.</footer>
</body>
</html>
`.markup;
}
