import {createHash} from 'node:crypto';
import {mkdirSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {parquetReadObjects} from 'hyparquet';
import {describe, expect, it} from 'vitest';
import {OutputError} from '../../core/error.ts';
import {failureOf, testFolder} from '../folder.test-input.ts';
import {OutputRecord} from './output-record.ts';
import {HashedFile, type Shard, Shards} from './shards.ts';

const {at, put} = testFolder();

const record = (i: number, more: {weight?: number; human?: boolean} = {}): OutputRecord =>
  new OutputRecord(
    {number: i, file: 'in.jsonl', line: i + 1, text: Buffer.from(`text ${i} é`), json: Buffer.from(`{"text":"text ${i} é","n":${i}}`)},
    'text',
    {
      words: i,
      ...more,
    },
  );

async function shardsOf(name: string, format: 'jsonl' | 'parquet', records: readonly OutputRecord[]): Promise<readonly Shard[]> {
  mkdirSync(at(name));
  const shards = new Shards({folder: at(name), format, records: 3});
  for (const one of records) await shards.add(one);
  await shards.close();
  return shards.list;
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe.each(['jsonl', 'parquet'] as const)('files of %s', (format) => {
  it('hold so many records each, with the bytes and the checksum that are listed', async () => {
    const list = await shardsOf(
      format,
      format,
      Array.from({length: 7}, (_, i) => record(i)),
    );
    expect(list.map(({file, records, words}) => [file, records, words])).toEqual([
      [`data-00000.${format}`, 3, 0 + 1 + 2],
      [`data-00001.${format}`, 3, 3 + 4 + 5],
      [`data-00002.${format}`, 1, 6],
    ]);
    for (const {file, bytes, sha256} of list) {
      const content = readFileSync(join(at(format), file));
      expect([content.length, hashOf(content)]).toEqual([bytes, sha256]);
    }
  });

  it('are as many as are full, and none for no record', async () => {
    expect((await shardsOf(`${format}-full`, format, [record(0), record(1), record(2)])).length).toBe(1);
    expect(await shardsOf(`${format}-none`, format, [])).toEqual([]);
    expect(readdirSync(at(`${format}-none`))).toEqual([]);
  });

  it('that cannot be opened are an error of the output', async () => {
    put(`${format}-file`, 'in the way');
    const shards = new Shards({folder: at(`${format}-file`), format, records: 3});
    expect(await failureOf(() => shards.add(record(0)))).toBeInstanceOf(OutputError);
  });
});

describe('a file of Parquet', () => {
  it('holds the text, its place, weight, source, and the other fields as JSON', async () => {
    const [{file}] = await shardsOf('columns', 'parquet', [record(0), record(1, {weight: 0.25}), record(2, {human: true})]);
    const {buffer, byteOffset, length} = readFileSync(join(at('columns'), file));
    const rows = await parquetReadObjects({file: buffer.slice(byteOffset, byteOffset + length) as ArrayBuffer});
    const own = (i: number) => ({text: `text ${i} é`, file: 'in.jsonl', line: BigInt(i + 1), fields: `{"n":${i}}`});
    const absent = <T>(value: T) => value ?? undefined;
    expect(rows.map((row) => ({...row, weight: absent(row.weight), source: absent(row.source)}))).toEqual([
      {...own(0), weight: undefined, source: undefined},
      {...own(1), weight: 0.25, source: undefined},
      {...own(2), weight: undefined, source: 'human'},
    ]);
  });
});

describe('a file that is hashed on its way', () => {
  it('holds what was written, more than fits its buffer too', () => {
    const file = new HashedFile(at('hashed'));
    const chunks = [Buffer.alloc(700_000, 1), Buffer.alloc(700_000, 2), Buffer.alloc(5, 3)];
    for (const chunk of chunks) file.write(chunk);
    const whole = Buffer.concat(chunks);
    expect(file.end()).toEqual({bytes: 1_400_005, sha256: hashOf(whole)});
    expect(readFileSync(at('hashed')).equals(whole)).toBe(true);
  });
});
