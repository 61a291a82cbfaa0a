/** Measures of counts at equal sizes: each the formula of core, with the weights of sampled types. */
import {log, log2, square} from '../../core/math/index.ts';
import {zipfFromMeanLog} from '../../core/measure/zipf.ts';
import type {Direct} from './direct.ts';
import type {Joined} from './joined.ts';

/** How much more frequent than in the reference a word must be to speak for another domain. */
export const NOVEL_RATIO = 4;

const sum = (joined: Joined, term: (i: number) => number): number => {
  let total = 0;
  for (let i = 0; i < joined.size; i++) total += joined.weight[i] * term(i);
  return total;
};
const plogp = (p: number): number => (p > 0 ? p * log2(p) : 0);

const entropy: Direct = {
  against: false,
  valueOf: ({counts, words}, _, joined) => -sum(joined, (i) => plogp(counts[i] / words)),
};

const giniSimpson: Direct = {
  against: false,
  valueOf: ({counts, words}, _, joined) => 1 - sum(joined, (i) => square(counts[i] / words)),
};

const support: Direct = {
  against: false,
  valueOf: ({counts}, _, joined) => sum(joined, (i) => (counts[i] > 0 ? 1 : 0)),
};

const js: Direct = {
  against: true,
  valueOf: (x, a, joined) =>
    sum(joined, (i) => {
      const p = x.counts[i] / x.words;
      const q = a.counts[i] / a.words;
      return (plogp(p) + plogp(q)) / 2 - plogp((p + q) / 2);
    }),
};

const tv: Direct = {
  against: true,
  valueOf: (x, a, joined) => sum(joined, (i) => Math.abs(x.counts[i] / x.words - a.counts[i] / a.words)) / 2,
};

/** Of the candidate to the reference: infinite, and so without a value, where the candidate has a type that the reference lacks. */
const kl: Direct = {
  against: true,
  valueOf(x, a, joined) {
    const bits = sum(joined, (i) =>
      x.counts[i] > 0 ? (x.counts[i] / x.words) * log2(x.counts[i] / x.words / (a.counts[i] / a.words)) : 0,
    );
    return Number.isFinite(bits) ? bits : undefined;
  },
};

/** Good-Turing: the share of words that occur once. */
const unseen: Direct = {
  against: false,
  valueOf({counts, words}, _, {weight}) {
    let once = 0;
    for (let i = 0; i < counts.length; i++) if (counts[i] === 1) once += weight[i];
    return Math.min(1, once / words);
  },
};

const zipf: Direct = {
  against: false,
  valueOf({counts}, _, joined) {
    const types = sum(joined, (i) => (counts[i] > 0 ? 1 : 0));
    return zipfFromMeanLog(sum(joined, (i) => (counts[i] > 0 ? log(counts[i]) : 0)) / types);
  },
};

/** The share of words that the candidate has more than NOVEL_RATIO times as often as the reference. */
export const novelty: Direct = {
  against: true,
  valueOf(x, a, {weight}) {
    const ratio = (NOVEL_RATIO * x.words) / a.words;
    let novel = 0;
    for (let i = 0; i < weight.length; i++) if (x.counts[i] > ratio * a.counts[i]) novel += weight[i] * x.counts[i];
    return Math.min(1, novel / x.words);
  },
};

/** Of the different words of the candidate, the share that the reference lacks. */
export const newWords: Direct = {
  against: true,
  valueOf(x, a, {weight}) {
    let all = 0;
    let lacking = 0;
    for (let i = 0; i < weight.length; i++) {
      if (!(x.counts[i] > 0)) continue;
      all += weight[i];
      if (a.counts[i] === 0) lacking += weight[i];
    }
    return all > 0 ? lacking / all : undefined;
  },
};

/** By the name of the measure. */
export const DIRECT = {entropy, giniSimpson, support, js, tv, kl, unseen, zipf} as const;
