/**
 * The fixtures hold, in row i of 500: `text` null where i % 7 == 3, empty where i % 7 == 5, else 'row i é' and i * 37 % 200 times 'x';
 * `few` null where i % 5 == 0, else 'value ' and i * i % 23; `required` 'r' and i. Written by pyarrow 26, row groups of 200, pages of
 * about 600 bytes: v1 plain and dictionary, snappy; v2 the same, zstd; delta with the delta encodings of strings.
 */
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {brotliCompressSync, constants, gzipSync, zstdCompressSync} from 'node:zlib';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {type ReadOptions, readBatches, readCorpus} from '../node/read/corpus.ts';
import {NODE_CODECS} from '../node/read/parquet-codecs.ts';
import {BatchBuilder} from './batch.ts';
import {type FileInput, type PageInput, parquetFile, plain, run} from './parquet.test-input.ts';
import {readPageHeader, Short} from './parquet-header.ts';
import {appendRows} from './parquet-rows.ts';
import {Hybrid} from './parquet-runs.ts';
import {requestOf} from './request.ts';

let base = '';
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'genloss-parquet-'));
});
afterAll(() => rmSync(base, {recursive: true}));

const fixture = (kind: string) => join(import.meta.dirname, `fixture-pages-${kind}.parquet`);

const rows = Array.from({length: 500}, (_, i) => i);
const texts = rows.map((i) => (i % 7 === 3 ? null : i % 7 === 5 ? '' : `row ${i} é${'x'.repeat((i * 37) % 200)}`));
const few = rows.map((i) => (i % 5 === 0 ? null : `value ${(i * i) % 23}`));

async function read(path: string, options: ReadOptions = {}): Promise<{records: string[]; lines: number[]; empty: number}> {
  const {count, bytes, offsets, lines, empty} = await readCorpus([path], options);
  const records = Array.from({length: count}, (_, r) => Buffer.from(bytes.subarray(offsets[r], offsets[r + 1])).toString());
  return {records, lines: [...lines], empty};
}

describe('columns of strings', () => {
  it.each(['v1', 'v2', 'delta'])('are read whole, over pages and row groups, with nulls and dictionaries: %s', async (kind) => {
    for (const [field, values] of [
      ['text', texts],
      ['few', few],
      ['required', rows.map((i) => `r${i}`)],
    ] as const) {
      const kept = rows.filter((i) => values[i]);
      const got = await read(fixture(kind), {field});
      expect(got).toEqual({records: kept.map((i) => values[i]), lines: kept.map((i) => i + 1), empty: 500 - kept.length});
      expect((await read(fixture(kind), {field, unit: 'line'})).records).toEqual(got.records);
    }
  });

  it('that hold what is not text are located, and passed over up to maxBad', async () => {
    const bytes = readFileSync(join(import.meta.dirname, '../../test/fixtures/parquet/invalid-utf8.parquet'));
    writeFileSync(join(base, 'invalid.parquet'), bytes);
    const error = await read(join(base, 'invalid.parquet')).catch((caught) => caught);
    expect(error.message).toBe(`${join(base, 'invalid.parquet')}:2 holds a value that is not UTF-8 text`);
    expect((await read(join(base, 'invalid.parquet'), {maxBad: 1})).records).toEqual(['good', 'also good']);
  });
});

describe('rows of a page', () => {
  const names = ['a', 'bc', 'no text'];
  const append = (bytes: Uint8Array, ends: number[], maxBad: number) => {
    const builder = new BatchBuilder(64, 1);
    const request = requestOf({maxBad});
    const starts = Uint32Array.from([0, ...ends.slice(0, -1)]);
    const page = {firstRow: 40, count: ends.length, bytes, starts, ends: Uint32Array.from(ends)};
    appendRows(builder, {name: 'x', page, extra: [names], extraRow: 40}, {from: 40, to: 40 + ends.length}, request);
    return {batch: builder.take('x'), tally: request.tally};
  };

  it('that only together are text are each broken', () => {
    const {batch, tally} = append(Buffer.from('oné'), [2, 3, 4], 2);
    expect(tally.broken).toBe(2);
    expect([batch?.count, batch?.lines[0], Buffer.from(batch?.bytes ?? []).toString()]).toEqual([1, 41, 'on']);
    expect(() => append(Buffer.from('oné'), [2, 3, 4], 1)).toThrow('more than 1 broken records; the last one: x:43');
  });

  it('that are good are not lost with the bad ones', () => {
    expect(append(Buffer.from('one'), [1, 2, 3], 0).batch?.count).toBe(3);
    const {batch} = append(Buffer.from([111, 0, 101]), [1, 2, 3], 1);
    expect([...(batch?.lines ?? [])]).toEqual([41, 43]);
  });
});

