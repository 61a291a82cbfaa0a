/**
 * The readers: from a file on the disk to batches of records, MB a second by the clock, one thread.
 *
 *   node bench/read.ts [CASE...] [--against TREE] [--megabytes 100] [--rounds 5] [--keep FOLDER] [--processor]
 *
 * `--against` names another checkout of genloss: its reader of the same files runs in turn with ours, and the ratio is told. One process a
 * round; in it a file is read once to warm up and three times for the median, and what both trees read is held against each other. MB are
 * of the file, of compressed ones and of Parquet of the records' text. `--processor` counts the time of all the process's threads in place of
 * the clock's, which a busy machine blurs more. Files are made of the speeches with a seed.
 */
import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {parseArgs} from 'node:util';
import {gzipSync, zstdCompressSync} from 'node:zlib';
import {fileWriter, ParquetWriter} from 'hyparquet-writer';
import {Stream} from '../src/core/random/stream.ts';
import {readSpeeches} from '../src/node/read/speeches.ts';
import {type Case, median} from './case.ts';

interface Kind {
  readonly name: string;
  readonly file: string;
  readonly options?: Readonly<Record<string, unknown>>;
  /** Whether speed is of the text that comes out. */
  readonly ofText?: true;
  write(path: string, megabytes: number, all: readonly string[]): void;
}

interface Read {
  /** By the clock, and of all threads. */
  readonly seconds: number;
  readonly processor: number;
  readonly records: number;
  readonly textBytes: number;
  readonly hash: string;
}

const TREE = fileURLToPath(new URL('..', import.meta.url));
const PASSES = 3;

/** Records of `sentences[0] .. sentences[1]` sentences that follow each other, begun anywhere, until they have so many bytes. */
function* drawn(all: readonly string[], megabytes: number, [least, most]: readonly [number, number]): Generator<string> {
  const draw = Stream.root(1).fork('read');
  for (let size = 0; size < megabytes * 1e6; ) {
    const first = draw.below(all.length - most);
    const text = all.slice(first, first + least + draw.below(most - least + 1)).join(' ');
    size += text.length;
    yield text;
  }
}

const SHORT = [1, 1] as const;
const MIDDLE = [2, 9] as const;
const LONG = [40, 80] as const;

function jsonl(name: string, sentences: readonly [number, number], change = (text: string): string => text): Kind {
  return {
    name: `JSONL, ${name}`,
    file: `${name.replaceAll(' ', '-')}.jsonl`,
    write: (path, megabytes, all) => writeFileSync(path, linesOf(all, megabytes, sentences, change)),
  };
}

function linesOf(
  all: readonly string[],
  megabytes: number,
  sentences: readonly [number, number],
  change = (text: string): string => text,
): string {
  let id = 0;
  return `${Array.from(drawn(all, megabytes, sentences), (text) => JSON.stringify({id: id++, text: change(text), lang: 'en'})).join('\n')}\n`;
}

/** A line feed for every fourth space, as code and poems have. */
const broken = (text: string): string => text.replace(/( \S+ \S+ \S+) /g, '$1\n"');
const cyrillic = (text: string): string => text.replace(/[a-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0x3cf));

function csv(name: string, file: string, row: (text: string, id: number) => string): Kind {
  return {
    name: `CSV, ${name}`,
    file,
    write: (path, megabytes, all) => {
      let id = 0;
      writeFileSync(path, `id,text,lang\n${Array.from(drawn(all, megabytes, MIDDLE), (text) => row(text, id++)).join('\n')}\n`);
    },
  };
}

