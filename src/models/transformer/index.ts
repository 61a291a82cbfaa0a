/**
 * A decoder-only transformer as a model of text: trained from new weights at every fit (or on from the last generation's, or the first's), sampled with a
 * key-value cache, priced in windows.
 *
 * The vocabulary is made once from the text that `transformerModel` is given, so that all generations speak in the same tokens.
 * Sampling options change `sample` and `continueText` alone; `logProbability` is always the model's own.
 */
import type {Points, Text, TrainingSet} from '../../core/data.ts';
import type {Stream} from '../../core/random/stream.ts';
import {documentsUpTo} from '../../core/records.ts';
import {countWords} from '../../core/text/whitespace.ts';
import type {Runtime} from '../../tensor/runtime.ts';
import type {FittedText, Model} from '../model.ts';
import type {Numbers} from '../network/parameters.ts';
import type {Tempering} from '../tempering.ts';
import {makeTokenizer} from '../text-tokens/make.ts';
import type {Tokenizer} from '../text-tokens/port.ts';
import {continueDocuments} from './continue.ts';
import {trainTransformer} from './fit.ts';
import {foldedNorms} from './folded.ts';
import {type GroupOptions, type Rewarded, trainGroups} from './group-relative.ts';
import {hiddenMeans} from './hidden.ts';
import type {TransformerOptions} from './options.ts';
import {type PreferenceOptions, trainPreferences} from './preference.ts';
import {loadTransformer, saveTransformer} from './save.ts';
import {logProbabilities} from './score.ts';
import {TransformerSteps} from './steps.ts';
import {textOfDocuments, writeDocuments} from './write.ts';

export type {GroupOptions, Rewarded} from './group-relative.ts';
export {PRESETS, type TransformerChoice, type TransformerOptions, transformerOptions} from './options.ts';

export interface TransformerSetting {
  readonly options: TransformerOptions;
  readonly runtime: Runtime;
  /** What the vocabulary is made from: the human training set. */
  readonly vocabulary: Text;
  /** Human text that samples go on from, where the options ask for it; that of the vocabulary unless said. */
  readonly prompts?: Text;
  /** For early stopping. */
  readonly holdout?: Text;
}

export interface TransformerModel extends Model<Text> {
  /** `from`: the fit whose weights it begins with, unless `start` is `fresh`. */
  fit(training: TrainingSet<Text>, stream: Stream, from?: FittedTransformer): FittedTransformer;
  load(bytes: Uint8Array): FittedTransformer;
}

export function transformerModel(setting: TransformerSetting): TransformerModel {
  const {options, runtime, vocabulary, holdout} = setting;
  const prompts = setting.prompts ?? vocabulary;
  let tokenizer: Tokenizer | undefined;
  let steps: TransformerSteps | undefined;
  return {
    kind: 'transformer',
    fit(training, stream, from) {
      tokenizer ??= makeTokenizer(vocabulary, {kind: options.tokens, size: options.vocabulary});
      steps ??= new TransformerSteps({...options, V: tokenizer.size}, runtime);
      const start = options.start !== 'fresh' ? from?.weights : undefined;
      const {weights, notes} = trainTransformer(stream, training, {options, steps, tokenizer, holdout, start});
      return new FittedTransformer({options, steps, tokenizer, weights, prompts, notes});
    },
    load(bytes) {
      const saved = loadTransformer(bytes);
      const shape = {...saved.options, V: saved.tokenizer.size};
      return new FittedTransformer({...saved, steps: new TransformerSteps(shape, runtime), prompts, notes: []});
    },
  };
}

interface Parts {
  readonly options: TransformerOptions;
  readonly steps: TransformerSteps;
  readonly tokenizer: Tokenizer;
  readonly weights: Numbers;
  readonly prompts: Text;
  readonly notes: readonly string[];
}

export const isTransformer = (fitted: unknown): fitted is FittedTransformer => fitted instanceof FittedTransformer;

