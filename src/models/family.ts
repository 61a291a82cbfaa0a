/**
 * What a family of models says of itself. The schema of experiments, the lab, its plans and its docs ask a family here; nothing outside a
 * family's own folder knows it by name.
 *
 * A program brings a family of its own by `registerFamily` (families.ts), before it resolves an experiment that names it.
 */
import type {z} from 'zod';
import type {Data} from '../core/data.ts';
import type {SizeUnit} from '../core/records.ts';
import type {Runtime} from '../tensor/runtime.ts';
import type {Fitted, Model} from './model.ts';

/** An arm's data as far as an experiment tells it, before a record is read. */
export interface DataSetting {
  readonly kind: Data['kind'];
  /** For messages: "the gaussian world". */
  readonly name: string;
  /** Coordinates of points, coefficients of rows; 0 of other data. */
  readonly dimension: number;
  /** Pixels a side, of images. */
  readonly side?: number;
  /** Of rows: the noise with which a model writes labels, and whether they are classes, 1 and -1. */
  readonly noise?: number;
  readonly isLabelled?: boolean;
  /** Whether labels are 0 and 1, by a chance. */
  readonly isLogistic?: boolean;
  /** Whether the world has one covariance that a model may be told. */
  readonly isGaussian?: boolean;
  /** Records of the first training set, where the experiment says so. */
  readonly records?: number;
}

/** A field of `model` that does not fit the others, or the data. */
export interface OptionProblem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Something that takes memory. `field`: what decides it, as a path of the experiment. */
export interface Need {
  readonly field: string;
  readonly what: string;
  readonly bytes: number;
}

/** What a model is made from besides its options. */
export interface FitSetting<D extends Data = Data> {
  readonly data: DataSetting;
  /** The human training set, and human data that no model sees. */
  readonly training: D;
  readonly holdout?: D;
  /** Of the world, where it is known. (d * d,) */
  readonly covariance?: Float64Array;
  /** Runs graphs of tensors. Throws ConfigError where there is nothing to run them. */
  readonly runtime: () => Runtime;
}

export type Estimator =
  /** Of outcomes: how often each was seen. */
  | {readonly kind: 'frequencies'}
  /** Of rows: an exact line, without a price of coefficients. */
  | {readonly kind: 'least squares'}
  /** Of rows of labels 0 and 1: maximum likelihood, without a price of coefficients. */
  | {readonly kind: 'logistic likelihood'}
  /** Of points: one Gaussian, drawn from with `bias` times its covariance, at generation 1 where that changes. */
  | {readonly kind: 'moments'; readonly variance: 'ml' | 'unbiased' | 'known'; readonly bias: number}
  /**
   * Of points: each record blurred by Gaussian noise. `bandwidth`: its width, or that of n records of d coordinates; in standard deviations
   * of a coordinate where `isScaled`.
   */
  | {readonly kind: 'kernels'; readonly bandwidth: number | ((n: number, d: number) => number); readonly isScaled?: boolean};

/** What every model of an experiment has; its family's schema says the rest. */
export interface AnyModelOptions {
  readonly kind: string;
}

export type ModelSchema = z.ZodObject<{kind: z.ZodLiteral<string>} & z.core.$ZodLooseShape>;

/** `O`: what the schema makes of `model` in an experiment. */
export interface Family<D extends Data = Data, O extends AnyModelOptions = AnyModelOptions, S extends ModelSchema = ModelSchema> {
  readonly kind: O['kind'];
  /** Of `model`, strict; `kind` is its literal. Defaults stand here. */
  readonly schema: S;
  readonly fits: D['kind'];
  /** What it is fitted to, for messages: "a world of points, such as gaussian". */
  readonly wants: string;
  /** Whether its graphs are run by a runtime of tensors, which has threads and a device. */
  readonly isNeural: boolean;
  /** Why it takes no weights of records, where it takes none. */
  readonly weightless?: string;
  /** Of a network that preferences can train: the tokens that it sees at once. */
  context?(options: O): number;
  /** Of text: whether its fits edit text token by token. */
  readonly editsTokens?: boolean;
  /** Whether a run can keep its models to export them. */
  readonly isExported?: boolean;
  /** Options that may be schedules, each with the schema of its value at one generation. */
  readonly scheduled?: Readonly<Record<string, z.ZodType<number>>>;
  /** A fit as it is drawn from at a generation, by options that are schedules; `make` takes them as at generation 1. As it is unless said. */
  drawnAt?(fitted: Fitted<D>, options: O, generation: number): Fitted<D>;
  /** Why its log-probabilities rank nothing, where it gives some of what people and models write the probability 0; they rank unless said. */
  unranked?(options: O): string | undefined;
  /** Whether it fits data of its kind; every one unless said. */
  accepts?(data: DataSetting): boolean;
  /** Options that contradict each other, or the data; none unless said. */
  problems?(options: O, data: DataSetting): OptionProblem[];
  /** How it counts text; by words unless said. */
  sizeUnit?(options: O): SizeUnit;
  /** Whether a fit goes on from the last generation's; never unless said. */
  goesOn?(options: O): boolean;
  /** Whether a fit to texts that go on after the last generation's is quicker where it is given that fit; the same fit all the same. */
  readonly addsUp?: boolean;
  /** Whether every fit begins where the first generation's ended; never unless said. */
  startsFirst?(options: O): boolean;
  /** Milliseconds of a generation on `n` records (or words) of `dimension` coordinates, fit and sample: rough, powers of ten matter. */
  cost(options: O, size: {readonly n: number; readonly dimension: number}): number;
  /** What a fit needs at the least; nothing unless said. */
  needs?(options: O, data: DataSetting): Need[];
  /** Records that a fit wants at the least; 1 unless said. */
  fewest?(options: O, data: DataSetting): number;
  /** Which estimator it is, where algebra knows what that does over generations; not known unless said. */
  estimator?(options: O): Estimator | undefined;
  make(options: O, setting: FitSetting<D>): Model<D>;
}
