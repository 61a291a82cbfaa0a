/** The kernel density estimate, as an experiment writes it. */
import * as z from 'zod';
import type {Points} from '../../core/data.ts';
import {positive} from '../atoms.ts';
import type {Family} from '../family.ts';
import {BANDWIDTH_RULES} from './bandwidth.ts';
import {kdeModel} from './index.ts';

const RULES = Object.keys(BANDWIDTH_RULES) as (keyof typeof BANDWIDTH_RULES)[];

const schema = z
  .strictObject({
    kind: z.literal('kde'),
    bandwidth: z
      .union([positive, z.enum(RULES)])
      .default('scott')
      .describe(
        'A number in units of the points, or a rule. `scott`: n^(-1/(d+4)) standard deviations of each coordinate; `silverman`: (n (d+2)/4)^(-1/(d+4)) of them. `sklearn-scott` and `sklearn-silverman`: the same numbers in units of the points, as KernelDensity of scikit-learn has them.',
      ),
  })
  .describe('A kernel density estimate with Gaussian kernels.');

export const kdeFamily: Family<Points, z.infer<typeof schema>, typeof schema> = {
  kind: 'kde',
  schema,
  fits: 'points',
  wants: 'a world of points, such as moons',
  isNeural: false,
  cost: (_, {n, dimension: d}) => n * d * 2e-5 + 0.01,
  needs: (_, {dimension: d}) => [{field: 'data.dimension', what: 'covariances', bytes: 8 * d * d}],
  estimator({bandwidth}) {
    if (typeof bandwidth === 'number') return {kind: 'kernels', bandwidth};
    const {of, isScaled} = BANDWIDTH_RULES[bandwidth];
    return {kind: 'kernels', bandwidth: (n, d) => of(1 / n, d), isScaled};
  },
  make: (options) => kdeModel(options),
};
