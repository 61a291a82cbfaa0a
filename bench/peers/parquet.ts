/**
 * One run of one Parquet reader, in a process of its own so that its memory can be told: `node parquet.ts READER FILE [PEERS]` prints
 * {seconds, records, bytes, hash, rssMiB, firstMs} as its last line. Every reader delivers the column `text` as bytes and offsets in
 * batches; exit status 3: not installed in PEERS.
 */
import {createHash} from 'node:crypto';
import {openAsBlob} from 'node:fs';
import {createRequire} from 'node:module';
import {readBatches} from '../../src/node/read/corpus.ts';

interface Batch {
  readonly count: number;
  readonly bytes: Uint8Array;
}

// biome-ignore lint/suspicious/noExplicitAny: packages that may not be installed have no types here
type Untyped = any;
type Install = (name: string) => Untyped;
type Reader = (file: string, install: Install) => AsyncGenerator<Batch>;

/** Joins values to a batch of ours: bytes, offsets. */
function batchOf(values: readonly (Uint8Array | undefined)[]): Batch {
  const offsets = new Uint32Array(values.length + 1);
  for (let i = 0; i < values.length; i++) offsets[i + 1] = offsets[i] + (values[i]?.length ?? 0);
  const bytes = new Uint8Array(offsets[values.length]);
  values.forEach((value, i) => void (value !== undefined && bytes.set(value, offsets[i])));
  return {count: values.length, bytes};
}

async function* duckdb(file: string, install: Install, column: string, bytesOf: (value: Untyped) => Uint8Array): AsyncGenerator<Batch> {
  const {DuckDBInstance} = install('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', {threads: '1'});
  const connection = await instance.connect();
  const result = await connection.stream(`SELECT ${column} FROM read_parquet('${file}')`);
  while (true) {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) return;
    yield batchOf(chunk.getColumnValues(0).map((value: Untyped) => (value === null ? undefined : bytesOf(value))));
  }
}

/** Row group by row group through a Blob of the file, so that WebAssembly holds one at a time. */
async function* wasm(file: string, install: Install): AsyncGenerator<Batch> {
  const {ParquetFile, wasmMemory} = install('parquet-wasm');
  const {parseRecordBatch} = install('arrow-js-ffi');
  const parquet = await ParquetFile.fromFile(await openAsBlob(file));
  for (let group = 0; group < parquet.metadata().numRowGroups(); group++) {
    const table = await parquet.read({rowGroups: [group], columns: ['text'], batchSize: 8192});
    const ffi = table.intoFFI();
    for (const address of ffi.arrayAddrs()) {
      const batch = parseRecordBatch(wasmMemory().buffer, address, ffi.schemaAddr(), true);
      const {values, valueOffsets, length} = batch.getChildAt(0).data[0];
      yield {count: length, bytes: values.subarray(Number(valueOffsets[0]), Number(valueOffsets[length]))};
    }
    ffi.free();
  }
}

const readers: Record<string, Reader> = {
  ours: (file) => readBatches([file]),
  'duckdb strings': (file, install) => duckdb(file, install, 'text', (value: string) => Buffer.from(value)),
  'duckdb blobs': (file, install) => duckdb(file, install, 'encode(text)', (value: {bytes: Uint8Array}) => value.bytes),
  'parquet-wasm': wasm,
};

async function main([name, file, peers]: string[]): Promise<void> {
  const start = performance.now();
  const hash = createHash('md5');
  let records = 0;
  let bytes = 0;
  let hashing = 0;
  let firstMs = 0;
  for await (const batch of readers[name](file, createRequire(`${peers ?? '.'}/x.js`))) {
    const at = performance.now();
    firstMs ||= at - start;
    hash.update(batch.bytes);
    records += batch.count;
    bytes += batch.bytes.length;
    hashing += performance.now() - at;
  }
  const seconds = (performance.now() - start - hashing) / 1000;
  const rssMiB = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(`${JSON.stringify({seconds, records, bytes, hash: hash.digest('hex'), rssMiB, firstMs})}\n`);
}

main(process.argv.slice(2)).catch((error: {code?: string}) => {
  if (error.code !== 'MODULE_NOT_FOUND') throw error;
  process.exitCode = 3;
});