export class FittedTransformer implements FittedText {
  readonly options: TransformerOptions;
  readonly weights: Numbers;
  readonly tokenizer: Tokenizer;
  readonly steps: TransformerSteps;
  readonly notes: readonly string[];
  /** The weights as sampling and pricing take them. */
  readonly folded: Numbers;
  private readonly prompts: Text;
  private words?: number;

  constructor({options, steps, tokenizer, weights, prompts, notes}: Parts) {
    this.options = options;
    this.steps = steps;
    this.tokenizer = tokenizer;
    this.weights = weights;
    this.prompts = prompts;
    this.folded = foldedNorms(weights, steps.shape);
    this.notes = notes;
  }

  /** The same fit, drawn from in another way. */
  tempered({temperature, topK, topP}: Tempering): FittedTransformer {
    return new FittedTransformer({...this, prompts: this.prompts, options: {...this.options, temperature, topK, topP}});
  }

  /** `count` words. With `continues`, one document for each human one in turn, until there are so many. */
  sample(count: number, stream: Stream): Text {
    const {options} = this;
    if (!options.continues) return documentsUpTo(writeDocuments(stream, this.writer(), count, this.documentWords()), count, 'word');
    let words = 0;
    const enough = (document: Uint8Array) => (words += countWords(document, 0, document.length)) >= count;
    return documentsUpTo(continueDocuments(this.writer(), this.prompts, {continues: options.continues, enough, stream}), count, 'word');
  }

  logProbability(data: Text): Float64Array {
    return logProbabilities(data, this.tokenizer, this);
  }

  pricedTokens(data: Text): Uint32Array {
    const {offsets} = this.tokenizer.encodeDocuments(data);
    return Uint32Array.from({length: data.count}, (_, i) => offsets[i + 1] - offsets[i] + 1);
  }

  continueText(prompt: string, count: number, stream: Stream): string {
    const bytes = new TextEncoder().encode(prompt);
    const given = this.tokenizer.encode(bytes);
    const {options} = this;
    const room = Math.max(1, Math.floor(options.context / 2));
    const block = Int32Array.from(given.subarray(Math.max(0, given.length - room)));
    const text = textOfDocuments([this.tokenizer.decode(block)]);
    const write = Math.min(options.context - block.length, 4 * count);
    const continues = {prompt: block.length, write};
    const after = continueDocuments(this.writer(), text, {continues, enough: () => true, stream});
    return new TextDecoder().decode(documentsUpTo(after, count, 'word').bytes);
  }

  /** This model after training on pairs, document i of `chosen` preferred to document i of `rejected`, kept near the reference. */
  preferring(
    reference: FittedTransformer,
    pairs: {readonly chosen: Text; readonly rejected: Text},
    options: PreferenceOptions,
    stream: Stream,
  ): {policy: FittedTransformer; accuracy: number} {
    const {weights, accuracy} = trainPreferences(stream, this, reference.weights, pairs, options);
    return {policy: new FittedTransformer({...this, prompts: this.prompts, weights}), accuracy};
  }

  /** This model after it was trained towards a reward, kept near the reference; `rewards`: the mean of each iteration's documents. */
  optimised(
    reference: FittedTransformer,
    rewarded: Rewarded,
    options: GroupOptions,
    stream: Stream,
  ): {policy: FittedTransformer; rewards: Float64Array} {
    const {weights, rewards} = trainGroups(stream, this, reference.weights, rewarded, options);
    return {policy: new FittedTransformer({...this, prompts: this.prompts, weights}), rewards};
  }

  /**
   * The mean of the last hidden states, behind the last norm, over each document's tokens: n points of as many dimensions as the model is
   * wide. Those of two fits do not lie in one space.
   */
  hidden(text: Text): Points {
    return hiddenMeans(text, this.tokenizer, this);
  }

  save(): Uint8Array {
    return saveTransformer(this);
  }

  /** Of a human document, the mean. */
  private documentWords(): number {
    const {bytes, count} = this.prompts;
    return (this.words ??= count === 0 ? 0 : countWords(bytes, 0, bytes.length) / count);
  }

  private writer() {
    const {steps, folded: weights, tokenizer, options} = this;
    return {steps, weights, tokenizer, drawing: options};
  }
}
