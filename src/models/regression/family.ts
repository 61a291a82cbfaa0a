/** Linear regression, as an experiment writes it. */
import {z} from 'zod';
import type {Rows} from '../../core/data.ts';
import type {Family} from '../family.ts';
import {momentCost} from '../moments.ts';
import {regressionModel} from './index.ts';

const schema = z.strictObject({kind: z.literal('regression')}).describe('Least squares without intercept.');

export const regressionFamily: Family<Rows, z.infer<typeof schema>, typeof schema> = {
  kind: 'regression',
  schema,
  fits: 'rows',
  wants: 'the regression world',
  isNeural: false,
  accepts: ({isLabelled}) => !isLabelled,
  cost: (_, {n, dimension: d}) => momentCost(n, d),
  estimator: () => ({kind: 'least squares'}),
  make: (_, {data: {noise = 0}}) => regressionModel({noise}),
};
