/** Rules of bandwidth of a kernel density, by the names that an experiment has for them. */
import {pow} from '../../core/math/index.ts';

/** Rules of bandwidth: of 1/n and d, and whether in standard deviations of each coordinate. */
export const BANDWIDTH_RULES = {
  scott: {of: scott, isScaled: true},
  silverman: {of: silverman, isScaled: true},
  'sklearn-scott': {of: scott, isScaled: false},
  'sklearn-silverman': {of: silverman, isScaled: false},
} as const;

function scott(concentration: number, d: number): number {
  return pow(concentration, 1 / (d + 4));
}

function silverman(concentration: number, d: number): number {
  return pow((4 * concentration) / (d + 2), 1 / (d + 4));
}
