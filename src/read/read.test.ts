import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Readable} from 'node:stream';
import {gzipSync, zstdCompressSync} from 'node:zlib';
import fc from 'fast-check';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {Text} from '../core/data.ts';
import {ConfigError, DataError} from '../core/error.ts';
import {type ReadOptions, readBatches, readCorpus} from '../node/read/corpus.ts';
import {readSpeeches} from '../node/read/speeches.ts';
import {BatchBuilder, SpareMemory} from './batch.ts';
import {encodeText} from './bytes.ts';
import {type ReadProgress, whereIs} from './corpus.ts';
import {appendUnescaped} from './json-escape.ts';
import {FieldScanner} from './json-field.ts';
import {lineBlocks} from './lines.ts';
import type {Skipped} from './tally.ts';
import {firstInvalidUtf8} from './utf8.ts';

let base = '';
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'genloss-read-'));
});
afterAll(() => rmSync(base, {recursive: true}));

const PARQUET = join(import.meta.dirname, '../../test/fixtures/parquet');

function put(name: string, content: string | Uint8Array): string {
  mkdirSync(join(base, name, '..'), {recursive: true});
  writeFileSync(join(base, name), content);
  return name;
}

function records(text: Text): string[] {
  return Array.from({length: text.count}, (_, i) => Buffer.from(text.bytes.subarray(text.offsets[i], text.offsets[i + 1])).toString());
}

async function read(source: string | string[], options: ReadOptions = {}): Promise<string[]> {
  return records(await readCorpus([source].flat(), {base, ...options}));
}

async function failure(source: string | string[], options: ReadOptions = {}): Promise<DataError> {
  const error = await readCorpus([source].flat(), {base, ...options}).catch((caught) => caught);
  expect(error).toBeInstanceOf(DataError);
  return error;
}

