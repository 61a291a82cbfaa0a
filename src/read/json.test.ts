import {linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Readable} from 'node:stream';
import {gzipSync, zstdCompressSync} from 'node:zlib';
import fc from 'fast-check';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {ConfigError, DataError} from '../core/error.ts';
import {type ReadOptions, readBatches, readCorpus} from '../node/read/corpus.ts';
import {decodeText} from './bytes.ts';
import {arrayElements} from './json-array.ts';
import type {Skipped} from './tally.ts';

let base = '';
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'genloss-json-'));
});
afterAll(() => rmSync(base, {recursive: true}));

function put(name: string, content: string | Uint8Array): string {
  mkdirSync(join(base, name, '..'), {recursive: true});
  writeFileSync(join(base, name), content);
  return name;
}

async function read(source: string | string[], options: ReadOptions = {}): Promise<{texts: string[]; lines: number[]; empty: number}> {
  const {count, bytes, offsets, lines, empty} = await readCorpus([source].flat(), {base, ...options});
  const texts = Array.from({length: count}, (_, r) => Buffer.from(bytes.subarray(offsets[r], offsets[r + 1])).toString());
  return {texts, lines: [...lines], empty};
}

async function failure(source: string | string[], options: ReadOptions = {}): Promise<DataError> {
  const error = await read(source, options).catch((caught) => caught);
  expect(error).toBeInstanceOf(DataError);
  return error;
}

