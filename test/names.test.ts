import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {declarations, declaredIn} from '../scripts/names.ts';

const source = join(import.meta.dirname, '..', 'src');

/** Names that two files may both declare, each with the reason why a reader is not misled. */
const ALLOWED: Readonly<Record<string, string>> = {
  exp: 'the operator of tensors is the function of numbers, element by element',
  log: 'the operator of tensors is the function of numbers, element by element',
  tanh: 'the operator of tensors is the function of numbers, element by element',
  square: 'the operator of tensors is the function of numbers, element by element',
  sigmoid: 'the operator of tensors is the function of numbers, element by element',
  mean: 'the operator of tensors is the function of numbers, over axes',
  logSumExp: 'the operator of tensors is the function of numbers, over the last axis',
};

describe('an exported name', () => {
  const places = declarations(source);
  const twice = [...places].filter(([, files]) => files.length > 1);

  it('has one meaning: one file declares it, but for those that are allowed', () => {
    expect(places.size).toBeGreaterThan(1000);
    expect(twice.filter(([name]) => !(name in ALLOWED)).map(([name, files]) => `${name}: ${files.join(', ')}`)).toEqual([]);
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
  ])('is found in %s', (text, names) => expect([...declaredIn(text)]).toEqual(names));
});