describe('a Parquet file', () => {
  it('cut or overwritten anywhere is refused by name, or read without its damage', async () => {
    for (const kind of ['v1', 'v2', 'delta']) {
      const bytes = readFileSync(fixture(kind));
      for (const size of [1, 4, 11, 200, bytes.length >> 1, bytes.length - 9, bytes.length - 1]) {
        const path = join(base, 'cut.parquet');
        writeFileSync(path, bytes.subarray(0, size));
        const error = await read(path).catch((caught) => caught);
        expect(error.name).toBe('DataError');
        expect(error.message).toContain('cut.parquet is truncated or not a Parquet file: ');
        expect(error.next).toBe('Fetch or write the file again.');
      }
      for (let at = 4; at < 4000; at += 97) {
        const path = join(base, 'damaged.parquet');
        const damaged = Buffer.from(bytes);
        damaged.fill(0xff, at, at + 5);
        writeFileSync(path, damaged);
        const outcome = await read(path, {maxBad: 500}).catch((caught) => caught);
        if (outcome instanceof Error)
          expect([outcome.name, outcome.message]).toEqual(['DataError', expect.stringContaining('damaged.parquet')]);
      }
    }
  });

  it('of conversations and further fields, cut or overwritten anywhere, is refused by name, or read without its damage', async () => {
    for (const kind of ['v1', 'v2']) {
      const bytes = readFileSync(chats(kind));
      const path = join(base, 'damaged-chats.parquet');
      for (let at = 4; at < bytes.length; at += 307) {
        const damaged = Buffer.from(bytes);
        damaged.fill(at % 2 === 0 ? 0xff : 0x15, at, at + 3);
        writeFileSync(path, damaged);
        for (const options of [
          {field: 'messages.content', roles: ['user']},
          {field: 'source', extra: ['n', 'source']},
        ]) {
          const outcome = await read(path, {...options, maxBad: 500}).catch((caught) => caught);
          if (outcome instanceof Error)
            expect([outcome.name, outcome.message]).toEqual(['DataError', expect.stringContaining('damaged-chats.parquet')]);
        }
      }
    }
  });

  it('with checksums is read with no byte of a page changed', async () => {
    const bytes = readFileSync(chats('v1'));
    const intact = await read(chats('v1'), {field: 'messages.content'});
    const path = join(base, 'flipped.parquet');
    const messages = new Set<string>();
    for (let at = 4; at < bytes.length - 4000; at += 211) {
      const damaged = Buffer.from(bytes);
      damaged[at] ^= 4;
      writeFileSync(path, damaged);
      const outcome = await read(path, {field: 'messages.content', maxBad: 500}).catch((caught) => caught);
      if (outcome instanceof Error) messages.add(outcome.message);
      else expect(outcome).toEqual(intact);
    }
    expect(
      [...messages].some((message) => message.endsWith('flipped.parquet is damaged: a page does not match its checksum (CRC-32)')),
    ).toBe(true);
  });

  it('of which the middle is missing is refused', async () => {
    const bytes = readFileSync(fixture('v1'));
    writeFileSync(join(base, 'hole.parquet'), Buffer.concat([bytes.subarray(0, 3000), bytes.subarray(9000)]));
    const error = await read(join(base, 'hole.parquet')).catch((caught) => caught);
    expect(error.message).toContain('hole.parquet is truncated or not a Parquet file: ');
  });
});

/** n values, read in pieces of so many. */
function hybrid(bytes: Uint8Array, width: number, n: number, piece = n): number[] {
  const runs = new Hybrid(bytes, width);
  const out: number[] = [];
  while (out.length < n) {
    const values = new Uint32Array(Math.min(piece, n - out.length));
    runs.fill(values, values.length);
    out.push(...values);
  }
  return out;
}

/**
 * Row i of 300: `messages` null where i % 11 == 3, empty where i % 11 == 5, else 1 + i % 4 turns; written by pyarrow 26, row groups of 120,
 * pages of about 600 bytes: v1 with dictionaries of roles and checksums, zstd; v2 with the delta encodings, snappy.
 */
