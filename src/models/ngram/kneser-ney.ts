/**
 * Interpolated modified Kneser-Ney, as KenLM's lmplz computes it.
 *
 *   p(w | c) = (a(cw) - D_n(a(cw))) / sum_v a(cv) + g(c) p(w | c without its first word)
 *   g(c)     = sum_v D_n(a(cv)) / sum_v a(cv)
 *   D_n(j)   = j - (j + 1) Y t_{j+1} / t_j for j = 1, 2, 3+,   Y = t_1 / (t_1 + 2 t_2),   t_j = n-grams of order n with a = j
 *
 * where a are the counts of trie.ts, and below the unigrams stands the uniform distribution over the types, </s> and the unknown type.
 *
 * domain   every context's probabilities sum to 1 over the types, </s> and the unknown type
 * edge     t_1, t_2 or t_3 = 0, or D outside [0, j]: that order takes KenLM's fallback discounts .5, 1, 1.5. So it does where D_j = 0 and all
 *          words behind a context occur j times, which left no chance to any other (KenLM: none)
 * cost     linear in the n-grams
 * source   S. F. Chen, J. Goodman, "An empirical study of smoothing techniques for language modeling", TR-10-98, Harvard, 1998, eq. 26;
 *          K. Heafield et al., ACL 2013
 * checked  against lmplz at orders 2, 3 and 5, word by word
 */
import type {Counts} from './counts.ts';
import {backoffOf} from './successors.ts';

export interface Discounts {
  /** Taken from n-grams of count 1, 2, and 3 or more. */
  readonly amounts: readonly [number, number, number];
  readonly fallback: boolean;
}

export interface KneserNey {
  /** discounts[n], n = 1..N. */
  readonly discounts: readonly Discounts[];
  /** probability[n][x]: p of the last word of n-gram x in the context of the others. n = 1..N. */
  readonly probability: readonly Float64Array[];
  /** backoff[n][c] = g(c), 1 where c has no successors. n = 0..N - 1. */
  readonly backoff: readonly Float64Array[];
}

const FALLBACK: Discounts = {amounts: [0.5, 1, 1.5], fallback: true};

/** Of each order, n = 0..N; the first is none's. */
export function discountsOf(counts: Counts): Discounts[] {
  const contextsOf = (n: number) => counts.base[n - 1].length - 1;
  return counts.units.map((units, n) => {
    const own = n === 0 ? FALLBACK : measureDiscounts(units.countsOfCounts());
    if (!own.amounts.includes(0)) return own;
    for (let c = 0; c < contextsOf(n); c++) if (backoffOf(counts, n - 1, c, own.amounts) === 0) return FALLBACK;
    return own;
  });
}

/** What the counts say with these discounts, of every n-gram and context. */
export function estimateKneserNey(counts: Counts, discounts: readonly Discounts[]): KneserNey {
  const {order, types} = counts;
  const probability: Float64Array[] = [Float64Array.of(1 / (types + 2)), singleProbabilities(counts, discounts[1].amounts)];
  const backoff: Float64Array[] = [Float64Array.of(backoffOf(counts, 0, 0, discounts[1].amounts))];
  for (let n = 2; n <= order; n++) {
    const level = interpolate(counts, n, discounts[n].amounts, probability[n - 1]);
    probability.push(level.probability);
    backoff.push(level.backoff);
  }
  return {discounts, probability, backoff};
}

/** p of each word after nothing; of <s>, which nothing draws or prices, what a word of count 0 has. (V + 3,) */
export function singleProbabilities(counts: Counts, amounts: readonly number[]): Float64Array {
  const {types, units} = counts;
  const often = units[1].counts();
  const share = backoffOf(counts, 0, 0, amounts);
  const uniform = 1 / (types + 2);
  const probability = new Float64Array(types + 3);
  for (let w = 0; w < probability.length; w++) {
    const count = w < often.length ? often[w] : 0;
    const discount = count === 0 ? 0 : amounts[Math.min(count, 3) - 1];
    probability[w] = (count - discount) / units[1].total + share * uniform;
  }
  return probability;
}

/** The discounts of one order. t[j]: how many of its n-grams count j. */
function measureDiscounts(t: readonly number[]): Discounts {
  if (t[1] === 0 || t[2] === 0 || t[3] === 0) return FALLBACK;
  const y = t[1] / (t[1] + 2 * t[2]);
  const amount = (j: number) => j - ((j + 1) * y * t[j + 1]) / t[j];
  const amounts = [amount(1), amount(2), amount(3)] as const;
  return amounts.every((d, i) => d >= 0 && d <= i + 1) ? {amounts, fallback: false} : FALLBACK;
}

/** One order: p of each n-gram, given p of the order below, and g of each context. */
function interpolate({base, units, suffix}: Counts, n: number, [one, two, more]: readonly number[], shorter: Float64Array) {
  const bases = base[n - 1];
  const own = units[n];
  const probability = gather(shorter, suffix[n]);
  const backoff = new Float64Array(bases.length - 1);
  for (let c = 0, x = 0, from = 0; c < backoff.length; c++) {
    const to = bases.at(c + 1);
    const total = to - from;
    if (total === 0) {
      backoff[c] = 1;
    } else if (total === 1) {
      // most contexts of high orders were seen once, with one successor
      backoff[c] = one;
      probability[x] = 1 - one + one * probability[x];
      x++;
    } else {
      let taken = 0;
      for (let at = from; at < to; ) {
        const next = own.nextOf(at);
        taken += next - at > 2 ? more : next - at === 2 ? two : one;
        at = next;
      }
      const share = taken / total;
      backoff[c] = share;
      for (let at = from; at < to; x++) {
        const next = own.nextOf(at);
        const count = next - at;
        probability[x] = (count - (count > 2 ? more : count === 2 ? two : one)) / total + share * probability[x];
        at = next;
      }
    }
    from = to;
  }
  return {probability, backoff};
}

/** A loop of its own, since mixed with arithmetic the misses of the cache do not overlap. */
function gather(values: Float64Array, at: Int32Array): Float64Array {
  const gathered = new Float64Array(at.length);
  for (let x = 0; x < gathered.length; x++) gathered[x] = values[at[x]];
  return gathered;
}