function parquet(codec: 'SNAPPY' | 'ZSTD' | 'UNCOMPRESSED'): Kind {
  const compressors = {ZSTD: (bytes: Uint8Array): Uint8Array => zstdCompressSync(bytes)};
  return {
    name: `Parquet, ${codec.toLowerCase()}`,
    file: `${codec.toLowerCase()}.parquet`,
    ofText: true,
    write: (path, megabytes, all) => {
      const texts = [...drawn(all, megabytes, MIDDLE)];
      const schema = [
        {name: 'root', num_children: 2},
        {name: 'id', type: 'INT64', repetition_type: 'REQUIRED'},
        {name: 'text', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL'},
      ] as const;
      const writer = new ParquetWriter({writer: fileWriter(path), schema: [...schema], codec, compressors});
      const ids = texts.map((_, i) => BigInt(i));
      for (let from = 0; from < texts.length; from += 20_000) {
        const [data, rows] = [texts.slice(from, from + 20_000), ids.slice(from, from + 20_000)];
        writer.write({
          columnData: [
            {name: 'id', data: rows},
            {name: 'text', data},
          ],
          rowGroupSize: data.length,
        });
      }
      writer.finish();
    },
  };
}

function turnsOf(text: string): string {
  const messages = text.split(/(?<=[.?!]) /).map((content, i) => ({role: i % 2 === 0 ? 'user' : 'assistant', content}));
  return JSON.stringify({messages});
}

const KINDS: readonly Kind[] = [
  jsonl('records of a sentence', SHORT),
  jsonl('long records', LONG),
  jsonl('escapes', MIDDLE, broken),
  jsonl('two bytes a letter', MIDDLE, cyrillic),
  {
    name: 'JSONL, chats',
    file: 'chats.jsonl',
    options: {field: 'messages.content', roles: ['assistant']},
    write: (path, megabytes, all) => writeFileSync(path, `${Array.from(drawn(all, megabytes, MIDDLE), turnsOf).join('\n')}\n`),
  },
  {
    name: 'JSON array',
    file: 'array.json',
    write: (path, megabytes, all) => writeFileSync(path, `[\n${linesOf(all, megabytes, MIDDLE).trimEnd().replaceAll('\n', ',\n')}\n]\n`),
  },
  csv('plain', 'plain.csv', (text, id) => `${id},${text.replace(/[,"]/g, ';')},en`),
  {
    name: 'CSV, ten short columns',
    file: 'columns.csv',
    write: (path, megabytes, all) => {
      let id = 0;
      const row = (text: string): string =>
        `${id++},"${(id * 7919) % 1000}",,2026-01-01,${text.slice(0, 40).replace(/[,"]/g, ';')},a,"b",en,0.5,x`;
      writeFileSync(path, `id,n,none,day,text,a,b,lang,f,x\n${Array.from(drawn(all, megabytes * 2, SHORT), row).join('\n')}\n`);
    },
  },
  csv('quoted', 'quoted.csv', (text, id) => `${id},"${text.replaceAll('"', '""').replaceAll(' the ', ' ""the"" ')}",en`),
  {
    name: 'text by line',
    file: 'lines.txt',
    options: {unit: 'line'},
    write: (path, megabytes, all) => writeFileSync(path, `${[...drawn(all, megabytes, MIDDLE)].join('\n')}\n`),
  },
  ...(['gz', 'zst'] as const).map(
    (end): Kind => ({
      name: `JSONL, .${end}`,
      file: `middle.jsonl.${end}`,
      ofText: true,
      write: (path, megabytes, all) => {
        const bytes = Buffer.from(linesOf(all, megabytes, MIDDLE));
        writeFileSync(path, end === 'gz' ? gzipSync(bytes) : zstdCompressSync(bytes));
      },
    }),
  ),
  ...(['SNAPPY', 'ZSTD', 'UNCOMPRESSED'] as const).map(parquet),
];

async function sentences(): Promise<string[]> {
  const {bytes, offsets, count} = await readSpeeches();
  const texts = Array.from({length: count}, (_, i) => Buffer.from(bytes.subarray(offsets[i], offsets[i + 1])).toString());
  return texts.flatMap((text) =>
    text
      .replace(/\s+/g, ' ')
      .trim()
      .split(/(?<=[.?!]) /),
  );
}

/** A file by the reader of a checkout, in a process of its own. */
function readBy(tree: string, path: string, kind: Kind): Read {
  const script = fileURLToPath(import.meta.url);
  const output = execFileSync(process.execPath, [script, '--read', path, '--tree', tree, '--options', JSON.stringify(kind.options ?? {})], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(output);
}

/** The other end of readBy. */
async function readHere(tree: string, path: string, options: Record<string, unknown>): Promise<Read> {
  const {readBatches} = await import(pathToFileURL(join(resolve(tree), 'src/node/read/corpus.ts')).href);
  const hash = createHash('md5');
  let records = 0;
  let textBytes = 0;
  for await (const batch of readBatches([path], options)) {
    hash.update(batch.bytes).update(batch.offsets).update(batch.lines);
    records += batch.count;
    textBytes += batch.bytes.length;
  }
  const seconds: number[] = [];
  const processor: number[] = [];
  for (let pass = 0; pass < PASSES; pass++) {
    const start = performance.now();
    const used = process.cpuUsage();
    let read = 0;
    for await (const batch of readBatches([path], options)) read += batch.count;
    if (read !== records) throw new Error(`${path}: ${read} records, before ${records}`);
    const {user, system} = process.cpuUsage(used);
    seconds.push((performance.now() - start) / 1000);
    processor.push((user + system) / 1e6);
  }
  return {seconds: median(seconds), processor: median(processor), records, textBytes, hash: hash.digest('hex')};
}

export interface ReadContest {
  readonly megabytes: number;
  readonly rounds: number;
  readonly against?: string;
  readonly byProcessor?: boolean;
  /** Where files are kept for the next time; else they are removed. */
  readonly keep?: string;
  /** Part of the names of the cases wanted; all if empty. */
  readonly only?: readonly string[];
  /** Hears of each case as it is done. */
  readonly tell?: (one: Case) => void;
}

export async function readCases(contest: ReadContest = fromEnvironment()): Promise<Case[]> {
  const {megabytes, keep, only = [], tell} = contest;
  const folder = keep ?? mkdtempSync(join(tmpdir(), 'genloss-bench-'));
  mkdirSync(folder, {recursive: true});
  try {
    const all = await sentences();
    const cases: Case[] = [];
    for (const kind of KINDS.filter(({name}) => only.length === 0 || only.some((part) => name.includes(part)))) {
      const path = join(folder, `${megabytes}-${kind.file}`);
      if (!existsSync(path)) kind.write(path, megabytes, all);
      const one = caseOf(kind, path, contest);
      tell?.(one);
      cases.push(one);
      if (keep === undefined) rmSync(path);
    }
    return cases;
  } finally {
    if (keep === undefined) rmSync(folder, {recursive: true, force: true});
  }
}

function caseOf(kind: Kind, path: string, {rounds, against, byProcessor}: ReadContest): Case {
  const own: Read[] = [];
  const others: Read[] = [];
  for (let round = 0; round < rounds; round++) {
    own.push(readBy(TREE, path, kind));
    if (against !== undefined) others.push(readBy(against, path, kind));
  }
  if (new Set([...own, ...others].map(({hash}) => hash)).size !== 1) throw new Error(`${kind.name}: not all read the same records`);
  const speed = ({seconds, processor, textBytes}: Read): number =>
    (kind.ofText ? textBytes : statSync(path).size) / 1e6 / (byProcessor ? processor : seconds);
  const value = median(own.map(speed));
  const result: Case = {case: kind.name, value, unit: kind.ofText ? 'MB of text/s' : 'MB/s'};
  if (against === undefined) return result;
  const peerValue = median(others.map(speed));
  return {...result, peer: against, peerValue, ratio: value / peerValue};
}

function fromEnvironment(): ReadContest {
  const {GENLOSS_BENCH_AGAINST: against, GENLOSS_BENCH_MEGABYTES: megabytes = '100'} = process.env;
  return {megabytes: Number(megabytes), rounds: 5, against};
}

async function main(): Promise<void> {
  const {values, positionals} = parseArgs({
    allowPositionals: true,
    options: {
      ...{against: {type: 'string'}, keep: {type: 'string'}, processor: {type: 'boolean'}},
      ...{megabytes: {type: 'string', default: '100'}, rounds: {type: 'string', default: '5'}},
      ...{read: {type: 'string'}, tree: {type: 'string', default: TREE}, options: {type: 'string', default: '{}'}},
    },
  });
  if (values.read !== undefined) {
    process.stdout.write(JSON.stringify(await readHere(values.tree, values.read, JSON.parse(values.options))));
    return;
  }
  const {against, keep, processor: byProcessor} = values;
  const [megabytes, rounds] = [Number(values.megabytes), Number(values.rounds)];
  const tell = (one: Case): void => {
    const beside = one.ratio === undefined ? '' : `  ${one.peerValue!.toFixed(0).padStart(6)} there  ${one.ratio.toFixed(3)} x`;
    process.stdout.write(`${one.case.padEnd(30)} ${one.value.toFixed(0).padStart(6)} ${one.unit.padEnd(12)}${beside}\n`);
  };
  await readCases({megabytes, rounds, against, byProcessor, keep, only: positionals, tell});
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