describe('text', () => {
  const text = '\ufefffirst line\r\nsecond line\r\n \t\r\n\r\nnext paragraph\n\n\nlast';

  it('is one record a file unless a unit is named', async () => {
    expect(await read(put('t/a.txt', text))).toEqual([text.slice(1)]);
  });

  it('is cut into paragraphs at blank lines, and CRLF becomes LF', async () => {
    const corpus = await readCorpus([put('t/a.txt', text)], {base, unit: 'paragraph'});
    expect(records(corpus)).toEqual(['first line\nsecond line', 'next paragraph', 'last']);
    expect([...corpus.lines]).toEqual([1, 5, 8]);
    expect(whereIs(corpus, 2)).toBe('t/a.txt:8');
  });

  it('is cut into lines, blank ones passed over', async () => {
    const corpus = await readCorpus([put('t/a.txt', text)], {base, unit: 'line'});
    expect(records(corpus)).toEqual(['first line', 'second line', 'next paragraph', 'last']);
    expect([...corpus.lines]).toEqual([1, 2, 5, 8]);
  });

  it('gives the same records wherever the chunks are cut', async () => {
    const words = fc.string({unit: fc.constantFrom('a', 'é', '🙂', ' ', '\n', '\r\n', '\n\n'), maxLength: 60});
    await fc.assert(
      fc.asyncProperty(
        words,
        fc.integer({min: 1, max: 9}),
        fc.constantFrom('line' as const, 'paragraph' as const),
        async (content, size, unit) => {
          fc.pre(content.trim() !== '');
          const bytes = Buffer.from(content);
          const cut = Readable.from(
            Array.from({length: Math.ceil(bytes.length / size)}, (_, i) => bytes.subarray(i * size, i * size + size)),
          );
          const got = await read('-', {unit, format: 'text', stdin: cut});
          const lines = content.split(/\r?\n/);
          const joined = lines.map((line) => (line.trim() === '' ? '' : line)).join('\n');
          const expected = (unit === 'line' ? lines : joined.split(/\n\n+/).map((p) => p.replace(/^\n|\n$/g, ''))).filter(
            (r) => r.trim() !== '',
          );
          expect(got).toEqual(expected);
        },
      ),
      {numRuns: 150},
    );
  });

  it('keeps paragraphs and lines that are longer than a chunk', async () => {
    const long = 'word '.repeat(500_000);
    const content = `short\n${long}\nafter\n\nnext`;
    expect(await read(put('t/long.txt', content), {unit: 'paragraph'})).toEqual([`short\n${long}\nafter`, 'next']);
    expect(await read('t/long.txt', {unit: 'line'})).toEqual(['short', long, 'after', 'next']);
  });

  it('that are one line of more than 256 MiB are refused before they fill the memory', async () => {
    const chunk = Buffer.alloc(64 << 20, 'x');
    let given = 0;
    async function* endless(): AsyncGenerator<Buffer> {
      yield Buffer.from(`${'fine '.repeat(20)}\n`);
      while (true) {
        given += chunk.length;
        yield chunk;
      }
    }
    const blocks = lineBlocks(endless(), 'big.txt');
    const error = await (async () => {
      for await (const block of blocks) expect(block.firstLine).toBe(1);
    })().catch((caught) => caught);
    expect(error).toMatchObject({name: 'DataError', message: 'big.txt:2 or a line after it is longer than 256 MiB'});
    expect(given).toBeLessThan(400 << 20);
  });

  it('is done with a chunk when it asks for the next, and a block is good until then', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a', 'bc', '\n', '\r\n', 'long '.repeat(9)), {maxLength: 60}),
        fc.integer({min: 1, max: 40}),
        async (pieces, size) => {
          const text = pieces.join('');
          async function* chunks(): AsyncGenerator<Uint8Array> {
            const memory = new Uint8Array(size);
            for (let at = 0; at < text.length; at += size) {
              const part = Buffer.from(text.slice(at, at + size));
              memory.set(part);
              yield memory.subarray(0, part.length);
              memory.fill(0);
            }
          }
          const lines: string[] = [];
          for await (const block of lineBlocks(chunks(), 'x', {marked: false}))
            block.forEach((start, end, line) => void (lines[line - 1] = Buffer.from(block.bytes.subarray(start, end)).toString()));
          const expected = text.split(/\r?\n/);
          if (expected.at(-1) === '') expected.pop();
          expect(lines).toEqual(expected);
        },
      ),
      {numRuns: 300},
    );
  });

  it('takes memory that came back, and only memory that it gave', () => {
    const spare = new SpareMemory();
    const builder = new BatchBuilder(8, 0, spare);
    const filled = (text: string) => {
      builder.append(Buffer.from(text), 0, text.length);
      builder.end(1);
      return builder.take('x')!;
    };
    const first = filled('first batch');
    const second = filled('second');
    expect([first, second].map(({bytes}) => Buffer.from(bytes).toString())).toEqual(['first batch', 'second']);
    spare.give(first.bytes);
    spare.give(first.bytes);
    spare.give(new Uint8Array(6));
    const third = filled('third');
    expect(third.bytes.buffer).toBe(first.bytes.buffer);
    expect(Buffer.from(second.bytes).toString()).toBe('second');
    expect(filled('fourth').bytes.buffer).not.toBe(first.bytes.buffer);
  });

  it('numbers lines over block borders', async () => {
    const numbers: number[] = [];
    for await (const block of lineBlocks(Readable.from([Buffer.from(`${'a'.repeat(99)}\nb\nc`), Buffer.from('c\nd')]), 'x'))
      numbers.push(block.firstLine);
    expect(numbers).toEqual([1, 3, 4]);
  });

  it('that is not UTF-8, or binary, is refused with its place', async () => {
    const latin = await failure(put('bad/latin.txt', Buffer.concat([Buffer.from('fine\nca'), Buffer.from([0xe9, 0x20, 0x0a])])));
    expect(latin.message).toBe('bad/latin.txt is not valid UTF-8: byte 0xe9 at byte 7 of its text, on line 2');
    expect(latin.where).toBe('bad/latin.txt:2');
    expect((await failure(put('bad/binary.txt', Buffer.from([65, 10, 66, 0, 1])))).message).toContain(
      'holds a byte 0, so it is not text at byte 3',
    );
    expect((await failure(put('bad/utf16.txt', Buffer.from('\ufeffhello', 'utf16le')))).next ?? '').toContain('UTF-16LE');
  });

  it('passes over broken lines and paragraphs up to maxBad', async () => {
    put('bad/some.txt', Buffer.concat([Buffer.from('one\ntwo\n\nthr'), Buffer.from([0xff]), Buffer.from('ee\nfour\n\nfive\n')]));
    const skipped: Skipped[] = [];
    const options: ReadOptions = {maxBad: 1, onSkip: (s) => skipped.push(s)};
    expect(await read('bad/some.txt', {...options, unit: 'line'})).toEqual(['one', 'two', 'four', 'five']);
    expect(await read('bad/some.txt', {...options, unit: 'paragraph'})).toEqual(['one\ntwo', 'five']);
    expect(skipped).toMatchObject([
      {kind: 'broken', line: 4},
      {kind: 'broken', line: 4},
    ]);
  });
});