const lines = (records: readonly unknown[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join('');

describe('a JSON array', () => {
  const records = [{id: 1, text: 'a pear'}, {id: 2, text: 'two "plums", [in] a {bowl}'}, {text: ' '}, {id: [{}, []], text: 'no\nfigs \\'}];
  const texts = [records[0].text, records[1].text, records[3].text];

  it('is read record by record, each on the line that it begins on', async () => {
    put('pretty.json', JSON.stringify(records, undefined, 2));
    expect(await read('pretty.json')).toEqual({texts, lines: [2, 6, 13], empty: 1});
    expect(await read(put('compact.json', JSON.stringify(records)))).toEqual({texts, lines: [1, 1, 1], empty: 1});
    expect((await read(put('a.json.gz', gzipSync(JSON.stringify(records))))).texts).toEqual(texts);
    expect((await read(put('a.json.zst', zstdCompressSync(`\ufeff ${JSON.stringify(records)}\n`)))).texts).toEqual(texts);
    expect((await read('pretty.json', {extra: ['id'], unit: 'line'})).texts).toEqual(['a pear', texts[1], 'no', 'figs \\']);
  });

  it('is told from objects on lines by its first byte, in files and by a pipe', async () => {
    expect(await read(put('lines.json', lines(records)))).toEqual({texts, lines: [1, 2, 4], empty: 1});
    const array = Buffer.from(JSON.stringify(records));
    expect((await read('-', {stdin: Readable.from([array])})).texts).toEqual(texts);
    expect((await read('-', {stdin: Readable.from([array]), format: 'json'})).texts).toEqual(texts);
    expect((await read('-', {stdin: Readable.from([Buffer.from('["a", "b"]')]), format: 'text'})).texts).toEqual(['["a", "b"]']);
    const words = await failure('-', {stdin: Readable.from([Buffer.from('[1] a footnote')])});
    expect([words.message, words.next]).toEqual([
      'stdin begins like a JSON array, and not like one of records',
      'Say what it is: --input-format json, or --input-format text.',
    ]);
  });

  it('gives the elements of JSON.parse, wherever the chunks are cut', async () => {
    const element = fc.oneof(
      fc.json(),
      fc.string({unit: 'binary'}).map((text) => JSON.stringify({text, more: [text, {}]})),
    );
    const space = fc.constantFrom('', ' ', '\n', '\r\n\t');
    await fc.assert(
      fc.asyncProperty(fc.array(element, {maxLength: 6}), space, fc.integer({min: 1, max: 9}), async (elements, gap, size) => {
        const bytes = Buffer.from(`${gap}[${gap}${elements.join(`${gap},${gap}`)}${gap}]${gap}`);
        const chunks = Readable.from(
          Array.from({length: Math.ceil(bytes.length / size)}, (_, i) => bytes.subarray(i * size, (i + 1) * size)),
        );
        const got: string[] = [];
        const where: number[] = [];
        for await (const {bytes: held, spans, lines: begun, first} of arrayElements(chunks, 'x')) {
          expect(first).toBe(got.length + 1);
          begun.forEach((line, k) => {
            got.push(decodeText(held, spans[2 * k], spans[2 * k + 1]));
            where.push(line);
          });
        }
        expect(got.map((text) => text.trim())).toEqual(elements.map((text) => text.trim()));
        const before = gap.includes('\n') ? 1 : 0;
        expect(where).toEqual(elements.map((_, i) => 1 + 2 * before * (i + 1)));
      }),
      {numRuns: 300},
    );
  });

  it('holds an element longer than a chunk, and not the others', async () => {
    const long = 'word '.repeat(1_000_000);
    const {texts: got} = await read(put('long.json', JSON.stringify([{text: 'a'}, {text: long}, {text: 'b'}])));
    expect([got.length, got[1].length]).toEqual([3, long.length]);
  });

  it('that is broken says where', async () => {
    const broken: [string, string][] = [
      ['[\n{"text": "one"},\n{"text": "two"\n', 'x.json:3 begins a record that does not end'],
      ['[\n{"text": "one"},\n{"text": "two"}\n', 'x.json:4 ends before its array is closed'],
      ['[\n{"text": "one"}\n{"text": "two"}]', 'x.json:3 holds "{\\"text\\":" where a comma or a bracket that closes was wanted'],
      ['[{"text": "one"},\n]', 'x.json:2 holds "]" where a record was wanted'],
      ['[{"text": "one"}]\n[{"text": "two"}]', 'x.json:2 goes on with "[{\\"text\\"" after its array is closed'],
      ['[\n{"text": "one"},\n\n{"text": }]', `x.json:4 (record 2) is not JSON: Unexpected token '}', "{"text": }" is not valid JSON`],
      ['[{"text": "one"},\n"two"]', 'x.json:2 (record 2) holds a string, wanted an object with the field "text"'],
      ['[{"text": "one"}, {"texd": "two"}]', 'x.json:1 (record 2) has no field "text"; it has "texd"'],
    ];
    for (const [content, message] of broken) {
      const error = await failure(put('x.json', content));
      expect(error.message).toBe(message);
      expect(error.where).toBe(message.slice(0, 8));
    }
    const bad = Buffer.concat([Buffer.from('[{"text":"one"},\n{"text":"'), Buffer.from([0xe9]), Buffer.from('"}, {"text":"three"}]')]);
    expect((await failure(put('latin.json', bad))).message).toBe(
      'latin.json is not valid UTF-8: byte 0xe9 at byte 26 of its text, on line 2',
    );
    const skipped: Skipped[] = [];
    expect((await read('latin.json', {maxBad: 1, onSkip: (one) => skipped.push(one)})).texts).toEqual(['one', 'three']);
    expect(skipped).toMatchObject([{kind: 'broken', line: 2}]);
  });

  it('under the name of JSON Lines, or the other way round, says what to do', async () => {
    const array = await failure(put('array.jsonl', '[\n{"text": "a"}\n]'));
    expect(array.next).toBe('A JSON array is read from files called .json, or with --input-format json.');
    const pretty = await failure(put('one.json', '{\n  "text": "a"\n}\n'));
    expect(pretty.next).toContain('A .json file holds one array of objects, or one object on each line.');
  });

  it('gives its objects as they are written, where that is asked for', async () => {
    const raw: string[] = [];
    for (const name of [
      put('raw.json', '[{"text" : "a"},\n {"text":null}, {"text":\n"b"} ]'),
      put('raw.jsonl', '\ufeff{"text":"c", "n":1.0}\r\n\n'),
    ])
      for await (const batch of readBatches([name], {base, raw: true}))
        for (let r = 0; r < batch.count; r++)
          raw.push(Buffer.from(batch.raw!.bytes.subarray(batch.raw!.offsets[r], batch.raw!.offsets[r + 1])).toString());
    expect(raw).toEqual(['{"text" : "a"}', '{"text":\n"b"}', '{"text":"c", "n":1.0}']);
  });
});

describe('a conversation', () => {
  const talk = (...turns: [string, unknown][]) => turns.map(([role, content]) => ({role, content}));
  const chat = talk(['user', 'How tall is the tower?'], ['assistant', 'It is forty metres tall.']);

  it('is a record: its turns in order, one a line, or those of some roles', async () => {
    put('chat.jsonl', lines([{messages: chat}, {messages: talk(['user', 'And "the\nbridge"?'], ['assistant', 'Ninety \ud83d\ude42'])}]));
    const options = {field: 'messages.content'};
    expect((await read('chat.jsonl', options)).texts).toEqual([
      'How tall is the tower?\nIt is forty metres tall.',
      'And "the\nbridge"?\nNinety \ud83d\ude42',
    ]);
    expect((await read('chat.jsonl', {...options, roles: ['assistant']})).texts).toEqual([
      'It is forty metres tall.',
      'Ninety \ud83d\ude42',
    ]);
    expect((await read('chat.jsonl', {...options, roles: ['assistant', 'user'], unit: 'line'})).texts.length).toBe(5);
  });

  it('may be written in other keys, deeper, and with turns that say nothing', async () => {
    const share = [
      {
        id: 'a',
        conversations: [
          {from: 'human', value: 'Name a river.'},
          {from: 'gpt', value: 'The Danube.'},
        ],
      },
    ];
    expect((await read(put('share.json', JSON.stringify(share)), {field: 'conversations.value', roles: ['gpt']})).texts).toEqual([
      'The Danube.',
    ]);
    const tools = talk(
      ['user', [{type: 'text', text: 'Is it '}, {type: 'image_url', image_url: {url: 'x'}}, 'open?']],
      ['assistant', null],
      ['tool', ''],
      ['assistant', 'Until ten.'],
    );
    put(
      'deep.jsonl',
      lines([
        {chosen: {messages: [...tools, {role: 'assistant', tool_calls: []}]}, score: 0.5},
        {chosen: {messages: []}, score: 1},
      ]),
    );
    expect(await read('deep.jsonl', {field: 'chosen.messages.content'})).toEqual({
      texts: ['Is it open?\nUntil ten.'],
      lines: [1],
      empty: 1,
    });
    const nested = {
      rounds: [
        {
          turns: [
            {role: 'a', text: '1'},
            {role: 'b', text: '2'},
          ],
        },
        {role: 'b', turns: [{text: '3'}]},
      ],
    };
    put('nested.jsonl', lines([nested]));
    expect((await read('nested.jsonl', {field: 'rounds.turns.text'})).texts).toEqual(['1\n2\n3']);
    expect((await read('nested.jsonl', {field: 'rounds.turns.text', roles: ['b']})).texts).toEqual(['2\n3']);
  });

  it('is read the same where the line is unusual, and its further fields too', async () => {
    const usual = {messages: chat, source: 's', 'messages.content': 'not this'};
    const line = JSON.stringify(usual);
    put('unusual.jsonl', `${line}\n${line.replace('"source"', '"sou\\u0072ce"')}\n\ufeff${line}\n`);
    const corpus = await readCorpus(['unusual.jsonl'], {base, field: 'messages.content', extra: ['source', 'messages']});
    expect(new Set((await read('unusual.jsonl', {field: 'messages.content'})).texts)).toEqual(
      new Set(['How tall is the tower?\nIt is forty metres tall.']),
    );
    expect(Buffer.from(corpus.extra![0].bytes).toString()).toBe('sss');
    expect(Buffer.from(corpus.extra![1].bytes).toString()).toBe(JSON.stringify(chat).repeat(3));
  });

  it('that cannot be read says what it has, and what to name', async () => {
    put('c.jsonl', lines([{messages: chat}]));
    const list = await failure('c.jsonl', {field: 'messages'});
    expect([list.message, list.next]).toEqual([
      'c.jsonl:1: field "messages" holds an array, wanted a string',
      'It is a list of objects: --field messages.content reads one text of each, one a line.',
    ]);
    const missing = await failure('c.jsonl', {field: 'messages.contents'});
    expect([missing.message, missing.next]).toEqual([
      'c.jsonl:1 has no field "messages.contents"; it has "messages", "messages.role", "messages.content"',
      'Did you mean "messages.content"?',
    ]);
    const number = await failure(put('n.jsonl', lines([{messages: talk(['user', 3])}])), {field: 'messages.content'});
    expect(number.message).toBe('n.jsonl:1: field "messages.content" holds a number, wanted turns with a text each');
    const strings = await failure(put('s.jsonl', lines([{messages: ['a', 'b']}])), {field: 'messages.content'});
    expect(strings.message).toContain('holds a list with a string in it');
    const nobody = await failure('c.jsonl', {field: 'messages.content', roles: ['asistant']});
    expect([nobody.message, nobody.next]).toEqual(['no records in c.jsonl (1 empty)', 'Name roles that turns have: "user", "assistant".']);
  });

  it('is all that roles can be asked of', async () => {
    const plain = await failure(put('p.jsonl', lines([{text: 'a'}])), {roles: ['user']});
    expect(plain.message).toBe('p.jsonl:1: field "text" is a text without roles');
    for (const name of [put('p.txt', 'a'), put('p.csv', 'text\na\n')])
      await expect(read(name, {roles: ['user']})).rejects.toBeInstanceOf(ConfigError);
    await expect(read('p.jsonl', {roles: []})).rejects.toBeInstanceOf(ConfigError);
  });
});

describe('what is wrong with a record', () => {
  it('is told with a hint that helps', async () => {
    const hint = async (line: string) => (await failure(put('h.jsonl', `${line}\n`), {field: 'text'})).next;
    expect(await hint('{"text":"a","score":NaN}')).toContain('JSON has no NaN and no Infinity');
    expect(await hint('{"text":"a","score":[1,-Infinity]}')).toContain('JSON has no NaN and no Infinity');
    expect(await hint('{"text":"a: NaN, cut')).toContain('JSONL holds one whole JSON object on each line.');
    expect(await hint('{"text":3}')).toBe('Write the text as a JSON string, or let such records pass with --max-bad.');
  });

  it('is short, however long the record', async () => {
    const key = 'k'.repeat(5_000_000);
    const {message, next} = await failure(put('k.jsonl', lines([{[key]: 1}])));
    expect(message.length + (next ?? '').length).toBeLessThan(400);
    expect(message).toContain(`${'k'.repeat(80)}…`);
  });

  it('may be its depth, where further fields are asked for', async () => {
    put('deep-brackets.jsonl', `{"text":"hello there","a":${'['.repeat(5000)}${']'.repeat(5000)}}\n{"text":"b","a":1}\n`);
    expect((await read('deep-brackets.jsonl')).texts).toEqual(['hello there', 'b']);
    const error = await failure('deep-brackets.jsonl', {extra: ['a']});
    expect(error.message).toBe('deep-brackets.jsonl:1 nests deeper than 1000 levels, so its further fields cannot be told');
    expect((await read('deep-brackets.jsonl', {extra: ['a'], maxBad: 1})).texts).toEqual(['b']);
  });

  it('is no byte order mark: a second file may be appended', async () => {
    expect((await read(put('boms.jsonl', '\ufeff{"text":"one"}\n\ufeff{"text":"two"}\n'))).texts).toEqual(['one', 'two']);
  });
});

describe('bytes that are no text', () => {
  const content = lines(Array.from({length: 200}, (_, i) => ({text: `record ${i}`})));

  it('are called by their name', async () => {
    const named: [string, Uint8Array, string, string][] = [
      ['gzip.jsonl', gzipSync(content), 'gzip', '.gz'],
      ['zstd.csv', zstdCompressSync(content), 'Zstandard', '.zst'],
      ['gzip.json', gzipSync(content), 'gzip', '.gz'],
      ['bzip2.jsonl', Buffer.from('BZh91AY&SY\u0000\u0001', 'latin1'), 'bzip2', 'bzip2 -d'],
      ['xz.txt', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 4]), 'xz', 'xz -d'],
      ['parquet.jsonl', Buffer.from('PAR1\u0015\u0004', 'latin1'), 'Parquet', '--input-format parquet'],
      ['wide.jsonl', Buffer.from(`\ufeff${content}`, 'utf16le'), 'UTF-16', 'iconv -f UTF-16LE'],
      ['unmarked.jsonl', Buffer.from(content, 'utf16le'), 'UTF-16', 'iconv -f UTF-16LE'],
      ['big.txt', Buffer.from(content, 'utf16le').swap16(), 'UTF-16', 'iconv -f UTF-16BE'],
      ['profile.jsonl', Buffer.from('GLPROF\u008f\n\u0001', 'latin1'), 'a profile of genloss', 'Give profiles as files'],
    ];
    for (const [name, bytes, what, next] of named) {
      const error = await failure(put(name, bytes), {maxBad: name.endsWith('.txt') ? 0 : 999});
      expect(error.message).toBe(`${name} is not UTF-8 text: this is ${what}`);
      expect(error.next).toContain(next);
    }
  });

  it('are one broken record where the file is one', async () => {
    put('some/a.txt', Buffer.from('\ufeffwide', 'utf16le'));
    put('some/b.txt', 'narrow');
    expect((await read('some', {maxBad: 1})).texts).toEqual(['narrow']);
  });

  it('end the reading early', async () => {
    let given = 0;
    async function* zeros(): AsyncGenerator<Buffer> {
      for (given = 0; given < 1000; given++) yield Buffer.alloc(1 << 20);
    }
    expect((await failure('-', {stdin: zeros()})).message).toContain('holds a byte 0');
    expect(given).toBeLessThan(5);
  });

  it('of pzstd come through a pipe: a skippable frame first', async () => {
    const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 9, 9, 9, 9]);
    const bytes = Buffer.concat([skippable, zstdCompressSync(content.slice(0, 700)), skippable, zstdCompressSync(content.slice(700))]);
    expect((await read('-', {stdin: Readable.from([bytes])})).texts.length).toBe(200);
  });
});

