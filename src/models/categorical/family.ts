/** The categorical distribution, as an experiment writes it. */
import * as z from 'zod';
import type {Categories} from '../../core/data.ts';
import type {Family} from '../family.ts';
import {isUntempered, TEMPERING, temperedAt, temperingShape} from '../tempering.ts';
import {categoricalModel, FittedFrequencies} from './index.ts';

const schema = z.strictObject({kind: z.literal('categorical'), ...temperingShape}).describe('The frequencies of the categories.');

export const categoricalFamily: Family<Categories, z.infer<typeof schema>, typeof schema> = {
  kind: 'categorical',
  schema,
  fits: 'categories',
  wants: 'the categorical world',
  isNeural: false,
  cost: (_, {n}) => n * 1e-5 + 0.003,
  estimator: (options) => (isUntempered(options) ? {kind: 'frequencies'} : undefined),
  scheduled: TEMPERING,
  drawnAt: (fitted, options, generation) =>
    fitted instanceof FittedFrequencies ? fitted.tempered(temperedAt(options, generation)) : fitted,
  make: (options) => categoricalModel(temperedAt(options, 1)),
};
