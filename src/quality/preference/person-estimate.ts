/**
 * What a person's choices tell of the person: how many a coin decides, and how much the left side and length sway them.
 *
 *   f(noise, left, length | choices) by the model of `person-model.ts`, the weights of words integrated out
 *
 * Before anything is seen noise is uniform on 0..1, cut into BINS; the weights of words are normal with one of WORD_SDS as their standard
 * deviation, each as likely; (1 - noise) left and (1 - noise) length are normal. Given noise and that deviation all are normal around the fit.
 * An interval is where the density is at least e^-REACH of its greatest: as wide as the data leave it, down to a noise of 0. Values are medians.
 *
 * shape    n choices of two texts -> three estimates
 * edge     fewer than LEAST choices, or nobody knows the sides, or lengths never differ: a reason. Of more words than choices can tell
 *          apart, those that differ most often are the taste; what the others do looks like noise, so noise reaches down to 0
 * cost     BINS x WORD_SDS fits
 * checked  people with planted values: each interval covers as often as it says (person-estimate.test.ts)
 */
import {exp, log, square} from '../../core/math/index.ts';
import {normalCdf} from '../../core/stats/index.ts';
import {textOf} from '../../core/text/documents.ts';
import {counted} from '../../core/text/numbers.ts';
import {Vocabulary} from '../../core/text/vocabulary.ts';
import {tokenizeWords} from '../../core/text/words.ts';
import type {Answer, Question} from './judgement.ts';
import {type ChoiceFit, type ChoiceRows, fitChoices} from './person-model.ts';
import type {Stated} from './stated.ts';

export interface PersonChoice extends Question {
  readonly choice: Answer;
  /** Which text was shown on the left. */
  readonly left?: 'first' | 'second';
}

export interface PersonEstimates {
  readonly noise: Stated;
  readonly left: Stated;
  readonly length: Stated;
}

const LEAST = 20;
const BINS = 40;
/** Words of a taste at most, and choices that each one wants. */
const MOST_WORDS = 60;
const CHOICES_A_WORD = 6;
/** From words that hardly matter to one that decides alone. */
const WORD_SDS = [0.1, 0.3, 0.7, 1.5, 3, 6];
const SWAY_SD = 2;
/** Left, length and the scale of the taste: where choices are near chance, (1 - noise) times each is all that can be told. */
const SCALES = 3;
/** Half the 95% quantile of chi-square with one degree of freedom. */
const REACH = 1.92;
const POINTS = 600;
const NEGLIGIBLE = 1e-6;

export function estimatePerson(choices: readonly PersonChoice[]): PersonEstimates {
  const n = choices.length;
  if (n < LEAST) {
    const few: Stated = {reason: `${counted(n, 'judgement')}: at least ${LEAST} are wanted`};
    return {noise: few, left: few, length: few};
  }
  const {rows, isPartial, isEven} = rowsOf(choices);
  const d = rows.width;
  const parts = partsOf(rows);
  const sway = (which: 0 | 1): Stated =>
    mixtureInterval(parts.map(({weight, theta, variances}) => ({weight, mean: theta[d - 2 + which], sd: Math.sqrt(variances[which])})));
  const sided = choices.filter(({left}) => left !== undefined).length;
  const noise = noiseInterval(parts);
  return {
    noise: isPartial ? {...noise, low: 0} : noise,
    left:
      sided < LEAST
        ? {
            reason: `${counted(sided, 'judgement')} ${sided === 1 ? 'says' : 'say'} which text was on the left: at least ${LEAST} are wanted`,
          }
        : sway(0),
    length: isEven ? {reason: 'the two texts were as long as each other every time'} : sway(1),
  };
}

interface Part extends ChoiceFit {
  readonly bin: number;
  readonly weight: number;
}

const noiseAt = (bin: number): number => (bin + 0.5) / BINS;

/** Every noise with every deviation of weights, and how likely they are; the weights sum to 1. */
function partsOf(rows: ChoiceRows): readonly Part[] {
  const d = rows.width;
  const parts = WORD_SDS.flatMap((wordSd) => {
    const sd = Float64Array.from({length: d}, (_, j) => (j < d - 2 ? wordSd : SWAY_SD));
    const scale = sd.reduce((sum, one) => sum + log(one), 0);
    let from = new Float64Array(d);
    return Array.from({length: BINS}, (_, bin) => {
      const fit = fitChoices(rows, {noise: noiseAt(bin), sd, from});
      from = Float64Array.from(fit.theta);
      return {...fit, bin, evidence: fit.evidence - scale + SCALES * log(1 - noiseAt(bin))};
    });
  });
  const most = parts.reduce((so, {evidence}) => Math.max(so, evidence), -Infinity);
  const total = parts.reduce((sum, {evidence}) => sum + exp(evidence - most), 0);
  return parts.map((part) => ({...part, weight: exp(part.evidence - most) / total}));
}

interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