describe('firstInvalidUtf8', () => {
  it('finds the byte that was broken, wherever it lies', () => {
    fc.assert(
      fc.property(fc.string({unit: 'grapheme', maxLength: 400}), fc.nat(), (content, where) => {
        const bytes = Buffer.from(content);
        expect(firstInvalidUtf8(bytes)).toBe(-1);
        let at = where % (bytes.length + 1);
        while (at < bytes.length && (bytes[at] & 0xc0) === 0x80) at++;
        expect(firstInvalidUtf8(Buffer.concat([bytes.subarray(0, at), Buffer.from([0xff]), bytes.subarray(at)]))).toBe(at);
      }),
    );
  });
});

describe('compressed files', () => {
  const content = Array.from({length: 30_000}, (_, i) => `line ${i} ${Math.imul(i, 2654435761)}`).join('\n');

  it('read like plain ones, many members or frames included', async () => {
    const half = content.indexOf('\n', content.length / 2) + 1;
    const parts = [content.slice(0, half), content.slice(half)];
    const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
    put('z/a.txt.gz', gzipSync(content));
    put('z/b.txt.zst', zstdCompressSync(content));
    put('z/c.txt.gz', Buffer.concat(parts.map((p) => gzipSync(p))));
    put('z/d.txt.zst', Buffer.concat([skippable, ...parts.map((p) => zstdCompressSync(p))]));
    for (const name of ['a.txt.gz', 'b.txt.zst', 'c.txt.gz', 'd.txt.zst']) expect(await read(`z/${name}`)).toEqual([content]);
  });

  it('that are cut short, empty or something else are refused by name', async () => {
    const gz = gzipSync(content);
    const zst = zstdCompressSync(content);
    for (const [name, bytes] of [
      ['cut.txt.gz', gz.subarray(0, gz.length >> 1)],
      ['cut.jsonl.zst', zst.subarray(0, zst.length - 2)],
      ['second.txt.zst', Buffer.concat([zst, zst.subarray(0, 1000)])],
      ['empty.txt.gz', Buffer.alloc(0)],
    ] as const) {
      expect((await failure(put(`z/bad/${name}`, bytes), {unit: 'line', maxBad: 1e9})).message).toContain(`${name} is truncated`);
    }
    expect((await failure(put('z/bad/plain.txt.gz', 'not compressed'))).message).toContain('not intact gzip data');
    expect((await failure(put('z/bad/plain.txt.zst', 'not compressed'))).message).toContain('not intact Zstandard data');
  });

  it('of standard input are recognised by their magic number', async () => {
    const json = '\n {"text":"a"}\n{"text":"b"}';
    for (const bytes of [Buffer.from(json), gzipSync(json), zstdCompressSync(json)]) {
      expect(await read('-', {stdin: Readable.from([bytes.subarray(0, 2), bytes.subarray(2)])})).toEqual(['a', 'b']);
    }
    expect(await read('-', {stdin: Readable.from([Buffer.from('plain text')])})).toEqual(['plain text']);
  });
});

