import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Readable} from 'node:stream';
import {gzipSync} from 'node:zlib';
import {parse} from 'csv-parse/sync';
import fc from 'fast-check';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {ConfigError, DataError} from '../core/error.ts';
import {type ReadOptions, readBatches, readCorpus} from '../node/read/corpus.ts';
import {csvBatches} from './csv.ts';
import {requestOf} from './request.ts';

let base = '';
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'genloss-csv-'));
});
afterAll(() => rmSync(base, {recursive: true}));

function put(name: string, content: string | Uint8Array): string {
  writeFileSync(join(base, name), content);
  return name;
}

interface Read {
  readonly texts: string[];
  readonly lines: number[];
  readonly empty: number;
}

async function read(source: string, options: ReadOptions = {}): Promise<Read> {
  const {count, bytes, offsets, lines, empty} = await readCorpus([source], {base, ...options});
  const texts = Array.from({length: count}, (_, r) => Buffer.from(bytes.subarray(offsets[r], offsets[r + 1])).toString());
  return {texts, lines: [...lines], empty};
}

async function failure(name: string, content: string | Uint8Array, options: ReadOptions = {}): Promise<DataError> {
  const error = await read(put(name, content), options).catch((caught) => caught);
  expect(error).toBeInstanceOf(DataError);
  return error;
}

