import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {requestOf} from '../../read/request.ts';
import type {Skipped} from '../../read/tally.ts';
import type {ReadOptions} from '../read/corpus.ts';
import {findFiles} from '../read/sources.ts';
import {type FilePart, planParts, readPart} from './parts.ts';
import {base, type Located, located, PARQUET, put, whole} from './scan.test-input.ts';

async function inParts(source: string, options: ReadOptions, partBytes: number) {
  const parts = await planParts(await findFiles([source], {base}), {...options, partBytes});
  const records: Located[] = [];
  const broken: Skipped[] = [];
  const onSkip = (skipped: Skipped) => void (skipped.kind === 'broken' && broken.push(skipped));
  for (const part of parts) {
    for await (const batch of readPart(part, requestOf({...options, onSkip}), {lines: true})) records.push(...located(batch));
  }
  return {records, broken, parts: parts.length};
}

describe('parts', () => {
  const piece = fc.constantFrom('a', 'é', '🙂', ' ', '\n', '\r\n', '\n\n', '\n \t\r\n', 'word', '\u0000');

  it('of text give the records of the whole, with their lines, wherever the cuts lie', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, {maxLength: 40}),
        fc.boolean(),
        fc.constantFrom('line' as const, 'paragraph' as const),
        async (pieces, marked, unit) => {
          const content = `${marked ? '\ufeff' : ''}${pieces.join('')}`;
          const options: ReadOptions = {unit, maxBad: 99};
          const expected = await whole(put('t/cut.txt', content), options).catch((error: Error) => error);
          fc.pre(!(expected instanceof Error));
          for (const partBytes of [1, 2, 5, 13, 1000]) {
            const {records, broken, parts} = await inParts('t/cut.txt', options, partBytes);
            const size = Buffer.byteLength(content);
            expect(parts).toBe(size <= partBytes ? 1 : Math.ceil(size / partBytes));
            expect({records, broken}).toEqual(expected);
          }
        },
      ),
      {numRuns: 60},
    );
  });

  it('of JSONL give the records, further fields and errors of the whole', async () => {
    const line = fc.constantFrom(
      '{"text":"one","n":1}',
      '{"text":"two\\nlines\\n\\né","n":null}',
      '',
      ' ',
      '{"text":" "}',
      '{"text":"cut',
      '{"n":"\\ud83d\\ude42","text":"three"}',
      '{"text":"nul \u0000"}',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, {maxLength: 12}),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.constantFrom('file' as const, 'paragraph' as const, 'line' as const),
        fc.constantFrom('j/cut.jsonl', 'j/cut.json'),
        async (lines, end, last, unit, name) => {
          const content = `\ufeff{"text":"first","n":0}${end}${lines.join(end)}${last ? end : ''}`;
          const options: ReadOptions = {unit, maxBad: 99, extra: ['n']};
          const expected = await whole(put(name, content), options);
          for (const partBytes of [1, 11, 30, 64]) {
            const {records, broken} = await inParts(name, options, partBytes);
            expect({records, broken}).toEqual(expected);
          }
        },
      ),
      {numRuns: 25},
    );
  });

  it('that are longer than what is read at once still meet', async () => {
    const content = Array.from({length: 90}, (_, i) => `${i} ${'word '.repeat((i * 7919) % 30_000)}${i % 3 === 0 ? '\n' : ''}\n`).join('');
    put('t/long.txt', content);
    for (const unit of ['line', 'paragraph'] as const) {
      const expected = await whole('t/long.txt', {unit});
      for (const partBytes of [400_000, 1_048_576, 2_500_000]) {
        const {records, parts} = await inParts('t/long.txt', {unit}, partBytes);
        expect(parts).toBeGreaterThan(2);
        expect(records).toEqual(expected.records);
      }
    }
  });

  it('of Parquet are rows: of row groups together, or of pieces of a large one', async () => {
    const path = join(PARQUET, 'records-snappy.parquet');
    const options: ReadOptions = {extra: ['id', 'meta.title']};
    const chats = ['v1', 'v2'].map((kind) => join(import.meta.dirname, `../../read/fixture-chats-${kind}.parquet`));
    const turns = {field: 'messages.content', roles: ['user'], extra: ['n', 'source']};
    for (const file of chats) expect(await inParts(file, turns, 1)).toEqual({...(await whole(file, turns)), parts: 3});
    const nested = {...options, field: 'meta.title'};
    for (const partBytes of [1, 300]) expect((await inParts(path, nested, partBytes)).records).toEqual((await whole(path, nested)).records);
    for (const file of [
      path,
      ...['v1', 'v2', 'delta'].map((kind) => join(import.meta.dirname, `../../read/fixture-pages-${kind}.parquet`)),
    ]) {
      const fields = file === path ? options : {extra: ['few', 'day']};
      const expected = await whole(file, fields);
      for (const partBytes of [50, 1000, 10_000]) {
        const {records, parts} = await inParts(file, fields, partBytes);
        if (partBytes < 1000) expect(parts).toBeGreaterThan(10);
        expect(records).toEqual(expected.records);
      }
    }
  });

  it('are whole where a file cannot be cut, and tile the file where it can', async () => {
    const lines = '{"text":"a"}\n'.repeat(100);
    const names = [
      put('k/a.jsonl', lines),
      put('k/a.jsonl.gz', gzipSync(lines)),
      put('k/a.csv', 'text\na\nb\n'),
      put('k/a.txt', lines),
      put('k/a.json', '[{"text":"a"}, {"text":"b"}]'),
    ];
    const parts = await planParts(await findFiles(names, {base}), {partBytes: 5});
    expect(parts.filter(({kind}) => kind === 'whole').map(({file}) => file.name)).toEqual(names.slice(1));
    const ranges = parts.filter((part): part is FilePart & {kind: 'bytes'} => part.kind === 'bytes');
    expect(ranges.length).toBe(260);
    expect([ranges[0].start, ranges.at(-1)?.end]).toEqual([0, 1300]);
    expect(ranges.every(({start}, i) => i === 0 || start === ranges[i - 1].end)).toBe(true);
    expect(parts.map(({index}) => index)).toEqual(parts.map((_, i) => i));
    expect(parts.filter(({last}) => last).length).toBe(names.length);
  });
});
