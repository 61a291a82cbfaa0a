/**
 * What was read of runs, kept for later visits in a folder of the user's own: never in a run's. What cannot be read or written is as if
 * there were none.
 */
import {createHash} from 'node:crypto';
import {join} from 'node:path';
import * as z from 'zod';
import {makeFolder, replaceFile} from '../files.ts';
import {readStoredJson} from '../stored.ts';
import {entrySchema} from './run-entry.ts';

const keptSchema = z.object({stamp: z.string(), arms: z.string().optional(), entry: entrySchema});
/** An entry with what tells whether it is still true; `arms`: of a run that is not whole. */
export type KeptEntry = z.infer<typeof keptSchema>;
const fileSchema = z.object({format: z.literal(1), runs: z.record(z.string(), keptSchema)});

/** The folder of a user's caches, as the system has it. */
export function cacheFolder(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const {XDG_CACHE_HOME, LOCALAPPDATA, HOME} = environment;
  if (XDG_CACHE_HOME) return join(XDG_CACHE_HOME, 'genloss');
  if (process.platform === 'win32') return LOCALAPPDATA && join(LOCALAPPDATA, 'genloss', 'cache');
  return HOME && join(HOME, process.platform === 'darwin' ? 'Library/Caches' : '.cache', 'genloss');
}

export class EntryCache {
  private readonly path: string | undefined;

  /** One file for each set of folders that are shown. */
  constructor(folder: string | undefined, roots: readonly string[]) {
    const name = createHash('sha256').update(roots.join('\n')).digest('hex').slice(0, 24);
    this.path = folder && join(folder, 'view', `${name}.json`);
  }

  read(): Map<string, KeptEntry> {
    if (this.path === undefined) return new Map();
    try {
      return new Map(Object.entries(readStoredJson(this.path, fileSchema).runs));
    } catch {
      return new Map();
    }
  }

  write(runs: Iterable<readonly [string, KeptEntry]>): void {
    if (this.path === undefined) return;
    try {
      makeFolder(join(this.path, '..'));
      replaceFile(this.path, [JSON.stringify({format: 1, runs: Object.fromEntries(runs)})], {mode: 0o600});
    } catch {
      // the next visit reads the runs themselves again
    }
  }
}
