/**
 * All that is done to one model and to what it wrote: its arm's feedback and then its quality rules, at whatever generation it has which.
 *
 * Holds what they share: the annotator, the oracle (the world where its density is known, else the first fit), references for rules.
 */

import type {Data, Text, TrainingSet} from '../../core/data.ts';
import {DomainError} from '../../core/error.ts';
import {log} from '../../core/math/index.ts';
import type {Stream} from '../../core/random/stream.ts';
import {documentSizes, type SizeUnit, sizeOf} from '../../core/records.ts';
import type {Fitted} from '../../models/model.ts';
import type {RunCommand} from '../../quality/command-rule.ts';
import {Annotator} from '../../quality/preference/annotator.ts';
import {type AnnotatorOptions, isPerson} from '../../quality/preference/schema.ts';
import {RuleReferences} from '../../quality/rules.ts';
import {type RecipeStep, stepOf} from '../../quality/steps.ts';
import {type Arm, versionsOf} from '../experiment/arm.ts';
import type {FeedbackOptions} from '../experiment/mitigation-schema.ts';
import type {LabRule} from '../experiment/rules-schema.ts';
import type {Human} from '../human/human.ts';
import {readsUtility} from '../measure/arm-measures.ts';
import type {World} from '../world/index.ts';
import {DirectPreference} from './direct-preference.ts';
import {type EditedSet, editTrainingSet} from './edit.ts';
import {BestOf, Reweight} from './feedback.ts';
import {GroupRelative} from './group-relative.ts';
import {AskedPeople, type PeoplePort} from './people.ts';
import {
  costsOf,
  type Feedback,
  type Improvement,
  type MitigationStep,
  type Mitigations,
  type PolicyFeedback,
  type Quality,
  type Treatment,
} from './port.ts';
import {QualityRules} from './quality.ts';
import {type RecordedPairs, recordedReward} from './recorded.ts';

/** What mitigations need of the outside. */
export interface MitigationPorts {
  /** Recorded preferences by the name of their file, as the arm gives it. */
  readonly preferences?: Readonly<Record<string, RecordedPairs>>;
  readonly runCommand?: RunCommand;
  /** Where the annotator is people. */
  readonly people?: PeoplePort;
}

/** What the mitigations of all models of a lineage share. */
export interface MitigationContext {
  readonly human: Human;
  readonly world?: World;
  readonly unit: SizeUnit;
  readonly measures: readonly string[];
  /** The same for all generations. */
  readonly stream: Stream;
  readonly mitigations?: Mitigations;
  readonly ports?: MitigationPorts;
}

interface TreatmentStep {
  /** As it is at this generation. */
  readonly arm: Arm;
  readonly generation: number;
  readonly fitted: Fitted;
  draw(stream: Stream): Data;
  readonly stream: Stream;
}

export class Treatments {
  private readonly arm: Arm;
  private readonly context: MitigationContext;
  private readonly versions: readonly Arm[];
  private readonly made = new Map<string, unknown>();
  private first?: {readonly fitted: Fitted; readonly sample: Data};

  constructor(arm: Arm, context: MitigationContext) {
    this.arm = arm;
    this.context = context;
    this.versions = versionsOf(arm);
  }

  /** Whether something is held against the first fit or its sample. */
  wantsFirst(): boolean {
    const {measures, human, world} = this.context;
    const annotators = this.versions.flatMap(({feedback, reward}) => [
      ...(feedback ? [feedback.annotator] : []),
      ...(reward && readsUtility(measures) ? [reward] : []),
    ]);
    const rules = this.versions.flatMap(({quality}) => quality?.rules ?? []);
    const density = world?.truth.logProbability !== undefined || world?.truth.probabilities !== undefined;
    if (this.versions.some(isHeldAgainstFirst)) return true;
    if (!density && annotators.some(({kind}) => kind === 'likelihood')) return true;
    if (this.versions.some(({feedback}) => feedback?.kind === 'reweight' && feedback.refit === 'first')) return true;
    if (human.training.kind === 'text') return rules.some(needsSynthetic);
    return human.training.kind !== 'rows' && rules.some(isBand) && !density;
  }

  /** `stream`: that of generation 1. `asks`: whether feedback is told, which may ask people. */
  onFirstFit(fitted: Fitted, sample: Data, {draw, stream, asks}: {draw: (stream: Stream) => Data; stream: Stream; asks: boolean}): void {
    this.first = {fitted, sample};
    const step = {generation: 1, fitted, human: this.context.human.training, draw};
    for (const version of asks ? this.versions : []) {
      const feedback = this.feedbackOf(version);
      if (feedback && 'onFirstFit' in feedback) feedback.onFirstFit?.(sample, step, stream.fork('feedback'));
    }
  }

  /** Of the arm's annotator, where it has one or is told one; its noise and bias left out. */
  utility(): ((data: Data) => Float64Array) | undefined {
    const {arm, context} = this;
    const {measures} = context;
    const options = arm.feedback?.annotator ?? this.versions.find(({feedback}) => feedback)?.feedback?.annotator ?? arm.reward;
    if (!options || isPerson(options) || !readsUtility(measures)) return undefined;
    const annotator = this.annotatorOf(options);
    return (data) => annotator.utility(data);
  }

  treat(sample: Data, {arm, generation, fitted, draw, stream}: TreatmentStep): Treatment {
    // of a population, a model whose share is less than a record
    if (sizeOf(sample, this.context.unit) === 0) return {data: sample};
    const step: MitigationStep = {generation, fitted, human: this.context.human.training, draw};
    const feedback = this.feedbackOf(arm);
    const preferred = feedback && 'prefer' in feedback ? feedback.prefer(sample, step, stream.fork('feedback')) : undefined;
    const data = preferred?.data ?? sample;
    const checked = this.qualityOf(arm)?.check(data, step, stream.fork('quality'));
    return {...costsOf(preferred, checked), data: checked?.data ?? data};
  }

