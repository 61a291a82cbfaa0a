/**
 * Feedback by GRPO: the model writes groups of documents, each is scored by the annotator or by a reward model of its comparisons, and the
 * model is trained towards those that do better than their group.
 *
 * A score of the annotator counts as a comparison. `noise` is the chance that a document has the score of another of the same drawing.
 */
import type {Text} from '../../core/data.ts';
import type {Stream} from '../../core/random/stream.ts';
import type {Annotator} from '../../quality/preference/annotator.ts';
import {groupRelative} from '../../quality/preference/policy.ts';
import type {FeedbackOptions, RewardModelOptions} from '../experiment/mitigation-schema.ts';
import {documentsFor} from './pool.ts';
import type {Improvement, MitigationStep, PolicyFeedback} from './port.ts';
import {accuracyReading, fitRewardModel, type RewardModel} from './reward-model.ts';

type Options = Extract<FeedbackOptions, {kind: 'grpo'}>;

export class GroupRelative implements PolicyFeedback<Text> {
  private readonly options: Options;
  private readonly annotator: Annotator;

  constructor(options: Options, annotator: Annotator) {
    this.options = options;
    this.annotator = annotator;
  }

  improve(step: MitigationStep<Text>, stream: Stream): Improvement<Text> {
    const {reward} = this.options;
    return reward === 'annotator' ? this.byScores(step, stream) : this.byModel(reward, step, stream);
  }

  private byScores(step: MitigationStep<Text>, stream: Stream): Improvement<Text> {
    const {annotator, options} = this;
    const {group, groups} = options;
    const iterations = Math.min(options.iterations, Math.floor(annotator.budget / (group * groups)));
    if (iterations === 0)
      return {
        policy: step.fitted,
        notes: [
          `the annotator's budget of ${annotator.budget} is less than the ${group * groups} scores of a step: the model stays as fitted`,
        ],
      };
    const noise = stream.fork('scores');
    const {policy} = this.train((documents) => annotator.scores(documents, noise), iterations, {step, stream});
    const written = iterations * group * groups;
    const notes =
      iterations < options.iterations ? [`the annotator's budget ended after ${iterations} of ${options.iterations} steps`] : [];
    return {policy, comparisons: written, discarded: written, notes};
  }

  private byModel(options: RewardModelOptions, step: MitigationStep<Text>, stream: Stream): Improvement<Text> {
    const {group, groups, iterations} = this.options;
    const pool = documentsFor(stream.fork('pool'), Math.max(2, options.comparisons), step);
    const model: RewardModel = fitRewardModel(pool, this.annotator, step, {...options, stream});
    const {policy, rewards} = this.train((documents) => model.rewards(documents), iterations, {step, stream});
    return {
      policy,
      comparisons: model.comparisons,
      discarded: pool.count + iterations * group * groups,
      readings: [{measure: 'reward.proxy', value: rewards[iterations - 1]}, accuracyReading(model)],
    };
  }

  private train(reward: (documents: Text) => Float64Array, iterations: number, {step, stream}: Training) {
    const {fitted, human: prompts} = step;
    return groupRelative({...this.options, iterations}).improve(fitted, fitted, {prompts, reward}, stream.fork('train'));
  }
}

interface Training {
  readonly step: MitigationStep<Text>;
  readonly stream: Stream;
}
