/**
 * Annotators: they give records a utility, and choose between records by it, with their noise and their bias.
 *
 *   logistic   Pr(k of K) = (1 - noise) e^v_k / sum_j e^v_j + noise / K,   v = strength u + bias
 *   best       the largest v (the first of equals), except that a share `noise` of choices is blind
 *
 * `utility` is the true one: without noise, bias or strength. What the annotator sees when it chooses is `shown`.
 *
 * shape    n records -> (n,)
 * source   Bradley and Terry, Biometrika 39, 1952; Luce 1959; the choice of D. Ferbach et al., NeurIPS 2024
 */

import {absoluteValues, type Data, type Points, type Text} from '../../core/data.ts';
import {ConfigError, DataError, DomainError} from '../../core/error.ts';
import {exp, log, square} from '../../core/math/index.ts';
import type {Stream} from '../../core/random/stream.ts';
import {measureDocuments} from '../document-measures.ts';
import type {RecordPair} from './active.ts';
import type {PairAnswer} from './bradley-terry.ts';
import type {AnnotatorOptions} from './schema.ts';

/** What some annotators need to know. */
export interface AnnotatorPorts {
  /** Of records under the oracle: log-probability, of text a token. (n,) */
  readonly oracle?: (data: Data) => Float64Array;
  /** Human records, for `typical`. */
  readonly human?: Data;
  /** Reward of records by a model of recorded preferences. (n,) */
  readonly recorded?: (data: Data) => Float64Array;
}

export class Annotator {
  readonly options: AnnotatorOptions;
  private readonly measure: (data: Data) => Float64Array;

  constructor(options: AnnotatorOptions, ports: AnnotatorPorts = {}) {
    this.options = options;
    this.measure = utilityOf(options, ports);
  }

  /** Comparisons that may be asked for in a generation. */
  get budget(): number {
    return this.options.comparisons ?? Infinity;
  }

  /** (n,), finite. */
  utility(data: Data): Float64Array {
    const values = this.measure(data);
    for (const value of values) if (Number.isNaN(value)) throw new DataError('the annotator cannot say what a record is worth');
    return values;
  }

  /** What it sees when it chooses: utility by strength, and the bias for length. (n,) */
  shown(data: Data): Float64Array {
    const {strength, bias} = this.options;
    const values = this.utility(data).map((u) => strength * u);
    if (bias?.length && data.kind === 'text') {
      const words = measureDocuments('words', data);
      for (let i = 0; i < values.length; i++) values[i] += bias.length * log(Math.max(1, words[i]));
    }
    return values;
  }

  /** What it says of each record on its own: as `shown`; with the chance `noise`, of another record of `data`, blindly. (n,) */
  scores(data: Data, stream: Stream): Float64Array {
    const {noise} = this.options;
    const shown = this.shown(data);
    return noise > 0 ? shown.map((own) => (stream.float() < noise ? shown[stream.below(shown.length)] : own)) : shown;
  }

  /** Its answers to pairs of records, one after another. `shown`: of all records, as `shown` gave them. */
  compare(shown: ArrayLike<number>, pairs: readonly RecordPair[], stream: Stream): PairAnswer[] {
    return pairs.map(([a, b]) => (this.choose([shown[a], shown[b]], stream) === 0 ? {chosen: a, rejected: b} : {chosen: b, rejected: a}));
  }

  /** Which of K is chosen. `values`: as `shown` gave them, in the order in which they are seen. */
  choose(values: ArrayLike<number>, stream: Stream): number {
    const {choice, noise, bias} = this.options;
    const K = values.length;
    if (noise > 0 && stream.float() < noise) return stream.below(K);
    const of = (k: number): number => values[k] + (k === 0 ? (bias?.first ?? 0) : 0);
    let best = 0;
    for (let k = 1; k < K; k++) if (of(k) > of(best)) best = k;
    if (choice === 'best') return best;
    const most = of(best);
    if (most === -Infinity) return stream.below(K);
    let total = 0;
    for (let k = 0; k < K; k++) total += exp(of(k) - most);
    let rest = stream.float() * total;
    for (let k = 0; k < K - 1; k++) {
      rest -= exp(of(k) - most);
      if (rest < 0) return k;
    }
    return K - 1;
  }
}

function utilityOf(options: AnnotatorOptions, ports: AnnotatorPorts): (data: Data) => Float64Array {
  switch (options.kind) {
    case 'reward':
      return options.values ? byCategory(options.values) : towards(options);
    case 'likelihood': {
      const {oracle, human} = ports;
      if (!oracle) throw new ConfigError('there is no oracle to ask for likelihood');
      return options.prefers === 'likely' ? oracle : typicalOf(oracle, human);
    }
    case 'rule':
      return (data) => measureDocuments(options.measure, textOf(data)).map((value) => options.weight * value);
    case 'file':
      if (!ports.recorded) throw new ConfigError(`the preferences of ${options.file} have not been read`);
      return ports.recorded;
  }
}

function byCategory(values: readonly number[]): (data: Data) => Float64Array {
  return (data) => {
    if (data.kind !== 'categories' || data.categories !== values.length)
      throw new DomainError(`${values.length} rewards are for ${values.length} categories`);
    return Float64Array.from(data.values, (k) => values[k]);
  };
}

/** By distance from a point: its square, or what it has beyond tau (the toy reward of Ferbach et al., NeurIPS 2024). */
function towards({point: best, scale, shape, tau = 0}: Extract<AnnotatorOptions, {kind: 'reward'}>): (data: Data) => Float64Array {
  const point = best!;
  return (data) => {
    if (data.kind !== 'points' || data.dimension !== point.length)
      throw new DomainError(`the point that is liked best has ${point.length} coordinates`);
    const {count, dimension: d} = data as Points;
    const values = absoluteValues(data as Points);
    return Float64Array.from({length: count}, (_, i) => {
      let squares = 0;
      for (let j = 0; j < d; j++) squares += square(values[i * d + j] - point[j]);
      return shape === 'distance' ? -Math.max(0, Math.sqrt(squares) - tau) / scale : -squares / (2 * scale * scale);
    });
  };
}

/** Minus the distance to the human mean, in human standard deviations. */
function typicalOf(oracle: (data: Data) => Float64Array, human: Data | undefined): (data: Data) => Float64Array {
  if (!human || human.count < 2)
    throw new DataError(`what is typical is told from human records, and there are ${human?.count ?? 0}`, {
      next: 'Give at least two, or write prefers: likely.',
    });
  const values = oracle(human).filter(Number.isFinite);
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const sd = Math.sqrt(values.reduce((sum, v) => sum + square(v - mean), 0) / values.length) || 1;
  return (data) => oracle(data).map((value) => -Math.abs(value - mean) / sd);
}

function textOf(data: Data): Text {
  if (data.kind !== 'text') throw new DomainError(`a rule of documents is asked about ${data.kind}`);
  return data;
}
