/**
 * How much is written of what the steps left, and which records: a random draw to a budget, and the human share of a mix.
 *
 * law      without replacement; a record of weight w comes at rate w (it is there at an exponential time of mean 1 / w, and the first are
 *          taken), so of two records the one with twice the weight is drawn first twice as often
 * edge     a budget of words is filled until the next record drawn would not fit
 * source   P. Efraimidis, P. Spirakis, Information Processing Letters 97, 2006
 */

import {DataError} from '../../core/error.ts';
import {log1p} from '../../core/math/index.ts';
import type {Stream} from '../../core/random/stream.ts';
import {grouped} from '../../core/text/numbers.ts';
import {KEPT, OVER_BUDGET} from './decide.ts';
import type {Recipe} from './recipe.ts';

/** Records to draw from: those of `outcome` KEPT. `words`: (n,). */
export interface RecordPool {
  readonly name: string;
  readonly outcome: Uint8Array;
  readonly words: Uint32Array;
  readonly weights?: Float64Array;
}

export type Amount = {readonly unit: 'records' | 'words'; readonly amount: number};

/** How much of the data and of the human data is wanted; absent: all that is left. Throws DataError where there is less. */
export function planAmounts({budget, mix}: Recipe, data: RecordPool, human: RecordPool | undefined): {data?: Amount; human?: Amount} {
  const unit = budget && 'words' in budget ? 'words' : 'records';
  const total = budget && ('words' in budget ? budget.words : budget.records);
  const left = amountOf(data, unit);
  if (mix === undefined || human === undefined) {
    if (total === undefined) return {};
    demand(total, left, unit, `the budget is ${grouped(total)} ${unit}, and the steps left ${grouped(left)}`);
    return {data: {unit, amount: total}};
  }
  const {share} = mix;
  const wanted = total === undefined ? Math.round((share / (1 - share)) * left) : Math.round(share * total);
  const available = amountOf(human, unit);
  const most = Math.floor(((available / (available + left)) * 1000) | 0) / 1000;
  demand(
    wanted,
    available,
    unit,
    `a human share of ${share} wants ${grouped(wanted)} ${unit} of human data, and there are ${grouped(available)}${total === undefined ? `: enough for a share of ${most}` : ''}`,
  );
  if (total === undefined) return {human: {unit, amount: wanted}};
  demand(
    total - wanted,
    left,
    unit,
    `the budget is ${grouped(total)} ${unit}, ${grouped(total - wanted)} of them not human, and the steps left ${grouped(left)}`,
  );
  return {data: {unit, amount: total - wanted}, human: {unit, amount: wanted}};
}

function demand(wanted: number, there: number, unit: string, message: string): void {
  if (wanted <= there) return;
  throw new DataError(message, {next: `Ask for fewer ${unit}, loosen a step, or give more data.`});
}

function amountOf({outcome, words}: RecordPool, unit: 'records' | 'words'): number {
  let sum = 0;
  for (let i = 0; i < outcome.length; i++) if (outcome[i] === KEPT) sum += unit === 'words' ? words[i] : 1;
  return sum;
}

/** Marks what is not drawn as OVER_BUDGET. Throws DataError where weights of 0 leave too little. */
export function drawTo(stream: Stream, {unit, amount}: Amount, pool: RecordPool): void {
  const {outcome, words, weights} = pool;
  const times = new Float64Array(outcome.length).fill(Infinity);
  for (let i = 0; i < outcome.length; i++) {
    if (outcome[i] !== KEPT) continue;
    const weight = weights?.[i] ?? 1;
    const time = -log1p(-stream.float());
    if (weight > 0) times[i] = time / weight;
  }
  const sorted = times.filter(Number.isFinite).sort();
  const size = (i: number): number => (unit === 'words' ? words[i] : 1);
  const until = (last: number): number => {
    let sum = 0;
    for (let i = 0; i < times.length; i++) if (times[i] <= last) sum += size(i);
    return sum;
  };
  if (sorted.length > 0 && until(sorted[sorted.length - 1]) < amount)
    throw new DataError(`${pool.name}: records of weight 0 are never drawn, and the others are fewer than the budget`, {
      next: 'Ask for less, or lower the power of the weights.',
    });
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (until(sorted[middle - 1]) <= amount) low = middle;
    else high = middle - 1;
  }
  const last = low === 0 ? -1 : sorted[low - 1];
  for (let i = 0; i < outcome.length; i++) if (outcome[i] === KEPT && !(times[i] <= last)) outcome[i] = OVER_BUDGET;
}
