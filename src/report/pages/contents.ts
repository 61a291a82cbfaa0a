/** A table of contents: links to the sections of a page, read off their headings. */
import {type Html, html, lines, raw} from '../html.ts';

const HEADING = /<h2 id="([^"]+)">([\s\S]*?)<\/h2>/g;

/** Of sections in their order; undefined where there are fewer than two. */
export function contentsOf(sections: readonly (Html | undefined)[]): Html | undefined {
  const headings = sections.flatMap((section) => [...(section?.markup ?? '').matchAll(HEADING)]);
  if (headings.length < 2) return undefined;
  const items = headings.map(([, id, title]) => html`<li><a href="#${raw(id)}">${raw(title)}</a></li>`);
  return html`<nav class="contents" aria-labelledby="contents"><h2 id="contents">On this page</h2><ol>${lines(items)}</ol></nav>`;
}
