import {copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {contractStore} from '../../../test/contract-store.ts';
import {DataError} from '../../core/error.ts';
import type {Row} from '../../lab/results/row.ts';
import type {UnitKey} from '../../run/unit.ts';
import {FileStore} from './store.ts';

const folder = mkdtempSync(join(tmpdir(), 'genloss-store-'));
afterAll(() => rmSync(folder, {recursive: true}));
let count = 0;
const hashes = {a: 'made so', b: 'made otherwise'};
const open = () => {
  const directory = join(folder, `${count++}`);
  const again = () => new FileStore(directory, hashes);
  return {directory, store: again(), again};
};
const key: UnitKey = {arm: 'a', seeds: [0, 0], generations: [1, 1], block: false};
const block = (first: number, last: number, generations = 3): UnitKey => ({
  arm: 'a',
  seeds: [first, last],
  generations: [1, generations],
  block: true,
});
const row = (seed: number, value: number): Row => ({arm: 'a', seed, generation: 1, measure: 'mean', value});

contractStore({name: 'in files', open});
contractStore({
  name: 'in packed files',
  open() {
    const {store, again} = open();
    return {
      store,
      again() {
        for (const arm of ['a', 'b', 'c']) store.pack(arm);
        return again();
      },
    };
  },
});

test('a unit that something else made, or that was changed at any byte, is a DataError that says what to delete', () => {
  const {directory, store} = open();
  store.write(key, {rows: [row(0, 0.5)], notes: ['noted']});
  expect(() => new FileStore(directory, {a: 'made anew'}).read(key).rows()).toThrow(/another experiment/);
  const path = store.pathOf(key);
  const whole = readFileSync(path);
  const written = [[row(0, 0.5)], ['noted']];
  const read = () => {
    try {
      return [store.read(key).rows(), store.read(key).notes()];
    } catch (error) {
      return error;
    }
  };
  let damages = 0;
  for (let at = 0; at < whole.length; at++) {
    const changed = Buffer.from(whole);
    changed[at] ^= 0x20;
    writeFileSync(path, changed);
    const found = read();
    // some bits of a frame's header mean nothing
    if (!(found instanceof DataError)) expect(found, `byte ${at}`).toEqual(written);
    else damages++;
  }
  expect(damages).toBeGreaterThan(whole.length - 8);
  for (let length = 0; length < whole.length; length++) {
    writeFileSync(path, whole.subarray(0, length));
    expect(() => store.read(key).rows(), `${length} bytes`).toThrow(DataError);
  }
  writeFileSync(path, whole);
  expect(store.read(key).rows()).toEqual([row(0, 0.5)]);
});

test('a file that holds another unit than its name says is damaged', () => {
  const {directory, store} = open();
  store.write(key, {rows: [row(0, 0.5)]});
  const other: UnitKey = {...key, generations: [2, 2]};
  copyFileSync(store.pathOf(key), join(directory, 'lineages', 'a', '0-0.2-2.on.units'));
  expect(() => store.read(other).rows()).toThrow(/another unit than its name says/);
});

test('what a killed run left half written is no unit, and is swept away', () => {
  const {directory, store} = open();
  store.write(key, {rows: []});
  const lineages = join(directory, 'lineages', 'a');
  writeFileSync(join(lineages, '.aside-left'), '');
  expect(store.list('a')).toEqual([key]);
  store.sweep('a');
  expect(readdirSync(lineages)).toEqual(['0-0.1-1.on.units']);
});

test('packing leaves one file an arm, and less than nothing is lost: units that others hold all of go', () => {
  const {directory, store, again} = open();
  for (const one of [block(0, 4), block(5, 9), block(0, 9, 5), key]) store.write(one, {rows: [row(one.seeds[0], one.generations[1])]});
  store.pack('a');
  const lineages = join(directory, 'lineages', 'a');
  expect(readdirSync(lineages)).toEqual(['packed-1.units']);
  expect(again().list('a')).toEqual([block(0, 9, 5)]);
  const {mtimeMs} = statSync(join(lineages, 'packed-1.units'));
  store.pack('a');
  expect(statSync(join(lineages, 'packed-1.units')).mtimeMs).toBe(mtimeMs);
  store.write(block(10, 19, 5), {rows: [row(10, 1)]});
  store.pack('a');
  expect(readdirSync(lineages)).toEqual(['packed-2.units']);
  expect(again().list('a')).toEqual([block(0, 9, 5), block(10, 19, 5)]);
  expect(
    again()
      .read(block(0, 9, 5))
      .rows(),
  ).toEqual([row(0, 5)]);
});

test('a run that was killed while it packed has its units twice and counts them once', () => {
  const {directory, store, again} = open();
  store.write(block(0, 4), {rows: [row(0, 1)]});
  const [name] = readdirSync(join(directory, 'lineages', 'a'));
  const whole = readFileSync(join(directory, 'lineages', 'a', name));
  store.pack('a');
  writeFileSync(join(directory, 'lineages', 'a', name), whole);
  expect(again().list('a')).toEqual([block(0, 4)]);
  expect(again().read(block(0, 4)).rows()).toEqual([row(0, 1)]);
  again().pack('a');
  expect(readdirSync(join(directory, 'lineages', 'a'))).toEqual(['packed-2.units']);
});
