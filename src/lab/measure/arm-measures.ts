/** Measures of what an arm is trained on, what its mitigations cost and gain, and how alike its models are. */
import {type Categories, DATA_KINDS, type Data, type TrainingSet} from '../../core/data.ts';
import {exp} from '../../core/math/index.ts';
import {type Reading, reading} from '../../core/measure/estimate.ts';
import {divergenceBetween} from '../../core/measure/index.ts';
import {ANY, FROM_0, SHARE} from '../../core/measure/range.ts';
import {NOTHING_PRODUCED} from '../../core/measure/reasons.ts';
import {type SizeUnit, sizeOf} from '../../core/records.ts';
import {meanOf} from '../../core/stats/index.ts';
import type {CategoriesLaw, Law, TextLaw} from '../../models/model.ts';
import {type ArmContext, type ArmMeasure, WRITTEN} from './measure.ts';
import type {Snapshot} from './snapshot.ts';

/** Name, title and caption of what verification reads of itself. */
const VERIFICATION = [
  ['verified.errors', 'Wrong labels before verification', 'Of the labels that the model wrote, the share that is wrong by the truth.'],
  ['verified.right', 'Right labels that are kept', 'phi: of the right labels, the share that passes all rules.'],
  ['verified.wrong', 'Wrong labels that are kept', 'psi: of the wrong labels, the share that passes all rules.'],
  [
    'verified.threshold',
    'Share of wrong labels that verification bears',
    'p* = 1 / (1 + psi / phi). Of labels of which fewer are wrong, those that are kept are more often right than wrong.',
  ],
] as const;
/** Whether something asked for is read off the utility of an annotator. */
export const readsUtility = (measures: readonly string[]): boolean =>
  measures.includes('reward') || measures.includes('reward.exponential');

export const armMeasures: readonly ArmMeasure[] = [
  {
    name: 'humanRecords',
    title: 'Human records in the training set',
    unit: 'records',
    on: DATA_KINDS,
    from: 'training set',
    whole: true,
    lost: 'nothing',
    caption: 'What the mitigation costs: records that did not come through a model.',
    source: 'counted',
    range: FROM_0,
    arm: ({generation, parts, samples}) => [
      {measure: 'humanRecords', value: generation === 1 ? 0 : humanRecords(parts) / (samples?.length ?? 1)},
    ],
  },
  {
    name: 'humanShare',
    title: 'Human share of the training set',
    unit: 'share',
    on: DATA_KINDS,
    from: 'training set',
    whole: true,
    caption: 'By size (words of text): the rest was written by models.',
    source: 'counted',
    range: SHARE,
    arm: ({parts}, {unit}) => [{measure: 'humanShare', value: sharesBy(parts, unit, ({source}) => source).get('human') ?? 0}],
  },
  {
    name: 'origin',
    title: 'What the training set is made of',
    unit: 'share',
    on: DATA_KINDS,
    from: 'training set',
    bands: 'origin',
    whole: false,
    lost: 'nothing',
    caption: 'Shares by size: people, and each generation of each model. Under accumulate the oldest layers thin out but stay.',
    source: 'counted',
    range: SHARE,
    arm: ({parts}, {unit}) =>
      [...sharesBy(parts, unit, ({origin, source}) => origin ?? source)].map(([band, value]) => ({measure: 'origin', band, value})),
  },
  {
    name: 'comparisons',
    title: 'Comparisons asked of the annotator',
    unit: 'comparisons',
    on: WRITTEN,
    from: 'mitigations',
    whole: true,
    lost: 'nothing',
    caption: 'What feedback costs; to choose one of K counts as K - 1 comparisons.',
    source: 'counted',
    range: FROM_0,
    isTreated: true,
    arm: ({treatment}) => [{measure: 'comparisons', value: treatment?.comparisons ?? 0}],
  },
  {
    name: 'discarded',
    title: 'Records thrown away',
    unit: 'records',
    on: DATA_KINDS,
    from: 'mitigations',
    whole: true,
    lost: 'nothing',
    caption:
      'Drawn from the model and not trained on: candidates that were not preferred, records that failed a rule, samples drawn again.',
    source: 'counted',
    range: FROM_0,
    isTreated: true,
    arm: ({treatment}) => [{measure: 'discarded', value: treatment?.discarded ?? 0}],
  },
  {
    name: 'changed',
    title: 'Records changed',
    unit: 'records',
    on: DATA_KINDS,
    from: 'mitigations',
    whole: true,
    lost: 'nothing',
    caption:
      'Records that a command, editing or correction made others before they are trained on. A human record that was changed is human no more.',
    source: 'counted',
    range: FROM_0,
    isTreated: true,
    arm: ({treatment}) => [{measure: 'changed', value: treatment?.changed ?? 0}],
  },
  ...VERIFICATION.map(
    ([name, title, caption]): ArmMeasure => ({
      ...{name, title, caption, unit: 'share', on: ['rows'], from: 'mitigations', whole: true, lost: 'nothing'},
      ...{source: 'Feng et al., arXiv 2406.07515', range: SHARE, isTreated: true},
      arm: ofTreatment(name, 'the arm verifies no labels'),
    }),
  ),
  {
    name: 'reward',
    title: 'Reward of what the model writes',
    unit: "the annotator's",
    on: WRITTEN,
    from: 'model',
    whole: true,
    better: 'higher',
    lost: 'low',
    caption: 'The mean utility to the annotator, without its noise and bias. Where it rises, look at what diversity paid for it.',
    source: 'Ferbach et al., NeurIPS 2024',
    range: ANY,
    arm: (snapshot) => measureReward(snapshot, 'reward', (utility) => utility),
  },
  {
    name: 'reward.exponential',
    title: 'Mean of e to the reward',
    unit: '',
    on: WRITTEN,
    from: 'model',
    whole: true,
    better: 'higher',
    lost: 'low',
    caption:
      'The mean of e^utility, which a choice among candidates by chances of e^utility never lowers in the mean: it rises by its own variance.',
    source: 'Ferbach et al., NeurIPS 2024',
    range: FROM_0,
    arm: (snapshot) => measureReward(snapshot, 'reward.exponential', exp),
  },
  {
    name: 'reward.proxy',
    title: 'Reward by the reward model',
    unit: 'nats',
    on: WRITTEN,
    from: 'mitigations',
    whole: true,
    caption: 'What the fitted reward model believes. Where it goes on rising while the true reward does not, it is over-optimised.',
    source: 'Gao, Schulman and Hilton, ICML 2023',
    range: ANY,
    isTreated: true,
    arm: ofTreatment('reward.proxy'),
  },
  {
    name: 'reward.accuracy',
    title: 'Accuracy of the reward model',
    unit: 'share',
    on: WRITTEN,
    from: 'mitigations',
    whole: true,
    better: 'higher',
    lost: 'low',
    caption: 'Of comparisons held out from its fit, the share that it would have answered alike.',
    source: 'Bradley and Terry, Biometrika 39, 1952',
    range: SHARE,
    isTreated: true,
    arm: ofTreatment('reward.accuracy'),
  },
  {
    name: 'policy.kl',
    title: 'Distance of the policy from the model before feedback',
    unit: 'nats a token',
    on: ['text'],
    from: 'model',
    whole: true,
    better: 'lower',
    lost: 'high',
    caption:
      'Kullback-Leibler distance of the model after it was trained on preferences from the model as it was fitted: the mean log-ratio of their probabilities over what the policy wrote. It is exact in the mean where samples are drawn from the policy itself (temperature 1, all tokens).',
    source: 'Ziegler et al., arXiv 1909.08593',
    range: ANY,
    arm: measureDistance,
  },
  {
    name: 'js.between',
    title: 'How different the models are',
    unit: 'bits, 0 to 1',
    on: ['categories', 'text'],
    from: 'sample',
    whole: true,
    caption: 'Jensen-Shannon divergence of what two models of a population write, the mean over pairs: near 0 they have become one voice.',
    source: 'Lin, IEEE Trans. Inf. Theory 37(1), 1991',
    range: SHARE,
    arm: measureBetween,
  },
];

