/** The run directories below some folders, and JSON beside them, links not followed; what is in a run is not looked through. */
import {basename, join, relative, sep} from 'node:path';
import {isOwnFile, ownEntries, statsOfOwn} from './own-files.ts';
import type {Pause} from './pause.ts';

export interface FoundRun {
  /** Whole, with no link in it. */
  readonly directory: string;
  /** From the folder that was named, as it is called there. */
  readonly place: string;
  readonly changedMs: number;
}

const MOST_FOLDERS = 200_000;
const MOST_DEPTH = 12;
const PASSED_OVER = /^\.|^node_modules$/;

export interface FoundBelow {
  /** The newest first. */
  readonly runs: readonly FoundRun[];
  /** JSON beside them, which may hold results of checks. */
  readonly documents: readonly FoundDocument[];
}

export interface FoundDocument {
  readonly path: string;
  /** Likewise. */
  readonly place: string;
}

/** `roots`: whole, with no link in them. */
export async function findRuns(roots: readonly string[], pause: Pause): Promise<FoundBelow> {
  const found = new Map<string, FoundRun>();
  const documents = new Map<string, FoundDocument>();
  const waiting = roots.map((root) => ({path: root, depth: 0, root}));
  for (let looked = 0; waiting.length > 0 && looked < MOST_FOLDERS; looked++) {
    const {path, depth, root} = waiting.pop()!;
    if (isRun(path)) found.set(path, {directory: path, place: placeBelow(path, root, roots), changedMs: statsOfOwn(path)?.mtimeMs ?? 0});
    else {
      const {folders, files} = ownEntries(path);
      if (depth < MOST_DEPTH)
        for (const name of folders) if (!PASSED_OVER.test(name)) waiting.push({path: join(path, name), depth: depth + 1, root});
      for (const name of files)
        if (name.endsWith('.json'))
          documents.set(join(path, name), {path: join(path, name), place: placeBelow(join(path, name), root, roots)});
    }
    await pause();
  }
  const runs = [...found.values()].sort((a, b) => b.changedMs - a.changedMs || (a.directory < b.directory ? -1 : 1));
  return {runs, documents: [...documents.values()]};
}

const isRun = (path: string): boolean => isOwnFile(join(path, 'lock.json')) && isOwnFile(join(path, 'experiment.yaml'));

function placeBelow(path: string, root: string, roots: readonly string[]): string {
  const within = relative(root, path).split(sep).join('/');
  if (within === '') return basename(path);
  return roots.length === 1 ? within : `${basename(root)}/${within}`;
}
