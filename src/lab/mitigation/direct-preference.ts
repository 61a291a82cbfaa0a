/** Feedback by DPO: the annotator compares documents that the model wrote in pairs, and the model learns from them. */
import type {Text} from '../../core/data.ts';
import {permutation} from '../../core/random/permutation.ts';
import type {Stream} from '../../core/random/stream.ts';
import type {RecordPair} from '../../quality/preference/active.ts';
import type {Annotator} from '../../quality/preference/annotator.ts';
import type {PairAnswer} from '../../quality/preference/bradley-terry.ts';
import {directPreference} from '../../quality/preference/policy.ts';
import type {FeedbackOptions} from '../experiment/mitigation-schema.ts';
import {AskedPeople} from './people.ts';
import {documentsFor} from './pool.ts';
import type {Improvement, MitigationStep, PolicyFeedback} from './port.ts';

type Options = Extract<FeedbackOptions, {kind: 'dpo'}>;

export class DirectPreference implements PolicyFeedback<Text> {
  private readonly options: Options;
  private readonly annotator: Annotator | AskedPeople;

  constructor(options: Options, annotator: Annotator | AskedPeople) {
    this.options = options;
    this.annotator = annotator;
  }

  improve(step: MitigationStep<Text>, stream: Stream): Improvement<Text> {
    const {annotator, options} = this;
    const count = Math.min(options.comparisons, annotator instanceof AskedPeople ? Infinity : annotator.budget);
    if (count < 1) return {policy: step.fitted, notes: ['the annotator may be asked for no comparison: the model stays as it was fitted']};
    const records = documentsFor(stream.fork('pool'), 2 * count, step);
    const order = permutation(stream.fork('pairs'), records.count);
    const pairs = Array.from({length: count}, (_, i): RecordPair => [order[2 * i], order[2 * i + 1]]);
    const answers =
      annotator instanceof AskedPeople
        ? annotator.session(records, step.generation)(pairs)
        : annotator.compare(annotator.shown(records), pairs, stream.fork('choice'));
    if (answers.length === 0)
      return {policy: step.fitted, notes: ['all documents are alike, there was nothing to compare: the model stays as it was fitted']};
    const {comparisons, times} = trainedPairs(answers);
    const {policy, accuracy} = directPreference({...options, epochs: options.epochs / times}).prefer(
      step.fitted,
      step.fitted,
      {records, comparisons},
      {beta: options.beta, stream: stream.fork('train')},
    );
    return {
      policy,
      comparisons: answers.length,
      discarded: records.count,
      readings: [{measure: 'reward.accuracy', value: accuracy}],
    };
  }
}

/**
 * A pair for every judgement. Where some are ties every judgement is two pairs, a tie one each way, and a pass is half as long a step:
 * `times` as many pairs as judgements.
 */
function trainedPairs(answers: readonly PairAnswer[]): {readonly comparisons: readonly PairAnswer[]; readonly times: 1 | 2} {
  const times = answers.some(({wins = 1}) => !Number.isInteger(wins)) ? 2 : 1;
  const comparisons = answers.flatMap(({chosen, rejected, wins = 1, losses = 0}) => [
    ...Array.from({length: times * wins}, () => ({chosen, rejected})),
    ...Array.from({length: times * losses}, () => ({chosen: rejected, rejected: chosen})),
  ]);
  return {comparisons, times};
}
