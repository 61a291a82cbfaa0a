import {describe, expect, it} from 'vitest';
import {namesBeside} from './run-names.ts';

const names = (...runs: readonly (readonly [title: string, folder: string])[]) =>
  namesBeside(runs.map(([title, folder]) => ({title, folder})));

describe('runs beside each other', () => {
  it('are called by their titles, and where these are the same by their folders', () => {
    expect(names(['One', 'a'], ['Two', 'b'])).toEqual(['One', 'Two']);
    expect(names(['One', 'a'], ['One', 'b'], ['Two', 'c'])).toEqual(['a', 'b', 'Two']);
  });

  it('are never called alike, and not at length', () => {
    const long = 'x'.repeat(300);
    expect(names([long, 'a'], ['Two', 'b'])).toEqual([`${'x'.repeat(39)}…`, 'Two']);
    expect(names([`${long}1`, 'a'], [`${long}2`, 'b'])).toEqual(['a', 'b']);
    expect(names(['One', 'Two'], ['One', 'b'], ['Two', 'c'])).toEqual(['One (Two)', 'One (b)', 'Two (c)']);
    expect(new Set(names(['One', 'a'], ['One', 'a'])).size).toBe(2);
  });
});
