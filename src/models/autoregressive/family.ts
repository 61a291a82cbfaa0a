/** The network of digits, as an experiment writes it. */
import * as z from 'zod';
import type {Categories} from '../../core/data.ts';
import {count} from '../atoms.ts';
import type {Family} from '../family.ts';
import {optionProblems} from '../network/problems.ts';
import {networkNeeds, trainingCost, trainingShape} from '../network/schema.ts';
import {autoregressiveModel} from '../networks.ts';
import {autoregressiveOptions, AUTOREGRESSIVE_DEFAULTS as DEFAULTS} from './options.ts';

const schema = z
  .strictObject({
    kind: z.literal('autoregressive'),
    base: z.int().min(2).max(1000).default(DEFAULTS.base).describe('In which the number of an outcome is written.'),
    width: count.default(DEFAULTS.width).describe('Hidden units a layer.'),
    layers: count.default(DEFAULTS.layers).describe('Hidden layers.'),
    ...trainingShape(DEFAULTS),
  })
  .describe('A small neural network that writes the number of an outcome digit by digit: neighbours lend each other probability.');

type Options = z.infer<typeof schema>;
const chosen = ({kind: _, ...options}: Options) => autoregressiveOptions(options);

export const autoregressiveFamily: Family<Categories, Options, typeof schema> = {
  kind: 'autoregressive',
  schema,
  fits: 'categories',
  wants: 'the categorical world',
  isNeural: true,
  goesOn: ({start}) => start === 'continue',
  startsFirst: ({start}) => start === 'first',
  problems: (options) => optionProblems(() => chosen(options)),
  cost: ({epochs = DEFAULTS.epochs}, {n}) => trainingCost(n, epochs, 0.02),
  needs: ({width, layers, start}) => networkNeeds({weights: width * width * (layers - 1) + width, layers, start}),
  make: (options, {runtime}) => autoregressiveModel({options: chosen(options), runtime: runtime()}),
};
