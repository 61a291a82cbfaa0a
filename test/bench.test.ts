/** What the benchmarks say of figures that are given to them; no figure is taken here. */
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {changesSince, fell, missingSince} from '../bench/baseline.ts';
import type {Case} from '../bench/case.ts';
import {type CpuProfile, flameOf, flameText} from '../bench/flame.ts';
import {described, thisMachine} from '../bench/machine.ts';
import {pairsOf, pairsTable} from '../bench/pairs.ts';
import {storedResults, withTables} from '../bench/tables.ts';

const row = (name: string, value: number, ratio?: number): Case => ({
  ...{case: name, value, unit: 'MB/s'},
  ...(ratio !== undefined && {peer: 'a peer', peerValue: value / ratio, ratio}),
});

describe('a run beside an earlier one', () => {
  it('names what fell: by ratios where there are, less time or memory is better where it says so', () => {
    const before = [row('read', 100), row('profile', 100, 2), row('peak (less is better)', 200), row('fit', 10)];
    const now = [row('read', 50), row('profile', 50, 2.1), row('peak (less is better)', 300), row('fit', 9.5), row('new', 1)];
    const changes = changesSince(before, now);
    expect(changes.map(({case: name, by}) => [name, by])).toEqual([
      ['read', 'value'],
      ['profile', 'ratio'],
      ['peak (less is better)', 'value'],
      ['fit', 'value'],
    ]);
    expect(fell(changes).map(({case: name, factor}) => [name, Number(factor.toFixed(3))])).toEqual([
      ['read', 0.5],
      ['peak (less is better)', 0.667],
    ]);
  });

  it('of two peers of one case compares each with itself, and says what is not measured any more', () => {
    const before = [row('fit', 10, 4), {...row('fit', 10, 2), peer: 'another'}];
    expect(changesSince(before, [{...row('fit', 10, 1), peer: 'another'}])).toMatchObject([
      {peer: 'another', before: 2, now: 1, factor: 0.5},
    ]);
    expect(missingSince(before, [before[1]])).toEqual([before[0]]);
  });
});

it('pairs are compared pair by pair, by the figures themselves, whatever their peers did', () => {
  const results = (...cases: readonly Case[]) => ({name: 'guard', cases});
  const pairs = pairsOf('guard', [
    [results(row('profile', 10, 0.5), row('gone', 1)), results(row('profile', 15, 0.6), row('peak (less is better)', 1))],
    [results(row('profile', 20, 0.4)), results(row('profile', 50, 0.9))],
    [results(row('profile', 30, 0.3)), results(row('profile', 60, 0.7))],
  ]);
  expect(pairs).toEqual([
    {
      ...{name: 'guard: profile | a peer', before: 20, after: 50, beforePeer: 0.4, afterPeer: 0.7},
      ...{factor: 2, least: 1.5, most: 2.5},
    },
  ]);
  expect(pairsTable(pairs).split('\n').at(-1)).toBe('| guard: profile | a peer | 20 | 50 | 0.4 | 0.7 | 2.00 (1.50 to 2.50) |');
});

it('the tables of the page are those of the stored results', () => {
  const page = readFileSync(join(import.meta.dirname, '..', 'bench', 'README.md'), 'utf8');
  expect(withTables(page, storedResults())).toBe(page);
});

it('a table names the machine, and a row that has a peer the ratio', () => {
  const machine = {...thisMachine(), processor: 'Some processor'};
  const page = 'before\n<!-- results: written by `npx node bench/tables.ts` -->\nold\n<!-- end of results -->\nafter\n';
  const made = withTables(page, [[{name: 'guard', machine, cases: [row('profile | lines', 100, 2), row('alone', 3)]}]]);
  expect(made).toContain(`### Some processor\n\n- ${described(machine)}\n`);
  expect(made).toContain('| guard | profile \\| lines | 100.0 MB/s | a peer | 50.00 | 2.00 |\n| guard | alone | 3.000 MB/s |  |  |  |');
  expect(made).not.toContain('old');
  expect(() => withTables('no place', [])).toThrow(/no place for results/);
});

it('a flame has calls below their callers, loops of a function once, and nothing that was idle', () => {
  const frame = (id: number, functionName: string, children: number[] = []) => ({
    ...{id, children},
    callFrame: {functionName, url: `file:///somewhere/src/${functionName}.ts`, lineNumber: id},
  });
  const profile: CpuProfile = {
    nodes: [
      frame(1, '(root)', [2, 5, 6]),
      frame(2, 'outer', [3]),
      frame(3, 'loop', [4]),
      frame(4, 'loop'),
      frame(5, '(idle)'),
      frame(6, 'rare'),
    ],
    samples: [2, 3, 4, 5, 6],
    timeDeltas: [10_000, 20_000, 30_000, 40_000, 500],
  };
  expect(flameText(flameOf(profile))).toBe(
    [
      '61 ms',
      ' 99.2% outer src/outer.ts',
      ' 82.6%   loop src/loop.ts',
      '',
      'by themselves',
      ' 82.6% loop src/loop.ts',
      ' 16.5% outer src/outer.ts',
      '',
    ].join('\n'),
  );
});
