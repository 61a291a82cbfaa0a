/** The pages of the checkout as VitePress wants them: README.md is the index of its folder, and what a page links to lies beside it. */
import {cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {dirname, join, normalize, relative} from 'node:path';

const FIXED = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md', 'bench/README.md'];

/** Pages from the root of the checkout. */
export const sitePages = (root: string): readonly string[] => [
  ...FIXED,
  ...(readdirSync(join(root, 'docs'), {recursive: true}) as string[])
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name).replaceAll('\\', '/'))
    .sort(),
];

/** As a page is called on the site. */
export const siteName = (page: string): string => page.replace(/(^|\/)README\.md$/, '$1index.md');

/** Writes them into `stage`, and gives their number. */
export function stagePages(root: string, stage: string): number {
  const pages = sitePages(root);
  const files = new Set<string>();
  for (const page of pages) {
    const text = readFileSync(join(root, page), 'utf8');
    place(join(stage, siteName(page)), (path) => writeFileSync(path, staged(text, page, {root, pages, files})));
  }
  for (const file of ['llms.txt', ...files])
    place(join(stage, 'public', file), (path) => cpSync(join(root, file), path, {recursive: true}));
  return pages.length;
}

/** Every page as it stands, beside its HTML: what llms.txt links to. */
export function addMarkdown(root: string, built: string): void {
  for (const page of sitePages(root)) place(join(built, page), (path) => cpSync(join(root, page), path));
}

interface Around {
  readonly root: string;
  readonly pages: readonly string[];
  /** What is linked to and is no page; grows. */
  readonly files: Set<string>;
}

/** Links to README.md become links to the index; files and pictures that are no pages are noted. */
function staged(text: string, page: string, {root, pages, files}: Around): string {
  const blocks = /(^( *)```[\s\S]*?^\2```)/gm;
  return outside(text.replace(/<!--[\s\S]*?-->\n?/g, ''), blocks, (prose) =>
    prose.replace(/(!?)\[((?:[^\]\\]|\\.)*)\]\(([^)\s]+)\)/g, (whole, picture: string, label: string, target: string) => {
      if (/^(https?:|mailto:|#)/.test(target)) return whole;
      const [path, anchor = ''] = target.split(/(#.*)/);
      const file = normalize(join(dirname(page), path))
        .replaceAll('\\', '/')
        .replace(/\/$/, '');
      const named = pages.includes(file) ? file : pages.includes(`${file}/README.md`) ? `${file}/README.md` : undefined;
      const from = dirname(siteName(page));
      const way = (to: string): string =>
        relative(from, to)
          .replaceAll('\\', '/')
          .replace(/^(?!\.)/, './');
      if (named !== undefined) return `${picture}[${label}](${way(siteName(named))}${anchor})`;
      if (!existsSync(join(root, file))) return whole;
      // a folder has no page of its own
      if (!statSync(join(root, file)).isFile()) return label;
      if (picture !== '') {
        files.add(file);
        return `![${label}](/${file})`;
      }
      files.add(file);
      return `[${label}](pathname:///${file}${anchor})`;
    }),
  );
}

/** Changes what lies outside of what `inside` matches. `inside` has two groups, the first of which is all of it. */
function outside(text: string, inside: RegExp, change: (prose: string) => string): string {
  return text
    .split(inside)
    .map((part, i) => (i % 3 === 0 ? change(part) : i % 3 === 1 ? part : ''))
    .join('');
}

function place(path: string, write: (path: string) => void): void {
  mkdirSync(dirname(path), {recursive: true});
  write(path);
}