const roles = ['system', 'user', 'assistant'];
const turnOf = (i: number, k: number) => ({
  role: (i + k) % 13 === 7 ? null : roles[(i + k) % 3],
  content: (i * k) % 5 === 4 ? null : (i + k) % 9 === 8 ? '' : `turn ${k} of ${i} é${'x'.repeat((i * 37) % 200)}`,
  parts:
    (i + k) % 7 === 6
      ? null
      : Array.from({length: (i + k) % 4}, (_, p) => ({
          type: p === 1 ? 'image' : 'text',
          text: p === 1 ? null : `part ${p} of ${k}, ${i}; `,
        })),
});
const conversations = Array.from({length: 300}, (_, i) => ({
  messages: i % 11 === 3 ? null : i % 11 === 5 ? [] : Array.from({length: 1 + (i % 4)}, (_, k) => turnOf(i, k)),
}));
const chats = (kind: string) => join(import.meta.dirname, `fixture-chats-${kind}.parquet`);

describe('columns in lists', () => {
  it.each(['v1', 'v2'])('are read as conversations, just as the same records of JSON Lines are: %s', async (kind) => {
    const lines = join(base, 'chats.jsonl');
    writeFileSync(lines, conversations.map((one) => `${JSON.stringify(one)}\n`).join(''));
    const choices: ReadOptions[] = [
      {field: 'messages.content'},
      {field: 'messages.content', roles: ['assistant']},
      {field: 'messages.content', roles: ['user', 'system'], unit: 'line'},
      {field: 'messages.parts'},
      {field: 'messages.parts', roles: ['user']},
      {field: 'messages.parts.text', roles: ['user']},
    ];
    for (const choice of choices) {
      const wanted = await read(lines, choice);
      expect(wanted.records.length).toBeGreaterThan(90);
      expect(await read(chats(kind), choice)).toEqual(wanted);
    }
    expect(await read(chats(kind), {field: 'messages.list.element.content'})).toEqual(await read(lines, choices[0]));
  });

  it('bring the further fields of their rows', async () => {
    for (const kind of ['v1', 'v2']) {
      const {count, lines, extra} = await readCorpus([chats(kind)], {field: 'messages.content', extra: ['source', 'n']});
      const values = extra!.map((field) =>
        Array.from({length: count}, (_, r) => Buffer.from(field.bytes.subarray(field.offsets[r], field.offsets[r + 1])).toString()),
      );
      expect(values[0]).toEqual([...lines].map((line) => `s${(line - 1) % 3}`));
      expect(values[1]).toEqual([...lines].map((line) => ((line - 1) % 4 === 0 ? '' : `${line - 1}`)));
    }
  });

  it('that cannot be read say what to name', async () => {
    const list = await read(chats('v1'), {field: 'messages'}).catch((error) => error);
    expect(list.message).toContain('column "messages" holds LIST, wanted strings');
    expect(list.next).toBe('It is a list of groups: --field messages.content reads one text of each, one a line.');
    const missing = await read(chats('v1'), {field: 'messages.contents'}).catch((error) => error);
    expect(missing.message).toContain('it has "messages", "messages.role", "messages.content", "messages.parts"');
    const flat = await read(chats('v1'), {field: 'source', roles: ['user']}).catch((error) => error);
    expect(flat.message).toContain('column "source" has no turns with a "role" or a "from"');
    const nobody = await read(chats('v1'), {field: 'messages.content', roles: ['asistant']}).catch((error) => error);
    expect(nobody.next).toBe('Name roles that turns have: "system", "user", "assistant".');
  });
});

