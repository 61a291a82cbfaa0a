import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import fc from 'fast-check';
import {parquetWriteBuffer} from 'hyparquet-writer';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {ConfigError, DataError} from '../core/error.ts';
import {type ReadOptions, readBatches, readCorpus} from '../node/read/corpus.ts';
import type {ExtraField} from './batch.ts';

let base = '';
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'genloss-extra-'));
});
afterAll(() => rmSync(base, {recursive: true}));

const FIXTURE = join(import.meta.dirname, 'fixture-pages-v1.parquet');

function put(name: string, content: string | Uint8Array): string {
  writeFileSync(join(base, name), content);
  return name;
}

function valuesOf({bytes, offsets}: ExtraField): string[] {
  return Array.from({length: offsets.length - 1}, (_, r) => Buffer.from(bytes.subarray(offsets[r], offsets[r + 1])).toString());
}

/** Text and further fields of each record. */
async function rows(source: string, options: ReadOptions): Promise<string[][]> {
  const corpus = await readCorpus([source], {base, ...options});
  const columns = [corpus, ...(corpus.extra ?? [])].map(valuesOf);
  return columns[0].map((_, r) => columns.map((column) => column[r]));
}

async function failure(source: string, options: ReadOptions): Promise<DataError> {
  return readCorpus([source], {base, ...options}).then(
    () => expect.unreachable(),
    (error) => error,
  );
}

describe('further fields of JSONL', () => {
  const content = [
    '{"lang":"en","text":"one","meta":{"year":1790,"tags":["a", "b"]}}',
    '{"text":"t\\u0077o","lang":"\\ud83d\\ude42\\n","meta":null,"a.b":true}',
    '{"text":"three","lang":null,"a":{"b":-1.50e3},"id":12345678901234567890}',
    '{"text":" ","lang":"of an empty record"}',
    '{"te\\u0078t":"four","lang":"xx","meta":{"year":1.0},"id":12345678901234567890}',
  ].join('\n');

  it('are strings unescaped, others as they are written, absent ones empty', async () => {
    put('a.jsonl', content);
    expect(await rows('a.jsonl', {extra: ['lang', 'meta.year', 'meta', 'a.b', 'id']})).toEqual([
      ['one', 'en', '1790', '{"year":1790,"tags":["a", "b"]}', '', ''],
      ['two', '🙂\n', '', '', 'true', ''],
      ['three', '', '', '', '-1.50e3', '12345678901234567890'],
      ['four', 'xx', '1.0', '{"year":1.0}', '', '12345678901234567890'],
    ]);
  });

  it('hold for each part of a record', async () => {
    put('b.jsonl', '{"id":1,"text":"a\\nb\\n\\nc"}\n{"id":2,"text":"d"}');
    expect(await rows('b.jsonl', {extra: ['id'], unit: 'paragraph'})).toEqual([
      ['a\nb', '1'],
      ['c', '1'],
      ['d', '2'],
    ]);
    expect((await rows('b.jsonl', {extra: ['id'], unit: 'line'})).map(([, id]) => id)).toEqual(['1', '1', '1', '2']);
  });

  it('may be the text itself, and do not disturb it', async () => {
    put('c.jsonl', '{"text":"t","x":"u"}');
    expect(await rows('c.jsonl', {extra: ['text', 'x', 'x']})).toEqual([['t', 't', 'u', 'u']]);
  });

  it('agree with JSON.parse', async () => {
    const value = fc.oneof(fc.string({unit: 'binary'}), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.string()));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({a: value, b: value}, {requiredKeys: []}), {minLength: 1, maxLength: 9}), async (objects) => {
        const lines = objects.map((object, i) => JSON.stringify(i % 2 === 0 ? {...object, text: `t${i}`} : {text: `t${i}`, ...object}));
        put('d.jsonl', `{"text":"first","a":1,"b":1}\n${lines.join('\n')}`);
        const plain = (x: unknown) => (x === undefined || x === null ? '' : typeof x === 'string' ? x : JSON.stringify(x));
        const wellFormed = (x: string) => Buffer.from(x).toString();
        expect((await rows('d.jsonl', {extra: ['a', 'b']})).slice(1)).toEqual(
          objects.map((object, i) => [`t${i}`, wellFormed(plain(object.a)), wellFormed(plain(object.b))]),
        );
      }),
      {numRuns: 100},
    );
  });

  it('that no record of a file has are refused, naming those there are', async () => {
    put('e.jsonl', '{"text":"a","lang":"en"}\n{"text":"b"}');
    const error = await failure('e.jsonl', {extra: ['lang', 'lag']});
    expect(error).toBeInstanceOf(DataError);
    expect(error.message).toBe('e.jsonl has no field "lag"; it has "text", "lang"');
    expect(error.next).toBe('Did you mean "lang"?');
    expect((await failure('e.jsonl', {extra: ['zebra']})).next).toBe('Name fields that the records have.');
    expect((await failure('e.jsonl', {extra: ['']})).message).toBe('a further field has an empty name');
  });
});

