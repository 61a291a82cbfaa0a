/** What a transformer is, how it is trained and how it is drawn from; presets fill in what is not said. */
import {ConfigError} from '../../core/error.ts';
import type {NetworkTraining} from '../network/options.ts';

export interface Drawing {
  /** Divides the logits; 1 unless said. */
  readonly temperature?: number;
  readonly topK?: number;
  readonly topP?: number;
  /** Divides the positive logits of tokens in the window and multiplies the negative ones (Keskar et al., arXiv:1909.05858); 1: none. */
  readonly repetitionPenalty?: number;
  /** Beams, of which the most probable continuation is kept; drawing by chance unless said. Wants `continues`. */
  readonly beams?: number;
}

/** Batches are of sequences; `patience` looks at the held-out human text. */
interface Training extends NetworkTraining {
  readonly dropout: number;
}

export interface Architecture {
  /** Tokens at most; fewer where the text has fewer. */
  readonly vocabulary: number;
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly context: number;
  readonly positions: 'learned' | 'rotary';
  readonly activation: 'gelu' | 'relu' | 'swiglu';
  readonly tokens: 'bpe' | 'bytes';
}

export interface TransformerOptions extends Architecture, Training, Drawing {
  /** A sample goes on after prompts of human text: so many tokens of each block, and writes so many. */
  readonly continues?: {readonly prompt: number; readonly write: number};
}

type Preset = Omit<
  TransformerOptions,
  'epochs' | 'start' | 'dropout' | 'positions' | 'activation' | 'tokens' | 'decay' | 'clip' | 'warmup'
>;

export const PRESETS: Readonly<Record<'tiny' | 'small' | 'gpt2', Preset>> = {
  tiny: {vocabulary: 96, width: 128, layers: 4, heads: 4, context: 128, batch: 32, rate: 1e-3},
  small: {vocabulary: 512, width: 384, layers: 6, heads: 6, context: 256, batch: 8, rate: 1e-3},
  gpt2: {vocabulary: 50_257, width: 768, layers: 12, heads: 12, context: 1024, batch: 4, rate: 6e-4},
};

export const TRANSFORMER_DEFAULTS = {
  start: 'fresh',
  dropout: 0,
  positions: 'learned',
  activation: 'gelu',
  tokens: 'bpe',
  decay: 0.1,
  clip: 1,
  warmup: 20,
} as const;

/** Of a training that is not as long as its steps. */
export const EPOCHS = 1;

export type TransformerChoice = Partial<TransformerOptions> & {readonly preset?: keyof typeof PRESETS};

/** All options. Throws ConfigError where they do not fit each other. */
export function transformerOptions({preset = 'tiny', ...chosen}: TransformerChoice = {}): TransformerOptions {
  const said = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined));
  const length = said.steps === undefined ? {epochs: EPOCHS} : {};
  const options: TransformerOptions = {...TRANSFORMER_DEFAULTS, ...length, ...PRESETS[preset], ...said};
  const {width, heads, continues, context, beams} = options;
  if (width % heads !== 0)
    throw new ConfigError(`a width of ${width} is not divided by ${heads} heads`, {
      where: 'model.heads',
      next: `Use a multiple of ${heads} as width.`,
    });
  if (options.positions === 'rotary' && (width / heads) % 2 !== 0)
    throw new ConfigError(`rotary positions want an even width a head, got ${width / heads}`, {where: 'model.positions'});
  if (continues && continues.prompt + continues.write > context)
    throw new ConfigError(`a prompt of ${continues.prompt} and ${continues.write} tokens after it do not fit a context of ${context}`, {
      where: 'model.continues',
      next: 'Raise the context.',
    });
  const chance = (['temperature', 'topK', 'topP', 'repetitionPenalty'] as const).find((name) => options[name] !== undefined);
  if (beams !== undefined && chance !== undefined)
    throw new ConfigError(`a search with beams draws nothing by chance, so ${chance} has no say`, {
      where: `model.${chance}`,
      next: 'Leave out one of the two.',
    });
  if (chosen.steps !== undefined && chosen.epochs !== undefined)
    throw new ConfigError('a training is as long as its steps or as its epochs, not both', {
      where: 'model.steps',
      next: 'Leave out one of the two.',
    });
  if (beams !== undefined && !continues)
    throw new ConfigError('beams want prompts to go on from', {where: 'model.beams', next: 'Add `continues: {prompt: 64, write: 64}`.'});
  return options;
}