function noiseInterval(parts: readonly Part[]): Interval {
  const weights = new Float64Array(BINS);
  for (const {bin, weight} of parts) weights[bin] += weight;
  const least = weights.reduce((a, b) => Math.max(a, b)) * exp(-REACH);
  const [first, last] = [weights.findIndex((w) => w >= least), weights.findLastIndex((w) => w >= least)];
  // between the middles of two bins the density is log-linear
  const crossing = (inside: number, outside: number): number => {
    const part = log(weights[inside] / least) / log(weights[inside] / weights[outside]);
    return noiseAt(inside) + (noiseAt(outside) - noiseAt(inside)) * part;
  };
  const low = first === 0 ? 0 : crossing(first, first - 1);
  const high = last === BINS - 1 ? 1 : crossing(last, last + 1);
  return {value: Math.max(low, Math.min(high, medianOfBins(weights))), low, high};
}

function medianOfBins(weights: Float64Array): number {
  let below = 0;
  let bin = 0;
  while (bin < BINS - 1 && below + weights[bin] < 0.5) below += weights[bin++];
  return (bin + (0.5 - below) / weights[bin]) / BINS;
}

interface NormalPart {
  readonly weight: number;
  readonly mean: number;
  readonly sd: number;
}

/** Of a mixture of normal laws the median, and where its density is at least e^-REACH of its greatest. */
function mixtureInterval(all: readonly NormalPart[]): Interval {
  const parts = all.filter(({weight}) => weight > NEGLIGIBLE);
  const from = Math.min(...parts.map(({mean, sd}) => mean - 4 * sd));
  const to = Math.max(...parts.map(({mean, sd}) => mean + 4 * sd));
  const at = (k: number) => from + ((to - from) * k) / POINTS;
  const densities = Float64Array.from({length: POINTS + 1}, (_, k) => densityAt(parts, at(k)));
  const least = densities.reduce((a, b) => Math.max(a, b)) * exp(-REACH);
  const low = at(densities.findIndex((density) => density >= least) - 0.5);
  const high = at(densities.findLastIndex((density) => density >= least) + 0.5);
  return {value: Math.max(low, Math.min(high, mixtureMedian(parts, from, to))), low, high};
}

const densityAt = (parts: readonly NormalPart[], x: number): number =>
  parts.reduce((sum, {weight, mean, sd}) => sum + (weight / sd) * exp(-square((x - mean) / sd) / 2), 0);

/** By bisection. */
function mixtureMedian(parts: readonly NormalPart[], from: number, to: number): number {
  let [low, high] = [from, to];
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    const below = parts.reduce((sum, {weight, mean, sd}) => sum + weight * normalCdf((middle - mean) / sd), 0);
    if (below < 0.5) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function rowsOf(choices: readonly PersonChoice[]): {readonly rows: ChoiceRows; readonly isPartial: boolean; readonly isEven: boolean} {
  const n = choices.length;
  const {ids, offsets} = tokenizeWords(textOf(choices.flatMap(({first, second}) => [first, second])), new Vocabulary());
  const differences = choices.map((_, i) => {
    const own = new Map<number, number>();
    const add = (document: number, sign: number) => {
      for (let k = offsets[document]; k < offsets[document + 1]; k++) own.set(ids[k], (own.get(ids[k]) ?? 0) + sign);
    };
    add(2 * i, 1);
    add(2 * i + 1, -1);
    return own;
  });
  const {kept, isPartial} = tellingWords(differences, Math.min(MOST_WORDS, Math.floor(n / CHOICES_A_WORD)));
  const width = kept.size + 2;
  const words = (document: number) => Math.max(1, offsets[document + 1] - offsets[document]);
  const lengths = choices.map((_, i) => log(words(2 * i) / words(2 * i + 1)));
  const entries = choices.map(({left}, i): [column: number, value: number][] => [
    ...[...differences[i]]
      .flatMap(([word, count]): [number, number][] => (count !== 0 && kept.has(word) ? [[kept.get(word)!, count]] : []))
      .sort(([a], [b]) => a - b),
    [width - 2, left === undefined ? 0 : left === 'first' ? 1 : -1],
    [width - 1, lengths[i]],
  ]);
  const starts = new Uint32Array(n + 1);
  for (const [i, row] of entries.entries()) starts[i + 1] = starts[i] + row.length;
  const flat = entries.flat();
  const rows: ChoiceRows = {
    ...{count: n, width, offsets: starts},
    columns: Uint32Array.from(flat, ([column]) => column),
    values: Float64Array.from(flat, ([, value]) => value),
    y: Float64Array.from(choices, ({choice}) => (choice === 'first' ? 1 : choice === 'second' ? 0 : 0.5)),
  };
  return {rows, isPartial, isEven: lengths.every((length) => length === 0)};
}

/** The words whose counts differ most often, at most so many of them, each with its column. */
function tellingWords(
  differences: readonly ReadonlyMap<number, number>[],
  most: number,
): {readonly kept: ReadonlyMap<number, number>; readonly isPartial: boolean} {
  const often = new Map<number, number>();
  for (const own of differences) for (const [word, count] of own) if (count !== 0) often.set(word, (often.get(word) ?? 0) + 1);
  const words = [...often].sort(([a, x], [b, y]) => y - x || a - b).map(([word]) => word);
  return {kept: new Map(words.slice(0, most).map((word, j) => [word, j])), isPartial: words.length > most};
}
