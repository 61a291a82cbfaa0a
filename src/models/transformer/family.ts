/** The transformer, as an experiment writes it; what it leaves out comes from the preset (options.ts). */
import * as z from 'zod';
import type {Text} from '../../core/data.ts';
import {count, nonNegative, positive} from '../atoms.ts';
import type {Family} from '../family.ts';
import {optionProblems} from '../network/problems.ts';
import {networkNeeds, standing, startSchema} from '../network/schema.ts';
import {isTransformer, transformerModel} from '../networks.ts';
import {TEMPERING, temperedAt, temperingShape} from '../tempering.ts';
import {TRANSFORMER_DEFAULTS as DEFAULTS, EPOCHS, PRESETS, transformerOptions} from './options.ts';

const ofPreset = <S extends z.ZodType>(schema: S) => schema.optional();

const schema = z
  .strictObject({
    kind: z.literal('transformer'),
    preset: z.enum(['tiny', 'small', 'gpt2']).default('tiny').describe('Fills in what is not said below: .8 M, 11 M and 124 M parameters.'),
    tokens: z
      .enum(['bpe', 'bytes'])
      .default(DEFAULTS.tokens)
      .describe('Pairs of bytes, merged by frequency in the human training set, or its bytes.'),
    vocabulary: ofPreset(z.int().min(3).max(65_536)).describe('Tokens at most, the end of a document and the unknown byte among them.'),
    width: ofPreset(count),
    layers: ofPreset(count),
    heads: ofPreset(count),
    context: ofPreset(z.int().min(2)).describe('Longest sequence, in tokens.'),
    positions: z.enum(['learned', 'rotary']).default(DEFAULTS.positions),
    activation: z.enum(['gelu', 'relu', 'swiglu']).default(DEFAULTS.activation),
    epochs: standing(positive, EPOCHS).describe('Passes over the training set.'),
    steps: count.optional().describe('Steps of the optimiser, in place of epochs.'),
    batch: ofPreset(count).describe('Sequences a step.'),
    rate: ofPreset(positive).describe('Largest learning rate of AdamW.'),
    warmup: z.int().min(0).default(DEFAULTS.warmup).describe('Steps until it is reached; then it falls to a tenth along a cosine.'),
    decay: nonNegative.default(DEFAULTS.decay).describe('Weight decay of matrices.'),
    clip: positive.default(DEFAULTS.clip).describe('Largest norm of all gradients together.'),
    dropout: z.number().min(0).lt(1).default(DEFAULTS.dropout),
    start: startSchema,
    patience: count
      .optional()
      .describe('Stops when the loss of held-out text has not fallen for so many epochs, and goes back to the best.'),
    ...temperingShape,
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

type Options = z.infer<typeof schema>;
/** As at generation 1, where a schedule has a say. */
function chosen(options: Options) {
  const {kind: _, ...choice} = temperedAt(options, 1);
  return transformerOptions(choice);
}

/** Operations a millisecond of training and of drawing, measured on one thread (docs/notebook.md); tokens a word. */
const TRAINED = 3e7;
const DRAWN = 1.3e7;
const TOKENS = {bpe: 2, bytes: 6};
/** No generation is so cheap that it should not be stored on its own. */
const LEAST_MS = 2000;

export const transformerFamily: Family<Text, Options, typeof schema> = {
  kind: 'transformer',
  schema,
  fits: 'text',
  wants: 'text: {corpus: speeches} or {files: [...]}',
  isNeural: true,
  isExported: true,
  context: ({preset, context = PRESETS[preset].context}) => context,
  goesOn: ({start}) => start === 'continue',
  startsFirst: ({start}) => start === 'first',
  scheduled: TEMPERING,
  drawnAt: (fitted, options, generation) => (isTransformer(fitted) ? fitted.tempered(temperedAt(options, generation)) : fitted),
  problems: (options) => optionProblems(() => chosen(options)),
  cost: (options, {n}) => Math.max(LEAST_MS, operationsCost(options, n)),
  needs(options) {
    const {layers, width, context, start} = chosen(options);
    return networkNeeds({weights: 10 * layers * width * width + context * width, layers, start});
  },
  make: (options, {training, holdout, runtime}) =>
    transformerModel({options: chosen(options), runtime: runtime(), vocabulary: training, holdout}),
};

/** By its parameters: six operations a token of training, two of drawing. */
function operationsCost(options: Options, words: number): number {
  const {layers, width, vocabulary, context, epochs = 1, steps, batch, tokens: kind} = chosen(options);
  const parameters = 12 * layers * width * width + vocabulary * width;
  const tokens = words * TOKENS[kind];
  const trained = steps === undefined ? epochs * tokens : steps * batch * context;
  return parameters * ((6 * trained) / TRAINED + (2 * tokens) / DRAWN);
}
