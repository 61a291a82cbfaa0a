/** The variational autoencoder, as an experiment writes it. */
import * as z from 'zod';
import type {Points} from '../../core/data.ts';
import {count, nonNegative} from '../atoms.ts';
import type {DataSetting, Family, OptionProblem} from '../family.ts';
import {optionProblems} from '../network/problems.ts';
import {networkNeeds, standing, trainingCost, trainingShape} from '../network/schema.ts';
import {vaeModel} from '../networks.ts';
import {CHANNELS, VAE_DEFAULTS as DEFAULTS, LAYERS, vaeOptions} from './options.ts';

const schema = z
  .strictObject({
    kind: z.literal('vae'),
    network: z.enum(['dense', 'convolutional']).default(DEFAULTS.network).describe('`convolutional` wants images.'),
    latent: count.max(1000).default(DEFAULTS.latent).describe('Dimensions of the latent space.'),
    beta: nonNegative.default(DEFAULTS.beta).describe('Weight of the divergence from the prior.'),
    likelihood: z
      .enum(['bernoulli', 'gaussian'])
      .optional()
      .describe(
        'Of a pixel or coordinate: `bernoulli` wants values from 0 to 1 and is for images unless said, `gaussian` for other points.',
      ),
    draws: z
      .enum(['mean', 'likelihood'])
      .default(DEFAULTS.draws)
      .describe("A sample is the decoder's mean, or a draw from the likelihood around it."),
    width: count.default(DEFAULTS.width).describe('Hidden units of a dense layer.'),
    layers: standing(z.int().min(0), LAYERS).describe('Hidden layers of a dense encoder, and of its decoder; 0: both are linear.'),
    channels: standing(count, CHANNELS).describe('Of the first convolution; the second has twice as many.'),
    importance: count.default(DEFAULTS.importance).describe('Draws from the encoder for the bound of a log-probability.'),
    ...trainingShape(DEFAULTS),
  })
  .describe('A variational autoencoder: an encoder to a latent space, a decoder back.');

type Options = z.infer<typeof schema>;

/** Pixels from 0 to 1 have a Bernoulli likelihood unless another is said. Throws ConfigError where options do not fit each other. */
const chosen = ({kind: _, ...options}: Options, {side}: DataSetting) =>
  vaeOptions({...(side !== undefined && {likelihood: 'bernoulli'}), ...options});

export const vaeFamily: Family<Points, Options, typeof schema> = {
  kind: 'vae',
  schema,
  fits: 'points',
  wants: 'points: {images: digits}, or a world such as moons',
  isNeural: true,
  goesOn: ({start}) => start === 'continue',
  startsFirst: ({start}) => start === 'first',
  problems: (options, data) => [...networkProblems(options, data), ...optionProblems(() => chosen(options, data))],
  cost: ({epochs = DEFAULTS.epochs, network}, {n}) => trainingCost(n, epochs, network === 'convolutional' ? 0.15 : 0.02),
  needs(options, data) {
    const {width, layers = LAYERS, latent, channels = 0, start} = chosen(options, data);
    return networkNeeds({
      weights: 2 * width * width * Math.max(0, layers - 1) + 2 * width * latent + 36 * channels * channels,
      layers: 2 * layers,
      start,
    });
  },
  make: (options, {data, runtime}) => vaeModel({options: chosen(options, data), runtime: runtime(), side: data.side}),
};

function networkProblems({network}: Options, {side, name}: DataSetting): OptionProblem[] {
  if (network !== 'convolutional' || side !== undefined) return [];
  return [{path: ['network'], message: `a convolutional network wants images; the data is ${name}: write network: dense`}];
}
