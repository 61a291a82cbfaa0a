/**
 * Whether the first model of an arm has learned enough for its successors to lose something: read off a summary, measure by measure.
 *
 *   hardly learned = generation 1 lies nearer to a model that has learned nothing than to the human data
 *
 *   measure              without learning                       human                       limit
 *   bitsPerByte          words spelled one by one: 3.3          -                           3.3, of text that is mostly ASCII
 *   head.inflation       no word is frequent: 0                 generation 0, else 1        half way
 *   entropy, giniSimpson all K outcomes alike                   the world's own             half way
 *   accuracy             a coin: 1/2                            1                           half way
 *   excessRisk           all coefficients 0: |b|^2              0                           half way
 *   wasserstein2         one point, the centre: root trace of   generation 0, else 0        half way
 *                        the covariance
 *   coverage, recall,    0                                      generation 0                half way
 *   precision, modes
 *   variance             -                                      the truth's                 a quarter, four times
 *
 * 3.3 bits is what spelling costs a byte of words that a model of 16,000 words does not know (docs/decisions/0009): a model of whole texts
 * that costs more has no words. Half way is far from what a fit that works shows, and from chance over seeds.
 *
 * Refuses to judge by rare words: a sample that is drawn sharply has few of them, however much its model knows.
 */
import {log2} from '../../core/math/index.ts';
import type {Arm} from '../experiment/arm.ts';
import {trace} from '../measure/law-measures.ts';
import {HALF} from '../measure/measure.ts';
import {makeWorld} from '../world/index.ts';
import type {Truth} from '../world/truth.ts';
import type {SummaryPoint} from './summary.ts';

export interface HardlyLearned {
  readonly arm: string;
  readonly measure: string;
  /** Of generation 1. */
  readonly value: number;
  /** Beyond which it is so; `above` says on which side. */
  readonly limit: number;
  readonly above: boolean;
  /** What a model without learning reads, where it is known, and what people read. */
  readonly without?: number;
  readonly human?: number;
}

/** What one rule knows of an arm: generation 1, generation 0 and the truth. */
interface Case {
  readonly human?: number;
  readonly truth?: Truth;
  /** Outcomes of categories. */
  readonly outcomes?: number;
}

type Bounds = Pick<HardlyLearned, 'limit' | 'above' | 'without' | 'human'>;

/** Bits a byte of words that are spelled. */
const SPELLED = 3.3;
const VARIANCE_FACTOR = 4;
/** Below this share of what all outcomes alike would have, a law is too even itself to be told from them. */
const UNEVEN = 0.95;

const half = (without: number, human: number): Bounds => ({limit: (without + human) / 2, above: without > human, without, human});

const ofPeople = ({human}: Case): Bounds[] => (human === undefined || human <= 0 ? [] : [half(0, human)]);

function unevenly(even: number | undefined, human: number | undefined): Bounds[] {
  return even === undefined || human === undefined || human > UNEVEN * even ? [] : [half(even, human)];
}

const RULES: Readonly<Record<string, (one: Case) => Bounds[]>> = {
  bitsPerByte: () => [{limit: SPELLED, above: true, without: SPELLED}],
  'head.inflation': ({human = 1, outcomes}) => (outcomes === undefined ? [half(0, human)] : []),
  entropy: ({outcomes, human}) => unevenly(outcomes && log2(outcomes), human),
  giniSimpson: ({outcomes, human}) => unevenly(outcomes && 1 - 1 / outcomes, human),
  accuracy: () => [half(0.5, 1)],
  excessRisk: ({truth}) => (truth?.coefficients ? [half(squaredNorm(truth.coefficients), 0)] : []),
  wasserstein2: ({truth, human = 0}) => (truth?.covariance ? [half(Math.sqrt(trace(truth.covariance)), human)] : []),
  coverage: ofPeople,
  recall: ofPeople,
  precision: ofPeople,
  modes: ofPeople,
  variance: ({human}) =>
    human === undefined || human <= 0
      ? []
      : [
          {limit: human / VARIANCE_FACTOR, above: false, human},
          {limit: human * VARIANCE_FACTOR, above: true, human},
        ],
};

/** The points of one arm by measure, or `measure[band]`. */
type Rows = {readonly [key: string]: readonly SummaryPoint[]};

/** Each arm once, by the first of its measures that says so; in the order of the arms. */
export function hardlyLearned(
  arms: readonly Pick<Arm, 'name' | 'data'>[],
  summary: {readonly arms: {readonly [arm: string]: Rows}},
): HardlyLearned[] {
  return arms.flatMap((arm) => {
    const rows = summary.arms[arm.name] ?? {};
    const found = Object.keys(RULES).flatMap((measure) => judgedBy(measure, arm, rows));
    return found.slice(0, 1);
  });
}

function judgedBy(measure: string, {name, data}: Pick<Arm, 'name' | 'data'>, rows: Rows): HardlyLearned[] {
  const at = (key: string, generation: number) => middleOf(rows[key]?.find((row) => row.generation === generation));
  const value = at(`${measure}[${HALF}]`, 1) ?? at(measure, 1);
  if (value === undefined) return [];
  const truth = 'world' in data ? makeWorld(data).truth : undefined;
  const bounds = RULES[measure]({human: at(measure, 0), truth, outcomes: truth?.probabilities?.length});
  return bounds
    .filter(({limit, above}) => (above ? value >= limit : value <= limit))
    .slice(0, 1)
    .map((bound) => ({arm: name, measure, value, ...bound}));
}

const middleOf = (row: SummaryPoint | undefined): number | undefined => row?.geometricMean ?? row?.mean ?? row?.median;

const squaredNorm = (vector: Float64Array): number => vector.reduce((sum, x) => sum + x * x, 0);
