/** Trains a transformer on a training set: blocks, steps of AdamW with warm-up and cosine, dropout, early stopping. */
import type {Text, TrainingSet} from '../../core/data.ts';
import type {Stream} from '../../core/random/stream.ts';
import {zeros} from '../../tensor/memory.ts';
import {fillDropout} from '../../tensor/ops/dropout.ts';
import {type TrainedWeights, trainCourse} from '../network/course.ts';
import {type Numbers, startOf} from '../network/parameters.ts';
import {Trainer} from '../network/trainer.ts';
import type {Tokenizer} from '../text-tokens/port.ts';
import {type Batch, Batches, tokenStream} from './blocks.ts';
import {foldedNorms} from './folded.ts';
import type {TransformerOptions} from './options.ts';
import {logProbabilities} from './score.ts';
import type {TransformerSteps} from './steps.ts';

interface TransformerFitSetting {
  readonly options: TransformerOptions;
  readonly steps: TransformerSteps;
  readonly tokenizer: Tokenizer;
  readonly holdout?: Text;
  /** Weights to go on from. */
  readonly start?: Numbers;
}

export const BETAS: readonly [number, number] = [0.9, 0.95];

/** Throws DivergenceError where the loss is no number any more, DataError where there is too little text. */
export function trainTransformer(stream: Stream, training: TrainingSet<Text>, setting: TransformerFitSetting): TrainedWeights {
  const {options, steps, tokenizer, holdout} = setting;
  const {batch: B, context: T, dropout, decay, clip} = options;
  const batches = new Batches(stream.fork('batches'), tokenStream(stream, training, tokenizer), {batch: B, context: T});
  const trainer = new Trainer(
    {
      runtime: steps.runtime,
      parameters: steps.parameters,
      loss: steps.loss(B, T, dropout),
      optimizer: {betas: BETAS, epsilon: 1e-8, decay},
      clip,
      parts: partsOf(B, T),
    },
    () => setting.start ?? startOf(stream.fork('start'), steps.parameters),
  );
  const masks = dropout > 0 ? new Masks(stream.fork('dropout'), setting) : undefined;
  const loss = (weights: Numbers) =>
    -logProbabilities(holdout!, tokenizer, {steps, folded: foldedNorms(weights, steps.shape)}).reduce((a, b) => a + b, 0);
  return trainCourse({
    trainer,
    options,
    perEpoch: batches.perEpoch,
    feeds: () => feedsOf(batches.next(), masks),
    ...(holdout && {held: {name: 'the held-out text', loss}}),
  });
}

/** Each part is nodes of its own in the graph. */
const MOST_PARTS = 64;

/** In how many parts a batch is gone through: about a thousand rows of activations at once stay in a core's cache. */
export function partsOf(B: number, T: number): number {
  const most = Math.max(1, Math.floor(B * T) / 1024);
  let parts = 1;
  for (let k = 1; k <= Math.min(most, MOST_PARTS); k++) if (B % k === 0) parts = k;
  return parts;
}

function feedsOf({x, y, w}: Batch, masks: Masks | undefined): Record<string, Int32Array | Float32Array> {
  return {x, y, w, ...masks?.draw()};
}

/** Masks of dropout: 0 with its probability, else 1 / (1 - probability). */
class Masks {
  private readonly stream: Stream;
  private readonly dropout: number;
  private readonly masks: Record<string, Float32Array> = {};

  constructor(stream: Stream, {options, steps}: TransformerFitSetting) {
    const {batch, context, width, dropout} = options;
    this.stream = stream;
    this.dropout = dropout;
    const names = ['embedding', ...Array.from({length: steps.shape.layers}, (_, l) => [`block${l}.out`, `block${l}.down`]).flat()];
    for (const name of names) this.masks[`dropout/${name}`] = zeros(name, [batch * context, width]);
  }

  draw(): Record<string, Float32Array> {
    for (const mask of Object.values(this.masks)) fillDropout(this.stream, mask, this.dropout);
    return this.masks;
  }
}