/** What the mitigation itself read. */
function ofTreatment(measure: string, otherwise = 'the arm fits no reward model'): ArmMeasure['arm'] {
  return ({treatment}) => [treatment?.readings?.find((one) => one.measure === measure) ?? {measure, reason: otherwise}];
}

function measureBetween({samples}: Snapshot, {language}: ArmContext): Reading[] {
  return [reading('js.between', divergenceBetween(samples ?? [], {language}), 'there are no two models that wrote something')];
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

/** The mean of something of the utility: exact where the model's probabilities are known, else over what was drawn. */
function measureReward({utility, law, sample}: Snapshot, measure: string, of: (utility: number) => number): Reading[] {
  if (!utility) return [{measure, reason: 'the arm has no annotator, and the others do not share one'}];
  if (sample.count === 0) return [{measure, reason: NOTHING_PRODUCED}];
  if (sample.kind !== 'categories' || !hasProbabilities(law)) return [{measure, value: meanOf(utility(sample).map(of))}];
  const each = utility(everyCategory(sample)).map(of);
  return [{measure, value: law.probabilities.reduce((sum, p, k) => sum + (p > 0 ? p * each[k] : 0), 0)}];
}

const hasProbabilities = (law: Law): law is CategoriesLaw => 'probabilities' in law;

/** The mean of log p - log p0 over what was drawn from p, a token. */
function measureDistance({law, reference, sample}: Snapshot): Reading[] {
  const measure = 'policy.kl';
  if (!reference) return [{measure, reason: 'no feedback trained the model'}];
  if (sample.count === 0) return [{measure, reason: NOTHING_PRODUCED}];
  if (sample.kind !== 'text' || !isPriced(law) || !isPriced(reference)) return [{measure, reason: 'the models do not price tokens'}];
  const sum = (values: ArrayLike<number>) => meanOf(Float64Array.from(values)) * values.length;
  const tokens = sum(law.pricedTokens(sample));
  return [{measure, value: (sum(law.logProbability(sample)) - sum(reference.logProbability(sample))) / tokens}];
}

const isPriced = (law: Law): law is Required<TextLaw> => 'pricedTokens' in law;

const everyCategory = ({categories}: Categories): Data => ({
  kind: 'categories',
  count: categories,
  categories,
  values: Uint32Array.from({length: categories}, (_, k) => k),
});
