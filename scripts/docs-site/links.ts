/** Follows every link of a folder of HTML pages: to files, pictures, styles, scripts, and to places within pages. */
import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs';
import {dirname, join, relative} from 'node:path';

export interface DeadLink {
  readonly page: string;
  readonly link: string;
}

/** Links that lead nowhere. What lies on other hosts is not asked. `base`: the path below which the folder will lie. */
export function deadLinks(folder: string, base: string): readonly DeadLink[] {
  const pages = (readdirSync(folder, {recursive: true}) as string[]).filter((name) => name.endsWith('.html'));
  const places = new Map<string, ReadonlySet<string>>();
  const placesOf = (path: string): ReadonlySet<string> => {
    const known = places.get(path) ?? new Set([...readFileSync(path, 'utf8').matchAll(/\sid="([^"]*)"/g)].map(([, id]) => decoded(id)));
    places.set(path, known);
    return known;
  };
  return pages.flatMap((page) => {
    const text = readFileSync(join(folder, page), 'utf8').replace(/<script[^>]*>[\s\S]*?<\/script>/g, (script) =>
      script.slice(0, script.indexOf('>') + 1),
    );
    return [...text.matchAll(/\s(?:href|src)="([^"]*)"/g)]
      .map(([, link]) => decoded(link))
      .filter((link) => !/^([a-z]+:|\/\/)/.test(link) && isDead(link, page))
      .map((link) => ({page, link}));
  });

  function isDead(link: string, page: string): boolean {
    const [path, anchor] = link.split(/#(.*)/s);
    if (path.startsWith('/') && !path.startsWith(base)) return true;
    const file =
      path === '' ? join(folder, page) : path.startsWith('/') ? join(folder, path.slice(base.length)) : join(folder, dirname(page), path);
    if (relative(folder, file).startsWith('..') || !existsSync(file)) return true;
    const whole = statSync(file).isDirectory() ? join(file, 'index.html') : file;
    if (!existsSync(whole)) return true;
    return anchor !== undefined && anchor !== '' && whole.endsWith('.html') && !placesOf(whole).has(decodeURIComponent(anchor));
  }
}

const decoded = (text: string): string =>
  text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
