/**
 * Dropout: a random share of activations set to 0 in training, the others scaled up, so that expectations stay.
 *
 *   y = x mask,   mask = 0 with chance `share`, else 1 / (1 - share)
 *
 * Chance comes from outside: the mask is fed. A graph without dropout has no such node.
 *
 * source   Srivastava et al., JMLR 15, 2014, scaled in training ("inverted")
 */
import {DomainError} from '../../core/error.ts';
import type {Stream} from '../../core/random/stream.ts';
import type {Tensor} from '../graph.ts';
import {broadcastShape, sameShape, shapeError} from '../shape.ts';
import {multiply} from './elementwise.ts';

/** x: any shape; mask: broadcast to it, of `fillDropout`. No gradient by the mask is of use. */
export function dropout(x: Tensor, mask: Tensor): Tensor {
  if (!sameShape(broadcastShape('dropout', x.shape, mask.shape), x.shape))
    throw shapeError('dropout', [x.shape, mask.shape], 'a mask that is broadcast to x', 'Feed a mask of the shape of x.');
  return multiply(x, mask);
}

/**
 * Draws a mask. `share`: of what is dropped, 0 <= share < 1, to a grid of 2^-32. One word of the stream each.
 * Throws DomainError where it is no share.
 */
export function fillDropout(stream: Stream, mask: Float32Array, share: number): void {
  if (!(share >= 0 && share < 1)) throw new DomainError(`dropout wants a share from 0 to below 1, got ${share}`, {next: 'Drop fewer.'});
  const bound = share * 0x1_0000_0000;
  const kept = 1 / (1 - share);
  for (let i = 0; i < mask.length; i++) mask[i] = stream.uint32() < bound ? 0 : kept;
}
