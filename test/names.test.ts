import {readdirSync, readFileSync} from 'node:fs';
import {join, sep} from 'node:path';
import {describe, expect, it} from 'vitest';

const source = join(import.meta.dirname, '..', 'src');

/** Names that two files may both declare, each with the reason why a reader is not misled. */
const ALLOWED: Readonly<Record<string, string>> = {
  exp: 'the operator of tensors is the function of numbers, element by element',
  log: 'the operator of tensors is the function of numbers, element by element',
  tanh: 'the operator of tensors is the function of numbers, element by element',
  square: 'the operator of tensors is the function of numbers, element by element',
  sigmoid: 'the operator of tensors is the function of numbers, element by element',
  logSumExp: 'the operator of tensors is the function of numbers, over the last axis',
};

// To be mended in guard and forecast.
const OF_GUARD: readonly string[] = [
  ...['Comparison', 'Gate', 'HALF', 'Interval', 'LEAST_WORDS', 'Measured', 'Pool', 'Read', 'Reading', 'Scale', 'Side'],
  ...['calibration', 'documentCompression', 'documentFrequencies', 'exactDuplicates', 'gateSchema', 'giniSimpson', 'mean', 'rangeOf'],
  ...['repetition', 'selfRepetition', 'sizeOf', 'support'],
];
const DECLARATION =
  /^export (?:default )?(?:declare )?(?:abstract )?(?:async )?(?:(?:function\*?|class|interface|type|enum|const|let) (\w+)|const (?:\{([^}]*)\}|\[([^\]]*)\]))/gm;

/** The names that a module declares and exports, those of overloads and of a type beside its value once. */
function declaredIn(text: string): Set<string> {
  const found = [...text.matchAll(DECLARATION)].flatMap(([, name, members, elements]) =>
    name === undefined ? (members ?? elements).split(',').map((member) => member.split(':').at(-1)!.split('=')[0].trim()) : [name],
  );
  return new Set(found.filter((name) => name !== ''));
}

/** Of all modules that are no tests: where each exported name is declared. */
function declarations(): Map<string, string[]> {
  const places = new Map<string, string[]>();
  for (const file of (readdirSync(source, {recursive: true}) as string[]).sort()) {
    if (!file.endsWith('.ts') || file.endsWith('.d.ts') || /\.test[.-]/.test(file)) continue;
    for (const name of declaredIn(readFileSync(join(source, file), 'utf8'))) {
      places.set(name, [...(places.get(name) ?? []), file.split(sep).join('/')]);
    }
  }
  return places;
}

describe('an exported name', () => {
  const places = declarations();
  const twice = [...places].filter(([, files]) => files.length > 1);

  it('has one meaning: one file declares it, but for those that are allowed', () => {
    expect(places.size).toBeGreaterThan(1000);
    expect(
      twice.filter(([name]) => !(name in ALLOWED || OF_GUARD.includes(name))).map(([name, files]) => `${name}: ${files.join(', ')}`),
    ).toEqual([]);
  });

  it('is allowed twice only while two files declare it', () => {
    const names = new Set(twice.map(([name]) => name));
    expect(Object.keys(ALLOWED).filter((name) => !names.has(name))).toEqual([]);
  });

  it.each([
    ['export function* walk() {}', ['walk']],
    ['export const {a, b: c} = make();', ['a', 'c']],
    ['export const [first, second] = pair();', ['first', 'second']],
    ['export abstract class Tree {}\nexport interface Leaf {}', ['Tree', 'Leaf']],
    ["export {walk} from './walk.ts';\nexport type {Leaf} from './tree.ts';\nconst own = 1;", []],
    ['export type Kind = string;\nexport const Kind = {};', ['Kind']],
  ])('is found in %j', (text, names) => expect([...declaredIn(text)]).toEqual(names));
});
