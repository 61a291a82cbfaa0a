/**
 * Feedback as an arm names it: the annotator's choice among candidates, or a reward model by which a larger sample is resampled.
 *
 * Refuses to change how much is trained on: what comes back has the size of the sample. Candidates are drawn from the same fit.
 */
import type {Data, Text} from '../../core/data.ts';
import {DataError} from '../../core/error.ts';
import type {Reading} from '../../core/measure/estimate.ts';
import type {Stream} from '../../core/random/stream.ts';
import {firstOf, joined, recordsAt, type SizeUnit, sizeOf} from '../../core/records.ts';
import {meanOf} from '../../core/stats/index.ts';
import type {Annotator} from '../../quality/preference/annotator.ts';
import {chooseBest} from '../../quality/preference/best-of.ts';
import {resampled, rewardWeights} from '../../quality/preference/reweight.ts';
import type {FeedbackOptions} from '../experiment/mitigation-schema.ts';
import type {AskedPeople} from './people.ts';
import type {Feedback, MitigationStep, Treatment} from './port.ts';
import {accuracyReading, fitRewardModel, type RewardModel} from './reward-model.ts';

type Options<K extends FeedbackOptions['kind']> = Extract<FeedbackOptions, {kind: K}>;

/** Rounds of candidates for text whose preferred documents are short. */
const ROUNDS = 50;

export class BestOf implements Feedback {
  private readonly options: Options<'best-of'>;
  private readonly annotator: Annotator;
  private readonly unit: SizeUnit;

  constructor(options: Options<'best-of'>, annotator: Annotator, unit: SizeUnit) {
    this.options = options;
    this.annotator = annotator;
    this.unit = unit;
  }

  prefer(drawn: Data, step: MitigationStep, stream: Stream): Treatment {
    return drawn.kind === 'text' ? this.preferDocuments(drawn, step, stream) : this.preferRecords(drawn, step, stream);
  }

  /** Group i is record i of each of K samples. */
  private preferRecords(drawn: Data, step: MitigationStep, stream: Stream): Treatment {
    const {annotator} = this;
    const {candidates: K} = this.options;
    const samples = candidatesOf(drawn, step, {K, stream});
    const shown = samples.map((sample) => annotator.shown(sample));
    const n = drawn.count;
    const interleaved = Float64Array.from({length: n * K}, (_, i) => shown[i % K][Math.floor(i / K)]);
    const {kept, comparisons} = chooseBest(stream.fork('choice'), annotator, interleaved, {K, budget: annotator.budget});
    const numbers = Uint32Array.from(kept, (k, i) => k * n + i);
    return {data: recordsAt(joined(samples), numbers), comparisons, discarded: (K - 1) * n};
  }

  /** Groups are K documents in a row, until the chosen ones have the size of the sample. */
  private preferDocuments(drawn: Text, step: MitigationStep, stream: Stream): Treatment {
    const {annotator, unit} = this;
    const {candidates: K} = this.options;
    const wanted = sizeOf(drawn, unit);
    const chosen: Data[] = [];
    let [size, seen, comparisons] = [0, 0, 0];
    for (let round = 0; size < wanted && round < ROUNDS; round++) {
      const own = round === 0 ? stream : stream.fork(`round/${round}`);
      const first = round === 0 ? drawn : step.draw(own.fork('candidates/0'));
      const pool = joined(candidatesOf(first, step, {K, stream: own}));
      seen += pool.count;
      const made = chooseBest(own.fork('choice'), annotator, annotator.shown(pool), {K, budget: annotator.budget - comparisons});
      comparisons += made.comparisons;
      const picked = recordsAt(
        pool,
        Uint32Array.from(made.kept, (k, i) => i * K + k),
      );
      chosen.push(picked);
      size += sizeOf(picked, unit);
    }
    if (size === 0)
      throw new DataError(`feedback at generation ${step.generation}: fewer than ${K} documents to choose from`, {
        next: 'Draw a larger sample, or fewer candidates.',
      });
    const data = firstOf(joined(chosen), wanted, unit);
    return {data, comparisons, discarded: seen - data.count};
  }
}

export class Reweight implements Feedback {
  private readonly options: Options<'reweight'>;
  private readonly annotator: Annotator | AskedPeople;
  private readonly unit: SizeUnit;
  private first?: RewardModel;

  constructor(options: Options<'reweight'>, annotator: Annotator | AskedPeople, unit: SizeUnit) {
    this.options = options;
    this.annotator = annotator;
    this.unit = unit;
  }

  /** Fits the reward model that all generations use, where it is fitted once. */
  onFirstFit(drawn: Data, step: MitigationStep, stream: Stream): void {
    if (this.options.refit === 'first') this.first = this.fit(this.pool(drawn, step, stream), step, stream);
  }

  prefer(drawn: Data, step: MitigationStep, stream: Stream): Treatment {
    const {temperature, refit} = this.options;
    const pool = this.pool(drawn, step, stream);
    const proxy = refit === 'first' ? this.first! : this.fit(pool, step, stream);
    const rewards = proxy.rewards(pool);
    const weights = rewardWeights(rewards, temperature);
    const data = drawnBy(pool, weights, {size: sizeOf(drawn, this.unit), unit: this.unit, stream: stream.fork('resample')});
    const asked = refit === 'every' || step.generation === 1;
    return {
      data,
      comparisons: asked ? proxy.comparisons : 0,
      discarded: pool.count - data.count,
      readings: [{measure: 'reward.proxy', value: meanOf(rewards.subarray(0, drawn.count))}, accuracyOf(proxy, asked)],
    };
  }

  /** The sample first. */
  private pool(drawn: Data, step: MitigationStep, stream: Stream): Data {
    return joined(candidatesOf(drawn, step, {K: this.options.candidates, stream}));
  }

  private fit(pool: Data, step: MitigationStep, stream: Stream): RewardModel {
    return fitRewardModel(pool, this.annotator, step, {...this.options, stream});
  }
}

function accuracyOf(model: RewardModel, asked: boolean): Reading {
  return asked ? accuracyReading(model) : {measure: 'reward.accuracy', reason: 'the reward model was fitted at generation 1'};
}

/** The sample, and K - 1 more of its size. */
function candidatesOf(drawn: Data, step: MitigationStep, {K, stream}: {K: number; stream: Stream}): Data[] {
  return [drawn, ...Array.from({length: K - 1}, (_, k) => step.draw(stream.fork(`candidates/${k + 1}`)))];
}

/** Records of a pool drawn by weight, with replacement, to a size. */
export function drawnBy(pool: Data, weights: Float64Array, {size, unit, stream}: {size: number; unit: SizeUnit; stream: Stream}): Data {
  if (pool.kind !== 'text') return recordsAt(pool, resampled(stream, weights, size));
  const drawn: Data[] = [];
  for (let have = 0, round = 0; have < size && round < ROUNDS; round++) {
    const more = recordsAt(pool, resampled(stream.fork(`round/${round}`), weights, pool.count));
    drawn.push(more);
    have += sizeOf(more, unit);
  }
  return firstOf(joined(drawn), size, unit);
}
