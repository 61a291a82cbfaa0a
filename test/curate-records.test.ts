/** `genloss curate` over chats, JSON arrays and tables of any dialect: what is written of each record, and how sources are read. */
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {parquetReadObjects} from 'hyparquet';
import {describe, expect, it} from 'vitest';
import {curate} from '../src/node/curate/curate.ts';
import {readRecipe} from '../src/node/curate/recipe-file.ts';
import {genloss, temporaryFolder} from './command.ts';

const folder = temporaryFolder();
const put = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const read = (...path: string[]): string => readFileSync(join(folder, ...path), 'utf8');
const objects = (...path: string[]) =>
  read(...path)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

const talk = (...texts: string[]) => texts.map((content, i) => ({role: i % 2 === 0 ? 'user' : 'assistant', content}));
const chats = [
  {id: 1.0, messages: talk('Which river is longest?', 'The Morava.')},
  {id: 2, messages: talk('Who drew the map?', 'Two brothers did.')},
  {id: 3, messages: talk('Which river is longest?', 'The Morava.')},
];
const exact = put('exact.yaml', 'steps: [duplicates]\n');

describe('curate', () => {
  it('judges conversations of a JSON array, and writes each object on one line, its digits and fields kept', () => {
    const data = put('chats.json', JSON.stringify(chats, undefined, 2).replace('"id": 1', '"id": 1.50e1'));
    const done = genloss(['curate', data, '--field', 'messages.content', '--recipe', exact, '-o', join(folder, 'out')]);
    expect(done.code).toBe(0);
    const written = read('out', 'data-00000.jsonl').trimEnd().split('\n');
    expect(written.length).toBe(2);
    expect(written[0]).toContain('"id": 1.50e1');
    expect(objects('out', 'data-00000.jsonl').map(({messages}) => messages)).toEqual([chats[0].messages, chats[1].messages]);
    expect(objects('out', 'decisions.jsonl').map(({line, decision, reason}) => [line, decision, reason])).toEqual([
      [2, 'kept', undefined],
      [15, 'kept', undefined],
      [28, 'dropped', `repeats ${data}:2`],
    ]);
  });

  it('writes conversations to Parquet as their text, and the object beside it', async () => {
    const data = put('chats.jsonl', chats.map((chat) => `${JSON.stringify(chat)}\n`).join(''));
    const recipe = put('parquet.yaml', 'field: messages.content\nroles: assistant\nsteps: [duplicates]\noutput: {format: parquet}\n');
    expect(genloss(['curate', data, '--recipe', recipe, '-o', join(folder, 'parquet')]).code).toBe(0);
    const bytes = readFileSync(join(folder, 'parquet', 'data-00000.parquet'));
    const rows = await parquetReadObjects({file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer});
    expect(rows.map(({text, fields}) => [text, JSON.parse(fields)])).toEqual([
      ['The Morava.', chats[0]],
      ['Two brothers did.', chats[1]],
    ]);
  });

  it('reads what it mixes in as the recipe says of it', () => {
    put('human.csv', '1;a river of people\n2;a map of people\n3;a hill of people\n');
    const data = put('texts.jsonl', chats.map(({id}) => `${JSON.stringify({body: `text number ${id}`})}\n`).join(''));
    const recipe = put('mix.yaml', "field: body\nmix: {human: human.csv, share: 0.5, field: '2', delimiter: ';', header: false}\n");
    expect(genloss(['curate', data, '--recipe', recipe, '-o', join(folder, 'mixed')])).toMatchObject({code: 0, err: ''});
    const bodies = objects('mixed', 'data-00000.jsonl').map(({body}) => body);
    expect(bodies.filter((body) => body.endsWith('of people')).length).toBe(3);
    expect(bodies.length).toBe(6);
  });

  it('refuses what is said of tables where there are none', async () => {
    const data = put('only.jsonl', '{"text":"a"}\n');
    const recipe = put('idle.yaml', 'header: false\nsteps: [duplicates]\n');
    for (const [file, flags] of [
      [exact, ['--delimiter', ';']],
      [recipe, []],
    ] as const) {
      const done = genloss(['curate', data, '--recipe', file, '-o', join(folder, 'idle'), ...flags]);
      expect(done.code).toBe(64);
      expect(done.err).toContain('no file of the data is CSV or TSV');
    }
  });

  it('notices a file that changed between its readings', async () => {
    const data = put('changing.json', JSON.stringify(chats));
    const options = {
      recipe: readRecipe(exact),
      recipeBase: folder,
      output: join(folder, 'changed'),
      workers: 1,
      read: {field: 'messages.content'},
    };
    const curating = curate([data], {
      ...options,
      onProgress: () => void put('changing.json', JSON.stringify([...chats.slice(0, 2), {messages: talk('Anew')}].slice(1))),
    });
    await expect(curating).rejects.toThrow('is not what it was when its records were measured');
  });
});

describe('other commands', () => {
  it('read chats and tables of any dialect alike: share, check, forecast and experiments', () => {
    const many = Array.from({length: 60}, (_, i) => ({text: `the ${i % 7} quick brown ${i % 13} fox jumps over the ${i % 5} lazy dog`}));
    const plain = put('plain.jsonl', many.map((record) => `${JSON.stringify(record)}\n`).join(''));
    const csv = put('bare.csv', many.map(({text}, i) => `${i};'${text}'\n`).join(''));
    const dialect = ['--delimiter', ';', '--quote', "'", '--no-header', '--field', '2'];
    const other = put('other.csv', many.map((_, i) => `${i};'another ${i % 11} text about ${i % 7} hounds'\n`).join(''));
    const share = ['share', csv, '--human', csv, '--synthetic', other, '--json', ...dialect];
    expect(JSON.parse(genloss(share).out).documents).toBe(60);
    expect(JSON.parse(genloss(['check', csv, '--reference', csv, '--json', ...dialect]).out).candidate.documents).toBe(60);
    expect(genloss(['check', plain, '--reference', plain, ...dialect.slice(0, 2)]).code).toBe(64);
    const experiment = (data: string) =>
      put(
        'e.yaml',
        `title: t\ndata: {files: [bare.csv], ${data}, holdout: 0.2}\nmodel: {kind: ngram, order: 2}\nsample: {size: 100}\ngenerations: 1\nseeds: 1\narms: {a: {workflow: replace}}\nmeasures: [support]\n`,
      );
    const run = (data: string) => genloss(['run', experiment(data), '--out', join(folder, 'run'), '--quiet']);
    expect(run(`delimiter: ';', quote: "'", header: false, field: '2'`)).toMatchObject({code: 0});
    expect(run(`delimiter: ';;'`)).toMatchObject({code: 64});
    const forecast = ['forecast', csv, '--sample', '100', '--generations', '2', '--seeds', '1', '--json', '-q', ...dialect];
    expect(JSON.parse(genloss(forecast).out).words).toBe(100);
  });
});
