/**
 * Lines of draws of N(0, sd²) and their moments by the WebAssembly of kernel/normal, which gives the bits of `fillNormal`, leaves the stream
 * where it does, and sums as `sumFour` and `squaresFour` of models/moments.ts do.
 *
 * The outer layer says where the module is (`registerNormalKernel`); where none is built, or vectors are missing, whoever draws does it plainly.
 *
 * cost     two thirds of the time of `fillNormal` and the sums; nothing is written outside before it is asked for
 * checked  against `fillNormal` and the sums of models/moments.ts, bit for bit, at every count and at every place in a block
 */
import {DomainError, ResourceError} from '../error.ts';
import {exp, log} from '../math/index.ts';
import {type CompiledModule, exportsOf} from '../webassembly.ts';
import {LEAST_OF_LINE, type LineMoments, type LineSource, registerLineSource} from './line-source.ts';
import type {Stream} from './stream.ts';
import {EDGE, HEIGHT, WIDTH} from './ziggurat.ts';

/** Pairs of words of a lane (kernel/normal). */
const LANE = 27;
interface Exports {
  readonly memory: {readonly buffer: ArrayBuffer};
  readonly tables: {readonly value: number};
  readonly state: {readonly value: number};
  readonly result: {readonly value: number};
  readonly out: {readonly value: number};
  reserve(n: number): boolean | number;
  draw(n: number, sd: number): void;
  drawLine(n: number, sd: number): number;
}

export class NormalKernel implements LineSource {
  /** Of the last line. */
  readonly moments: LineMoments = {mean: 0, squares: 0};
  private readonly wasm: Exports;
  private state: Int32Array;
  private result: Float64Array;
  private out: Float64Array;

  constructor(module: CompiledModule) {
    this.wasm = exportsOf<Exports>(module, {host: {exp, log}});
    const {memory, tables} = this.wasm;
    this.wasm.reserve(LEAST_OF_LINE);
    const jump = new Int32Array(memory.buffer, tables.value, 32 * 16 * 4);
    jump.set(jumpTable());
    const layers = new Float64Array(memory.buffer, tables.value + jump.byteLength, 4 * WIDTH.length);
    for (let i = 0; i < WIDTH.length; i++) {
      layers.set([WIDTH[i], EDGE[i + 1]], 2 * i);
      layers.set([HEIGHT[i], HEIGHT[i + 1]], 2 * (WIDTH.length + i));
    }
    [this.state, this.result, this.out] = this.views();
  }

  /** Draws n times sd; moves the stream. They stay here until the next line, and `moments` are theirs. */
  drawLine(stream: Stream, n: number, sd: number): void {
    this.reserve(n);
    const own = stream.state;
    const {state, moments} = this;
    state[0] = own[0];
    state[1] = own[1];
    state[2] = own[2];
    state[3] = own[3];
    moments.mean = this.wasm.drawLine(n, sd);
    moments.squares = this.result[0];
    own[0] = state[0];
    own[1] = state[1];
    own[2] = state[2];
    own[3] = state[3];
  }

  /** Makes the draws of a line again, from the four words that its stream had before. */
  drawAgain(n: number, sd: number, [s0, s1, s2, s3]: readonly number[]): void {
    this.reserve(n);
    const {state} = this;
    state[0] = s0;
    state[1] = s1;
    state[2] = s2;
    state[3] = s3;
    this.wasm.draw(n, sd);
  }

  /** The draws of the last line: a copy. */
  drawn(n: number): Float64Array {
    return this.out.slice(0, n);
  }

  private reserve(n: number): void {
    if (!(n >= 1 && n <= 268435456)) throw new DomainError(`a line has 1..2^28 draws, got ${n}`);
    if (n <= this.out.length) return;
    if (!this.wasm.reserve(n))
      throw new ResourceError(`there is no memory for ${n} draws at once`, {next: 'Take smaller samples, or free some memory.'});
    [this.state, this.result, this.out] = this.views();
  }

  private views(): [Int32Array, Float64Array, Float64Array] {
    const {memory, state, result, out} = this.wasm;
    const {buffer} = memory;
    return [new Int32Array(buffer, state.value, 4), new Float64Array(buffer, result.value, 1), new Float64Array(buffer, out.value)];
  }
}

/** The state after LANE pairs is linear in the bits before: for each value of each digit of 4 bits, the sum of what its bits become. (32, 16, 4) */
function jumpTable(): Int32Array {
  const columns = Array.from({length: 128}, (_, bit) => {
    const state = new Int32Array(4);
    state[bit >> 5] = 1 << (bit & 31);
    for (let step = 0; step < 2 * LANE; step++) advance(state);
    return state;
  });
  const table = new Int32Array(32 * 16 * 4);
  for (let digit = 0; digit < 32; digit++) {
    for (let value = 0; value < 16; value++) {
      const at = 4 * (16 * digit + value);
      for (let bit = 0; bit < 4; bit++) if ((value >> bit) & 1) for (let w = 0; w < 4; w++) table[at + w] ^= columns[4 * digit + bit][w];
    }
  }
  return table;
}

/** One word further: the state's part of `Stream.uint32`. */
function advance(s: Int32Array): void {
  const t = s[1] << 9;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = (s[3] << 11) | (s[3] >>> 21);
}

/** Says where the module is; it is loaded when the first line is drawn, once a thread. */
export function registerNormalKernel(loader: () => CompiledModule | null): void {
  registerLineSource(() => {
    const module = loader();
    return module && new NormalKernel(module);
  });
}
