/** The mixture-density network, as an experiment writes it. */
import * as z from 'zod';
import type {Points} from '../../core/data.ts';
import {count, positive} from '../atoms.ts';
import type {Family} from '../family.ts';
import {optionProblems} from '../network/problems.ts';
import {networkNeeds, trainingCost, trainingShape} from '../network/schema.ts';
import {mlpModel} from '../networks.ts';
import {MLP_DEFAULTS as DEFAULTS, mlpOptions} from './options.ts';

const schema = z
  .strictObject({
    kind: z.literal('mlp'),
    width: count.default(DEFAULTS.width).describe('Hidden units a layer.'),
    layers: count.default(DEFAULTS.layers).describe('Hidden layers.'),
    components: count.default(DEFAULTS.components).describe("Gaussians of each coordinate's law, given those before it."),
    floor: positive
      .lt(1)
      .default(DEFAULTS.floor)
      .describe("Smallest standard deviation of one, as a share of the coordinate's in the training set."),
    ...trainingShape(DEFAULTS),
  })
  .describe('A small neural network as a density: each coordinate, given those before it, a mixture of Gaussians.');

type Options = z.infer<typeof schema>;
const chosen = ({kind: _, ...options}: Options) => mlpOptions(options);

export const mlpFamily: Family<Points, Options, typeof schema> = {
  kind: 'mlp',
  schema,
  fits: 'points',
  wants: 'a world of points, such as moons',
  isNeural: true,
  goesOn: ({start}) => start === 'continue',
  startsFirst: ({start}) => start === 'first',
  problems: (options) => optionProblems(() => chosen(options)),
  cost: ({epochs = DEFAULTS.epochs}, {n}) => trainingCost(n, epochs, 0.02),
  needs: ({width, layers, components, start}) =>
    networkNeeds({weights: width * width * (layers - 1) + 3 * components * width, layers, start}),
  make: (options, {runtime}) => mlpModel({options: chosen(options), runtime: runtime()}),
};
