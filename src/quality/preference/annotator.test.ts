import {describe, expect, it} from 'vitest';
import type {Points} from '../../core/data.ts';
import {Annotator} from './annotator.ts';
import {annotatorSchema} from './schema.ts';

const plane: Points = {kind: 'points', count: 3, dimension: 2, values: Float64Array.of(1, 1, 4, 5, 1, 1.5)};
const utility = (more: object) => [...new Annotator(annotatorSchema.parse({kind: 'reward', point: [1, 1], ...more})).utility(plane)];

describe('a reward by the distance from a point', () => {
  it('falls with its square, unless said', () => {
    expect(utility({})).toEqual([-0, -12.5, -0.125]);
    expect(utility({shape: 'quadratic', scale: 5})).toEqual([-0, -0.5, -0.005]);
  });

  it('falls with what the distance has beyond tau', () => {
    expect(utility({shape: 'distance'})).toEqual([-0, -5, -0.5]);
    expect(utility({shape: 'distance', tau: 1})).toEqual([-0, -4, -0]);
    expect(utility({shape: 'distance', tau: 1, scale: 2})).toEqual([-0, -2, -0]);
  });

  it.each([
    [{point: [1], tau: 1}, 'is of `shape: distance`'],
    [{values: [1, 2], shape: 'distance'}, 'is of a reward by `point`'],
    [{point: [1], shape: 'round'}, 'shape'],
    [{point: [1], shape: 'distance', tau: -1}, 'tau'],
  ])('refuses %j', (more, message) => {
    const parsed = annotatorSchema.safeParse({kind: 'reward', ...more});
    expect(JSON.stringify(parsed.error?.issues)).toContain(message);
  });
});
