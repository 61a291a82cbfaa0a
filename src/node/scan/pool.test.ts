import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {Readable} from 'node:stream';
import {gzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {ConfigError, DataError} from '../../core/error.ts';
import type {ReadOptions} from '../read/corpus.ts';
import {type Counted, type CountingData, counting} from './counting.test-worker.ts';
import {type ScanPoolOptions, type ScanResult, scanHere, scanParts} from './pool.ts';
import {base, PARQUET, put, whole} from './scan.test-input.ts';

function pool(sources: string[], options: Partial<ScanPoolOptions> & {workers: number}): Promise<ScanResult> {
  const workerData: CountingData = (options.workerData as CountingData | undefined) ?? {};
  return scanParts({
    sources,
    partBytes: 20_000,
    worker: new URL('./counting.test-worker.ts', import.meta.url),
    here: () => counting(workerData),
    ...options,
    read: {base, ...options.read},
    workerData,
  });
}

const totals = ({messages}: ScanResult): Counted =>
  (messages as Counted[]).reduce((a, b) => ({records: a.records + b.records, bytes: a.bytes + b.bytes, sum: a.sum + b.sum}));

async function failure(promise: Promise<unknown>): Promise<DataError> {
  const error = (await promise.catch((caught) => caught)) as DataError;
  expect(error).toBeInstanceOf(Error);
  return error;
}

describe('a pool', () => {
  const record = (i: number) => `{"text":"record ${i} ${'x'.repeat(i % 97)}","lang":"${i % 3}"}\n`;
  const content = Array.from({length: 4000}, (_, i) => record(i)).join('');

  it('gives the same totals, and parts in order, with one worker and with more', async () => {
    const names = [put('p/a.jsonl', content), put('p/b.txt', 'a line\n'.repeat(5000)), put('p/c.jsonl.gz', gzipSync(content))];
    const read: ReadOptions = {unit: 'line'};
    const one = await pool(names, {workers: 1, read});
    expect(one.records).toBe(13_000);
    for (const workers of [2, 3]) {
      const more = await pool(names, {workers, read});
      expect(more.messages.length).toBe(workers);
      expect((more.messages as Counted[]).filter(({records}) => records > 0).length).toBeGreaterThan(1);
      expect(totals(more)).toEqual(totals(one));
      expect(more.parts.flat()).toEqual(one.parts.flat());
      expect({...more, messages: 0, parts: 0}).toEqual({...one, messages: 0, parts: 0});
    }
  });

  it('has threads join what others counted, where they can, so that the calling thread gets one answer of them', async () => {
    const name = put('p/a.jsonl', content);
    const one = await pool([name], {workers: 1});
    for (const workers of [2, 3, 5, 8]) {
      const joined = await pool([name], {workers, partBytes: 5000, workerData: {joins: true} satisfies CountingData});
      expect(joined.messages).toHaveLength(2);
      expect(totals(joined)).toEqual(totals(one));
    }
  });

  it('delivers further fields, and misses one that no record of a file has', async () => {
    put('p/a.jsonl', content);
    const [one, two] = await Promise.all([1, 2].map((workers) => pool(['p/a.jsonl'], {workers, read: {extra: ['lang']}})));
    expect(totals(two)).toEqual(totals(one));
    for (const workers of [1, 2]) {
      const error = await failure(pool(['p/a.jsonl'], {workers, read: {extra: ['lang', 'long']}}));
      expect(error).toBeInstanceOf(DataError);
      expect(error.message).toBe('p/a.jsonl has no field "long"; it has "text", "lang"');
    }
  });

  it('tells of the first broken records in file order, as reading in one go does', async () => {
    const lines = content.split('\n').slice(0, -1);
    for (const at of [3990, 2500, 1700, 30]) lines[at] = `{"text":${at}}`;
    const name = put('p/broken.jsonl', lines.join('\n'));
    for (const maxBad of [0, 1, 3]) {
      const expected = await failure(whole(name, {maxBad}));
      for (const workers of maxBad === 1 ? [1, 2, 3] : [1, 2]) {
        const error = await failure(pool([name], {workers, read: {maxBad}}));
        expect(error).toBeInstanceOf(DataError);
        const {message, where, next} = error;
        expect({message, where, next}).toEqual({message: expected.message, where: expected.where, next: expected.next});
      }
    }
    for (const workers of [1, 3]) {
      const {broken, records} = await pool([name], {workers, read: {maxBad: 4}});
      expect(records).toBe(3996);
      expect(broken.map(({line}) => line)).toEqual([31, 1701, 2501, 3991]);
    }
  });

  it('keeps the class, place and advice of errors over threads', async () => {
    const names = [put('p/a.jsonl', content), put('p/cut.txt.gz', gzipSync(content).subarray(0, 5000)), put('p/d.txt', 'fine')];
    for (const workers of [1, 2]) {
      expect(await failure(pool(names, {workers}))).toMatchObject({
        name: 'DataError',
        message: 'p/cut.txt.gz is truncated: its gzip data ends too early',
        where: 'p/cut.txt.gz',
        next: 'Fetch or write the file again; its end is missing.',
      });
      expect(await failure(pool(['p/a.jsonl', 'p/d.txt'], {workers, read: {extra: ['lang']}}))).toBeInstanceOf(ConfigError);
      const wrong = await failure(pool(['p/a.jsonl'], {workers, workerData: {word: 'record 3000', how: 'data'} satisfies CountingData}));
      expect(wrong).toBeInstanceOf(DataError);
      expect(wrong).toMatchObject({where: 'p/a.jsonl:x', next: 'Leave it out.'});
      const mistake = await failure(pool(['p/a.jsonl'], {workers, workerData: {word: 'record 3000'} satisfies CountingData}));
      expect(mistake.message).toBe('a mistake in the handlers');
      expect(await failure(pool([put('p/e.txt', ' \n'), put('p/f.jsonl', '')], {workers}))).toMatchObject({
        message: 'no records in p/e.txt, p/f.jsonl (1 empty)',
      });
    }
  });

  it('says of bad input what reading in one go says', async () => {
    const parquet = readFileSync(join(PARQUET, 'records-snappy.parquet'));
    const long = '{"text":"a"}\n'.repeat(2000);
    const bad: [string, ReadOptions, string, string][] = [
      [put('q/b.jsonl', '{"text":"a"}\n{"text":\n'), {}, 'q/b.jsonl:2 is not JSON: Unexpected end of JSON input', 'q/b.jsonl:2'],
      [put('q/long.jsonl', `${long}{"text":}\n${long}`), {}, 'q/long.jsonl:2001 is not JSON', 'q/long.jsonl:2001'],
      ['q/long.jsonl', {field: 'body'}, 'q/long.jsonl:1 has no field "body"; it has "text"', 'q/long.jsonl:1'],
      [put('q/c.csv', 'text,id\na,1\n'), {field: 'body'}, 'q/c.csv:1 has no field "body"; it has "text", "id"', 'q/c.csv:1'],
      [put('q/p.parquet', parquet.subarray(0, 1500)), {}, 'q/p.parquet is truncated or not a Parquet file', 'q/p.parquet'],
      [put('q/z.jsonl.gz', gzipSync(long).subarray(0, 60)), {}, 'q/z.jsonl.gz is truncated: its gzip data ends too early', 'q/z.jsonl.gz'],
      [
        put('q/binary.txt', Buffer.concat([Buffer.from('\ufeff'), Buffer.from('a line\n'.repeat(9000)), Buffer.of(0x89)])),
        {unit: 'line'},
        'q/binary.txt is not valid UTF-8: byte 0x89 at byte 63000 of its text, on line 9001',
        'q/binary.txt:9001',
      ],
      [
        put('q/zero.jsonl', `${long}\u0000`),
        {},
        'q/zero.jsonl holds a byte 0, so it is not text at byte 26000 of its text, on line 2001',
        'q/zero.jsonl:2001',
      ],
      [put('q/none.jsonl', '\n\n'), {}, 'no records in q/none.jsonl', 'q/none.jsonl'],
    ];
    for (const [name, read, message, where] of bad) {
      const expected = await failure(whole(name, read));
      expect(expected.message.slice(0, message.length)).toBe(message);
      expect(expected.where).toBe(where);
      for (const workers of [1, 2]) {
        const error = await failure(pool([name], {workers, read, partBytes: 60}));
        expect([error.name, error.message, error.where, error.next]).toEqual(['DataError', expected.message, where, expected.next]);
      }
    }
  });

  it('reports a worker that dies, and leaves no thread behind', async () => {
    put('p/a.jsonl', content);
    const threads = () => process.report && (process.report.getReport() as unknown as {workers: unknown[]}).workers.length;
    const before = threads();
    const workerData: CountingData = {word: 'record', how: 'exit'};
    const error = await failure(pool(['p/a.jsonl'], {workers: 2, workerData, here: () => counting()}));
    expect(error.message).toBe('a thread that reads stopped with exit code 7 before its work was done');
    expect(threads()).toBe(before);
    await pool(['p/a.jsonl'], {workers: 3});
    expect(threads()).toBe(before);
  });

  it('stops when it is told to', async () => {
    put('p/a.jsonl', content.repeat(20));
    for (const workers of [1, 2]) {
      const controller = new AbortController();
      const onProgress = () => controller.abort(new Error('enough'));
      expect((await failure(pool(['p/a.jsonl'], {workers, signal: controller.signal, onProgress}))).message).toBe('enough');
      expect((await failure(pool(['p/a.jsonl'], {workers, signal: AbortSignal.abort(new Error('never'))}))).message).toBe('never');
    }
  });

  it('reads standard input in the calling thread, beside the others', async () => {
    put('p/a.jsonl', content);
    const stdin = () => Readable.from([Buffer.from('{"text":"from '), Buffer.from('a pipe"}\n{"text":"more"}')]);
    const one = await pool(['p/a.jsonl', '-'], {workers: 1, read: {stdin: stdin()}});
    const two = await pool(['p/a.jsonl', '-'], {workers: 2, read: {stdin: stdin()}});
    expect(totals(two)).toEqual(totals(one));
    expect(two.parts.at(-1)).toEqual(['from a pipe', 'more']);
    expect((await pool(['-'], {workers: 2, read: {stdin: stdin()}})).records).toBe(2);
  });

  it('tells how far it is', async () => {
    const name = put('p/a.jsonl', content);
    for (const workers of [1, 2]) {
      let last: unknown;
      await pool([name], {workers, onProgress: (progress) => (last = progress)});
      expect(last).toEqual({bytes: content.length, totalBytes: content.length, records: 4000, file: 'p/a.jsonl'});
    }
    await scanHere(counting(), {sources: [name], read: {base}});
  });
});
