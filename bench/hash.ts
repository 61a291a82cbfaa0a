/**
 * `node bench/hash.ts [MEGABYTES]`: the pass over documents, WebAssembly against plain TypeScript, one thread each.
 *
 * Text is the speeches, cut into paragraphs at the first sentence that ends after 500 bytes; each tile of 10 MB has all of them in another
 * order, eight to a document. Both kernels take every
 * tile in turn, so that a slow moment of the machine is a slow moment of both; medians over tiles, the first left out. Processor time, and
 * time by the clock. "Without samples" has room for one type of each kind, so what it takes is scanning and hashing.
 */

import {Stream} from '../src/core/random/stream.ts';
import {SAMPLED, type ScanKernel} from '../src/core/sketch/kernel.ts';
import {TypescriptKernel} from '../src/core/sketch/scan.ts';
import {SIZES} from '../src/guard/profile/profile.ts';
import {readSpeeches} from '../src/node/read/speeches.ts';
import {kernelName, makeKernel} from '../src/node/scan/kernel.ts';
import {median} from './case.ts';

const PARAGRAPHS_A_DOCUMENT = 8;
const PARAGRAPH_BYTES = 500;
const TILE = 10e6;
const SPACE = 32;
const FULL_STOP = 46;
const NEWLINE = 10;

interface Tile {
  readonly bytes: Uint8Array;
  readonly ends: readonly number[];
}

async function readParagraphs(): Promise<Uint8Array[]> {
  const {bytes} = await readSpeeches();
  const paragraphs: Uint8Array[] = [];
  let from = 0;
  for (let at = 1; at <= bytes.length; at++) {
    if (at < bytes.length && !(at - from > PARAGRAPH_BYTES && bytes[at] === SPACE && bytes[at - 1] === FULL_STOP)) continue;
    paragraphs.push(bytes.subarray(from, at));
    from = at;
  }
  return paragraphs;
}

function makeTile(paragraphs: readonly Uint8Array[], stream: Stream): Tile {
  const order = Uint32Array.from(paragraphs, (_, i) => i);
  for (let i = order.length - 1; i > 0; i--) {
    const j = stream.below(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  const bytes = new Uint8Array(paragraphs.reduce((sum, paragraph) => sum + paragraph.length + 2, 0));
  const ends: number[] = [];
  let at = 0;
  order.forEach((paragraph, i) => {
    bytes.set(paragraphs[paragraph], at);
    at += paragraphs[paragraph].length;
    bytes[at++] = NEWLINE;
    bytes[at++] = NEWLINE;
    if ((i + 1) % PARAGRAPHS_A_DOCUMENT === 0 || i === order.length - 1) ends.push(at);
  });
  return {bytes, ends};
}

/** MB/s of processor time and by the clock. */
function take(kernel: ScanKernel, {bytes, ends}: Tile): {processor: number; clock: number} {
  const cpu = process.cpuUsage();
  const start = performance.now();
  kernel.load(bytes);
  let from = 0;
  for (const to of ends) {
    kernel.document(from, to);
    from = to;
  }
  const clock = performance.now() - start;
  return {processor: bytes.length / process.cpuUsage(cpu).user, clock: bytes.length / 1e3 / clock};
}

const paragraphs = await readParagraphs();
const tiles = Math.max(2, Math.round((Number(process.argv[2] ?? 100) * 1e6) / TILE));
process.stdout.write(`speeches in ${tiles} tiles, kernel: ${kernelName()}\n`);
for (const [name, capacities] of [
  ['size medium', SIZES.medium.types],
  ['without samples', SAMPLED.map(() => 1)],
] as const) {
  const kernels = {webassembly: makeKernel(capacities), typescript: new TypescriptKernel(capacities)};
  const speeds = {webassembly: [] as {processor: number; clock: number}[], typescript: [] as {processor: number; clock: number}[]};
  for (let i = 0; i < tiles; i++) {
    const tile = makeTile(paragraphs, Stream.root(1).fork(`tile/${i}`));
    for (const which of ['webassembly', 'typescript'] as const) speeds[which].push(take(kernels[which], tile));
  }
  const [fast, plain] = [speeds.webassembly, speeds.typescript].map((all) => ({
    processor: median(all.slice(1).map(({processor}) => processor)),
    clock: median(all.slice(1).map(({clock}) => clock)),
  }));
  process.stdout.write(
    `${name}: webassembly ${fast.processor.toFixed(1)} MB/s (clock ${fast.clock.toFixed(1)}), ` +
      `typescript ${plain.processor.toFixed(1)} MB/s (clock ${plain.clock.toFixed(1)}), ratio ${(fast.processor / plain.processor).toFixed(2)}\n`,
  );
}
