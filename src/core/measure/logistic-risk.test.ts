import {expect, it} from 'vitest';
import {calibrationError, excessLogLoss} from './logistic-risk.ts';

const lengths = (b: [number, number], b0: [number, number]) => ({
  fitted: b[0] ** 2 + b[1] ** 2,
  truth: b0[0] ** 2 + b0[1] ** 2,
  shared: b[0] * b0[0] + b[1] * b0[1],
});

/**
 * scipy 1.17: integrate.dblquad of the Kullback-Leibler divergence of expit(x b0) to expit(x b) over N(0, I); for calibration
 * integrate.quad over u of |expit(u) - quad over z of expit(m u + v z)|, all within 12 standard deviations.
 */
it.each([
  [[1.5, 0.5], [2, 0], 0.03057231718522189, 0.01624623252344454],
  [[3, -1], [1, 1], 0.547675958550887, 0.2497403471481208],
] as const)('of b = %j and b0 = %j excess loss and calibration error are those of quadrature', (b, b0, loss, error) => {
  const of = lengths([...b], [...b0]);
  expect(excessLogLoss(of)).toBeCloseTo(loss, 8);
  expect(calibrationError(of)).toBeCloseTo(error, 4);
});

it('both are 0 of the truth; half the information times the squared distance is the loss near it', () => {
  expect(excessLogLoss(lengths([1, 1], [1, 1]))).toBe(0);
  expect(calibrationError(lengths([1, 1], [1, 1]))).toBeLessThan(1e-6);
  expect(calibrationError(lengths([0, 0], [1, 1]))).toBe(0);
  // across the coefficients the information of a row is E s'(v), .1497 for v ~ N(0, 2^2): scipy.integrate.quad
  const near = excessLogLoss(lengths([2, 0.01], [2, 0]));
  expect(near / 0.01 ** 2).toBeCloseTo(0.15142637740053957 / 2, 5);
});
