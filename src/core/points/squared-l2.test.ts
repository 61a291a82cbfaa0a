import {describe, expect, it} from 'vitest';
import {kdeModel} from '../../models/kde/index.ts';
import type {FittedPoints} from '../../models/model.ts';
import {DomainError} from '../error.ts';
import {Stream} from '../random/stream.ts';
import {type GaussianSum, squaredL2} from './squared-l2.ts';

const sum = (weights: number[], means: number[], covariances: number[]): GaussianSum => ({
  weights: Float64Array.from(weights),
  means: Float64Array.from(means),
  covariances: Float64Array.from(covariances),
});
const line = sum([1], [0.5], [1]);

/** scipy 1.17: integrate.quad(lambda x: (p(x) - q(x))**2, -20, 20, points=[...]) of norm.pdf, and a grid of multivariate_normal.pdf in the plane. */
describe('the squared L2 distance', () => {
  it('of two mixtures on a line is that of quadrature', () => {
    expect(squaredL2(sum([0.3, 0.7], [-1, 2], [0.25, 2.25]), line)).toBeCloseTo(0.1363340902318777, 12);
  });

  it('of full covariances in the plane is that of quadrature', () => {
    const p = sum([0.4, 0.6], [0, 0, 2, -1], [1, 0.3, 0.3, 0.5, 0.2, 0, 0, 0.9]);
    const q = sum([1], [0.5, 0.2], [1.2, -0.4, -0.4, 0.8]);
    expect(squaredL2(p, q)).toBeCloseTo(0.06379978118764433, 12);
    expect(squaredL2(q, p)).toBeCloseTo(0.06379978118764433, 12);
  });

  it('of a kernel density (scikit-learn, bandwidth .6) is that of quadrature, and of its kernels one by one', () => {
    const values = [0, 1, 1.5, 4];
    const data = {kind: 'points', count: 4, dimension: 1, values: Float64Array.from(values)} as const;
    const fitted = kdeModel({bandwidth: 0.6}).fit([{data, source: 'human'}], Stream.root('kde')) as FittedPoints;
    expect(squaredL2(fitted.gaussians!(), line)).toBeCloseTo(0.05921543976244998, 12);
    const single = sum([0.25, 0.25, 0.25, 0.25], values, [0.36, 0.36, 0.36, 0.36]);
    expect(squaredL2(single, line)).toBeCloseTo(0.05921543976244998, 12);
  });

  it('is 0 of a density to itself, and 1/(2 sd sqrt pi) twice of two that never meet', () => {
    expect(squaredL2(line, sum([1], [0.5], [1]))).toBe(0);
    expect(squaredL2(line, sum([1], [500], [1]))).toBeCloseTo(1 / Math.sqrt(Math.PI), 12);
  });

  it('refuses what has no density, and another dimension', () => {
    expect(() => squaredL2(line, sum([1], [0, 0], [1, 0, 0, 1]))).toThrow(DomainError);
    expect(() => squaredL2(sum([1], [0], [0]), sum([1], [0], [0]))).toThrow(DomainError);
  });
});
