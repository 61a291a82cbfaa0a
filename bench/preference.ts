/**
 * How many comparisons the active choice of pairs needs, against a random one, for a reward model that orders held-out records equally well.
 *
 *   node bench/preference.ts [--seeds N] [--json]
 *
 * A hidden reward answers each pair by a logistic choice. For each seed the same annotator is asked about random pairs and about chosen
 * ones, at several budgets; accuracy is the share of random pairs of held-out records that the fitted reward orders as the hidden one
 * does. The share of comparisons is where the mean curve of the active choice (straight between budgets, over log comparisons) reaches
 * what random pairs reach at the largest budget, divided by that budget; its interval comes from resampling seeds, both curves together.
 */
import {parseArgs} from 'node:util';
import type {Data, Text} from '../src/core/data.ts';
import {aliasTable, fillCategorical} from '../src/core/random/categorical.ts';
import {normal} from '../src/core/random/normal.ts';
import {Stream} from '../src/core/random/stream.ts';
import {quantile} from '../src/core/stats/quantile.ts';
import {documentsAt} from '../src/core/text/documents.ts';
import {wordEnd, wordStart} from '../src/core/text/whitespace.ts';
import {readSpeeches} from '../src/node/read/speeches.ts';
import {askComparisons, type RecordPair} from '../src/quality/preference/active.ts';
import {fitReward, rewardsOf} from '../src/quality/preference/bradley-terry.ts';
import {featureMap} from '../src/quality/preference/features.ts';

const BUDGETS = [20, 40, 80, 160, 320];
const RECORDS = 600;
const ORDERED = 5000;
/** Standard deviation of the hidden reward over records, in units of the logistic choice. */
const SPREAD = 2;
const WORDS = 100;

interface Problem {
  readonly pool: Data;
  readonly heldOut: Data;
  readonly reward: (data: Data) => Float64Array;
}

function categories(stream: Stream): Problem {
  const K = 50;
  const table = aliasTable(Float64Array.from({length: K}, (_, k) => 1 / (k + 1)));
  const draw = (): Data => {
    const values = new Uint32Array(RECORDS);
    fillCategorical(stream, table, values);
    return {kind: 'categories', count: RECORDS, categories: K, values};
  };
  return linear(draw(), draw(), stream);
}

function points(stream: Stream): Problem {
  const d = 4;
  const best = Float64Array.from({length: d}, () => normal(stream));
  const draw = (): Data => ({
    kind: 'points',
    count: RECORDS,
    dimension: d,
    values: Float64Array.from({length: RECORDS * d}, () => normal(stream)),
  });
  const reward = (data: Data) =>
    Float64Array.from({length: data.count}, (_, i) => {
      let squares = 0;
      for (let j = 0; j < d; j++) squares += ((data as Extract<Data, {kind: 'points'}>).values[i * d + j] - best[j]) ** 2;
      return -squares / 2;
    });
  return {pool: draw(), heldOut: draw(), reward};
}

/** Passages of speeches. */
const passages =
  (text: Text) =>
  (stream: Stream): Problem => {
    const pick = () =>
      documentsAt(
        text,
        Uint32Array.from({length: RECORDS}, () => stream.below(text.count)),
      );
    return linear(pick(), pick(), stream);
  };

/** A reward that is linear in the features of a reward model: normal weights of those that one record in twenty has. */
function linear(pool: Data, heldOut: Data, stream: Stream): Problem {
  const map = featureMap(pool);
  const rows = map.of(pool);
  const records = new Uint32Array(map.columns);
  for (const column of rows.indices) records[column]++;
  const least = pool.kind === 'text' ? pool.count / 20 : 0;
  const weights = Float64Array.from(records, (n) => (n >= least ? normal(stream) : 0));
  const values = rewardsOf(rows, weights);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return {pool, heldOut, reward: (data) => rewardsOf(map.of(data), weights).map((value) => (SPREAD * value) / sd)};
}

async function passagesThatShip(): Promise<Text> {
  const {bytes, offsets, count} = await readSpeeches();
  const ends = [0];
  for (let i = 0; i < count; i++) {
    let at = offsets[i];
    for (let words = 0; at < offsets[i + 1]; ) {
      at = wordEnd(bytes, wordStart(bytes, at, offsets[i + 1]), offsets[i + 1]);
      if (++words % WORDS === 0 || at >= offsets[i + 1]) ends.push(at);
    }
  }
  return {kind: 'text', count: ends.length - 1, bytes, offsets: Uint32Array.from(ends)};
}

