/** What derives from the pages themselves: their index for language models (llms.txt), and the list of decisions. */
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';

export interface DocLink {
  readonly text: string;
  /** From the root of the checkout. */
  readonly path: string;
  readonly about: string;
  /** The package is without it. */
  readonly isOfCheckout?: boolean;
}

export interface DocSection {
  readonly title: string;
  readonly links: readonly DocLink[];
}

/** The sections of docs/README.md, in order. Throws where a line of the page is none of these. */
export function docSections(root: string): readonly DocSection[] {
  const sections: {title: string; links: DocLink[]}[] = [];
  for (const line of readFileSync(join(root, 'docs/README.md'), 'utf8').split('\n')) {
    const [, title] = /^## (.+)$/.exec(line) ?? [];
    const [, text, target, about] = /^- \[([^\]]+)\]\(([^)]+)\): (.+)$/.exec(line) ?? [];
    const [, unpacked, what] = /^- `([^`]+)` \(in a checkout\): (.+)$/.exec(line) ?? [];
    if (title !== undefined) sections.push({title, links: []});
    else if (text !== undefined) sections.at(-1)?.links.push({text, path: `docs/${target}`, about});
    else if (unpacked !== undefined)
      sections.at(-1)?.links.push({text: unpacked, path: `docs/${unpacked}`, about: what, isOfCheckout: true});
    else if (line !== '' && !line.startsWith('# ')) throw new Error(`docs/README.md: what is ${JSON.stringify(line)}?`);
  }
  return sections;
}

/** The page by which a language model finds the others (llmstxt.org); its links hold in the repository and on the site. */
export function llmsText(root: string): string {
  const [, about] = readFileSync(join(root, 'README.md'), 'utf8').split('\n\n');
  const sections = docSections(root).map(
    ({title, links}) =>
      `## ${title}\n\n${links
        .filter(({isOfCheckout}) => !isOfCheckout)
        .map(({path, about: what}) => `- [${pageTitle(join(root, path))}](${path}): ${what}\n`)
        .join('')}`,
  );
  return `# genloss\n\n> ${plain(about)}\n\n- [README](README.md): install, and three ways in\n- [Changelog](CHANGELOG.md): what each version brought\n\n${sections.join('\n')}`;
}

/** The list of decisions, by number. */
export function decisionsPage(root: string, {note}: {readonly note: string}): string {
  const folder = join(root, 'docs/decisions');
  const names = readdirSync(folder).filter((name) => /^\d{4}-.*\.md$/.test(name));
  const lines = names
    .sort()
    .map((name) => `- [${name.slice(0, 4)}](${name}): ${pageTitle(join(folder, name)).replace(/^(decision )?\d+[.:]? */i, '')}\n`);
  return `# Decisions\n\n_${note}_\n\n${lines.join('')}`;
}

const plain = (markdown: string): string =>
  markdown
    .replace(/\[([^\]]+)\]\([^)]+\)/g, '$1')
    .replaceAll('*', '')
    .replace(/\s+/g, ' ')
    .trim();

/** The first heading of a page. Throws where it has none. */
export function pageTitle(path: string): string {
  const [, title] = /^# (.+)$/m.exec(readFileSync(path, 'utf8')) ?? [];
  if (title === undefined) throw new Error(`${path} has no title`);
  return title.replaceAll('`', '');
}
