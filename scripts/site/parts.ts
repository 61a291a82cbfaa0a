/**
 * Parts of the worker that are loaded when an experiment wants them (src/web/lab/parts.ts says which).
 *
 * Each is a list of modules. In the place of one, wherever another imports it, stands one with functions of the same names, which call its own
 * once it is loaded, and throw before; plain data that it exports is copied. The modules themselves know nothing of it.
 */
import {join} from 'node:path';
import {isDeepStrictEqual} from 'node:util';
import type {Plugin} from 'esbuild';
import type {PartName} from '../../src/web/lab/held.ts';

const source = join(import.meta.dirname, '../../src');

export const PARTS: Readonly<Record<PartName, readonly string[]>> = {
  networks: ['models/networks.ts', 'models/network/layers.ts'],
  text: [
    ...['models/ngram/index.ts', 'models/ngram/tokens.ts', 'lab/observe/text.ts', 'lab/observe/human-text.ts', 'quality/dedupe.ts'],
    ...['words', 'sentences', 'word-count', 'lower-case', 'grams'].map((name) => `core/text/${name}.ts`),
    ...[
      'self-bleu',
      'repetition',
      'measured-text',
      'duplicates',
      'text-reference',
      'between',
      'compressed-size',
      'heaps',
      'likelihood',
    ].map((name) => `core/measure/${name}.ts`),
  ],
  rows: [
    ...['models/regression/index.ts', 'models/logistic/index.ts', 'models/classifier/index.ts', 'lab/observe/rows.ts'],
    ...['lab/world/regression.ts', 'lab/world/labelled.ts', 'lab/world/logistic.ts'],
  ],
  densities: ['models/mixture/index.ts', 'models/mixture/fitted.ts', 'models/kde/index.ts', 'lab/world/curves.ts'],
  distances: ['core/points/wasserstein.ts', 'core/points/manifold.ts', 'core/points/tree.ts', 'core/points/squared-l2.ts'],
  mitigations: [
    ...['direct-preference', 'edit', 'feedback', 'group-relative', 'quality', 'recorded'].map((name) => `lab/mitigation/${name}.ts`),
    ...['quality/preference/annotator.ts', 'quality/preference/law.ts', 'quality/rules.ts', 'lab/results/theory-feedback.ts'],
  ],
};

/** Of each member of a part, by its file, which. */
const partOf = new Map(
  Object.entries(PARTS).flatMap(([part, modules]) => modules.map((name): [string, string] => [join(source, name), part])),
);

export const parts: Plugin = {
  name: 'parts',
  setup({onResolve, onLoad}) {
    onResolve({filter: /^genloss:part/}, ({path}) => ({path: path.slice('genloss:'.length), namespace: 'parts'}));
    onResolve({filter: /^\.{1,2}\/.*\.ts$/}, ({path, resolveDir, importer, namespace}) => {
      const whole = join(resolveDir, path);
      const part = partOf.get(whole);
      const isOwn = namespace === 'parts' || partOf.get(importer) === part;
      return part === undefined || isOwn ? undefined : {path: whole, namespace: 'stand-in'};
    });
    onLoad({filter: /.*/, namespace: 'stand-in'}, async ({path}) => ({contents: await standIn(path), resolveDir: source, loader: 'js'}));
    onLoad({filter: /^parts$/, namespace: 'parts'}, () => ({contents: loaders(), resolveDir: source, loader: 'js'}));
    onLoad({filter: /^part-/, namespace: 'parts'}, ({path}) => ({
      contents: members(path.slice('part-'.length) as PartName),
      resolveDir: source,
      loader: 'js',
    }));
  },
};

/** What is loaded, by the name of its file. */
const HELD = "import {held} from './web/lab/held.ts';\n";
const keyOf = (path: string): string => JSON.stringify(path.slice(source.length + 1));

const loaders = (): string =>
  `export const loaders = {${Object.keys(PARTS).map((part) => `${part}: () => import('genloss:part-${part}')`)}};\n`;

const members = (part: PartName): string =>
  [
    HELD,
    ...PARTS[part].flatMap((name, i) => [`import * as m${i} from './${name}';`, `held.set(${keyOf(join(source, name))}, m${i});`]),
  ].join('\n');

async function standIn(path: string): Promise<string> {
  const key = keyOf(path);
  const lines = Object.entries((await import(path)) as Record<string, unknown>).map(([name, value]) => {
    if (typeof value === 'function') return `export const ${name} = standFor(${key}, ${JSON.stringify(name)});`;
    if (isDeepStrictEqual(JSON.parse(JSON.stringify(value)), value)) return `export const ${name} = ${JSON.stringify(value)};`;
    throw new Error(`${path} cannot be loaded later: it exports ${name}, which is neither a function nor plain data`);
  });
  return [`import {standFor} from './web/lab/held.ts';`, ...lines, ''].join('\n');
}
