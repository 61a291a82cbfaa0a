import {readdirSync, readFileSync} from 'node:fs';
import {dirname, join, relative, resolve, sep} from 'node:path';
import {fileURLToPath} from 'node:url';
import {describe, expect, it} from 'vitest';

const source = resolve(dirname(fileURLToPath(import.meta.url)), '..', 'src');

/** Layers from the bottom up; a file may import from its own layer and from those listed for it. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  core: [],
  tensor: ['core'],
  models: ['core', 'tensor'],
  quality: ['core', 'models'],
  lab: ['core', 'tensor', 'models', 'quality'],
  guard: ['core', 'models', 'quality'],
  forecast: ['core', 'models', 'quality', 'lab', 'guard'],
  report: ['core', 'models', 'quality', 'lab', 'guard', 'forecast'],
  node: ['core', 'tensor', 'models', 'quality', 'lab', 'guard', 'forecast', 'report'],
  cli: ['core', 'models', 'quality', 'lab', 'guard', 'forecast', 'report', 'node'],
};
/** Layers that run anywhere: they import no package of Node's. */
const ISOMORPHIC = ['core', 'tensor', 'models', 'quality', 'lab', 'guard', 'forecast', 'report'];
const PACKAGES: Record<string, readonly string[]> = {
  lab: ['zod'],
  guard: ['zod'],
  forecast: ['zod'],
  quality: ['zod'],
  report: ['@observablehq/plot', 'fflate'],
};

interface Import {
  file: string;
  layer: string;
  target: string;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^'"`;]*?from\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)\s*import\s*['"]([^'"]+)['"]/g,
  );
  const layer = relative(source, file).split(sep)[0];
  return [...found].map((match) => ({file, layer, target: match[1] ?? match[2] ?? match[3]}));
}

const files = (readdirSync(source, {recursive: true}) as string[])
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts') && !/\.test(-\w+)?\.ts$|test-input/.test(name))
  .map((name) => join(source, name));
const imports = files.flatMap(importsOf);
const named = ({file, target}: Import) => `${relative(source, file)} imports ${target}`;

describe('the layers', () => {
  it('are all known', () => {
    const layers = new Set(
      files
        .map((file) => relative(source, file).split(sep))
        .filter((parts) => parts.length > 1)
        .map(([layer]) => layer),
    );
    expect([...layers].filter((layer) => !(layer in MAY_IMPORT))).toEqual([]);
    expect(imports.length).toBeGreaterThan(100);
  });

  it('import downwards only, types included', () => {
    const wrong = imports.filter(({file, layer, target}) => {
      if (!target.startsWith('.') || !(layer in MAY_IMPORT)) return false;
      const [to] = relative(source, resolve(dirname(file), target)).split(sep);
      return to !== layer && !(to === 'index.ts' && layer === 'node') && !MAY_IMPORT[layer].includes(to);
    });
    expect(wrong.map(named)).toEqual([]);
  });

  it('that run anywhere import nothing of Node and only the packages allowed to them', () => {
    const wrong = imports.filter(
      ({layer, target}) => ISOMORPHIC.includes(layer) && !target.startsWith('.') && !(PACKAGES[layer] ?? []).includes(target),
    );
    expect(wrong.map(named)).toEqual([]);
  });

  it('have no cycles between files', () => {
    const edges = new Map<string, string[]>();
    for (const {file, target} of imports) {
      if (target.startsWith('.')) edges.set(file, [...(edges.get(file) ?? []), resolve(dirname(file), target)]);
    }
    const state = new Map<string, 'open' | 'done'>();
    const cycles: string[] = [];
    const visit = (file: string, path: string[]): void => {
      if (state.get(file) === 'done') return;
      if (state.get(file) === 'open') {
        cycles.push([...path.slice(path.indexOf(file)), file].map((f) => relative(source, f)).join(' -> '));
        return;
      }
      state.set(file, 'open');
      for (const next of edges.get(file) ?? []) visit(next, [...path, file]);
      state.set(file, 'done');
    };
    for (const file of files) visit(file, []);
    expect(cycles).toEqual([]);
  });

  it('never draw chance or time from the surroundings', () => {
    const wrong = files.filter(
      (file) =>
        ISOMORPHIC.includes(relative(source, file).split(sep)[0]) &&
        /Math\.random|Date\.now|new Date\(|performance\./.test(readFileSync(file, 'utf8')),
    );
    expect(wrong.map((file) => relative(source, file))).toEqual([]);
  });
});
