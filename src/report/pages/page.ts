/** What every page has around its content: one file that loads nothing and runs no script. */

import {escapeHtml} from '../words.ts';
import {styleSheet} from './style.ts';

export interface Page {
  readonly title: string;
  /** Further rules of style. */
  readonly style?: string;
  readonly foot: string;
}

/** Should ever a script or an address get past the escaping, a browser refuses to run or load it. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/** `main`: HTML of the content; title and foot are text. */
export function pageOf(main: readonly string[], {title, style = '', foot}: Page): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="genloss">
<title>${escapeHtml(title)}</title>
<style>${styleSheet()}${style}</style>
</head>
<body>
<main>
${main.filter((part) => part !== '').join('\n')}
</main>
<footer>${escapeHtml(foot)} The page is complete in itself: it loads nothing and runs no script.</footer>
</body>
</html>
`;
}
