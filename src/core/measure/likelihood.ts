/**
 * What a model's log-probabilities say about a text, `bitsPerByte`, `perplexity`, `sample.perplexity`; and what it has no word for, `unknown`.
 *
 *   bits a byte  = - sum of log2 p(document) / bytes of the text          (document ends are priced in p, but are no bytes)
 *   perplexity   = exp( - sum of ln p(document) / tokens )                 tokens: what the model prices, document ends included
 *   unknown      = tokens outside the vocabulary / tokens                  document ends are none
 *
 * Models of different vocabularies are compared by bits a byte alone, and where p sums to 1 at most over all texts: where words outside
 * the vocabulary are spelled.
 *
 * shape    logProbabilities: (n,), natural logarithms, one a document -> scalar
 * edge     undefined for an empty text; Infinity where the model rules a document out
 * source   C. Shannon, BSTJ 27, 1948; F. Jelinek et al., JASA 62 (S1), 1977
 */

import {DomainError} from '../error.ts';
import {exp} from '../math/index.ts';

export function bitsPerByte(logProbabilities: Float64Array, bytes: number): number | undefined {
  return bytes > 0 ? -sum(logProbabilities) / (Math.LN2 * bytes) : undefined;
}

export function perplexity(logProbabilities: Float64Array, tokens: number): number | undefined {
  return tokens > 0 ? exp(-sum(logProbabilities) / tokens) : undefined;
}

/** Perplexity of each document. tokens: (n,), each > 0 -> (n,) */
export function documentPerplexities(logProbabilities: Float64Array, tokens: ArrayLike<number>): Float64Array {
  if (logProbabilities.length !== tokens.length)
    throw new DomainError(`${logProbabilities.length} log-probabilities cannot be of ${tokens.length} documents`);
  return logProbabilities.map((logProbability, i) => exp(-logProbability / tokens[i]));
}

/** unknown, tokens: (n,) */
export function shareUnknown(unknown: ArrayLike<number>, tokens: ArrayLike<number>): number | undefined {
  let outside = 0;
  let all = 0;
  for (let i = 0; i < tokens.length; i++) {
    outside += unknown[i];
    all += tokens[i];
  }
  return all > 0 ? outside / all : undefined;
}

function sum(values: Float64Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) throw new DomainError('a log-probability is not a number');
    total += values[i];
  }
  return total;
}
