/**
 * Which modules of the package stand in one file. A file costs more to find and open than to read, so what the commands that are called most load as
 * they start stands in as few files as it can; yet nothing that runs anywhere may stand with what needs Node, and nothing that a thread or a
 * program loads with the command line.
 *
 * Modules that start the same of these share a file, whatever else loads them; every other one shares a file with those that all the same
 * entries and imports on demand lead to. Since what a module imports is started by whatever starts the module, no two files import each other.
 */
import {join} from 'node:path';

/** What a bundler knows of a module. */
export interface ModuleImports {
  readonly importedIds: readonly string[];
  readonly dynamicallyImportedIds: readonly string[];
}

type Imports = (id: string) => ModuleImports | null | undefined;

export interface Entries {
  /** By the name of the file, paths from the root. */
  readonly entries: Readonly<Record<string, string>>;
  readonly root: string;
}

/**
 * What is started often and is soon over, a command's declaration apart from its work: the modules that it always loads, with all that they import.
 */
const STARTED: Readonly<Record<string, readonly string[]>> = {
  start: ['src/cli/main.ts', 'src/cli/start.ts'],
  version: ['src/cli/print.ts', 'src/node/version.ts'],
  line: ['src/cli/command-line.ts', 'src/node/dictionary.ts'],
  declared: ['src/cli/commands/profile.ts', 'src/cli/commands/check.ts', 'src/cli/commands/run.ts', 'src/cli/commands/merge.ts'],
  profile: ['src/cli/profiling.ts'],
  merge: ['src/cli/commands/merge.ts', 'src/guard/profile/describe.ts', 'src/node/profile/files.ts'],
  check: ['src/cli/checking.ts', 'src/node/check/examples.ts', 'src/report/formats/check/text.ts'],
};
/** What a run and whatever reads an experiment loads: so much that nothing else may wait for it, nor it for what is started. */
const LAB = ['src/node/experiment-file.ts', 'src/node/run/run.ts', 'src/node/run/report.ts'];
/** The entry that runs anywhere, and the one that is the command line; the others are the library on Node and threads. */
const ANYWHERE = 'index';
const COMMAND_LINE = 'cli';

/** The name of the file that each module stands in. */
export function chunksOf({entries, root}: Entries, imports: Imports): Map<string, string> {
  const placed = Object.entries(entries).map(([name, path]): [string, string] => [name, join(root, path)]);
  const reached = new Map<string, string[]>();
  const mark = (ids: Iterable<string>, name: string) => {
    for (const id of ids) reached.set(id, [...(reached.get(id) ?? []), name]);
  };
  for (const [name, paths] of Object.entries(STARTED)) {
    const roots = paths.map((path) => join(root, path));
    mark(closure(roots, imports), name);
  }
  const started = new Set(reached.keys());
  const anywhere = closure([join(root, entries[ANYWHERE])], imports);
  const beyond = closure(
    placed.flatMap(([name, id]) => (name === COMMAND_LINE || name === ANYWHERE ? [] : [id])),
    imports,
  );
  const lab = closure(
    LAB.map((path) => join(root, path)),
    imports,
  );
  mark(among(lab, started), 'lab');
  mark(among(anywhere, started), 'anywhere');
  mark(among(beyond, started), 'library');
  for (const [i, id] of [...onDemand(placed, imports)].entries()) {
    const own = [...closure([id], imports)].filter((one) => !started.has(one));
    mark(own, `${i}`);
  }
  return new Map([...reached].map(([id, names]) => [id, names.join(' ')]));
}

const among = (ids: ReadonlySet<string>, some: ReadonlySet<string>): string[] => [...ids].filter((id) => some.has(id));

/** The modules that are imported by the time these have run. */
function closure(roots: readonly string[], imports: Imports): Set<string> {
  const seen = new Set(roots);
  // grows as it is read
  for (const id of seen) for (const one of imports(id)?.importedIds ?? []) seen.add(one);
  return seen;
}

/** Entries, and whatever is imported on demand from what they lead to. */
function onDemand(placed: readonly (readonly [string, string])[], imports: Imports): Set<string> {
  const begun = new Set(placed.map(([, id]) => id));
  const seen = new Set(begun);
  for (const id of seen) {
    const {importedIds = [], dynamicallyImportedIds = []} = imports(id) ?? {};
    for (const one of [...importedIds, ...dynamicallyImportedIds]) seen.add(one);
    for (const one of dynamicallyImportedIds) begun.add(one);
  }
  return begun;
}