describe('a folder', () => {
  const notices: string[] = [];
  const told = async (source: string | string[], options: ReadOptions = {}) => {
    notices.length = 0;
    return (await read(source, {...options, onNotice: (message) => notices.push(message)})).texts;
  };

  it('of tables is read without the text beside them, and says so', async () => {
    put('set/data/a.json.gz', gzipSync(lines([{text: 'one'}])));
    put('set/data/b.json', JSON.stringify([{text: 'two'}]));
    put('set/README.md', '# A card');
    put('set/picture.png', 'x');
    put('set/dataset_infos.json', '{"default": {}}');
    put('set/config.json', '{\n  "a": 1\n}\n');
    expect(await told('set')).toEqual(['one', 'two']);
    expect(notices).toEqual(['of folder set, passed over: README.md, config.json, dataset_infos.json, picture.png']);
    expect(await told('set', {format: 'text', maxBad: 9})).toContain('# A card');
  });

  it('of text alone is read, what describes it passed over', async () => {
    put('prose/a.txt', 'one');
    put('prose/sub/b.md', 'two');
    put('prose/book.json', '{\n  "title": "x"\n}\n');
    expect(await told('prose')).toEqual(['one', 'two']);
    expect(notices).toEqual(['of folder prose, passed over: book.json']);
  });

  it('in which a file has a name that is not UTF-8 is refused', async () => {
    put('garbled/a.jsonl', lines([{text: 'one'}]));
    writeFileSync(
      Buffer.concat([Buffer.from(join(base, 'garbled/')), Buffer.from([0xff, 0xfe]), Buffer.from('.jsonl')]),
      lines([{text: 'two'}]),
    );
    for (const source of ['garbled', 'garbled/*.jsonl']) expect((await failure(source)).message).toContain('has a name that is not UTF-8');
  });

  it('and links give a file once, by its first name', async () => {
    put('links/train.jsonl', lines([{text: 'one'}]));
    symlinkSync('train.jsonl', join(base, 'links/latest.jsonl'));
    linkSync(join(base, 'links/train.jsonl'), join(base, 'links/old.jsonl'));
    expect(await told(['links/train.jsonl', 'links'])).toEqual(['one']);
    expect(notices).toEqual([
      'read once, though named twice: links/latest.jsonl is links/train.jsonl, links/old.jsonl is links/train.jsonl',
    ]);
    expect(await told(['links/*.jsonl', 'links/./train.jsonl'])).toEqual(['one']);
  });
});

it('white space between the elements of an array is not held', async () => {
  const space = Buffer.alloc(1 << 20, ' \n');
  async function* chunks(): AsyncGenerator<Buffer> {
    yield Buffer.from('[{"text": "one"},');
    for (let i = 0; i < 8; i++) yield space;
    yield Buffer.from(' {"text": "two"}');
    for (let i = 0; i < 8; i++) yield space;
    yield Buffer.from(']');
  }
  const found = [];
  for await (const {bytes, spans, lines, first, position} of arrayElements(chunks(), 'x.json'))
    for (let k = 0; k < lines.length; k++)
      found.push({
        text: decodeText(bytes, spans[2 * k], spans[2 * k + 1]),
        line: lines[k],
        number: first + k,
        at: position + spans[2 * k],
        held: bytes.length < 1 << 20,
      });
  expect(found).toEqual([
    {text: '{"text": "one"}', line: 1, number: 1, at: 1, held: true},
    {text: '{"text": "two"}', line: 1 + 8 * (1 << 19), number: 2, at: 17 + 8 * (1 << 20) + 1, held: true},
  ]);
});
