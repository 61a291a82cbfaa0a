/** What an experiment may say of the small networks; what it leaves out comes from their own defaults (models/mlp/options.ts and beside). */
import {z} from 'zod';
import {ACTIVATIONS} from '../models/network/layers.ts';
import {count, nonNegative, positive} from '../models/atoms.ts';

/** How all of them are trained. `epochs`, `batch`, `rate` and `decay`: in words, what holds unless said. */
const training = (defaults: {epochs: string; batch: string; rate: string; decay: string}) => ({
  activation: z.enum(ACTIVATIONS).optional().describe('`silu` unless said.'),
  epochs: positive.optional().describe(`Passes over the training set; ${defaults.epochs} unless said.`),
  steps: count.optional().describe('Steps of the optimiser, in place of epochs.'),
  batch: count.optional().describe(`Records a step; ${defaults.batch} unless said.`),
  rate: positive.optional().describe(`Largest learning rate of AdamW; ${defaults.rate} unless said.`),
  warmup: z.int().min(0).optional().describe('Steps until it is reached; then it falls to a tenth along a cosine. 20 unless said.'),
  decay: nonNegative.optional().describe(`Weight decay of matrices; ${defaults.decay} unless said.`),
  clip: positive.optional().describe('Largest norm of all gradients together; 5 unless said.'),
  start: z
    .enum(['fresh', 'continue'])
    .optional()
    .describe('From new weights at every generation, or from those of the last one; `fresh` unless said.'),
  patience: count
    .optional()
    .describe('Sets a tenth of the training set aside, stops when its loss has not fallen for so many epochs, and goes back to the best.'),
});

export const mlpSchema = z
  .strictObject({
    kind: z.literal('mlp'),
    width: count.optional().describe('Hidden units a layer; 64 unless said.'),
    layers: count.optional().describe('Hidden layers; 2 unless said.'),
    components: count.optional().describe("Gaussians of each coordinate's law, given those before it; 8 unless said."),
    floor: positive
      .lt(1)
      .optional()
      .describe("Smallest standard deviation of one, as a share of the coordinate's in the training set; .01 unless said."),
    ...training({epochs: '60', batch: '64', rate: '.005', decay: '.01'}),
  })
  .describe('A small neural network as a density: each coordinate, given those before it, a mixture of Gaussians.');

export const autoregressiveSchema = z
  .strictObject({
    kind: z.literal('autoregressive'),
    base: z.int().min(2).max(1000).optional().describe('In which the number of an outcome is written; 2 unless said.'),
    width: count.optional().describe('Hidden units a layer; 64 unless said.'),
    layers: count.optional().describe('Hidden layers; 2 unless said.'),
    ...training({epochs: '30', batch: '64', rate: '.003', decay: '.01'}),
  })
  .describe('A small neural network that writes the number of an outcome digit by digit: neighbours lend each other probability.');

export const vaeSchema = z
  .strictObject({
    kind: z.literal('vae'),
    network: z.enum(['dense', 'convolutional']).optional().describe('`dense` unless said; `convolutional` wants images.'),
    latent: count.max(1000).optional().describe('Dimensions of the latent space; 8 unless said.'),
    beta: nonNegative.optional().describe('Weight of the divergence from the prior; 1 unless said.'),
    likelihood: z
      .enum(['bernoulli', 'gaussian'])
      .optional()
      .describe(
        'Of a pixel or coordinate: `bernoulli` wants values from 0 to 1 and is for images unless said, `gaussian` for other points.',
      ),
    draws: z
      .enum(['mean', 'likelihood'])
      .optional()
      .describe("A sample is the decoder's mean, or a draw from the likelihood around it; `mean` unless said."),
    width: count.optional().describe('Hidden units of a dense layer; 128 unless said.'),
    layers: z.int().min(0).optional().describe('Hidden layers of a dense encoder, and of its decoder; 1 unless said, 0: both are linear.'),
    channels: count.optional().describe('Of the first convolution; the second has twice as many. 16 unless said.'),
    importance: count.optional().describe('Draws from the encoder for the bound of a log-probability; 16 unless said.'),
    ...training({epochs: '20', batch: '64', rate: '.002', decay: '0'}),
  })
  .describe('A variational autoencoder: an encoder to a latent space, a decoder back.');
