/**
 * What is read off a generation: binds the measures of `core/measure` to a lineage's truth, human data and first fit.
 *
 * Refuses to know about arms or workflows. Everything that depends on the human side alone is made once and serves all generations.
 */

import type {Categories, Points, Text} from '../core/data.ts';
import {acos, exp, log, norm} from '../core/math/index.ts';
import type {Reading} from '../core/measure/estimate.ts';
import {
  bitsPerByte,
  countTypes,
  documentPerplexities,
  equalised,
  excessRisk,
  latentSd,
  measureCategories,
  measurePoints,
  measureText,
  POINT_MEASURES,
  PointReference,
  perplexity,
  quantileReadings,
  shareUnknown,
  TextReference,
  TypeReference,
} from '../core/measure/index.ts';
import {NOTHING_PRODUCED} from '../core/measure/reasons.ts';
import type {Stream} from '../core/random/stream.ts';
import {meanOf} from '../core/stats/index.ts';
import type {FittedMixture} from '../models/mixture/fitted.ts';
import type {Fitted, FittedCategories, FittedPoints, FittedRows, FittedText} from '../models/model.ts';
import {FittedVae} from '../models/vae/index.ts';
import type {Human} from './human.ts';
import {HumanText, sized} from './human-line.ts';
import type {Moment} from './moment.ts';
import {densityOf, type Frame, frameAround, histogramOf, imagesOf, type Picture, passagesOf, promptOf} from './picture.ts';
import {spreadOf} from './points-corpus.ts';
import {readOfArm} from './read-arm.ts';
import {documentSizes, firstOf, type SizeUnit} from './records.ts';
import type {World} from './world/index.ts';

export type {Picture} from './picture.ts';

export interface ObserverOptions {
  readonly measures: readonly string[];
  /** What gates read besides. */
  readonly gated?: readonly string[];
  readonly world?: World;
  readonly human: Human;
  readonly unit: SizeUnit;
  /** Of a model that is one Gaussian: its distance to a Gaussian world is exact. */
  readonly family?: 'gaussian';
  /** Pixels a side, where the points are images. */
  readonly side?: number;
  /** Chance of measuring: the same for every arm of a seed, so that arms are compared on equal terms. */
  readonly stream: Stream;
  readonly compress?: (bytes: Uint8Array) => number;
}

/** Read from the likelihood of a fit, or from the training set; the rest is read by `core/measure`. */
const OF_FIT = ['bitsPerByte', 'perplexity', 'unknown', 'sample.perplexity'];
/** Read from the training set, from mitigations, or from all models together. */
const OF_ARM = [
  'humanRecords',
  'humanShare',
  'origin',
  'comparisons',
  'discarded',
  'reward',
  'reward.proxy',
  'reward.accuracy',
  'policy.kl',
  'js.between',
];
/** Of a sample that has been treated: read after it, the others before. */
export const OF_TREATMENT: readonly string[] = ['comparisons', 'discarded', 'reward.proxy', 'reward.accuracy'];
const BOUND = [...OF_FIT, ...OF_ARM];
/** Of categories, held against the human training set, as counts; the rest against the world, as probabilities. */
const AGAINST_TRAINING = ['tail.retention', 'tail.mass', 'head.inflation', 'calibration'];
/** Of categories, read from what was drawn; the rest from a model's probabilities. */
const OF_DRAW = [...AGAINST_TRAINING, 'unseen', 'zipf'];

/** What categories are held against. */
interface Types {
  readonly truth: TypeReference;
  readonly training: TypeReference;
  /** Of the training set, and their sum. */
  readonly counts: Uint32Array;
  readonly size: number;
  /** The training set cut to the size of samples that are smaller. */
  cut?: {readonly size: number; readonly training: TypeReference};
}

export class Observer {
  private readonly options: ObserverOptions;
  private first?: FittedText;
  private encoder?: FittedVae;
  private text?: TextReference;
  private people?: HumanText;
  private types?: Types;
  private points?: PointReference;
  private frame?: Frame;

  constructor(options: ObserverOptions) {
    this.options = options;
  }

  /** Whether a lineage that goes on from a stored generation must fit its first model again. */
  needsFirstFit(): boolean {
    const {human, measures, gated = []} = this.options;
    const wanted = {text: 'sample.perplexity', points: 'latent.sd', categories: undefined, rows: undefined}[human.training.kind];
    return wanted !== undefined && (measures.includes(wanted) || gated.includes(wanted));
  }

