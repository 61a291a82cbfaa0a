import {describe, expect, it} from 'vitest';
import {chunksOf, type ModuleImports} from '../scripts/chunks.ts';

const entries = {cli: 'src/cli/main.ts', index: 'src/index.ts', node: 'src/node/index.ts'};
const graph: Readonly<Record<string, {readonly imports?: readonly string[]; readonly onDemand?: readonly string[]}>> = {
  'src/cli/main.ts': {imports: ['src/cli/start.ts']},
  'src/cli/start.ts': {onDemand: ['src/cli/command-line.ts']},
  'src/cli/command-line.ts': {imports: ['src/core/error.ts', 'src/cli/exit.ts'], onDemand: ['src/cli/checking.ts', 'src/cli/figure.ts']},
  'src/cli/checking.ts': {imports: ['src/core/error.ts', 'src/node/files.ts', 'src/guard/check.ts']},
  'src/cli/figure.ts': {imports: ['src/node/font.ts', 'src/core/error.ts']},
  'src/index.ts': {imports: ['src/guard/check.ts', 'src/core/error.ts']},
  'src/node/index.ts': {imports: ['src/guard/check.ts', 'src/node/files.ts', 'src/node/font.ts']},
};
const imports = (id: string): ModuleImports => ({
  importedIds: graph[id.slice(3)]?.imports?.map((path) => `/r/${path}`) ?? [],
  dynamicallyImportedIds: graph[id.slice(3)]?.onDemand?.map((path) => `/r/${path}`) ?? [],
});
const chunks = chunksOf({entries, root: '/r'}, imports);
const chunkOf = (path: string) => chunks.get(`/r/${path}`);

describe('the files of the package', () => {
  it('hold every module that is reached, and one that is started with what starts it', () => {
    const reached = new Set(Object.entries(graph).flatMap(([id, {imports: some = []}]) => [id, ...some]));
    expect([...reached].filter((path) => chunkOf(path) === undefined)).toEqual([]);
    expect(chunkOf('src/cli/main.ts')).toBe(chunkOf('src/cli/start.ts'));
    expect(chunkOf('src/cli/command-line.ts')).toBe(chunkOf('src/cli/exit.ts'));
  });

  it('keep apart what runs anywhere, what the library needs of Node, and the command line', () => {
    const places = ['src/guard/check.ts', 'src/node/files.ts', 'src/cli/checking.ts', 'src/node/font.ts', 'src/cli/figure.ts'].map(chunkOf);
    expect(new Set(places).size).toBe(5);
  });

  it('import each other in no circle', () => {
    const edges = new Map<string, Set<string>>();
    for (const [id, chunk] of chunks)
      for (const one of imports(id).importedIds)
        if (chunks.get(one) !== chunk) edges.set(chunk, (edges.get(chunk) ?? new Set()).add(chunks.get(one)!));
    const leadsBack = (from: string, at: string): boolean => [...(edges.get(at) ?? [])].some((to) => to === from || leadsBack(from, to));
    expect(edges.size).toBeGreaterThan(0);
    expect([...edges.keys()].filter((chunk) => leadsBack(chunk, chunk))).toEqual([]);
  });
});