describe('rows', () => {
  it('are those of csv-parse, wherever the chunks are cut, whatever ends the lines', async () => {
    const value = fc.string({unit: fc.constantFrom('a', 'é', '🙂', ' ', ',', ';', '"', '\n', '\r\n', '\t'), maxLength: 8});
    const rows = fc
      .integer({min: 1, max: 4})
      .chain((width) => fc.array(fc.array(value, {minLength: width, maxLength: width}), {maxLength: 6}));
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.integer({min: 1, max: 7}),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.constantFrom(',', ';', '\t', '¦'),
        fc.boolean(),
        async (rest, size, end, delimiter, ended) => {
          const width = rest[0]?.length ?? 1;
          const all = [Array.from({length: width}, (_, c) => (c === width - 1 ? 'text' : `c${c}`)), ...rest];
          const written = all.map((row) =>
            row.map((v) => (/["\r\n]/.test(v) || v.includes(delimiter) ? `"${v.replaceAll('"', '""')}"` : v)).join(delimiter),
          );
          const bytes = Buffer.from(written.join(end) + (ended ? end : ''));
          const chunks = Readable.from(
            Array.from({length: Math.ceil(bytes.length / size)}, (_, i) => bytes.subarray(i * size, (i + 1) * size)),
          );
          const got: string[] = [];
          const lines: number[] = [];
          for await (const batch of csvBatches(chunks, 'x', 'csv', requestOf({delimiter}))) {
            for (let r = 0; r < batch.count; r++)
              got.push(Buffer.from(batch.bytes.subarray(batch.offsets[r], batch.offsets[r + 1])).toString());
            lines.push(...batch.lines);
          }
          const parsed = parse(bytes, {delimiter, record_delimiter: end, skip_empty_lines: false, info: false}) as string[][];
          expect(got).toEqual(parsed.slice(1).flatMap((row) => (row.at(-1)!.trim() === '' ? [] : [row.at(-1)])));
          let line = 2;
          const starts = written.slice(1).flatMap((row, r) => {
            const start = line;
            line += 1 + row.split('\n').length - 1;
            return rest[r].at(-1)!.trim() === '' ? [] : [start];
          });
          expect(lines).toEqual(starts);
        },
      ),
      {numRuns: 400},
    );
  });

  it('may end with LF here and with CRLF there', async () => {
    expect((await read(put('mixed.csv', 'id,text\n1,"one"\r\n2,two\n3,"thr\r\nee"\r\n'))).texts).toEqual(['one', 'two', 'thr\r\nee']);
  });

  it('end with CR alone where the first one does', async () => {
    expect(await read(put('mac.csv', 'id,text\r1,one\r2,"t\nw\ro"\r'))).toMatchObject({texts: ['one', 't\nw\ro'], lines: [2, 3]});
  });

  it('that are longer than a chunk come whole', async () => {
    const long = 'a "word" of many\n'.repeat(200_000);
    const content = `id,text\n1,"${long.replaceAll('"', '""')}"\n2,short\n`;
    expect((await read(put('long.csv', content))).texts).toEqual([long, 'short']);
    expect((await read(put('long.csv.gz', gzipSync(content)))).texts).toEqual([long, 'short']);
  });

  it('without a character are passed over, or are empty records where there is one column', async () => {
    expect(await read(put('blank.csv', '\n\nid,text\n\n1,one\n\n'))).toMatchObject({texts: ['one'], lines: [5], empty: 0});
    expect(await read(put('one.csv', 'text\n\none\n\n'))).toMatchObject({texts: ['one'], lines: [3], empty: 2});
  });
});

describe('a dialect', () => {
  const five = ['"We shall see', 'an ordinary row', 'another', 'and then she left"', 'the last'];

  it('of TSV has no quotes, unless they are asked for', async () => {
    put('quotes.tsv', `id\ttext\n${five.map((row, i) => `${i}\t${row}\n`).join('')}`);
    expect((await read('quotes.tsv')).texts).toEqual(five);
    expect((await read(put('quoted.tsv', 'id\ttext\n1\t"one ""big"" pear"\n2\tplain\n'), {quote: '"'})).texts).toEqual([
      'one "big" pear',
      'plain',
    ]);
  });

  it('has another delimiter, another quote, or none', async () => {
    put('semicolon.csv', 'id;text\n1;"first, with a comma"\n2;second\n');
    expect((await read('semicolon.csv', {delimiter: ';'})).texts).toEqual(['first, with a comma', 'second']);
    put('single.csv', 'id,text\n1,\'first, with a comma\'\n2,it says "no"\n');
    expect((await read('single.csv', {quote: "'"})).texts).toEqual(['first, with a comma', 'it says "no"']);
    expect((await read(put('inches.csv', 'id,text\n1,a 5" pipe\n2,"open\n'), {quote: 'none'})).texts).toEqual(['a 5" pipe', '"open']);
  });

  it('has no header, and columns by number', async () => {
    const corpus = await readCorpus([put('bare.csv', '1,x,first text\n2,y,second text\n')], {
      base,
      header: false,
      field: '3',
      extra: ['2'],
    });
    expect(Buffer.from(corpus.bytes).toString()).toBe('first textsecond text');
    expect(Buffer.from(corpus.extra![0].bytes).toString()).toBe('xy');
    expect((await failure('bare.csv', '1,x\n', {header: false})).next).toBe(
      'Without a header, columns are named by their number, from 1: --field 2.',
    );
    expect((await failure('wide.csv', '1,x\n1,x,y\n', {header: false, field: '2'})).message).toBe(
      'wide.csv:2 has 3 columns, wanted 2 as in the first row',
    );
  });

  it('that is none is refused', async () => {
    for (const options of [
      {delimiter: ''},
      {delimiter: '||'},
      {delimiter: '\n'},
      {quote: 'double'},
      {quote: '“'},
      {delimiter: "'", quote: "'"},
      {delimiter: '"'},
    ])
      await expect(read(put('any.csv', 'text\na\n'), options)).rejects.toBeInstanceOf(ConfigError);
  });
});

describe('what is wrong with a table', () => {
  it('is named, with the row, and passed over up to maxBad', async () => {
    const stray = await failure('stray.csv', 'id,text\n1,a 5" disk here\n2,fine\n');
    expect(stray.message).toBe('stray.csv:2 is not CSV: a quote within an unquoted value, at "1,a 5\\" disk here"');
    expect(stray.next).toContain('--quote none');
    expect((await read('stray.csv', {maxBad: 1})).texts).toEqual(['fine']);
    const behind = await failure('behind.csv', 'id,text\n1,"a"b\n2,fine\n');
    expect(behind.message).toBe('behind.csv:2 is not CSV: something follows a closing quote, at "1,\\"a\\"b"');
    expect((await read('behind.csv', {maxBad: 1})).texts).toEqual(['fine']);
  });

  it('is a quote that does not close, placed where it opens, and never passed over', async () => {
    const rows = 'id,text\n1,fine row\n1,fine row\n1,"two\nlines"\n6,"opens here and never closes\n7,fine row\n8,fine row\n';
    const error = await failure('unclosed.csv', rows, {maxBad: 9});
    expect([error.message, error.where]).toEqual(['unclosed.csv:6 opens a quote that does not close', 'unclosed.csv:6']);
    expect((await failure('within.csv', 'id,a,text\n1,"x\ny","open\n2,a,b\n')).where).toBe('within.csv:3');
  });

  it('is a quote that does not close within 256 MiB: it is refused before it fills the memory', async () => {
    const chunk = Buffer.alloc(16 << 20, 'x');
    let given = 0;
    async function* endless(): AsyncGenerator<Buffer> {
      yield Buffer.from('text\nfine\n"');
      while (true) {
        given += chunk.length;
        yield chunk;
      }
    }
    const reading = (async () => {
      for await (const batch of csvBatches(endless(), 'big.csv', 'csv', requestOf({}))) expect(batch.count).toBe(1);
    })();
    await expect(reading).rejects.toThrow('big.csv:3 opens a quote that does not close within 256 MiB');
    expect(given).toBeLessThan(600 << 20);
  });

  it('is a header in another encoding, or a file that is no text', async () => {
    const latin = Buffer.concat([Buffer.from('caf'), Buffer.from([0xe9]), Buffer.from(',text\na,b\n')]);
    expect((await failure('latin.csv', latin)).message).toContain('latin.csv is not valid UTF-8: byte 0xe9');
    const wide = await failure('utf16.csv', Buffer.from('\ufeffid,text\r\n1,café\r\n', 'utf16le'));
    expect([wide.message, wide.next]).toEqual(['utf16.csv is not UTF-8 text: this is UTF-16', 'Convert it: iconv -f UTF-16LE -t UTF-8.']);
    const unmarked = await failure('utf16be.tsv', Buffer.from('id,text\r\n1,cafe\r\n', 'utf16le').swap16());
    expect(unmarked.next).toContain('UTF-16BE');
  });

  it('is a column that two have, or that another delimiter hides', async () => {
    expect((await failure('twice.csv', 'text,id,text\na,1,b\n')).message).toBe('twice.csv:1 names columns 1 and 3 both "text"');
    expect((await failure('hidden.csv', 'id;text\n1;a\n')).next).toBe('The header holds ";": is it the delimiter? --delimiter ";"');
    expect((await failure('hidden.tsv', 'id,text\n1,a\n')).next).toBe('The header holds ",": is it the delimiter? --delimiter ","');
    expect((await failure('tabs.csv', 'id\ttext, more\n1\ta\n')).next).toContain('give its number, with --no-header');
  });

  it('is a second file, appended with its mark', async () => {
    const error = await failure('joined.csv', '\ufefftext\none\n\ufefftext\ntwo\n');
    expect(error.message).toBe('joined.csv:3 begins with a byte order mark: another file was appended there, its header with it');
    expect((await read('joined.csv', {maxBad: 1})).texts).toEqual(['one', 'two']);
  });
});

it('a million short rows, four million empty ones, and one of two million columns take seconds', async () => {
  const rows = put('short.csv', `text\n${'a\n'.repeat(1_000_000)}`);
  const blank = put('blank-lines.csv', `a,text\n${'\n'.repeat(4_000_000)}1,x\n`);
  const wide = put('wide-row.csv', `${'c,'.repeat(2_000_000)}text\n${','.repeat(2_000_000)}x\n`);
  const before = process.cpuUsage();
  for (const name of [rows, blank, wide]) for await (const batch of readBatches([name], {base})) expect(batch.count).toBeGreaterThan(0);
  expect(process.cpuUsage(before).user / 1e6).toBeLessThan(10);
});

it('a delimiter of several bytes may share its first with thousands of other characters', async () => {
  const commas = '\uff0c'.repeat(200_000);
  const name = put('wide.csv', `text\uff1bid\n${commas}\uff1b1\n`);
  expect((await read(name, {delimiter: '\uff1b', field: 'text'})).texts).toEqual([commas]);
});
