import {readdirSync, readFileSync} from 'node:fs';
import {dirname, join, relative, resolve, sep} from 'node:path';
import {fileURLToPath} from 'node:url';
import {describe, expect, it} from 'vitest';
import {ISOMORPHIC, LAYERS, PACKAGES, ROOMS_OF_LAB} from '../scripts/layers.ts';
import {unportable} from './portable.ts';

const source = resolve(dirname(fileURLToPath(import.meta.url)), '..', 'src');

/** The package that a path in it belongs to. */
const packageOf = (target: string): string => /^(@[^/]+\/)?[^/]+/.exec(target)![0];

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
  .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts') && !/\.test(-\w+)?\.ts$|test-input/.test(name))
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
    expect([...layers].filter((layer) => !(layer in LAYERS))).toEqual([]);
    expect(imports.length).toBeGreaterThan(100);
  });

  it('import downwards only, types included', () => {
    const wrong = imports.filter(({file, layer, target}) => {
      if (!target.startsWith('.') || !(layer in LAYERS)) return false;
      const [to] = relative(source, resolve(dirname(file), target)).split(sep);
      return to !== layer && !(to === 'index.ts' && layer === 'node') && !LAYERS[layer].mayImport.includes(to);
    });
    expect(wrong.map(named)).toEqual([]);
  });

  it('has rooms in the lab, which import downwards only', () => {
    const roomOf = (file: string) => relative(join(source, 'lab'), file).split(sep);
    const own = imports.filter(({layer}) => layer === 'lab');
    expect([...new Set(own.map(({file}) => roomOf(file)[0]))].sort()).toEqual(Object.keys(ROOMS_OF_LAB).sort());
    const wrong = own.filter(({file, target}) => {
      if (!target.startsWith('.')) return false;
      const to = resolve(dirname(file), target);
      if (relative(source, to).split(sep)[0] !== 'lab') return false;
      const [[from], [room]] = [roomOf(file), roomOf(to)];
      return room !== from && !ROOMS_OF_LAB[from].mayImport.includes(room);
    });
    expect(wrong.map(named)).toEqual([]);
  });

  it('that run anywhere import nothing of Node and only the packages allowed to them', () => {
    const wrong = imports.filter(
      ({layer, target}) => ISOMORPHIC.includes(layer) && !target.startsWith('.') && !(PACKAGES[layer] ?? []).includes(packageOf(target)),
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
        /Math\.random|Date\.now|new Date\(\)|performance\./.test(readFileSync(file, 'utf8')),
    );
    expect(wrong.map((file) => relative(source, file))).toEqual([]);
  });

  it("that run anywhere compute the same on every engine: core/math in place of Math and **, our tables in place of the engine's", () => {
    const wrong = files
      .filter((file) => ISOMORPHIC.some((layer) => relative(source, file).startsWith(join(layer, sep))))
      .flatMap((file) => unportable(readFileSync(file, 'utf8')).map((use) => `${relative(source, file)}: ${use}`));
    expect(wrong).toEqual([]);
  });

  it('fold the case of ASCII alone by the engine, but to guess at a name', () => {
    const users = files.filter((file) => /\.to(Lower|Upper)Case\(/.test(readFileSync(file, 'utf8'))).map((file) => relative(source, file));
    expect(users.filter((file) => ISOMORPHIC.includes(file.split(sep)[0])).sort()).toEqual([
      join('core', 'text', 'language.ts'),
      join('core', 'text', 'lower-case.ts'),
      join('core', 'text', 'meant.ts'),
      join('read', 'kind-by-name.ts'),
      join('report', 'formats', 'check', 'text.ts'),
      join('report', 'formats', 'check', 'values.ts'),
      join('run', 'untrue-names.ts'),
    ]);
  });
});

describe('what is not portable', () => {
  it.each([
    ['const y = Math.exp(x);', 'Math.exp'],
    ['values.map(Math.log)', 'Math.log'],
    ['const {exp} = Math;', 'Math;'],
    ['const {fround, exp: e} = Math;', 'Math;'],
    ["Math['exp'](x)", "Math[''](x)"],
    ['const M = Math;', 'Math;'],
    ['call(Math)', 'Math)'],
    ['Math?.sin(1)', 'Math.sin'],
    ['Math\n  .pow(2, x)', 'Math.pow'],
    ['globalThis.Math.cos(x)', 'Math.cos'],
    ['x ** 2', '**'],
    ['x **= y', '**='],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code
    ['`${x ** 2}`', '**'],
    ['a.localeCompare(b)', '.localeCompare('],
    ["n.toLocaleString('en')", '.toLocaleString('],
    ["text.normalize('NFC')", '.normalize('],
    ['new Intl.Segmenter()', 'Intl'],
  ])('%s is found', (code, use) => expect(unportable(code)).toEqual([use]));

  it.each(['/\\p{L}+/u', '/[^\\p{Lu}x]/gv', '/\\P{Nd}/u'])('%s is found', (code) => expect(unportable(code)).toHaveLength(1));

  it.each([
    'Math.sqrt(Math.abs(x)) * Math.PI',
    'const {fround} = Math;',
    '/** e ** x by Math.exp */ // Math.log',
    "'**bold** Math.exp'",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code
    '`**${title}**`',
    '/[\\p{Cc}\\p{Cs}]/gu',
  ])('%s is none', (code) => expect(unportable(code)).toEqual([]));
});

describe('the command line', () => {
  const of = (file: string): string => relative(join(source, 'cli'), file);
  const cli = files.filter((file) => relative(source, file).startsWith(`cli${sep}`));

  it('touches the process in one file, and where a Node that is too old is told: what a command needs of it are its effects', () => {
    const touching = cli.filter((file) => /(?<![\w./'-])(process|console)(\.|\[|\b(?=\s*[,;)]))/.test(withoutComments(file)));
    expect(touching.map(of)).toEqual(['main.ts', 'process.ts']);
    expect(cli.filter((file) => /from '(node:)?process'/.test(readFileSync(file, 'utf8'))).map(of)).toEqual([]);
  });

  it('imports a command, and what it works with, when it is called', () => {
    const reached = new Set<string>();
    const visit = (file: string): void => {
      if (reached.has(file)) return;
      reached.add(file);
      for (const [, target] of readFileSync(file, 'utf8').matchAll(
        /(?:^|\n)(?:import|export)\b(?!\s+type\b)[^'"`;]*?from\s*['"](\.[^'"]+)['"]/g,
      ))
        visit(resolve(dirname(file), target));
    };
    for (const start of ['main.ts', 'start.ts', 'command-line.ts']) visit(join(source, 'cli', start));
    const outside = [...reached].map((file) => relative(source, file).split(sep).slice(0, -1).join('/'));
    expect([...new Set(outside)].sort()).toEqual(['cli', 'core', 'core/text', 'node', 'node/quality']);
    expect(reached.size).toBeLessThan(25);
  });
});

/** The code of a file, comments left out. */
const withoutComments = (file: string): string => readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*/g, '');
