/** Worlds, as an experiment writes them. */
import * as z from 'zod';
import {count, finite, nonNegative, positive, share} from '../../models/atoms.ts';
import {DEFAULTS} from './defaults.ts';

const point = z.array(finite).min(1).max(1000);

const sumOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

const gaussianWorld = z
  .strictObject({
    world: z.literal('gaussian'),
    mean: z.union([finite, point]).default(DEFAULTS.gaussian.mean).describe('Mean: a number for every coordinate, or one a coordinate.'),
    sd: z
      .union([positive, z.array(positive).min(1)])
      .default(DEFAULTS.gaussian.sd)
      .describe('Standard deviation: a number for every coordinate, or one a coordinate.'),
    dimension: count.max(1000).default(DEFAULTS.gaussian.dimension),
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
  .strictObject({
    world: z.literal('grid'),
    side: count.max(50).default(DEFAULTS.grid.side),
    spacing: positive.default(DEFAULTS.grid.spacing),
    sd: positive.default(DEFAULTS.grid.sd),
  })
  .describe('side x side Gaussians on a square grid in the plane.');

const blobsWorld = z
  .strictObject({
    world: z.literal('blobs'),
    centers: count.default(DEFAULTS.blobs.centers),
    sd: positive.default(DEFAULTS.blobs.sd),
    radius: positive.default(DEFAULTS.blobs.radius),
  })
  .describe('Gaussian blobs on a circle in the plane.');

const noisy = <W extends string>(world: W, about: string) =>
  z.strictObject({world: z.literal(world), noise: nonNegative.default(DEFAULTS.curves.noise)}).describe(about);

const circlesWorld = z
  .strictObject({
    world: z.literal('circles'),
    noise: nonNegative.default(DEFAULTS.curves.noise),
    factor: z.number().gt(0).lt(1).default(DEFAULTS.curves.factor),
  })
  .describe('Two concentric circles in the plane, with Gaussian noise; factor: inner over outer radius.');

const swissRollWorld = z
  .strictObject({
    world: z.literal('swiss-roll'),
    noise: nonNegative.default(DEFAULTS.curves.noise),
    dimension: z
      .literal([2, 3])
      .optional()
      .describe(
        '3: a rolled sheet of height 21 in space, as make_swiss_roll of scikit-learn. 2 unless said: the spiral that it is seen from above.',
      ),
  })
  .describe('A spiral in the plane, or a rolled sheet in space, with Gaussian noise.');

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

const newRows = z
  .enum(['same', 'fresh'])
  .optional()
  .describe('`same`: every generation labels the x of the human training set. `fresh`: each draws x of its own. `same` unless said.');

const regressionWorld = z
  .strictObject({
    world: z.literal('regression'),
    dimension: count.max(1000),
    noise: nonNegative.describe('Standard deviation of the labels around the line; labels are redrawn with it at every generation.'),
    rows: count.describe('Rows of the human training set; the same x at every generation, unless `x: fresh`.'),
    x: newRows,
    spectrum: z
      .union([
        z.array(positive).min(1).max(1000).describe('Its eigenvalues, one a coordinate.'),
        z.strictObject({power: nonNegative.describe('Eigenvalue j is j^-power, j = 1 to dimension.')}),
      ])
      .optional()
      .describe('Of the covariance of x, which is diagonal: x ~ N(0, diag(spectrum)). All 1 unless said.'),
    mismatch: positive
      .optional()
      .describe(
        'Later rows are labelled, in place of the last model, by other coefficients that are the same for the whole lineage and whose excess risk is this: c^2 of the strong collapse.',
      ),
  })
  .describe('Linear regression, x ~ N(0, I) unless a spectrum is given, no intercept.');

const labelledWorld = z
  .strictObject({
    world: z.literal('labelled'),
    dimension: count.max(1000),
    noise: share.describe('Chance that a model writes the other label than it believes; people label rightly.'),
    rows: count.describe('Rows of the human training set; the same x at every generation, unless `x: fresh`.'),
    x: newRows,
  })
  .describe('Two classes divided by a plane through the origin, x ~ N(0, I), labels 1 and -1.');

const logisticWorld = z
  .strictObject({
    world: z.literal('logistic'),
    dimension: count.max(1000),
    strength: positive
      .max(100)
      .default(DEFAULTS.logistic.strength)
      .describe('Length of the true coefficients: the larger, the surer the label. A label is 1 with probability 1 / (1 + exp(-x b)).'),
    rows: count.describe('Rows of the human training set; the same x at every generation, unless `x: fresh`.'),
    x: newRows,
  })
  .describe('Logistic regression, x ~ N(0, I), labels 0 and 1, no intercept.');

export const worldSchema = z.discriminatedUnion('world', [
  gaussianWorld,
  mixtureWorld,
  gridWorld,
  blobsWorld,
  noisy('moons', 'Two interleaving half circles in the plane, with Gaussian noise.'),
  circlesWorld,
  swissRollWorld,
  categoricalWorld,
  regressionWorld,
  labelledWorld,
  logisticWorld,
]);

/** As an experiment writes them: what is absent has its default. How many rows are drawn is no matter of a world. */
export type WorldOptions = WithoutRows<z.input<typeof worldSchema>>;
export type OptionsOf<W extends WorldOptions['world']> = Extract<WorldOptions, {world: W}>;

type WithoutRows<O> = O extends {rows: number} ? Omit<O, 'rows'> & {rows?: number} : O;
