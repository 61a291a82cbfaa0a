import {describe, expect, it} from 'vitest';
import {DEEPEST, faultsOfPlain} from './faults.ts';
import {setPath} from './set-path.ts';
import {shownValue} from './value.ts';

const data = () => ({data: {world: 'gaussian', sd: [1, 2]}, arms: {a: {workflow: 'replace'}}}) as Record<string, unknown>;

describe('a path set in plain data', () => {
  it('changes a field that is there, and an item of a list', () => {
    const changed = data();
    expect(setPath(changed, ['data', 'world'], 'moons')).toBe(true);
    expect(setPath(changed, ['data', 'sd', '1'], 7)).toBe(true);
    expect(setPath(changed, ['data', 'noise'], 0)).toBe(true);
    expect(changed.data).toEqual({world: 'moons', sd: [1, 7], noise: 0});
  });

  it('makes what is missing only where that is asked for', () => {
    const changed = data();
    expect(setPath(changed, ['arms', 'b', 'workflow'], 'replace')).toBe(false);
    expect(changed).toEqual(data());
    expect(setPath(changed, ['arms', 'b', 'workflow'], 'replace', {create: true})).toBe(true);
    expect(changed.arms).toEqual({a: {workflow: 'replace'}, b: {workflow: 'replace'}});
    expect(setPath(changed, ['arms', 'a', 'workflow', 'mix'], 0.1, {create: true})).toBe(true);
    expect(changed.arms).toMatchObject({a: {workflow: {mix: 0.1}}});
  });

  it.each([
    [['__proto__', 'polluted']],
    [['data', '__proto__', 'polluted']],
    [['data', '__proto__']],
    [['constructor', 'prototype', 'polluted']],
    [['data', 'toString', 'polluted']],
    [['data', 'sd', 'constructor', 'polluted']],
    [['data', 'sd', 'length']],
    [['data', 'sd', '99']],
    [[]],
  ])('%j reaches nothing', (path) => {
    const changed = data();
    expect(setPath(changed, path, 4_000_000_000)).toBe(false);
    expect(changed).toEqual(data());
    if (path[0] !== 'constructor' && path[1] !== 'toString') expect(setPath(changed, path, 4_000_000_000, {create: true})).toBe(false);
    expect(({} as {polluted?: unknown}).polluted).toBeUndefined();
    expect(Object.getPrototypeOf(changed)).toBe(Object.prototype);
  });
});

describe('plain data from outside', () => {
  it('that is plain has no faults, what it holds twice included', () => {
    const shared = {x: 1};
    expect(faultsOfPlain({a: shared, b: [shared, shared], c: null, d: 'x'})).toEqual([]);
  });

  it('is told where it contains itself, where a key is called __proto__, and where it is too deep', () => {
    const cyclic: {arms: {a: unknown[]}} = {arms: {a: [1]}};
    cyclic.arms.a.push(cyclic.arms);
    expect(faultsOfPlain(cyclic)).toEqual([{path: ['arms', 'a', '1'], message: 'contains itself'}]);
    expect(faultsOfPlain(JSON.parse('{"arms": {"__proto__": {"workflow": "replace"}}}'))).toEqual([
      {path: ['arms', '__proto__'], message: 'is no name for a key', key: true},
    ]);
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i++) deep = [deep];
    const [{path, message}] = faultsOfPlain(deep);
    expect([path.length, message]).toEqual([DEEPEST, `lies more than ${DEEPEST} levels deep`]);
  });

  it('whose values multiply behind aliases is refused soon', () => {
    let laugh: unknown = ['ha'];
    for (let i = 0; i < 30; i++) laugh = [laugh, laugh];
    expect(faultsOfPlain(laugh)).toEqual([{path: [], message: 'holds more than 5000000 values'}]);
  });

  it('is shown as JSON, cut', () => {
    const cyclic: unknown[] = [];
    cyclic.push(cyclic, cyclic);
    expect(shownValue({a: [1, 'b', null], c: {}})).toBe('{"a":[1,"b",null],"c":{}}');
    expect(shownValue('x'.repeat(1e6), 10)).toBe('"xxxxxx...');
    expect(shownValue(cyclic, 10)).toBe('[[[[[[[...');
    expect(
      shownValue(
        Array.from({length: 1e6}, (_, i) => i),
        10,
      ),
    ).toBe('[0,1,2,...');
    expect(shownValue(JSON.parse('{"toString": 1}'))).toBe('{"toString":1}');
    expect([shownValue(undefined), shownValue(Number.NaN), shownValue(3n)]).toEqual(['undefined', 'NaN', '3']);
  });
});
