/** The linear classifier, as an experiment writes it. */
import * as z from 'zod';
import type {Rows} from '../../core/data.ts';
import type {Family} from '../family.ts';
import {momentCost} from '../moments.ts';
import {classifierModel} from './index.ts';

const schema = z.strictObject({kind: z.literal('classifier')}).describe('The sign of least squares on labels 1 and -1, without intercept.');

export const classifierFamily: Family<Rows, z.infer<typeof schema>, typeof schema> = {
  kind: 'classifier',
  schema,
  fits: 'rows',
  wants: 'the labelled world',
  isNeural: false,
  accepts: ({isLabelled}) => isLabelled === true,
  fewest: (_, {dimension}) => dimension,
  cost: (_, {n, dimension: d}) => momentCost(n, d),
  make: (_, {data: {noise = 0}}) => classifierModel({noise}),
};
