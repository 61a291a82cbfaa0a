/** The golden files of pages: read, and written where what they hold is no longer so. */
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {root} from './command.ts';
import {GEOMETRY} from './files.ts';
import {pageProblems} from './geometry-compare.ts';
import {measurePages, type PageGeometry} from './page-geometry.ts';

const folder = join(root, GEOMETRY);
const pathOf = (page: string): string => join(folder, `${page}.json`);

export const keptPages = (): string[] =>
  readdirSync(folder)
    .map((name) => name.slice(0, -'.json'.length))
    .sort();

/** Undefined where there is none yet. */
export const readGeometry = (page: string): PageGeometry | undefined =>
  existsSync(pathOf(page)) ? (JSON.parse(readFileSync(pathOf(page), 'utf8')) as PageGeometry) : undefined;

/** A line a box, so that a diff says which moved. */
const textOf = (geometry: PageGeometry): string => `${JSON.stringify(geometry, undefined, 1)}\n`;

/** Measures every page anew, and gives those that were written or removed. On another machine what keeps to the tolerance stays as it is. */
export async function writeGeometry(executablePath: string): Promise<string[]> {
  mkdirSync(folder, {recursive: true});
  const made = await measurePages(executablePath);
  const left = keptPages().filter((page) => !made.has(page));
  for (const page of left) rmSync(pathOf(page));
  const changed = [...made].filter(([page, now]) => {
    const golden = readGeometry(page);
    return golden === undefined || pageProblems(golden, now).length > 0;
  });
  for (const [page, now] of changed) writeFileSync(pathOf(page), textOf(now));
  return [...changed.map(([page]) => page), ...left];
}
