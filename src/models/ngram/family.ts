/** The n-gram, as an experiment writes it. */
import {z} from 'zod';
import type {Text} from '../../core/data.ts';
import {count, positive} from '../atoms.ts';
import type {Family} from '../family.ts';
import {ngramModel} from './index.ts';
import {UNITS} from './tokens.ts';

const schema = z
  .strictObject({
    kind: z.literal('ngram'),
    order: count.max(6),
    unit: z
      .enum(UNITS)
      .default('word')
      .describe('What is counted: runs without white space, bytes, or code points, for text without spaces between words.'),
    temperature: positive.optional(),
    topK: count.optional(),
    topP: z.number().gt(0).max(1).optional(),
  })
  .describe('Interpolated modified Kneser-Ney over words, bytes or characters.');

export const ngramFamily: Family<Text, z.infer<typeof schema>, typeof schema> = {
  kind: 'ngram',
  schema,
  fits: 'text',
  wants: 'text: {corpus: speeches} or {files: [...]}',
  isNeural: false,
  editsTokens: true,
  weightless: 'an n-gram counts whole documents and takes no weights',
  sizeUnit: ({unit}) => unit,
  cost: ({order}, {n}) => n * (0.0012 + 0.0004 * order) + 5,
  make: (options) => ngramModel(options),
};
