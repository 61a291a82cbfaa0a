/** A reward model as feedback uses it: the annotator compares pairs of a pool, and a Bradley-Terry model is fitted to its answers. */
import type {Data} from '../../core/data.ts';
import {DataError, DomainError} from '../../core/error.ts';
import type {Reading} from '../../core/measure/estimate.ts';
import type {Stream} from '../../core/random/stream.ts';
import {type AnswerPairs, askComparisons} from '../../quality/preference/active.ts';
import type {Annotator} from '../../quality/preference/annotator.ts';
import {crossValidate, fitReward, rewardsOf} from '../../quality/preference/bradley-terry.ts';
import {featureMap} from '../../quality/preference/features.ts';
import {hiddenFeatures} from '../../quality/preference/hidden.ts';
import type {RewardModelOptions} from '../experiment/mitigation-schema.ts';
import {AskedPeople} from './people.ts';
import type {MitigationStep} from './port.ts';

export interface RewardModel {
  /** Known but for a constant. (n,) */
  rewards(data: Data): Float64Array;
  /** Of held-out comparisons, the share answered alike; undefined where there are too few to hold some out. */
  readonly accuracy?: number;
  /** That the annotator was asked for. */
  readonly comparisons: number;
}

/** `features: hidden` are the states of the step's model. */
export function fitRewardModel(
  pool: Data,
  annotator: Annotator | AskedPeople,
  {human, fitted, generation}: Pick<MitigationStep, 'human' | 'fitted' | 'generation'>,
  {features, pairs, comparisons, stream}: RewardModelOptions & {stream: Stream},
): RewardModel {
  const map = features === 'hidden' ? hiddenFeatures(fitted, human) : featureMap(human);
  const rows = map.of(pool);
  const options = {columns: map.columns, stream: stream.fork('reward')};
  const budget = annotator instanceof AskedPeople ? Infinity : annotator.budget;
  const answer = annotator instanceof AskedPeople ? annotator.session(pool, generation) : answersOf(annotator, pool, stream.fork('choice'));
  const answers = settled(() => askComparisons(rows, answer, {...options, pairs, comparisons: Math.min(comparisons, budget)}));
  const weights = settled(() => fitReward(rows, answers, {...options, stream: options.stream.fork('fit')}));
  return {
    rewards: (data) => rewardsOf(map.of(data), weights),
    accuracy: settled(() => crossValidate(rows, answers, {...options, stream: options.stream.fork('validate')}))?.accuracy,
    comparisons: answers.length,
  };
}

function answersOf(annotator: Annotator, pool: Data, choice: Stream): AnswerPairs {
  const shown = annotator.shown(pool);
  return (pairs) => annotator.compare(shown, pairs, choice);
}

/** A fit that does not settle is one to records that lie far out, as the human data measures it. */
function settled<T>(train: () => T): T {
  try {
    return train();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DataError(`the reward model cannot be fitted: ${error.message}`, {
      next: 'Run fewer generations, or keep what models write nearer to the human data.',
      cause: error,
    });
  }
}

export function accuracyReading({accuracy}: RewardModel): Reading {
  const measure = 'reward.accuracy';
  return accuracy === undefined ? {measure, reason: 'too few comparisons to hold some out'} : {measure, value: accuracy};
}
