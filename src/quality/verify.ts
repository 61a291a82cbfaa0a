/**
 * Verification of labels: a right label is kept with probability `right`, a wrong one with probability `wrong`.
 *
 * law      of labels of which a share p is wrong, those kept are wrong with p psi / (p psi + (1 - p) phi): more right than wrong while
 *          p < p* = 1 / (1 + psi / phi); there the accuracy of what is trained on them jumps from 0 to 1 as rows grow
 * source   Y. Feng et al., arXiv 2406.07515
 */
import type {Stream} from '../core/random/stream.ts';

/** Numbers of the rows that are kept. `isRight`: (n,) 1 where a label is. */
export function verifiedRows(stream: Stream, isRight: Uint8Array, chances: {readonly right: number; readonly wrong: number}): Uint32Array {
  const kept: number[] = [];
  for (let i = 0; i < isRight.length; i++) if (stream.float() < (isRight[i] ? chances.right : chances.wrong)) kept.push(i);
  return Uint32Array.from(kept);
}
