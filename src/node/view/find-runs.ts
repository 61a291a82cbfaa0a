/** The run directories below some folders, links not followed; what is in a run is not looked through. */
import {basename, join, relative, sep} from 'node:path';
import {isOwnFile, ownFolders, statsOfOwn} from './own-files.ts';
import type {Pause} from './pause.ts';

export interface FoundRun {
  /** Whole, with no link in it. */
  readonly directory: string;
  /** For people: from the folder that was named. */
  readonly folder: string;
  readonly changedMs: number;
}

const MOST_FOLDERS = 200_000;
const MOST_DEPTH = 12;
const PASSED_OVER = /^\.|^node_modules$/;

/** The newest first. `roots`: whole, with no link in them. */
export async function findRuns(roots: readonly string[], pause: Pause): Promise<FoundRun[]> {
  const found = new Map<string, FoundRun>();
  const waiting = roots.map((root) => ({path: root, depth: 0, root}));
  for (let looked = 0; waiting.length > 0 && looked < MOST_FOLDERS; looked++) {
    const {path, depth, root} = waiting.pop()!;
    if (isRun(path)) found.set(path, {directory: path, folder: shownFolder(path, root, roots), changedMs: statsOfOwn(path)?.mtimeMs ?? 0});
    else if (depth < MOST_DEPTH)
      for (const name of ownFolders(path)) if (!PASSED_OVER.test(name)) waiting.push({path: join(path, name), depth: depth + 1, root});
    await pause();
  }
  return [...found.values()].sort((a, b) => b.changedMs - a.changedMs || (a.directory < b.directory ? -1 : 1));
}

const isRun = (path: string): boolean => isOwnFile(join(path, 'lock.json')) && isOwnFile(join(path, 'experiment.yaml'));

function shownFolder(path: string, root: string, roots: readonly string[]): string {
  const within = relative(root, path).split(sep).join('/');
  if (within === '') return basename(path);
  return roots.length === 1 ? within : `${basename(root)}/${within}`;
}