  /** Takes the first fit, which samples of all generations are priced under, or encoded by. */
  begin(first: Fitted): void {
    if (!this.needsFirstFit()) return;
    if (this.options.human.training.kind === 'text') this.first = first as unknown as FittedText;
    else if (first instanceof FittedVae) this.encoder = first;
  }

  /**
   * Generation 0: of the truth itself, measures of a fitted model that are exact; of human records that the models do not see (of a
   * world, a second draw of the training set's size), measures of a sample. Where the truth is known by held-out points alone, the human
   * records are the training set.
   */
  truth(): Reading[] {
    return [...this.readTruth(), ...this.readPeople()];
  }

  /** Readings that set the first fit beside people, where generation 0 is half of the human text: of its sample, against the same half. */
  beside({sample}: Moment): Reading[] {
    return sample.kind === 'text' ? this.humanText().beside(sample) : [];
  }

  private readTruth(): Reading[] {
    const {world, measures} = this.options;
    if (!world) return [];
    const {truth} = world;
    const known: Reading[] = [];
    if (truth.mean && measures.includes('mean')) known.push({measure: 'mean', value: centre(truth.mean)});
    if (truth.covariance && measures.includes('variance')) known.push({measure: 'variance', value: trace(truth.covariance)});
    if (truth.probabilities) {
      const names = measures.filter((name) => name === 'giniSimpson' || name === 'support' || name === 'entropy');
      known.push(...measureCategories(this.typeReferences().truth, {probabilities: truth.probabilities}, names));
    }
    return known;
  }

  private readPeople(): Reading[] {
    const {human, measures} = this.options;
    const {training, holdout, spare} = human;
    switch (training.kind) {
      case 'text': {
        const priced = this.first && measures.includes('sample.perplexity') && (holdout as Text | undefined);
        return [...this.humanText().readings(), ...(priced ? sized(this.readPerplexity(priced), priced) : [])];
      }
      case 'categories': {
        const people = spare(training.count) as Categories;
        const names = measures.filter((name) => OF_DRAW.includes(name));
        return names.flatMap(this.drawnReader(people)).map((reading) => ({...reading, size: people.count}));
      }
      case 'points': {
        const people = spare(training.count) as Points;
        return this.readHumanPoints(people).map((reading) => ({...reading, size: people.count}));
      }
      case 'rows':
        return [];
    }
  }

  truthPicture(): Picture | undefined {
    const {side, human} = this.options;
    if (side !== undefined) return {images: imagesOf(human.training as Points, side)};
    const frame = this.densityFrame();
    return frame && {density: densityOf(this.truthPoints(), frame)};
  }

  /** Readings of the named measures, of all that were asked for unless said. */
  measure(moment: Moment, names = this.options.measures): Reading[] {
    const {unit, human} = this.options;
    const ofArm = names
      .filter((name) => OF_ARM.includes(name))
      .flatMap((name) => readOfArm(name, moment, {unit, language: human.language}));
    const ofFit = names.filter((name) => OF_FIT.includes(name)).flatMap((name) => this.readFit(name, moment));
    const rest = names.filter((name) => !BOUND.includes(name));
    return [...ofArm, ...ofFit, ...(rest.length > 0 ? this.readData(rest, moment) : [])];
  }

  picture({generation, fitted, sample}: Moment, stream: Stream): Picture | undefined {
    if (sample.kind === 'points') {
      const {side} = this.options;
      if (side !== undefined) return {images: imagesOf(sample, side)};
      const frame = this.densityFrame();
      return frame && {density: densityOf(sample, frame)};
    }
    if (sample.kind !== 'text') return undefined;
    const holdout = this.options.human.holdout as Text | undefined;
    const prompt = holdout && promptOf(holdout);
    const text = prompt && (fitted as unknown as FittedText).continueText(prompt, PASSAGE[this.options.unit], stream);
    return {
      ...(prompt && text !== undefined && {passage: {prompt, text}}),
      ...(this.first && {
        perplexity: {
          ...this.histogram(sample, this.first),
          ...(generation === 1 && holdout && {human: this.histogram(holdout, this.first).counts}),
        },
      }),
    };
  }

  private histogram(text: Text, first: FittedText) {
    return histogramOf(this.perplexities(first, passagesOf(text)));
  }

