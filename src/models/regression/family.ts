/** Linear regression, as an experiment writes it. */
import * as z from 'zod';
import type {Rows} from '../../core/data.ts';
import {positive} from '../atoms.ts';
import type {Family} from '../family.ts';
import {momentCost} from '../moments.ts';
import {regressionModel} from './index.ts';

const schema = z
  .strictObject({
    kind: z.literal('regression'),
    ridge: positive
      .optional()
      .describe(
        'Price lambda of coefficients: the mean squared residual + lambda |b|^2 is made least (alpha of scikit-learn is lambda n). None unless said.',
      ),
  })
  .describe('Least squares without intercept.');

export const regressionFamily: Family<Rows, z.infer<typeof schema>, typeof schema> = {
  kind: 'regression',
  schema,
  fits: 'rows',
  wants: 'the regression world',
  isNeural: false,
  accepts: ({isLabelled, isLogistic}) => !isLabelled && !isLogistic,
  fewest: ({ridge}, {dimension}) => (ridge === undefined ? dimension : 1),
  cost: (_, {n, dimension: d}) => momentCost(n, d),
  estimator: ({ridge}) => (ridge === undefined ? {kind: 'least squares'} : undefined),
  make: ({ridge}, {data: {noise = 0}}) => regressionModel({noise, ridge}),
};