describe('JSONL', () => {
  it('gives a field, nested or not, and skips empty ones', async () => {
    put(
      'j/a.jsonl',
      '{"text":"a\\n\\u00e9 \\ud83d\\ude42","meta":{"title":"T"}}\r\n\n{"text":" ","meta":{"title":"U"}}\n{"text":null,"meta":{}}\n',
    );
    const corpus = await readCorpus(['j/a.jsonl'], {base});
    expect(records(corpus)).toEqual(['a\né 🙂']);
    expect(corpus.empty).toBe(2);
    expect(await read('j/a.jsonl', {field: 'meta.title', maxBad: 1})).toEqual(['T', 'U']);
    expect(await read(put('j/dot.jsonl', '{"a.b":"dotted"}'), {field: 'a.b'})).toEqual(['dotted']);
  });

  it('is cut further only where a unit is named', async () => {
    put('j/units.jsonl', '{"text":"a\\nb\\n\\nc"}\n{"text":"d"}\n');
    expect(await read('j/units.jsonl')).toEqual(['a\nb\n\nc', 'd']);
    expect(await read('j/units.jsonl', {unit: 'paragraph'})).toEqual(['a\nb', 'c', 'd']);
    const lines = await readCorpus(['j/units.jsonl'], {base, unit: 'line'});
    expect(records(lines)).toEqual(['a', 'b', 'c', 'd']);
    expect([...lines.lines]).toEqual([1, 1, 1, 2]);
  });

  it('names the line, the field and the fields there are', async () => {
    put('j/missing.jsonl', '{"text":"a"}\n{"body":"b","meta":{"x":1}}\n{"text":3}\n{"text":"c"\n[1]\n{"text":"d"}');
    const error = await failure('j/missing.jsonl');
    expect(error.message).toBe('j/missing.jsonl:2 has no field "text"; it has "body", "meta", "meta.x"');
    expect(error.where).toBe('j/missing.jsonl:2');
    expect((await failure('j/missing.jsonl', {maxBad: 1})).message).toContain(
      'more than 1 broken records; the last one: j/missing.jsonl:3: field "text" holds a number',
    );
    expect((await failure('j/missing.jsonl', {maxBad: 2})).message).toContain('j/missing.jsonl:4 is not JSON');
    expect((await failure('j/missing.jsonl', {maxBad: 3})).message).toContain('j/missing.jsonl:5 holds an array');
    const corpus = await readCorpus(['j/missing.jsonl'], {base, maxBad: 4});
    expect(records(corpus)).toEqual(['a', 'd']);
    expect(corpus.broken.map((skipped) => skipped.line)).toEqual([2, 3, 4, 5]);
    expect((await failure('j/missing.jsonl', {field: 'texd'})).next).toContain('"text"');
  });

  it('agrees with JSON.parse on every document, by the fast way wherever keys are plain', () => {
    const key = fc.oneof(
      {weight: 6, arbitrary: fc.constantFrom('text', 'a')},
      {weight: 2, arbitrary: fc.constantFrom('b', 'é', '')},
      {weight: 1, arbitrary: fc.constant('te\\xt')},
    );
    const {tree} = fc.letrec((tie) => ({
      tree: fc.oneof(
        {maxDepth: 4, depthIdentifier: 'json'},
        fc.string({unit: 'binary'}),
        fc.double({noNaN: true, noDefaultInfinity: true}),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('tree'), {maxLength: 3}),
        fc.array(fc.tuple(key, tie('tree')), {maxLength: 4}).map((pairs) => ({pairs})),
      ),
    }));
    const pairsOf = fc.array(fc.tuple(key, tree), {maxLength: 3});
    const documents = fc
      .tuple(pairsOf, pairsOf, pairsOf, fc.string({unit: 'binary'}))
      .map(([before, inner, after, text]) => [...before, ['a', {pairs: [['text', text], ...inner]}], ['text', `${text}"`], ...after]);
    let fast = 0;
    fc.assert(
      fc.property(
        documents,
        fc.constantFrom('', ' ', '\t'),
        fc.boolean(),
        fc.constantFrom('text', 'a.text'),
        (pairs, space, ascii, field) => {
          const bytes = Buffer.from(serialise({pairs}, space, ascii));
          const parsed = JSON.parse(bytes.toString());
          const inner = field === 'text' ? parsed : parsed.a;
          const expected =
            typeof inner === 'object' && inner !== null && !Array.isArray(inner) && Object.hasOwn(inner, 'text') ? inner.text : undefined;
          const scanner = new FieldScanner(field.split('.'));
          const kind = scanner.scan(bytes, 0, bytes.length);
          if (kind === 'unusual') {
            expect(bytes.toString()).toContain('te\\\\xt');
            return;
          }
          expect(kind).toBe(
            typeof expected === 'string' ? 'string' : expected === null ? 'null' : expected === undefined ? 'missing' : 'other',
          );
          if (kind !== 'string') return;
          const builder = new BatchBuilder(1);
          appendUnescaped(builder, bytes, scanner.found[0].start, scanner.found[0].end);
          expect(builder.bytes.subarray(0, builder.length)).toEqual(encodeText(expected));
          fast++;
        },
      ),
      {numRuns: 1500},
    );
    expect(fast).toBeGreaterThan(200);
  });

  it('sees every byte of a string wherever it lies in memory', () => {
    const scanner = new FieldScanner(['text']);
    for (let shift = 0; shift < 4; shift++) {
      for (let at = 0; at < 13; at++) {
        for (let byte = 0; byte < 128; byte++) {
          const text = `{"text":"${'abcdéfghijkl'.slice(0, at)}${String.fromCharCode(byte)}${'mnopqrstuvwx'.slice(at)}"}`;
          const bytes = Buffer.from(' '.repeat(shift) + text);
          const kind = scanner.scan(bytes, shift, bytes.length);
          let valid = true;
          try {
            JSON.parse(text);
          } catch {
            valid = false;
          }
          expect(kind).toBe(valid ? 'string' : 'unusual');
          if (valid) expect(scanner.found[0]).toEqual({kind, start: shift + 9, end: bytes.length - 2, escaped: byte === 92});
        }
      }
    }
  });

  it('accepts nothing that JSON.parse refuses', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '"text"',
      '"text":',
      '\\',
      '\\u12',
      '\\ud800',
      '01',
      '-',
      '1.',
      '1e',
      '1e+5',
      '-0',
      'true',
      'nul',
      'null',
      ' ',
      '\u0001',
      'x',
      '"text":"v"',
      '{"text":"v"}',
      '{"a":',
    );
    fc.assert(
      fc.property(fc.array(pieces, {maxLength: 9}), fc.boolean(), (parts, wrap) => {
        const text = wrap ? `{"text":${parts.join('')}}` : parts.join('');
        const bytes = Buffer.from(text);
        const scanner = new FieldScanner(['text']);
        if (scanner.scan(bytes, 0, bytes.length) !== 'unusual') JSON.parse(text);
      }),
      {numRuns: 5000},
    );
  });
});

