/**
 * A sample of a Gaussian on a line. Where the kernel draws it, what is known at once are its moments, which are all that the next fit wants;
 * its values are made when they are first asked for, the same that were summed.
 */
import type {Points} from '../../core/data.ts';
import {LEAST_OF_LINE, type LineSource, lineSource} from '../../core/random/line-source.ts';
import {fillNormal} from '../../core/random/normal.ts';
import type {Stream} from '../../core/random/stream.ts';
import {freshValues} from './slab.ts';

/** Of which line the kernel holds the draws. */
let last: DrawnLine | undefined;

/** Points with moments that are known; `values` is no property of its own, so that nothing makes them in passing. `shift` and `squares` are as `sumFour` / count and `squaresFour` give them of the values. */
export class DrawnLine implements Points {
  readonly kind = 'points';
  readonly dimension = 1;
  readonly count: number;
  readonly origin: Float64Array;
  readonly #shift: number;
  readonly #squares: number;
  readonly #kernel: LineSource;
  readonly #sd: number;
  readonly #s0: number;
  readonly #s1: number;
  readonly #s2: number;
  readonly #s3: number;
  #made: Float64Array | undefined = undefined;

  /** Draws from the stream, and moves it. */
  constructor(kernel: LineSource, count: number, sd: number, origin: Float64Array, stream: Stream) {
    const {state} = stream;
    this.#kernel = kernel;
    this.count = count;
    this.#sd = sd;
    this.origin = origin;
    this.#s0 = state[0];
    this.#s1 = state[1];
    this.#s2 = state[2];
    this.#s3 = state[3];
    kernel.drawLine(stream, count, sd);
    this.#shift = kernel.moments.mean;
    this.#squares = kernel.moments.squares;
  }

  get shift(): number {
    return this.#shift;
  }

  get squares(): number {
    return this.#squares;
  }

  get values(): Float64Array {
    this.#made ??= this.make();
    return this.#made;
  }

  private make(): Float64Array {
    const {count} = this;
    if (last !== this) this.#kernel.drawAgain(count, this.#sd, [this.#s0, this.#s1, this.#s2, this.#s3]);
    last = this;
    return this.#kernel.drawn(count);
  }
}

/** `count` draws of N(0, sd²) about `origin`. */
export function drawLine(stream: Stream, count: number, sd: number, origin: Float64Array): Points {
  const kernel = count < LEAST_OF_LINE ? null : lineSource();
  if (kernel !== null) {
    last = new DrawnLine(kernel, count, sd, origin, stream);
    return last;
  }
  const values = freshValues(count);
  fillNormal(stream, values, 0, count);
  for (let i = 0; i < count; i++) values[i] *= sd;
  return {kind: 'points', count, dimension: 1, values, origin};
}