  /** What the arm's feedback makes of the model itself, where it trains it; undefined elsewhere. */
  improve({arm, generation, fitted, draw, stream}: TreatmentStep): Improvement | undefined {
    const feedback = this.feedbackOf(arm);
    if (!feedback || !('improve' in feedback)) return undefined;
    return feedback.improve({generation, fitted, human: this.context.human.training, draw}, stream.fork('feedback'));
  }

  /** The next training set of a workflow of editing, made of this one. */
  edit(training: TrainingSet, {arm, generation, fitted, stream}: Omit<TreatmentStep, 'draw'>): EditedSet | undefined {
    const {workflow} = arm;
    if (typeof workflow !== 'object' || !('edit' in workflow)) return undefined;
    const by = workflow.edit.by === 'first' ? this.first!.fitted : fitted;
    return editTrainingSet(training, workflow.edit, {fitted: by, generation, stream: stream.fork('edit')});
  }

  private feedbackOf({feedback}: Arm): Feedback | PolicyFeedback | undefined {
    const {mitigations, unit} = this.context;
    if (mitigations?.feedback) return mitigations.feedback;
    if (!feedback) return undefined;
    return this.once(feedback, () => {
      if (isPerson(feedback.annotator))
        return this.askedFeedback(feedback, new AskedPeople(feedback.annotator, this.context.ports?.people));
      const annotator = this.annotatorOf(feedback.annotator);
      if (feedback.kind === 'grpo') return new GroupRelative(feedback, annotator);
      if (feedback.kind === 'dpo') return new DirectPreference(feedback, annotator);
      return feedback.kind === 'best-of' ? new BestOf(feedback, annotator, unit) : new Reweight(feedback, annotator, unit);
    });
  }

  private askedFeedback(feedback: FeedbackOptions, people: AskedPeople): Feedback | PolicyFeedback {
    if (feedback.kind === 'dpo') return new DirectPreference(feedback, people);
    if (feedback.kind === 'reweight') return new Reweight(feedback, people, this.context.unit);
    throw new DomainError(`people are not asked by feedback of kind ${feedback.kind}`);
  }

  private qualityOf({quality}: Arm): Quality | undefined {
    const {mitigations, unit, world, human, stream, ports} = this.context;
    if (mitigations?.quality) return mitigations.quality;
    if (!quality?.rules) return undefined;
    return this.once(quality, () => {
      const text = human.training.kind === 'text' ? (human.training as Text) : undefined;
      const synthetic = this.first?.sample.kind === 'text' ? this.first.sample : undefined;
      return new QualityRules(quality, {
        arm: this.arm,
        unit,
        human,
        world,
        references:
          text &&
          new RuleReferences({
            ...{human: text, synthetic, language: human.language, stream: stream.fork('rules'), runCommand: ports?.runCommand},
          }),
        runCommand: ports?.runCommand,
        oracle: this.oracle(),
        first: () => this.first!.fitted,
        stream,
      });
    });
  }

  private annotatorOf(options: AnnotatorOptions): Annotator {
    return this.once(options, () => {
      const {human, ports, stream} = this.context;
      const pairs = options.kind === 'file' ? ports?.preferences?.[options.file] : undefined;
      return new Annotator(options, {
        oracle: this.oracle(),
        // the oracle of text has seen the training set: what is typical is told from text that it has not
        human: human.holdout ?? human.training,
        recorded: pairs && recordedReward(stream.fork('recorded'), pairs),
      });
    });
  }

  /** Log-probability of records; of text, a token. */
  private oracle(): (data: Data) => Float64Array {
    const {world, unit} = this.context;
    return (data) => {
      if (data.kind === 'points' && world?.truth.logProbability) return world.truth.logProbability(data);
      if (data.kind === 'categories' && world?.truth.probabilities) {
        const logs = Float64Array.from(world.truth.probabilities, log);
        return Float64Array.from(data.values, (k) => logs[k]);
      }
      const scores = this.first!.fitted.logProbability!(data);
      if (data.kind !== 'text') return scores;
      const sizes = documentSizes(data, unit);
      return scores.map((nats, i) => nats / (sizes[i] + 1));
    };
  }

  private once<T>(options: object, make: () => T): T {
    const key = JSON.stringify(options);
    if (!this.made.has(key)) this.made.set(key, make());
    return this.made.get(key) as T;
  }
}

/** Whether the first model edits. */
function isHeldAgainstFirst({workflow, quality}: Arm): boolean {
  const edits = (quality?.rules ?? []).flatMap((rule) => (typeof rule === 'object' && 'edit' in rule ? [rule.edit] : []));
  if (typeof workflow === 'object' && 'edit' in workflow) edits.push(workflow.edit);
  return edits.some(({by}) => by === 'first');
}

/** The step that a rule is, where it is one that recipes have too. */
function recipeStepOf(rule: LabRule): RecipeStep | undefined {
  if (typeof rule === 'object' && ('verify' in rule || 'edit' in rule || 'correct' in rule)) return undefined;
  return stepOf(rule);
}

function isBand(rule: LabRule): boolean {
  const step = recipeStepOf(rule);
  return step !== undefined && 'filter' in step;
}

function needsSynthetic(rule: LabRule): boolean {
  const step = recipeStepOf(rule);
  return step !== undefined && ('weight' in step || ('filter' in step && step.filter.measure === 'synthetic'));
}
