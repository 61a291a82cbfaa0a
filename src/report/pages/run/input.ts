/**
 * What a report is made of: plain data, as it stands in a run directory. Nothing here is read from a file or a clock.
 */
import type {Difference, DoseSummary, SummaryPoint} from '../../../lab/results/summary.ts';

export type {Difference};

/** One point of a summary: the mean and the median over seeds with their 95% intervals; what is undefined is absent. */
export type SummaryRow = SummaryPoint;

/** As in summary.json. The inner key is `measure`, or `measure[band]`. */
export interface ReportSummary {
  readonly arms: {readonly [arm: string]: {readonly [measure: string]: readonly SummaryRow[]}};
  readonly differences?: readonly Difference[];
  readonly dose?: SmallestDoses;
}

/** What the last generation should keep, and the doses that keep it, by base arm; a reason where there are none or more to know. */
export type SmallestDoses = DoseSummary;

export interface DoseBound {
  readonly measure: string;
  readonly band?: string;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** Of an experiment whose matrix is one number: which arm is which base arm at which dose. */
export interface Doses {
  /** `enrichment.share` */
  readonly path: string;
  readonly arms: readonly {readonly base: string; readonly dose: number; readonly arm: string}[];
  readonly bound?: DoseBound;
}

/** What is drawn of the seeds of an arm. */
export type Statistic = 'mean' | 'geometricMean' | 'median' | 'meanSquare';

/** What algebra or a paper says a statistic over seeds must be: a curve over generations. */
export interface ReportCurve {
  readonly statistic: Statistic;
  readonly label: string;
  readonly source: string;
  readonly points: readonly {readonly generation: number; readonly value: number}[];
}

export interface ReportMeasure {
  readonly name: string;
  readonly title: string;
  /** Empty where the measure has none. */
  readonly unit: string;
  /** What to see in the picture, in plain words. */
  readonly caption: string;
  /** Bands in the order of drawing; for `calibration` from rare to frequent. */
  readonly bands?: readonly string[];
  /** Those of the bands that are models of a population. */
  readonly models?: readonly string[];
  /** `higher`, `lower`, or words such as `as in the human text`. */
  readonly better?: string;
  /** What the size of human data is counted in, where it was measured as a sample is: `words`, `images`; `records` unless given. */
  readonly counted?: string;
  /** Whether generation 0, where there is one, is the least to expect. */
  readonly floor?: boolean;
  /** On what scale its lineages are averaged, where it is not that of the values. */
  readonly scale?: 'log' | 'mass';
}

export interface ReportArm {
  readonly name: string;
  /** `replace`, `mix: 10% human`, ... */
  readonly description: string;
  /** As it stands in the experiment's `arms`, before the matrix. */
  readonly base?: string;
  /** Whether its lineages may be stopped before the last generation. */
  readonly stops?: boolean;
}

/** One prompt, gone on with by each generation of each arm. */
export interface Passages {
  readonly prompt: string;
  readonly arms: {readonly [arm: string]: readonly {readonly generation: number; readonly text: string}[]};
}

/** Histograms of the perplexity of samples. edges: (B + 1,) in log10 of perplexity, ascending; counts, human: (B,). */
export interface PerplexityHistograms {
  readonly edges: readonly number[];
  /** Of what people wrote and the first model was not trained on, by arm. */
  readonly human?: {readonly [arm: string]: readonly number[]};
  readonly arms: {readonly [arm: string]: readonly {readonly generation: number; readonly counts: readonly number[]}[]};
}

/** Pictures of points in the plane. counts: (bins * bins,), row-major, row 0 at the low end of y. */
export interface Densities {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  readonly bins: number;
  readonly arms: {
    readonly [arm: string]: readonly {
      readonly generation: number;
      readonly counts: readonly number[];
      readonly points?: readonly (readonly [number, number])[];
    }[];
  };
  /** By arm. (bins * bins,) */
  readonly truth?: {readonly [arm: string]: readonly number[]};
}

/** Some of the points that each generation draws, by their first coordinate. */
export interface PointLines {
  /** By arm. */
  readonly truth?: {readonly [arm: string]: readonly number[]};
  readonly arms: {readonly [arm: string]: readonly {readonly generation: number; readonly points: readonly number[]}[]};
}

/** How often each generation draws each category, the most probable first. counts: (K,) */
export interface CategoryCounts {
  /** Of people: the training set of the first fit, by arm, for arms may begin with sets of other sizes. (K,) */
  readonly human?: {readonly [arm: string]: readonly number[]};
  readonly arms: {readonly [arm: string]: readonly {readonly generation: number; readonly counts: readonly number[]}[]};
}

/** Some of the images that each generation draws: one hexadecimal digit a pixel, 0 paper to f ink, row by row, image after image. */
export interface Images {
  readonly side: number;
  readonly arms: {readonly [arm: string]: readonly {readonly generation: number; readonly pixels: string}[]};
  /** Of people, by arm. */
  readonly human?: {readonly [arm: string]: string};
}

/** The summary table at the last generation. The first column names the row. */
export interface ReportTable {
  readonly columns: readonly string[];
  /** What an experiment calls them, where that is another name. */
  readonly codes?: readonly (string | null | undefined)[];
  /** Where the columns of costs begin, if there are any. */
  readonly costsFrom?: number;
  readonly rows: readonly (readonly (string | number | null)[])[];
  /** What stands below each cell: the interval of its last value. */
  readonly intervals?: readonly (readonly (string | null)[])[];
  readonly caption: string;
}

export interface ReportInput {
  readonly title: string;
  /** What the experiment must show. */
  readonly shows?: string;
  /** What families were fitted to what: `ngram`, `the corpus speeches`. */
  readonly made?: readonly {readonly family: string; readonly data: string}[];
  /** What to know before any number. */
  readonly warnings?: readonly string[];
  /** The resolved experiment. */
  readonly experimentYaml: string;
  /** How to run it again. */
  readonly command: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly arms: readonly ReportArm[];
  readonly generations: number;
  readonly seeds: number;
  /** Of a run that is not at its end: generations of all lineages that are there, and that were asked for. */
  readonly soFar?: {readonly done: number; readonly total: number};
  readonly measures: readonly ReportMeasure[];
  readonly summary: ReportSummary;
  readonly theory?: {readonly [arm: string]: {readonly [measure: string]: readonly ReportCurve[]}};
  readonly pictures?: {
    readonly passages?: Passages;
    readonly samplePerplexity?: PerplexityHistograms;
    readonly density?: Densities;
    readonly line?: PointLines;
    readonly categories?: CategoryCounts;
    readonly images?: Images;
  };
  readonly table: ReportTable;
  /** Arms held against one of them at the last generation. */
  readonly comparison?: ReportTable;
  readonly doses?: Doses;
  /** Whose utility `reward` is, in words, by arm: only arms with the same words can be compared. */
  readonly annotators?: {readonly [arm: string]: string};
  /** Seconds that a generation of one of the arm's lineages took, the mean over all, by step. No two runs have the same. */
  readonly times?: {readonly [arm: string]: readonly {readonly activity: string; readonly seconds: number}[]};
  /** What the fits of an arm's first lineage noted (a fallback that was taken), each once. */
  readonly notes?: readonly {readonly arm: string; readonly text: string}[];
}
