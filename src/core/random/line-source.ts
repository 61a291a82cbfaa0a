/**
 * Who draws lines of normal numbers with their moments where there is somebody quicker than `fillNormal`: the outer layer says so. Whoever draws
 * does it plainly where nobody is there.
 */
import type {Stream} from './stream.ts';

/** Fewer draws are quicker made one by one. */
export const LEAST_OF_LINE = 64;

/** Of the last line that was drawn. */
export interface LineMoments {
  /** Of the draws. */
  mean: number;
  /** Sum of squares about it. */
  squares: number;
}

export interface LineSource {
  /** Of the last line. */
  readonly moments: LineMoments;
  /** Draws n times sd, the numbers that `fillNormal` gives; moves the stream. They stay here until the next line, and `moments` are theirs. */
  drawLine(stream: Stream, n: number, sd: number): void;
  /** Makes the draws of a line again, from the four words that its stream had before. */
  drawAgain(n: number, sd: number, state: readonly number[]): void;
  /** The draws of the last line: a copy. */
  drawn(n: number): Float64Array;
}

let load: (() => LineSource | null) | undefined;
let made: LineSource | null | undefined;

/** Says who draws; it is made when the first line is drawn, once a thread. */
export function registerLineSource(loader: () => LineSource | null): void {
  load = loader;
  made = undefined;
}

/** Null where nobody is registered, or can do it. */
export function lineSource(): LineSource | null {
  if (made === undefined) made = load?.() ?? null;
  return made;
}
