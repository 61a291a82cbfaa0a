import {mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {contractStore} from '../../../test/contract-store.ts';
import {DataError} from '../../core/error.ts';
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

contractStore({name: 'in files', open});

test('a unit that something else made, or that was changed, is a DataError that says what to delete', () => {
  const {directory, store} = open();
  store.write(key, {rows: []});
  expect(() => new FileStore(directory, {a: 'made anew'}).read(key).rows()).toThrow(/another experiment/);
  writeFileSync(join(store.folderOf(key), 'rows.jsonl'), '{}\n');
  expect(() => store.read(key).rows()).toThrow(DataError);
  expect(() => store.read(key).rows()).toThrow(/checksum/);
});

test('what a killed run left half written is no unit, and is swept away', () => {
  const {directory, store} = open();
  store.write(key, {rows: []});
  const lineage = join(directory, 'lineages', 'a', '0');
  writeFileSync(join(lineage, '.aside-left'), '');
  expect(store.list('a')).toEqual([key]);
  store.sweep('a');
  expect(readdirSync(lineage)).toEqual(['1']);
});