describe('what a Parquet file says of itself', () => {
  const failure = async (content: Buffer, options: ReadOptions = {}): Promise<string> => {
    writeFileSync(join(base, 'said.parquet'), content);
    const error = await read(join(base, 'said.parquet'), options).catch((caught) => caught);
    expect([error.name, error.where]).toEqual(['DataError', join(base, 'said.parquet')]);
    return error.message.replace(`${join(base, 'said.parquet')} `, '');
  };
  const pages = (values: number, bytes: readonly number[]): PageInput[] => [{kind: 'data', values, bytes}];
  const two = [...plain('one'), ...plain('three')];

  it('is read where it is true', async () => {
    writeFileSync(join(base, 'true.parquet'), parquetFile({pages: pages(2, two), rows: 2}));
    expect((await read(join(base, 'true.parquet'))).records).toEqual(['one', 'three']);
  });

  it('is refused where it is not', async () => {
    const cases: [FileInput, string][] = [
      [{pages: pages(2, two), rows: 2, offset: 1e9}, 'a column of 33 bytes at 1000000000'],
      [{pages: pages(2, two), rows: 2, offset: 0}, 'a column of 33 bytes at 0'],
      [{pages: pages(2, two), rows: 2, size: 2 ** 40}, 'a column of 1099511627776 bytes at 4'],
      [{pages: pages(2, two), rows: 3}, 'the column ends before its rows do'],
      [{pages: pages(2, two), rows: 1}, 'a column of 2 values that says it has 1'],
      [{pages: pages(2, two), rows: 2, values: 3}, 'a column of 3 values for 2 rows'],
      [{pages: pages(2, two), rows: 2 ** 62}, 'a row group of 4611686018427387904 rows'],
      [{pages: pages(3, two), rows: 3}, 'a page ends before its values'],
      [{pages: pages(2, [...plain('one'), 99, 0, 0, 0, 65]), rows: 2}, 'a value goes on beyond its page'],
      [{pages: [{kind: 'data', values: 2, bytes: two, size: 99}], rows: 2}, 'a page goes on beyond its column'],
      [{pages: [{kind: 'data', values: 2, bytes: two, encoding: 8}], rows: 2}, 'a page without its dictionary'],
      [{pages: [{kind: 'data', values: 2, bytes: two, encoding: 9}], rows: 2}, 'an encoding that is not read: 9'],
      [{pages: [{kind: 'data', values: 2, bytes: two, unpacked: 2 ** 30}], rows: 2, codec: 2}, 'a page of 1073741824 bytes'],
      [{pages: pages(2, [250, 255, 255, 255, ...two]), rows: 2, optional: true}, 'a page shorter than its levels'],
      [{pages: pages(2, [2, 0, 0, 0, ...run(2, 3), ...two]), rows: 2, optional: true}, 'a level of 3, at most 1'],
    ];
    for (const [file, message] of cases) expect(await failure(parquetFile(file))).toContain(message);
    // two children, one there
    expect(await failure(parquetFile({pages: pages(2, two), rows: 2, children: 2}))).toContain('is truncated or not a Parquet file');
  });

  it('is refused where an index lies outside its dictionary, of any width', async () => {
    const dictionary: PageInput = {kind: 'dictionary', values: 2, bytes: two};
    const wide = [32, ...run(2, 7), 0, 0, 0];
    for (const bytes of [[8, ...run(2, 2)], wide])
      expect(await failure(parquetFile({pages: [dictionary, {kind: 'data', values: 2, encoding: 8, bytes}], rows: 2}))).toMatch(
        /value [27] of a dictionary of 2/,
      );
    expect(await failure(parquetFile({pages: [{...dictionary, values: 2 ** 31}, ...pages(2, two)], rows: 2}))).toContain(
      'a dictionary of 2147483648 values',
    );
  });

  it('is no way to fill the memory: gigabytes in a page', async () => {
    const zeros = Buffer.alloc(64 << 20);
    const before = process.memoryUsage().arrayBuffers;
    const unpacked = async (codec: 'GZIP' | 'BROTLI' | 'ZSTD', bytes: Uint8Array, length = 100) => NODE_CODECS[codec]!(bytes, length);
    const brotli = brotliCompressSync(zeros, {params: {[constants.BROTLI_PARAM_QUALITY]: 1}});
    for (const length of [100, 1 << 20]) {
      await expect(unpacked('GZIP', gzipSync(zeros), length)).rejects.toThrow();
      await expect(unpacked('BROTLI', brotli, length)).rejects.toThrow();
      await expect(unpacked('ZSTD', zstdCompressSync(zeros), length)).rejects.toThrow();
    }
    await expect(unpacked('ZSTD', Buffer.concat([zstdCompressSync(Buffer.alloc(50)), zstdCompressSync(zeros)]))).rejects.toThrow();
    expect(await unpacked('ZSTD', Buffer.concat([zstdCompressSync('one '), zstdCompressSync('two')]), 7)).toEqual(
      Uint8Array.from(Buffer.from('one two')),
    );
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 << 20);
  });

  it('is no way to fill the memory: millions of rows in a few bytes', async () => {
    const rows = 20_000_000;
    const levels = run(rows, 0);
    const nulls = parquetFile({pages: pages(rows, [levels.length, 0, 0, 0, ...levels]), rows, optional: true});
    const indices: PageInput = {kind: 'data', values: rows, encoding: 8, bytes: [1, ...run(rows, 0)]};
    const same = parquetFile({pages: [{kind: 'dictionary', values: 1, bytes: plain('x')}, indices], rows});
    expect(Math.max(nulls.length, same.length)).toBeLessThan(250);
    writeFileSync(join(base, 'same.parquet'), same);
    let most = 0;
    let count = 0;
    for await (const batch of readBatches([join(base, 'same.parquet')])) {
      count += batch.count;
      most = Math.max(most, process.memoryUsage().arrayBuffers);
    }
    expect(count).toBe(rows);
    expect(most).toBeLessThan(200 << 20);
    expect(await failure(nulls)).toContain('no records in');
    expect(
      await failure(parquetFile({pages: [{kind: 'dictionary', values: 1, bytes: plain('x')}, indices], rows}), {extra: ['text', 'texd']}),
    ).toContain('has no field "texd"');
  });
});

