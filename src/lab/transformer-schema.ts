/** What an experiment may say of a transformer; what it leaves out comes from the preset (models/transformer/options.ts). */
import {z} from 'zod';
import {count, nonNegative, positive} from '../models/atoms.ts';

export const transformerSchema = z
  .strictObject({
    kind: z.literal('transformer'),
    preset: z.enum(['tiny', 'small', 'gpt2']).default('tiny').describe('Fills in what is not said below: .8 M, 11 M and 124 M parameters.'),
    tokens: z
      .enum(['bpe', 'bytes'])
      .optional()
      .describe('Pairs of bytes, merged by frequency in the human training set, or its bytes; `bpe` unless said.'),
    vocabulary: z.int().min(3).max(65_536).optional().describe('Tokens at most, the end of a document and the unknown byte among them.'),
    width: count.optional(),
    layers: count.optional(),
    heads: count.optional(),
    context: z.int().min(2).optional().describe('Longest sequence, in tokens.'),
    positions: z.enum(['learned', 'rotary']).optional().describe('`learned` unless said.'),
    activation: z.enum(['gelu', 'relu', 'swiglu']).optional().describe('`gelu` unless said.'),
    epochs: positive.optional().describe('Passes over the training set; 1 unless said.'),
    steps: count.optional().describe('Steps of the optimiser, in place of epochs.'),
    batch: count.optional().describe('Sequences a step.'),
    rate: positive.optional().describe('Largest learning rate of AdamW.'),
    warmup: z.int().min(0).optional().describe('Steps until it is reached; then it falls to a tenth along a cosine. 20 unless said.'),
    decay: nonNegative.optional().describe('Weight decay of matrices; 0.1 unless said.'),
    clip: positive.optional().describe('Largest norm of all gradients together; 1 unless said.'),
    dropout: z.number().min(0).lt(1).optional().describe('0 unless said.'),
    start: z
      .enum(['fresh', 'continue'])
      .optional()
      .describe('From new weights at every generation, or from those of the last one; `fresh` unless said.'),
    patience: count
      .optional()
      .describe('Stops when the loss of held-out text has not fallen for so many epochs, and goes back to the best.'),
    temperature: positive.optional(),
    topK: count.optional(),
    topP: z.number().gt(0).max(1).optional(),
    repetitionPenalty: z.number().min(1).optional(),
    continues: z
      .strictObject({prompt: count, write: count})
      .optional()
      .describe(
        'A sample goes on after every block of `prompt` tokens of the human training set, by `write` tokens, in place of documents from nothing.',
      ),
    beams: count.optional().describe('Beams of a search for the most probable continuation, in place of chance.'),
  })
  .describe('A decoder-only transformer, trained by genloss on ONNX Runtime.');
