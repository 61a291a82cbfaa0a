/** Readings of what an arm is trained on, what its mitigations cost and gain, and how alike its models are. */
import type {Categories, Data, Text, TrainingSet} from '../../core/data.ts';
import type {Reading} from '../../core/measure/estimate.ts';
import {divergenceBetween} from '../../core/measure/index.ts';
import {NOTHING_PRODUCED} from '../../core/measure/reasons.ts';
import {meanOf} from '../../core/stats/index.ts';
import type {Language} from '../../core/text/language.ts';
import type {FittedCategories, FittedText} from '../../models/model.ts';
import type {Moment} from './snapshot.ts';
import {type SizeUnit, sizeOf} from '../../core/records.ts';

export function readOfArm(measure: string, moment: Moment, {unit, language}: {unit: SizeUnit; language?: Language}): Reading[] {
  const {generation, parts, samples, treatment} = moment;
  switch (measure) {
    case 'humanRecords':
      return [{measure, value: generation === 1 ? 0 : humanRecords(parts) / (samples?.length ?? 1)}];
    case 'humanShare':
      return [{measure, value: sharesBy(parts, unit, ({source}) => source).get('human') ?? 0}];
    case 'origin':
      return [...sharesBy(parts, unit, ({origin, source}) => origin ?? source)].map(([band, value]) => ({measure, band, value}));
    case 'comparisons':
      return [{measure, value: treatment?.comparisons ?? 0}];
    case 'discarded':
      return [{measure, value: treatment?.discarded ?? 0}];
    case 'reward':
      return [readReward(moment)];
    case 'policy.kl':
      return [readDistance(moment)];
    case 'js.between': {
      const value = divergenceBetween(samples ?? [], {language});
      return [value === undefined ? {measure, reason: 'there are no two models that wrote something'} : {measure, value}];
    }
    default:
      return [treatment?.readings?.find((reading) => reading.measure === measure) ?? {measure, reason: 'the arm fits no reward model'}];
  }
}

/** Records that did not come through a model. */
function humanRecords(parts: TrainingSet): number {
  return parts.reduce((count, part) => count + (part.source === 'human' ? part.data.count : 0), 0);
}

/** Shares of a training set's size, by weight where its parts are weighed; empty groups have none. */
function sharesBy(parts: TrainingSet, unit: SizeUnit, key: (part: TrainingSet[number]) => string): Map<string, number> {
  const sizes = new Map<string, number>();
  let total = 0;
  for (const part of parts) {
    const size = part.weight ?? sizeOf(part.data, unit);
    if (size === 0) continue;
    sizes.set(key(part), (sizes.get(key(part)) ?? 0) + size);
    total += size;
  }
  return new Map([...sizes].map(([name, size]) => [name, size / total]));
}

/** Exact where the model's probabilities are known, else the mean over what was drawn. */
function readReward({utility, fitted, sample}: Moment): Reading {
  const measure = 'reward';
  if (!utility) return {measure, reason: 'the arm has no annotator, and the others do not share one'};
  if (sample.count === 0) return {measure, reason: NOTHING_PRODUCED};
  if (sample.kind !== 'categories') return {measure, value: meanOf(utility(sample))};
  const {probabilities} = fitted as unknown as FittedCategories;
  const each = utility(everyCategory(sample));
  return {measure, value: probabilities.reduce((sum, p, k) => sum + (p > 0 ? p * each[k] : 0), 0)};
}

/** The mean of log p - log p0 over what was drawn from p, a token. */
function readDistance({fitted, reference, sample}: Moment): Reading {
  const measure = 'policy.kl';
  if (!reference) return {measure, reason: 'no feedback trained the model'};
  if (sample.count === 0) return {measure, reason: NOTHING_PRODUCED};
  const [policy, before] = [fitted as unknown as FittedText, reference as unknown as FittedText];
  const text = sample as Text;
  const sum = (values: ArrayLike<number>) => meanOf(Float64Array.from(values)) * values.length;
  const tokens = sum(policy.pricedTokens!(text));
  return {measure, value: (sum(policy.logProbability(text)) - sum(before.logProbability(text))) / tokens};
}

const everyCategory = ({categories}: Categories): Data => ({
  kind: 'categories',
  count: categories,
  categories,
  values: Uint32Array.from({length: categories}, (_, k) => k),
});
