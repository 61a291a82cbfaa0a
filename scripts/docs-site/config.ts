/** What VitePress is told: titles, the side bar out of docs/README.md, and anchors as GitHub makes them, so that a link holds in both. */
import {join} from 'node:path';
import {docSections, pageTitle} from '../doc-index.ts';
import {siteName} from './pages.ts';

export interface SitePlace {
  /** Where the site will lie: `/`, `/genloss/`. */
  readonly base: string;
  /** An absolute path. */
  readonly outDir: string;
}

const linkTo = (page: string): string => `/${siteName(page).replace(/(index)?\.md$/, '')}`;

export function siteConfig(root: string, {base, outDir}: SitePlace): object {
  const sections = docSections(root);
  const sidebar = sections.map(({title, links}) => ({
    text: title,
    collapsed: false,
    items: links.map(({path}) => ({text: pageTitle(join(root, path)), link: linkTo(path)})),
  }));
  return {
    base,
    outDir,
    srcDir: '.',
    // files that are linked to as they are, Markdown of the golden files among them
    srcExclude: ['public/**'],
    title: 'genloss',
    description: 'Generation loss: measure, forecast and prevent model collapse',
    lang: 'en',
    lastUpdated: false,
    cleanUrls: false,
    ignoreDeadLinks: true,
    markdown: {html: false, linkify: false, anchor: {slugify: githubSlug}},
    themeConfig: {
      search: {provider: 'local'},
      outline: {level: [2, 3]},
      nav: [
        {text: 'Documentation', link: '/docs/'},
        {text: 'Changelog', link: '/CHANGELOG'},
      ],
      sidebar: [{text: 'genloss', link: '/'}, ...sidebar],
    },
  };
}

/** The anchor that GitHub gives a heading: lower case, spaces to hyphens, no punctuation. */
export const githubSlug = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