describe('further fields of CSV and text', () => {
  it('are cells as they are', async () => {
    put('a.csv', 'id,text,note\n1,one,"a ""b"",\nc"\n2,two,\n');
    expect(await rows('a.csv', {extra: ['note', 'id']})).toEqual([
      ['one', 'a "b",\nc', '1'],
      ['two', '', '2'],
    ]);
    expect((await failure('a.csv', {extra: ['nope']})).message).toBe('a.csv:1 has no field "nope"; it has "id", "text", "note"');
    const latin = Buffer.concat([Buffer.from('text,id\na,'), Buffer.from([0xe9]), Buffer.from('\nb,2\n')]);
    expect(await rows(put('latin.csv', latin), {extra: ['id'], maxBad: 1})).toEqual([['b', '2']]);
  });

  it('are not to be had of text', async () => {
    const error = await failure(put('a.txt', 'text'), {extra: ['lang', 'id']});
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toBe('a.txt is text, so it has no field "lang" or "id"');
  });
});

describe('further fields of Parquet', () => {
  it('are strings, numbers, dates and booleans', async () => {
    const got = await rows(FIXTURE, {extra: ['few', 'day', 'flag', 'n', 'at', 'required']});
    const second = got.find(([text]) => text.startsWith('row 1 '));
    expect(second).toEqual([`row 1 é${'x'.repeat(37)}`, 'value 1', '2020-01-02', 'false', '1000003', '2020-01-01T01:02:03.001Z', 'r1']);
    expect(got[0].slice(1)).toEqual(['', '2020-01-01', '', '0', '2020-01-01T01:02:03.000Z', 'r0']);
    expect((await failure(FIXTURE, {extra: ['dy']})).message).toContain('has no field "dy"; it has "text", "few"');
  });

  it('hold for each part of a record', async () => {
    const got = await rows(FIXTURE, {extra: ['n'], unit: 'line'});
    expect(got.map(([, n]) => Number(n) / 1000003)).toEqual(got.map(([text]) => Number(text.split(' ')[1])));
  });
});

describe('without further fields', () => {
  it('batches have none', async () => {
    for await (const batch of readBatches([put('n.jsonl', '{"text":"a"}')], {base})) expect('extra' in batch).toBe(false);
    expect('extra' in (await readCorpus(['n.jsonl'], {base}))).toBe(false);
  });
});

describe('times of Parquet', () => {
  const time = (unit: 'MILLIS' | 'MICROS' | 'NANOS') =>
    ({type: 'INT64', logical_type: {type: 'TIMESTAMP', isAdjustedToUTC: true, unit}, repetition_type: 'OPTIONAL'}) as const;

  it('keep the digits of their unit, and stay numbers where ISO 8601 ends', async () => {
    const columns = [
      {name: 'text', data: ['a', 'b', 'c']},
      {name: 'millis', data: [1_700_000_000_123n, 0n, -1n]},
      {name: 'micros', data: [1_700_000_000_123_456n, -1n, 9223372036854775807n]},
      {name: 'nanos', data: [1_700_000_000_123_456_789n, 1_000_000n, -1n]},
    ];
    const schema = [
      {name: 'root', num_children: 4},
      {name: 'text', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL'},
      {name: 'millis', ...time('MILLIS')},
      {name: 'micros', ...time('MICROS')},
      {name: 'nanos', ...time('NANOS')},
    ];
    put('times.parquet', new Uint8Array(parquetWriteBuffer({columnData: columns, schema} as never)));
    expect(await rows('times.parquet', {extra: ['millis', 'micros', 'nanos']})).toEqual([
      ['a', '2023-11-14T22:13:20.123Z', '2023-11-14T22:13:20.123456Z', '2023-11-14T22:13:20.123456789Z'],
      ['b', '1970-01-01T00:00:00.000Z', '1969-12-31T23:59:59.999999Z', '1970-01-01T00:00:00.001Z'],
      ['c', '1969-12-31T23:59:59.999Z', '9223372036854775807', '1969-12-31T23:59:59.999999999Z'],
    ]);
  });
});