  private readFit(name: string, {fitted, sample}: Moment): Reading[] {
    if (name === 'sample.perplexity') return this.readPerplexity(sample as Text);
    const holdout = this.options.human.holdout as Text | undefined;
    if (!holdout) return [{measure: name, reason: 'there is no held-out human text'}];
    if (name === 'unknown') return [this.readUnknown(holdout, fitted as unknown as FittedText)];
    const logProbabilities = (fitted as unknown as FittedText).logProbability(holdout);
    const value =
      name === 'bitsPerByte'
        ? bitsPerByte(logProbabilities, holdout.offsets[holdout.count])
        : perplexity(
            logProbabilities,
            this.tokens(holdout, fitted as unknown as FittedText).reduce((a, b) => a + b, 0),
          );
    return [value === undefined ? {measure: name, reason: 'the held-out text is empty'} : {measure: name, value}];
  }

  private readPerplexity(text: Text): Reading[] {
    const values = this.perplexities(this.first!, text).sort();
    return quantileReadings('sample.perplexity', values, values.length > 0 ? exp(meanOf(values.map(log))) : undefined);
  }

  private readUnknown(holdout: Text, fitted: FittedText): Reading {
    const measure = 'unknown';
    if (!fitted.unknownTokens) return {measure, reason: 'the model has no vocabulary of words: it can write any text'};
    const value = shareUnknown(fitted.unknownTokens(holdout), documentSizes(holdout, this.options.unit));
    return value === undefined ? {measure, reason: 'the held-out text has no words'} : {measure, value};
  }

  private readData(names: readonly string[], {fitted, sample}: Moment): Reading[] {
    const {training} = this.options.human;
    switch (training.kind) {
      case 'text':
        return measureText(this.textReference(), sample as Text, names, {compress: this.options.compress});
      case 'categories':
        return this.readCategories(names, fitted as unknown as FittedCategories, sample as Categories);
      case 'points':
        return this.readPoints(names, fitted as unknown as FittedPoints, sample as Points);
      case 'rows':
        return names.map((measure) => {
          const {coefficients} = fitted as unknown as FittedRows;
          const truth = this.options.world!.truth.coefficients!;
          return {measure, value: measure === 'accuracy' ? planeAccuracy(coefficients, truth) : excessRisk(coefficients, truth)};
        });
    }
  }

  private readCategories(names: readonly string[], {probabilities}: FittedCategories, sample: Categories): Reading[] {
    const {truth} = this.typeReferences();
    const drawn = this.drawnReader(sample);
    return names.flatMap((name) => (OF_DRAW.includes(name) ? drawn(name) : measureCategories(truth, {probabilities, sample}, [name])));
  }

  /** Reads measures of what was drawn. */
  private drawnReader(sample: Categories): (name: string) => Reading[] {
    let equal: ReturnType<Observer['atEqualSize']> | undefined;
    return (name) => {
      if (!AGAINST_TRAINING.includes(name)) return measureCategories(this.typeReferences().truth, {sample}, [name]);
      equal ??= this.atEqualSize(sample);
      return measureCategories(equal.training, {probabilities: equal.counts}, [name]);
    };
  }

  /** Counts of the sample, and the training set that they are held against: the larger of the two cut to the size of the smaller. */
  private atEqualSize(sample: Categories): {readonly counts: Uint32Array; readonly training: TypeReference} {
    const {training, counts, size, cut} = this.typeReferences();
    const own = countTypes(sample.values, sample.categories);
    const {stream} = this.options;
    if (sample.count >= size) return {counts: equalised(own, size, stream.fork('equalise')), training};
    if (sample.count > 0 && cut?.size !== sample.count) {
      const part = equalised(counts, sample.count, stream.fork('equalise/training'));
      this.types!.cut = {size: sample.count, training: new TypeReference(part, 'counts')};
    }
    return {counts: own, training: this.types!.cut?.training ?? training};
  }

  private readPoints(names: readonly string[], fitted: FittedPoints, sample: Points): Reading[] {
    const {mean: centreOf, covariance} = fitted as Partial<FittedPoints>;
    // of a network the moments are those of what it drew
    return names.flatMap((measure): Reading[] => {
      if (measure === 'mean') return [{measure, value: centre(centreOf ?? spreadOf(sample).mean)}];
      if (measure === 'components.sd') return componentSds(fitted);
      if (measure === 'variance') return [{measure, value: covariance ? trace(covariance) : spreadOf(sample).variance}];
      if (measure === 'latent.sd') return [this.readLatent(sample)];
      return measurePoints(this.pointReference(), {sample, mean: centreOf, covariance, family: this.options.family}, [measure]);
    });
  }

  private readLatent(sample: Points): Reading {
    const measure = 'latent.sd';
    const {encoder} = this;
    if (!encoder) return {measure, reason: 'the first model is not one variational autoencoder'};
    const value = latentSd(encoder.latentMeans(sample), encoder.shape.latent);
    return value === undefined ? {measure, reason: NOTHING_PRODUCED} : {measure, value};
  }