describe('runs of values', () => {
  it('are as in the example of the format: 0 to 7 in 3 bits', () => {
    const bytes = Uint8Array.of(0b00000011, 0b10001000, 0b11000110, 0b11111010);
    for (const piece of [1, 3, 8]) expect(hybrid(bytes, 3, 8, piece)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('repeat a value, mix with packed ones, and may say more than is wanted', () => {
    const mixed = Uint8Array.of(5 << 1, 0x39, 0x05, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2 << 1, 7, 0);
    for (const piece of [1, 4, 6, 15])
      expect(hybrid(mixed, 11, 15, piece)).toEqual([...new Array(5).fill(1337), ...new Array(8).fill(0), 7, 7]);
    expect(hybrid(Uint8Array.of(200, 1, 1), 1, 3)).toEqual([1, 1, 1]);
    expect(hybrid(Uint8Array.of(), 4, 0)).toEqual([]);
    expect(hybrid(Uint8Array.of(), 0, 3)).toEqual([0, 0, 0]);
    for (const bytes of [[2, 1], [3], [4]]) expect(() => hybrid(Uint8Array.from(bytes), 1, 9)).toThrow('ends within');
    expect(() => new Hybrid(Uint8Array.of(1), 33)).toThrow('33 bits');
  });

  it('of every width come back as they were packed, in pieces of any size', () => {
    for (let width = 1; width <= 32; width++) {
      const values = Array.from({length: 16}, (_, i) => Math.floor(((i * 0.37) % 1) * 2 ** width));
      const bits = values.map((value) => value.toString(2).padStart(width, '0').split('').reverse().join('')).join('');
      const packed = Array.from({length: bits.length / 8}, (_, i) =>
        Number.parseInt([...bits.slice(8 * i, 8 * i + 8)].reverse().join(''), 2),
      );
      for (const piece of [1, 5, 16]) expect(hybrid(Uint8Array.of((2 << 1) | 1, ...packed), width, 16, piece)).toEqual(values);
      const most = 2 ** width - 1;
      const run = [0, 8, 16, 24].slice(0, (width + 7) >> 3).map((shift) => Math.floor(most / 2 ** shift) & 255);
      expect(hybrid(Uint8Array.of(3 << 1, ...run), width, 3)).toEqual([most, most, most]);
    }
  });
});

describe('a page header', () => {
  // type 0, uncompressed 100, compressed 90, then field 5: values 7, PLAIN, levels RLE, RLE; statistics with a binary
  const bytes = Uint8Array.of(
    0x15,
    0,
    0x15,
    0xc8,
    1,
    0x15,
    0xb4,
    1,
    0x2c,
    0x15,
    14,
    0x15,
    0,
    0x15,
    6,
    0x15,
    6,
    0x1c,
    0x18,
    2,
    65,
    66,
    0,
    0,
    0,
    9,
  );

  it('is read, and its size told', () => {
    expect(readPageHeader(bytes)).toEqual({
      size: bytes.length - 1,
      header: {kind: 'data', uncompressed: 100, compressed: 90, values: 7, encoding: 0, levelEncodings: [3, 3]},
    });
  });

  it('that is cut short says so; what is none is refused', () => {
    for (let size = 0; size < bytes.length - 1; size++) expect(() => readPageHeader(bytes.subarray(0, size))).toThrow(Short);
    expect(() => readPageHeader(new Uint8Array(9))).toThrow('not a page header');
    expect(() => readPageHeader(new Uint8Array(99).fill(0xff))).toThrow(Error);
  });
});