/** Accuracy by budget: of random pairs, of chosen ones. */
function accuracies({pool, heldOut, reward}: Problem, stream: Stream): {random: number[]; active: number[]} {
  const map = featureMap(pool);
  const [rows, others] = [map.of(pool), map.of(heldOut)];
  const [hidden, truth] = [reward(pool), reward(heldOut)];
  const measure = (pairs: 'random' | 'active', comparisons: number) => {
    const choice = stream.fork(`choice/${comparisons}`);
    const answer = ([a, b]: RecordPair) =>
      choice.float() < 1 / (1 + Math.exp(hidden[b] - hidden[a])) ? {chosen: a, rejected: b} : {chosen: b, rejected: a};
    const options = {columns: map.columns, stream: stream.fork(`ask/${comparisons}`)};
    const answers = askComparisons(rows, (asked) => asked.map(answer), {...options, pairs, comparisons});
    const fitted = rewardsOf(others, fitReward(rows, answers, {...options, stream: stream.fork('fit')}));
    return orderedAlike(fitted, truth, stream.fork('order'));
  };
  return {random: BUDGETS.map((budget) => measure('random', budget)), active: BUDGETS.map((budget) => measure('active', budget))};
}

function orderedAlike(fitted: Float64Array, truth: Float64Array, stream: Stream): number {
  let alike = 0;
  let pairs = 0;
  while (pairs < ORDERED) {
    const [a, b] = [stream.below(truth.length), stream.below(truth.length)];
    if (truth[a] === truth[b]) continue;
    pairs++;
    alike += fitted[a] === fitted[b] ? 0.5 : fitted[a] > fitted[b] === truth[a] > truth[b] ? 1 : 0;
  }
  return alike / pairs;
}

const meanCurve = (curves: readonly number[][]): number[] =>
  BUDGETS.map((_, b) => curves.reduce((sum, curve) => sum + curve[b], 0) / curves.length);

/** Beyond the largest budget where the active curve never gets there; that counts as Infinity. */
function shareNeeded(random: readonly number[], active: readonly number[]): number {
  const goal = random[random.length - 1];
  const most = BUDGETS[BUDGETS.length - 1];
  if (active[0] >= goal) return BUDGETS[0] / most;
  for (let b = 1; b < BUDGETS.length; b++) {
    if (active[b] < goal) continue;
    const part = (goal - active[b - 1]) / (active[b] - active[b - 1]);
    return (BUDGETS[b - 1] * (BUDGETS[b] / BUDGETS[b - 1]) ** part) / most;
  }
  return Number.POSITIVE_INFINITY;
}

function measureCase(make: (stream: Stream) => Problem, name: string, seeds: number) {
  const root = Stream.root(`bench/preference/${name}`);
  const curves = Array.from({length: seeds}, (_, seed) => {
    const stream = root.fork(`seed/${seed}`);
    return accuracies(make(stream.fork('problem')), stream.fork('measure'));
  });
  const share = (chosen: readonly number[]) =>
    shareNeeded(meanCurve(chosen.map((i) => curves[i].random)), meanCurve(chosen.map((i) => curves[i].active)));
  const resampling = root.fork('bootstrap');
  const resampled = Float64Array.from({length: 2000}, () => share(curves.map(() => resampling.below(seeds))));
  const all = curves.map((_, i) => i);
  return {
    case: name,
    random: meanCurve(curves.map(({random}) => random)),
    active: meanCurve(curves.map(({active}) => active)),
    share: share(all),
    low: quantile(resampled, 0.025),
    high: quantile(resampled, 0.975),
    seeds,
  };
}

const {values: options} = parseArgs({options: {seeds: {type: 'string', default: '20'}, json: {type: 'boolean', default: false}}});
const text = await passagesThatShip();
const cases = Object.entries({categories, points, 'passages of speeches': passages(text)}).map(([name, make]) =>
  measureCase(make, name, Number(options.seeds)),
);
if (options.json) console.log(JSON.stringify({name: 'preference', budgets: BUDGETS, cases}));
else {
  const shown = (numbers: readonly number[]) => numbers.map((value) => value.toFixed(3)).join('  ');
  console.log(`accuracy after ${BUDGETS.join(', ')} comparisons, means over ${options.seeds} seeds`);
  for (const {case: name, random, active, share, low, high} of cases) {
    console.log(`${name}\n  random  ${shown(random)}\n  active  ${shown(active)}`);
    console.log(`  active needs ${share.toFixed(2)} of the comparisons (95% ${low.toFixed(2)} to ${high.toFixed(2)})`);
  }
}
