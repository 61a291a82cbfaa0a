/** The mixture of Gaussians, as an experiment writes it. */
import * as z from 'zod';
import type {Points} from '../../core/data.ts';
import {count, nonNegative, positive} from '../atoms.ts';
import type {Family} from '../family.ts';
import {MIXTURE_DEFAULTS, mixtureModel} from './index.ts';

const {regularization, starts, iterations, tolerance} = MIXTURE_DEFAULTS;

const schema = z
  .strictObject({
    kind: z.literal('mixture'),
    components: z.union([count, z.array(count).min(1)]).describe('Number of components, or several, of which BIC chooses.'),
    regularization: nonNegative.default(regularization).describe('Added to the diagonal of every covariance.'),
    starts: count.max(10_000).default(starts),
    iterations: count.max(1_000_000).default(iterations),
    tolerance: positive.default(tolerance),
  })
  .describe('A mixture of Gaussians with full covariances, fitted by expectation maximisation from k-means++ starts.');

type Options = z.infer<typeof schema>;

export const mixtureFamily: Family<Points, Options, typeof schema> = {
  kind: 'mixture',
  schema,
  fits: 'points',
  wants: 'a world of points, such as mixture',
  isNeural: false,
  weightless: 'the mixture takes no weights',
  problems(options, {records}) {
    const most = mostComponents(options);
    if (records === undefined || most <= records) return [];
    return [{path: ['components'], message: `${most} components for a training set of ${records} records`}];
  },
  cost: (_, {n}) => n * 4 * 2e-3 + 0.1,
  needs: (options, {dimension: d}) => [
    {field: 'model.components', what: 'the covariances of the components', bytes: 8 * mostComponents(options) * d * d},
  ],
  make: (options) => mixtureModel(options),
};

const mostComponents = ({components}: Options): number => [components].flat().reduce((a, b) => Math.max(a, b));
