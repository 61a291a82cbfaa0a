/** The kernel density estimate, as an experiment writes it. */
import {z} from 'zod';
import type {Points} from '../../core/data.ts';
import {positive} from '../atoms.ts';
import type {Family} from '../family.ts';
import {kdeModel} from './index.ts';

const schema = z
  .strictObject({kind: z.literal('kde'), bandwidth: z.union([positive, z.literal('scott')]).default('scott')})
  .describe('A kernel density estimate with Gaussian kernels.');

export const kdeFamily: Family<Points, z.infer<typeof schema>, typeof schema> = {
  kind: 'kde',
  schema,
  fits: 'points',
  wants: 'a world of points, such as moons',
  isNeural: false,
  cost: (_, {n, dimension: d}) => n * d * 2e-5 + 0.01,
  needs: (_, {dimension: d}) => [{field: 'data.dimension', what: 'covariances', bytes: 8 * d * d}],
  estimator: ({bandwidth}) => (bandwidth === 'scott' ? undefined : {kind: 'kernels', bandwidth}),
  make: (options) => kdeModel(options),
};
