/** The site of the documentation is built, whole, and no link in it is dead. */
import {spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {githubSlug} from '../scripts/docs-site/config.ts';
import {deadLinks} from '../scripts/docs-site/links.ts';
import {siteName, sitePages} from '../scripts/docs-site/pages.ts';
import {root, temporaryFolder} from './command.ts';

const folder = temporaryFolder();
const site = join(folder, 'site');
const filesOf = (ending: string): string[] => (readdirSync(site, {recursive: true}) as string[]).filter((name) => name.endsWith(ending));

describe('npm run docs-site', () => {
  beforeAll(() => {
    const done = spawnSync(process.execPath, [join(root, 'scripts/docs-site.ts'), '--out', site, '--base', '/below/'], {encoding: 'utf8'});
    expect(done.status, done.stderr).toBe(0);
  });

  it('makes a page of every page of the checkout, and brings each as Markdown', () => {
    for (const page of sitePages(root)) {
      const html = readFileSync(join(site, siteName(page).replace(/md$/, 'html')), 'utf8');
      const [, title] = /^# (.+)$/m.exec(readFileSync(join(root, page), 'utf8'))!;
      const first = title.replaceAll('`', '').split(/[&<>"']/)[0];
      expect(html.replace(/<[^>]+>/g, ''), page).toContain(first);
      expect(readFileSync(join(site, page), 'utf8'), page).toBe(readFileSync(join(root, page), 'utf8'));
    }
  });

  it('has no dead link below the path that it was built for, and its llms.txt has none', () => {
    expect(deadLinks(site, '/below/')).toEqual([]);
    const llms = readFileSync(join(site, 'llms.txt'), 'utf8');
    expect(llms).toBe(readFileSync(join(root, 'llms.txt'), 'utf8'));
    const links = [...llms.matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target);
    expect(links.length).toBeGreaterThan(20);
    expect(links.filter((target) => !existsSync(join(site, target)))).toEqual([]);
  });

  it('asks no other host for anything, and brings its own search', () => {
    for (const page of filesOf('.html')) {
      const loaded = [...readFileSync(join(site, page), 'utf8').matchAll(/<(?:script|link|img|iframe)\b[^>]*\s(?:src|href)="([^"]*)"/g)];
      // reports that a page links to load nothing at all
      if (!page.startsWith('test/golden/')) expect(loaded.length, page).toBeGreaterThan(0);
      expect(
        loaded.map(([, address]) => address).filter((address) => /^(https?:)?\/\//.test(address)),
        page,
      ).toEqual([]);
    }
    for (const style of filesOf('.css')) expect(readFileSync(join(site, style), 'utf8')).not.toMatch(/url\(["']?https?:/);
    expect(filesOf('.js').some((name) => name.includes('localSearchIndex'))).toBe(true);
  });
});

describe('following links', () => {
  it('finds what is not there: a file, a place in a page, a path outside of the base', () => {
    const small = join(folder, 'small');
    mkdirSync(join(small, 'sub'), {recursive: true});
    writeFileSync(
      join(small, 'index.html'),
      '<a href="/b/sub/">a</a> <a href="sub/#here">b</a> <a href="/b/none.html">c</a> <img src="x.png"> <a href="https://x">d</a>',
    );
    writeFileSync(
      join(small, 'sub/index.html'),
      '<h2 id="here"></h2> <a href="../index.html">a</a> <a href="#gone">b</a> <a href="/sub/">c</a> <a href="../../">d</a>',
    );
    expect(deadLinks(small, '/b/').map(({page, link}) => `${page} ${link}`)).toEqual([
      'index.html /b/none.html',
      'index.html x.png',
      'sub/index.html #gone',
      'sub/index.html /sub/',
      'sub/index.html ../../',
    ]);
  });

  it.each([
    ['What a policy gains, and forgets', 'what-a-policy-gains-and-forgets'],
    ['`summary.json`', 'summaryjson'],
    ['A & B', 'a--b'],
  ])('anchors are those of GitHub: %s', (heading, slug) => {
    expect(githubSlug(heading.replaceAll('`', ''))).toBe(slug);
  });
});