  private readHumanPoints(people: Points): Reading[] {
    const {measures, world, family} = this.options;
    return measures.flatMap((measure): Reading[] => {
      if (measure === 'latent.sd') return this.encoder ? [this.readLatent(people)] : [];
      if (!world && measure === 'mean') return [{measure, value: centre(spreadOf(people).mean)}];
      if (!world && measure === 'variance') return [{measure, value: spreadOf(people).variance}];
      // the distance of one Gaussian to another is the fitted model's, exact
      if (!POINT_MEASURES.has(measure) || (measure === 'wasserstein2' && family === 'gaussian')) return [];
      return measurePoints(this.pointReference(), {sample: people}, [measure]);
    });
  }

  /** The truth of a world, else what was held out of the human data. */
  private pointReference(): PointReference {
    const {world, human, stream} = this.options;
    const holdout = human.holdout as Points | undefined;
    this.points ??= world
      ? new PointReference(world.truth, (count) => world.sample(count, stream.fork('truth')) as Points, stream)
      : new PointReference({}, (count) => firstOf(holdout!, count, 'word'), stream, holdout!.count);
    return this.points;
  }

  private textReference(): TextReference {
    const {human, stream} = this.options;
    this.text ??= new TextReference(human.training as Text, stream.fork('reference'), {language: human.language});
    return this.text;
  }

  private humanText(): HumanText {
    const {human, unit, measures, stream, compress} = this.options;
    this.people ??= new HumanText({
      human: human as unknown as Human<Text>,
      unit,
      measures,
      stream: stream.fork('people'),
      reference: () => this.textReference(),
      options: {compress},
    });
    return this.people;
  }

  private typeReferences(): Types {
    if (!this.types) {
      const training = this.options.human.training as Categories;
      const counts = countTypes(training.values, training.categories);
      this.types = {
        truth: new TypeReference(this.options.world!.truth.probabilities!, 'probabilities'),
        training: new TypeReference(counts, 'counts'),
        counts,
        size: training.count,
      };
    }
    return this.types;
  }

  private truthPoints(): Points {
    return this.options.world!.sample(TRUTH_POINTS, this.options.stream.fork('picture')) as Points;
  }

  private densityFrame(): Frame | undefined {
    const {world, human} = this.options;
    const {training} = human;
    if (world && training.kind === 'points' && training.dimension === 2) this.frame ??= frameAround(this.truthPoints());
    return this.frame;
  }

  private perplexities(model: FittedText, text: Text): Float64Array {
    return documentPerplexities(model.logProbability(text), this.tokens(text, model));
  }

  /** Tokens that a model prices: its own, or words, bytes or characters and the end of the document. (n,) */
  private tokens(text: Text, model: FittedText): Uint32Array {
    return model.pricedTokens?.(text) ?? documentSizes(text, this.options.unit).map((size) => size + 1);
  }
}

/** Tokens that a passage goes on for. */
const PASSAGE: Record<SizeUnit, number> = {word: 60, byte: 300, character: 120};
const TRUTH_POINTS = 4000;

/** The mean of one dimension as it is, of more its length. */
function centre(of: Float64Array): number {
  return of.length === 1 ? of[0] : norm(of);
}

function trace(covariance: Float64Array): number {
  const d = Math.round(Math.sqrt(covariance.length));
  let sum = 0;
  for (let i = 0; i < d; i++) sum += covariance[i * d + i];
  return sum;
}

/** The chance that a new row of N(0, I) is put on its right side: 1 - angle / pi. */
function planeAccuracy(fitted: Float64Array, truth: Float64Array): number {
  let dot = 0;
  for (let j = 0; j < truth.length; j++) dot += fitted[j] * truth[j];
  const cosine = dot / (norm(fitted) * norm(truth));
  return 1 - acos(Math.min(1, Math.max(-1, cosine))) / Math.PI;
}

/** Root of the mean variance a coordinate: the mean over components, then each component's, the widest first. */
function componentSds(fitted: FittedPoints): Reading[] {
  const measure = 'components.sd';
  const components = (fitted as Partial<FittedMixture>).components;
  if (!components) return [{measure, reason: 'the model has no components'}];
  const d = fitted.mean.length;
  const sds = Array.from(components.weights, (_, k) =>
    Math.sqrt(trace(components.covariances.subarray(k * d * d, (k + 1) * d * d)) / d),
  ).sort((a, b) => b - a);
  return [{measure, value: meanOf(Float64Array.from(sds))}, ...sds.map((value, k) => ({measure, band: `${k + 1}`, value}))];
}
