/**
 * Readers of Parquet held against each other: one string column of real text to bytes and offsets. Not a suite of `npm run bench`: it
 * was made to choose a reader (docs/decisions/0004-parquet-reader.md), and wants packages that are no dependencies of genloss.
 *
 *   mkdir /tmp/parquet-peers && cd /tmp/parquet-peers && npm init -y
 *   npm install @duckdb/node-api@1.5.4-r.1 parquet-wasm@0.8.0 apache-arrow@21.2.0 arrow-js-ffi@0.4.3
 *   node bench/parquet.ts --peers /tmp/parquet-peers [--megabytes 200] [--runs 5] [--keep FOLDER]
 *   node bench/parquet.ts --peers /tmp/parquet-peers --file FILE       a file of your own, its column `text`
 *
 * The files are written by DuckDB: speeches cut into records of a few sentences, drawn with a seed, so that few are equal; codecs snappy,
 * zstd and none; row groups of about 12 MB. A reader that is not installed is left out, with a notice; without DuckDB nothing is written,
 * so nothing is read. Runs alternate; medians; hashing, which checks that all delivered the same, is not timed. One process a run.
 */
import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {Stream} from '../src/core/random/stream.ts';
import {readSpeeches} from '../src/node/read/speeches.ts';
import {median} from './case.ts';

const READERS = ['ours', 'duckdb strings', 'duckdb blobs', 'parquet-wasm'];
const CODECS = ['snappy', 'zstd', 'uncompressed'];

interface Run {
  readonly seconds: number;
  readonly records: number;
  readonly bytes: number;
  readonly hash: string;
  readonly rssMiB: number;
  readonly firstMs: number;
}

async function sentences(): Promise<string[]> {
  const {bytes, offsets, count} = await readSpeeches();
  const texts = Array.from({length: count}, (_, i) => Buffer.from(bytes.subarray(offsets[i], offsets[i + 1])).toString());
  return texts.flatMap((text) => text.split(/(?<=[.?!]) +/));
}

/** JSON lines of records of 2 to 9 sentences that follow each other, begun anywhere. */
async function writeJsonl(path: string, megabytes: number): Promise<void> {
  const all = await sentences();
  const draw = Stream.root(1).fork('parquet');
  const lines: string[] = [];
  for (let size = 0; size < megabytes * 1e6; ) {
    const first = draw.below(all.length);
    const text = all.slice(first, first + 2 + draw.below(8)).join(' ');
    size += text.length;
    lines.push(JSON.stringify({id: lines.length, text, lang: 'en'}));
  }
  writeFileSync(path, `${lines.join('\n')}\n`);
}

async function writeParquet(jsonl: string, peers: string): Promise<string[]> {
  const {DuckDBInstance} = createRequire(`${peers}/x.js`)('@duckdb/node-api');
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const paths = CODECS.map((codec) => jsonl.replace(/jsonl$/, `${codec}.parquet`));
  for (const [i, path] of paths.entries()) {
    if (existsSync(path)) continue;
    const from = `SELECT id, text, lang FROM read_json('${jsonl}', format='newline_delimited', maximum_object_size=99999999)`;
    await connection.run(`COPY (${from}) TO '${path}' (FORMAT parquet, COMPRESSION ${CODECS[i]}, ROW_GROUP_SIZE 12288)`);
  }
  return paths;
}

function run(reader: string, file: string, peers: string): Run | undefined {
  const script = fileURLToPath(new URL('peers/parquet.ts', import.meta.url));
  try {
    const output = execFileSync(process.execPath, [script, reader, file, peers], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit']});
    return JSON.parse(output.trim().split('\n').at(-1) as string);
  } catch (error) {
    if ((error as {status?: number}).status === 3) return undefined;
    throw error;
  }
}

function compare(file: string, peers: string, runs: number): void {
  const results = new Map<string, Run[]>(READERS.map((reader) => [reader, []]));
  for (let i = 0; i < runs; i++) {
    for (const [reader, list] of results) {
      const result = run(reader, file, peers);
      if (result !== undefined) list.push(result);
      else {
        results.delete(reader);
        process.stderr.write(`bench: ${reader} is not installed in ${peers} and left out\n`);
      }
    }
  }
  const hashes = new Set([...results.values()].flat().map(({hash, records}) => `${hash} ${records}`));
  if (hashes.size !== 1) throw new Error(`readers of ${file} do not agree: ${[...hashes].join(', ')}`);
  process.stdout.write(`${file}: ${(statSync(file).size / 1e6).toFixed(0)} MB\n`);
  for (const [reader, list] of results) {
    const speed = median(list.map(({bytes, seconds}) => bytes / 1e6 / seconds));
    const rss = median(list.map(({rssMiB}) => rssMiB));
    const first = median(list.map(({firstMs}) => firstMs));
    process.stdout.write(
      `  ${reader.padEnd(16)} ${speed.toFixed(0).padStart(5)} MB/s of text  ${rss.toFixed(0).padStart(5)} MiB at most  first batch after ${first.toFixed(0)} ms\n`,
    );
  }
}

const {values} = parseArgs({
  options: {
    peers: {type: 'string', default: '/tmp/parquet-peers'},
    megabytes: {type: 'string', default: '200'},
    runs: {type: 'string', default: '5'},
    keep: {type: 'string'},
    file: {type: 'string'},
  },
});

/** Writes the files and compares on each of them. */
async function compareAll(): Promise<void> {
  const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'genloss-parquet-'));
  try {
    mkdirSync(folder, {recursive: true});
    const jsonl = join(folder, `${values.megabytes}.jsonl`);
    if (!existsSync(jsonl)) await writeJsonl(jsonl, Number(values.megabytes));
    for (const file of await writeParquet(jsonl, values.peers)) compare(file, values.peers, Number(values.runs));
  } finally {
    if (values.keep === undefined) rmSync(folder, {recursive: true});
  }
}

if (values.file !== undefined) compare(values.file, values.peers, Number(values.runs));
else {
  await compareAll().catch((error: {code?: string}) => {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
    process.stderr.write(`bench: DuckDB is not installed in ${values.peers}, so there is no file to read\n`);
  });
}
