import {describe, expect, it} from 'vitest';
import type {Points} from '../../core/data.ts';
import {categoriesOf, imagesOf, lineOf} from './picture.ts';

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

describe('points on a line', () => {
  it('are the first coordinates of points spread over the sample, to four digits', () => {
    const values = Float64Array.from({length: 3 * 250}, (_, i) => (i % 3 === 0 ? i / 3 + 1 / 3 : -1));
    const line = lineOf({kind: 'points', count: 250, dimension: 3, values});
    expect([line.length, line[0], line[1], line.at(-1)]).toEqual([100, 0.3333, 2.333, 247.3]);
    expect(lineOf({kind: 'points', count: 0, dimension: 1, values: new Float64Array()})).toEqual([]);
  });

  it('leave out what is no number any more', () => {
    expect(lineOf({kind: 'points', count: 2, dimension: 1, values: Float64Array.of(Infinity, 2)})).toEqual([2]);
  });
});

describe('categories', () => {
  it('stand by their probability, the first of equals first', () => {
    expect(categoriesOf([5, 6, 7, 8], Float64Array.of(0.1, 0.5, 0.3, 0.1))).toEqual({counts: [6, 7, 5, 8]});
  });

  it('of very many are picked evenly by rank', () => {
    const ranks = Array.from({length: 4096}, (_, k) => k);
    const {counts} = categoriesOf(
      ranks,
      Float64Array.from(ranks, (k) => 1 / (k + 1)),
    );
    expect([counts.length, counts[0], counts[1], counts[1023]]).toEqual([1024, 0, 4, 4092]);
  });
});
