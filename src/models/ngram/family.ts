/** The n-gram, as an experiment writes it. */
import * as z from 'zod';
import type {Text} from '../../core/data.ts';
import {count} from '../atoms.ts';
import type {Family} from '../family.ts';
import {TEMPERING, temperedAt, temperingShape} from '../tempering.ts';
import {FittedNgram, ngramModel} from './index.ts';
import {SMOOTHINGS} from './options.ts';
import {UNITS} from './tokens.ts';

const schema = z
  .strictObject({
    kind: z.literal('ngram'),
    order: count.max(6),
    unit: z
      .enum(UNITS)
      .default('word')
      .describe('What is counted: runs without white space, bytes, or code points, for text without spaces between words.'),
    smoothing: z
      .enum(SMOOTHINGS)
      .optional()
      .describe(
        '`kneser-ney` unless said. `none`: maximum likelihood; what never followed a context has probability 0 there, so that no finite number of bits prices human text that has it.',
      ),
    ...temperingShape,
  })
  .describe('Counts of words, bytes or characters after those before them: interpolated modified Kneser-Ney, or no smoothing.');

export const ngramFamily: Family<Text, z.infer<typeof schema>, typeof schema> = {
  kind: 'ngram',
  schema,
  fits: 'text',
  wants: 'text: {corpus: speeches} or {files: [...]}',
  isNeural: false,
  editsTokens: true,
  addsUp: true,
  weightless: 'an n-gram counts whole documents and takes no weights',
  unranked: ({smoothing}) =>
    smoothing === 'none' ? 'an unsmoothed n-gram gives what it has not seen the probability 0, and has no likelihood to go by' : undefined,
  sizeUnit: ({unit}) => unit,
  cost: ({order}, {n}) => n * (0.0012 + 0.0004 * order) + 5,
  scheduled: TEMPERING,
  drawnAt: (fitted, options, generation) => (fitted instanceof FittedNgram ? fitted.tempered(temperedAt(options, generation)) : fitted),
  make: (options) => ngramModel(temperedAt(options, 1)),
};
