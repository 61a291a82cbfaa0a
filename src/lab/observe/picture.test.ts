import {describe, expect, it} from 'vitest';
import type {Points} from '../../core/data.ts';
import {imagesOf} from './picture.ts';

/** Images of 2 x 2 pixels, image i of one grey. */
const images = (greys: readonly number[]): Points => ({
  kind: 'points',
  count: greys.length,
  dimension: 4,
  values: Float64Array.from({length: 4 * greys.length}, (_, i) => greys[Math.floor(i / 4)]),
});

describe('images of a sample', () => {
  it('are in 16 steps from paper to ink, and what is beyond is cut', () => {
    expect(imagesOf(images([0, 0.5, 1, -3, 7]), 2)).toEqual({side: 2, pixels: '00008888ffff0000ffff'});
  });

  it('have their origin added', () => {
    expect(imagesOf({...images([0]), origin: Float64Array.of(0, 1, 0.2, 0)}, 2).pixels).toBe('0f30');
  });

  it('are spread over all of a larger sample', () => {
    const {pixels} = imagesOf(images(Array.from({length: 100}, (_, i) => i / 100)), 2);
    expect(pixels).toHaveLength(25 * 4);
    expect([pixels.slice(0, 4), pixels.slice(-4)]).toEqual(['0000', 'eeee']);
  });
});
