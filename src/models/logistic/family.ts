/** Logistic regression, as an experiment writes it. */
import * as z from 'zod';
import type {Rows} from '../../core/data.ts';
import {positive} from '../atoms.ts';
import type {Family} from '../family.ts';
import {momentCost} from '../moments.ts';
import {logisticModel} from './index.ts';

const schema = z
  .strictObject({
    kind: z.literal('logistic'),
    ridge: positive
      .optional()
      .describe(
        'Price lambda of coefficients: minus the log-likelihood a record + lambda/2 |b|^2 is made least (C of scikit-learn is 1 / (lambda n)). None unless said; with few rows classes may come apart, and then a fit needs it.',
      ),
  })
  .describe('Logistic regression by maximum likelihood, without intercept: labels 0 and 1 are drawn by the fitted chances.');

export const logisticFamily: Family<Rows, z.infer<typeof schema>, typeof schema> = {
  kind: 'logistic',
  schema,
  fits: 'rows',
  wants: 'the logistic world',
  isNeural: false,
  accepts: ({isLogistic}) => isLogistic === true,
  fewest: ({ridge}, {dimension}) => (ridge === undefined ? dimension : 1),
  cost: (_, {n, dimension: d}) => 8 * momentCost(n, d) + n * d * 2e-5,
  estimator: ({ridge}) => (ridge === undefined ? {kind: 'logistic likelihood'} : undefined),
  make: ({ridge}) => logisticModel({ridge}),
};
