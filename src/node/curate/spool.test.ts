import {existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {DataError} from '../../core/error.ts';
import {failureOf, testFolder} from '../folder.test-input.ts';
import {Spool, type SpoolBlock, SpoolPart} from './spool.ts';
import {SpoolShingles} from './spool-shingles.ts';

const {at} = testFolder();

/** Two measures a record; the sets of 3-grams one after another. */
function blockOf(first: number, sets: readonly (readonly number[])[]): SpoolBlock {
  const numbers = sets.map((_, i) => first + i);
  let end = 0;
  return {
    count: sets.length,
    values: [Float64Array.from(numbers, (n) => n / 8), Float64Array.from(numbers, (n) => -n)],
    lines: Uint32Array.from(numbers, (n) => n + 1),
    high: Uint32Array.from(numbers, (n) => 2 ** 32 - 1 - n),
    low: Uint32Array.from(numbers, (n) => 7 * n),
    words: Uint32Array.from(numbers, (n) => 3 * n),
    ends: Uint32Array.from(sets, (set) => (end += set.length)),
    shingles: Uint32Array.from(sets.flat()),
  };
}

function spooled(name: string, parts: readonly (readonly SpoolBlock[])[]): string {
  mkdirSync(at(name));
  parts.forEach((blocks, index) => {
    const part = new SpoolPart(at(name), index);
    for (const block of blocks) part.write(block);
    part.done();
  });
  return at(name);
}

const partFile = (folder: string, index: number) => join(folder, `part-0000${index}.bin`);

describe('a spool', () => {
  const blocks = [blockOf(0, [[5, 6, 9], []]), blockOf(2, [[1]]), blockOf(3, [[], [2, 4]])];

  it('gives the blocks that were written, in the order of the parts, empty parts passed over', () => {
    const spool = new Spool(spooled('order', [[blocks[0], blocks[1]], [], [blocks[2]]]), 3, 2);
    const found = [...spool.blocks()];
    expect(found.map(({part}) => part)).toEqual([0, 0, 2]);
    expect(found.map(({place: _, part: __, ...block}) => block)).toEqual(blocks);
    spool.close();
  });

  it('says where the sets of 3-grams lie among all bytes', () => {
    const spool = new Spool(spooled('places', [[blocks[0], blocks[1]], [blocks[2]]]), 2, 2);
    // a block has a head of 8 bytes, then 2 x 8 + 5 x 4 bytes a record, then the sets
    const places = [8 + 2 * 36, 8 + 2 * 36 + 12 + 8 + 36, 8 + 2 * 36 + 12 + 8 + 36 + 4 + 8 + 2 * 36];
    expect([...spool.blocks()].map(({place}) => place)).toEqual(places);
    const into = new Uint32Array(2);
    spool.readAt(places[0] + 4, into);
    expect([...into]).toEqual([6, 9]);
    spool.readAt(places[2], into);
    expect([...into]).toEqual([2, 4]);
    spool.close();
  });

  it('is there whole or not at all', () => {
    mkdirSync(at('open'));
    const part = new SpoolPart(at('open'), 0);
    part.write(blocks[0]);
    expect(SpoolPart.isDone(at('open'), 0)).toBe(false);
    part.abandon();
    expect(existsSync(partFile(at('open'), 0))).toBe(false);
    const again = new SpoolPart(at('open'), 0);
    again.write(blocks[1]);
    again.done();
    expect(SpoolPart.isDone(at('open'), 0)).toBe(true);
    const spool = new Spool(at('open'), 1, 2);
    expect([...spool.blocks()].map(({count}) => count)).toEqual([1]);
    spool.close();
  });

  it('reads many parts, of which some are open at once', () => {
    const openFiles = () => (existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0);
    const one = Array.from({length: 260}, (_, i) => [blockOf(i, [[i]])]);
    mkdirSync(at('many'));
    one.forEach(([block], index) => {
      const part = new SpoolPart(at('many'), index);
      part.write(block);
      part.done();
    });
    const spool = new Spool(at('many'), one.length, 2);
    const before = openFiles();
    const places = [...spool.blocks()].map(({place}) => place);
    expect(openFiles() - before).toBeLessThanOrEqual(205);
    const into = new Uint32Array(1);
    const found = [0, 259, 1, 0].map((part) => {
      spool.readAt(places[part], into);
      return into[0];
    });
    expect(found).toEqual([0, 259, 1, 0]);
    spool.close();
  });

  it.each<[string, (file: string) => void]>([
    ['cut short', (file) => truncateSync(file, readFileSync(file).length - 4)],
    ['cut within the head', (file) => truncateSync(file, 6)],
    ['of more records than bytes', (file) => change(file, 0, 1000)],
    ['longer than it is', (file) => change(file, 1, 4000)],
    ['with bytes that are no whole numbers', (file) => change(file, 1, 81)],
    // of the first block: head 2, values 8, lines, high, low, words 2 each, then the ends
    ['with a set that ends before it begins', (file) => change(file, 2 + 8 + 8, 9)],
    ['with a set that ends beyond the block', (file) => change(file, 2 + 8 + 8 + 1, 4)],
  ])('says of a part %s that it is damaged, and which', async (name, damage) => {
    const folder = spooled(`damaged ${name}`, [[blocks[2]], [blocks[0]]]);
    damage(partFile(folder, 1));
    const spool = new Spool(folder, 2, 2);
    const error = await failureOf(() => [...spool.blocks()]);
    expect(error).toBeInstanceOf(DataError);
    expect(error).toMatchObject({
      where: partFile(folder, 1),
      message: expect.stringContaining('has left is damaged'),
      next: expect.stringContaining('begins anew'),
    });
    spool.close();
  });

  it('takes nothing that is no file for a part', async () => {
    mkdirSync(partFile(at('folder in place'), 0), {recursive: true});
    writeFileSync(join(partFile(at('folder in place'), 0), 'x'), 'x');
    const spool = new Spool(at('folder in place'), 1, 2);
    expect(await failureOf(() => [...spool.blocks()])).toMatchObject({
      name: 'DataError',
      message: expect.stringContaining('it is not a file'),
    });
  });
});

function change(file: string, word: number, value: number): void {
  const bytes = readFileSync(file);
  bytes.writeUInt32LE(value, 4 * word);
  writeFileSync(file, bytes);
}

describe('sets of 3-grams in a spool', () => {
  it('are read by the number of the document that was kept, whole or their beginnings', () => {
    const long = Array.from({length: 3000}, (_, i) => 2 * i);
    const sets = [[3, 4], long, [], [8, 9, 10]];
    const folder = spooled('sets', [[blockOf(0, sets.slice(0, 2))], [blockOf(2, sets.slice(2))]]);
    const spool = new Spool(folder, 2, 2);
    const store = new SpoolShingles([spool]);
    const kept = [1, 3, 0];
    const places = [...spool.blocks()].flatMap(({place, ends}) => [...ends].map((_, i) => place + 4 * (i === 0 ? 0 : ends[i - 1])));
    for (const document of kept) {
      store.next(places[document]);
      store.keep(Uint32Array.from(sets[document]));
    }
    kept.forEach((document, k) => {
      expect([...store.read(k)]).toEqual(sets[document]);
      expect([...store.read(k, 2)]).toEqual(sets[document].slice(0, 2));
      expect([...store.read(k, 1)]).toEqual(sets[document].slice(0, 1));
    });
    expect([...store.read(0, 129)]).toEqual(long.slice(0, 129));
    spool.close();
  });

  it('are found of more documents than there was room for at first', () => {
    const sets = Array.from({length: 1500}, (_, i) => [i, i + 1]);
    const spool = new Spool(spooled('much', [[blockOf(0, sets)]]), 1, 2);
    const store = new SpoolShingles([spool]);
    const [{place}] = [...spool.blocks()];
    sets.forEach((set, i) => {
      store.next(place + 8 * i);
      store.keep(Uint32Array.from(set));
    });
    for (const i of [0, 1023, 1024, 1499]) expect([...store.read(i)]).toEqual([i, i + 1]);
    spool.close();
  });
});