/** JSON text of a tree in which objects are {pairs}, so that keys may repeat. */
function serialise(value: unknown, space: string, ascii: boolean): string {
  if (Array.isArray(value)) return `[${space}${value.map((v) => serialise(v, space, ascii)).join(`,${space}`)}]`;
  if (typeof value === 'object' && value !== null) {
    const {pairs} = value as {pairs: [string, unknown][]};
    return `{${space}${pairs.map(([k, v]) => `${JSON.stringify(k)}${space}:${space}${serialise(v, space, ascii)}`).join(`${space},${space}`)}${space}}`;
  }
  const text = JSON.stringify(value);
  return ascii ? text.replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`) : text;
}

describe('CSV', () => {
  it('gives a column, with quotes, line ends and tabs as they should be', async () => {
    put('c/a.csv', '\ufeffid,text\r\n1,"a ""quoted"", value\nof two lines"\r\n2,\r\n\r\n3,plain é\r\n');
    const corpus = await readCorpus(['c/a.csv'], {base});
    expect(records(corpus)).toEqual(['a "quoted", value\nof two lines', 'plain é']);
    expect([...corpus.lines]).toEqual([2, 6]);
    expect(corpus.empty).toBe(1);
    expect(await read(put('c/a.tsv.gz', gzipSync('text\tid\nx, y\t1\n')))).toEqual(['x, y']);
  });

  it('names what is wrong and where', async () => {
    put('c/b.csv', 'text,id\nfine,1\nto,o,many\nmore,2\n');
    expect((await failure('c/b.csv')).message).toBe('c/b.csv:3 has 3 columns, wanted 2 as in the header');
    expect(await read('c/b.csv', {maxBad: 1})).toEqual(['fine', 'more']);
    expect((await failure('c/b.csv', {field: 'body'})).message).toBe('c/b.csv:1 has no field "body"; it has "text", "id"');
    expect((await failure(put('c/latin.csv', Buffer.from([116, 101, 120, 116, 10, 0xe9, 10])))).message).toContain(
      'c/latin.csv is not valid UTF-8',
    );
  });
});

describe('Parquet', () => {
  const texts: (string | null)[] = JSON.parse(readFileSync(join(PARQUET, 'records.json'), 'utf8'));
  const kept = texts.filter((text) => text !== null && text.trim() !== '');

  it.each(['none', 'snappy', 'gzip', 'zstd', 'brotli', 'lz4'])('reads a string column over row groups, compression %s', async (codec) => {
    const corpus = await readCorpus([join(PARQUET, `records-${codec}.parquet`)], {});
    expect(records(corpus)).toEqual(kept);
    expect([...corpus.lines].slice(6, 9)).toEqual([7, 9, 11]);
    expect(corpus.empty).toBe(2);
  });

  it('reads a nested column, and says what is wrong with others', async () => {
    const path = join(PARQUET, 'records-snappy.parquet');
    expect((await read(path, {field: 'meta.title'})).length).toBe(50);
    expect((await failure(path, {field: 'txt'})).message).toContain(
      'has no field "txt"; it has "id", "text", "meta", "meta.title", "meta.year"',
    );
    expect((await failure(path, {field: 'id'})).message).toContain('column "id" holds INT64, wanted strings');
    expect((await failure(join(PARQUET, 'invalid-utf8.parquet'))).where).toMatch(/invalid-utf8.parquet:2$/);
    expect(await read(join(PARQUET, 'invalid-utf8.parquet'), {maxBad: 1})).toEqual(['good', 'also good']);
  });

  it('that is cut short or broken is refused by name', async () => {
    const bytes = readFileSync(join(PARQUET, 'records-zstd.parquet'));
    for (const size of [0, 3, 100, bytes.length >> 1, bytes.length - 1]) {
      const error = await failure(put('p/cut.parquet', bytes.subarray(0, size)));
      expect(error.message).toMatch(size === 0 ? /p\/cut.parquet/ : /p\/cut.parquet is truncated or not a Parquet file/);
    }
    const damaged = Buffer.from(bytes);
    damaged.fill(0xaa, 60, 900);
    expect((await failure(put('p/damaged.parquet', damaged), {maxBad: 0})).message).toContain('p/damaged.parquet');
  });
});

describe('sources', () => {
  it('come in the order given, folders and globs sorted by code unit, each file once', async () => {
    for (const name of ['b.txt', 'a.txt', 'Z.md', 'sub/c.txt', '.hidden.txt', 'notes.pdf']) put(`s/${name}`, name);
    expect(await read('s')).toEqual(['Z.md', 'a.txt', 'b.txt', 'sub/c.txt']);
    expect(await read('s/**/*.txt')).toEqual(['a.txt', 'b.txt', 'sub/c.txt']);
    expect(await read(['s/b.txt', join(base, 's/[a-b].txt')])).toEqual(['b.txt', 'a.txt']);
    expect(await read('s/notes.pdf', {format: 'text'})).toEqual(['notes.pdf']);
  });

  it('that give nothing are errors that say what to do', async () => {
    put('s/essays.jsonl', '{"text":"x"}');
    expect((await failure('s/esays.jsonl')).next).toBe('Did you mean essays.jsonl?');
    expect((await failure('nowhere/x.txt')).message).toContain('nor does its folder');
    expect((await failure('s/*.csv')).message).toBe('no file matches s/*.csv');
    put('pdfs/a.pdf', 'x');
    expect((await failure('pdfs')).message).toBe('folder pdfs holds no file that can be read');
    expect((await failure([put('e/a.txt', ' \n'), put('e/b.jsonl', '')])).message).toBe('no records in e/a.txt, e/b.jsonl (1 empty)');
    await expect(read('pdfs/a.pdf')).rejects.toBeInstanceOf(ConfigError);
    await expect(read([])).rejects.toBeInstanceOf(ConfigError);
  });
});

describe('readBatches', () => {
  it('reads no further than it is asked to, and reports progress up to the total', async () => {
    const content = `${'x'.repeat(99)}\n`.repeat(50_000);
    const name = put('big.txt', content);
    const progress: ReadProgress[] = [];
    const options: ReadOptions = {base, unit: 'line', onProgress: (p) => progress.push(p)};
    for await (const batch of readBatches([name], options)) {
      expect(batch.count).toBeGreaterThan(1000);
      break;
    }
    expect(progress.at(-1)?.bytes).toBeLessThanOrEqual(2 << 20);
    let count = 0;
    for await (const batch of readBatches([name], options)) count += batch.count;
    expect(count).toBe(50_000);
    expect(progress.at(-1)).toMatchObject({bytes: content.length, totalBytes: content.length, file: 'big.txt'});
  });
});

describe('readSpeeches', () => {
  it('gives the 233 speeches with their year, president and party', async () => {
    const all = await readSpeeches();
    expect([all.count, all.speeches.length, all.bytes.length]).toEqual([233, 233, 10_761_413]);
    expect(all.speeches[0]).toEqual({file: '1790_george_washington_n.txt', year: 1790, president: 'George Washington', party: 'none'});
    expect(records(all)[0]).toMatch(/^Fellow-Citizens of the Senate/);
  });

  it('keeps to the years asked for', async () => {
    const some = await readSpeeches({from: 1953, to: 1961});
    expect(some.speeches.map((speech) => speech.year)).toEqual([1953, 1953, 1954, 1955, 1956, 1957, 1958, 1959, 1960, 1961, 1961]);
    await expect(readSpeeches({from: 2022, to: 2030})).rejects.toBeInstanceOf(DataError);
    await expect(readSpeeches({from: 2000, to: 1999})).rejects.toBeInstanceOf(ConfigError);
  });
});
