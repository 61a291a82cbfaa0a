/**
 * One model of an arm: fits it to a training set, has feedback train it where the arm's does, draws a sample, measures it, judges its gates,
 * and applies feedback and quality to what is trained on next.
 *
 * Refuses to compose training sets or to remember generations: `lineage.ts` does.
 */
import type {Data, TrainingSet} from '../../core/data.ts';
import {ConfigError} from '../../core/error.ts';
import type {Reading} from '../../core/measure/estimate.ts';
import type {Stream} from '../../core/random/stream.ts';
import {joined, recordsAt} from '../../core/records.ts';
import type {Family, FitSetting} from '../../models/family.ts';
import type {Fitted, Model} from '../../models/model.ts';
import {isPerson} from '../../quality/preference/schema.ts';
import {type Arm, type ArmNow, armAt, dataSettingOf, familyOfArm, type Member, needsHistory, versionsOf} from '../experiment/arm.ts';
import {schedulesOf} from '../experiment/schedules.ts';
import {measureOf} from '../measure/catalog.ts';
import type {Snapshot} from '../measure/snapshot.ts';
import {failingGates} from '../mitigation/gates.ts';
import {costsOf, type Improvement} from '../mitigation/port.ts';
import type {LineageState} from '../mitigation/state.ts';
import {Treatments} from '../mitigation/treatments.ts';
import {answerTo, type NextTraining} from './answer.ts';
import type {LineageContext} from './context.ts';
import {requireSample} from './sample-check.ts';

export interface TrainingStep {
  /** As it is at this generation. */
  readonly arm: ArmNow;
  readonly generation: number;
  readonly state: LineageState;
  /** Of a sample. */
  readonly size: number;
  readonly stream: Stream;
  /** What the generation before left, to roll back to. */
  readonly last?: Data;
  /** The last generation's model as it was saved, where training goes on from it. */
  readonly lastModel?: Uint8Array;
}

export interface Trained {
  readonly snapshot: Snapshot;
  readonly fitted: Fitted;
  readonly readings: readonly Reading[];
  /** The same, and what was read besides for gates and for the arm's stop. */
  readonly seen: readonly Reading[];
  /** What is trained on next. */
  readonly kept: Data;
  readonly state: LineageState;
  readonly notes: readonly string[];
  /** Saved, where the next training goes on from it, or where models are kept. */
  readonly model?: Uint8Array;
  /** Whether `kept` is the sample as it was drawn, since people were not asked in the last generation. */
  readonly isUnasked: boolean;
}

export class Trainee {
  private readonly member: Member;
  private readonly context: LineageContext;
  private readonly family: Family;
  private readonly model: Model;
  private readonly treatments: Treatments;
  /** Measures that are read before treatment. */
  private readonly early: readonly string[];
  /** Whether a schedule changes how the model is drawn from. */
  private readonly moves: boolean;
  private first?: Fitted;
  private last?: Fitted;

  constructor(member: Member, context: LineageContext) {
    const {arm} = member;
    this.member = member;
    this.context = context;
    this.family = familyOfArm(arm);
    this.model = this.family.make(arm.model, fitSettingOf(arm, context));
    this.early = [...new Set([...context.measures, ...gateMeasures(arm), ...this.stopping()])].filter((name) => !isTreated(name));
    this.treatments = new Treatments(arm, context);
    this.moves = schedulesOf(arm).some(({path}) => path[0] === 'model');
  }

  /** Whether something is held against the first fit. */
  wantsFirst(): boolean {
    return this.startsFirst() || this.treatments.wantsFirst();
  }

  /** Fits the first model; mitigations that hold later ones against it are told, with its sample. */
  fitFirst(parts: TrainingSet, {size, stream}: {size: number; stream: Stream}): Fitted {
    const {watch} = this.context;
    const fitted = this.drawnAt(
      watch.time('fit', () => this.model.fit(parts, stream.fork('fit'))),
      1,
    );
    this.first = fitted;
    if (this.treatments.wantsFirst()) {
      const draw = (own: Stream) => this.draw(fitted, size, own);
      const asks = !this.goesUnasked(armAt(this.member.arm, 1), 1);
      watch.time('treat', () => this.treatments.onFirstFit(fitted, draw(stream.fork('sample')), {draw, stream, asks}));
    }
    return fitted;
  }

  train(parts: TrainingSet, step: TrainingStep): Trained {
    const {arm, generation, stream} = step;
    const {fitted, reference, improvement} = this.generationOf(parts, step);
    const draw = (own: Stream) => this.draw(fitted, step.size, own);
    let sample = draw(stream.fork('sample'));
    const base = {generation, law: fitted, parts, utility: this.treatments.utility(), ...(improvement && {reference})};
    let readings = this.measure({...base, sample});
    let failing = this.judge(arm, generation, readings);
    let discarded = 0;
    const again = arm.quality?.onFail === 'resample' ? arm.quality.attempts : 0;
    for (let k = 1; failing && failing.length > 0 && k <= again; k++) {
      discarded += sample.count;
      sample = draw(stream.fork(`sample/again/${k}`));
      readings = this.measure({...base, sample});
      failing = this.judge(arm, generation, readings);
    }
    const last = sample;
    const isUnasked = this.goesUnasked(arm, generation);
    const treated = isUnasked
      ? {data: last}
      : this.context.watch.time('treat', () => this.treatments.treat(last, {arm, generation, fitted, draw, stream}));
    const edited = this.edited(parts, {...step, fitted});
    const treatment = costsOf(improvement, {discarded}, treated, edited);
    const snapshot: Snapshot = {...base, sample, treatment};
    const left: NextTraining = {data: treated.data, ...edited};
    const answer = answerTo(left, {failing, readings}, {...step, rolledBack: (data) => this.rolledBack(data)});
    const {observer, measures} = this.context;
    const ofTreatment = this.ofTreatment();
    const late = this.context.watch.time('measure', () => observer.measure(snapshot, ofTreatment));
    const seen = [...readings, ...late];
    const model = this.keeps() ? {model: fitted.save()} : {};
    return {
      snapshot,
      fitted,
      readings: seen.filter(({measure}) => measures.includes(measure)),
      seen,
      ...answer,
      ...model,
      isUnasked,
      notes: [...(fitted.notes ?? []), ...(treatment.notes ?? []), ...answer.notes],
    };
  }

  /** Whether people would be asked for what only the next generation, that nobody wants, or no measure would use. */
  private goesUnasked({feedback}: ArmNow, generation: number): boolean {
    const asks = feedback?.kind === 'reweight' && isPerson(feedback.annotator);
    return asks && generation === this.context.generations && this.ofTreatment().length === 0;
  }

  /** Measures that are read after treatment. */
  private ofTreatment(): string[] {
    return [...new Set([...this.context.measures, ...this.stopping()])].filter(isTreated);
  }

  /** What the next generation is trained on where its workflow edits this training set. */
  private edited(
    parts: TrainingSet,
    step: TrainingStep & {readonly fitted: Fitted},
  ): (NextTraining & {readonly changed: number}) | undefined {
    const arm = armAt(this.member.arm, step.generation + 1);
    const edited = this.context.watch.time('treat', () => this.treatments.edit(parts, {...step, arm}));
    if (!edited) return undefined;
    const whose = edited.parts.map(({data, source, origin}) => ({count: data.count, source, ...(origin !== undefined && {origin})}));
    return {data: joined(edited.parts.map(({data}) => data)), parts: whose, changed: edited.changed};
  }

  /** The model of a generation: what its sample is drawn from. */
  fit(parts: TrainingSet, step: TrainingStep): Fitted {
    return this.generationOf(parts, step).fitted;
  }

  /** The model as it was fitted, and as feedback made it that trains models. */
  private generationOf(parts: TrainingSet, step: TrainingStep): {fitted: Fitted; reference: Fitted; improvement?: Improvement} {
    const reference = this.fitted(parts, step);
    const draw = (own: Stream) => this.draw(reference, step.size, own);
    const improvement = this.context.watch.time('treat', () => this.treatments.improve({...step, fitted: reference, draw}));
    const fitted = improvement?.policy ?? reference;
    if (this.goesOn() || this.addsUp(step.arm)) this.last = fitted;
    return {fitted, reference, ...(improvement && {improvement})};
  }

  /** The first model is fitted once where `fitFirst` did; others begin with the last one or the first where their family does. */
  private fitted(parts: TrainingSet, {generation, stream, lastModel}: TrainingStep): Fitted {
    if (generation === 1 && this.first) return this.first;
    const last = () => this.last ?? (lastModel && this.model.load(lastModel));
    const from = this.startsFirst() ? this.first : last();
    const fitted = this.context.watch.time('fit', () => this.model.fit(parts, stream.fork('fit'), from));
    return this.drawnAt(fitted, generation);
  }

  /** By what schedules of the model say of a generation. */
  private drawnAt(fitted: Fitted, generation: number): Fitted {
    return this.moves ? (this.family.drawnAt?.(fitted, this.member.arm.model, generation) ?? fitted) : fitted;
  }

  /** Whether every later training begins with the first fit. */
  private startsFirst(): boolean {
    return this.family.startsFirst?.(this.member.arm.model) ?? false;
  }

  /** What ends the lineage, where this is its only model. */
  private stopping(): string[] {
    const {stop} = this.member.arm;
    return stop && this.member.name === undefined ? [stop.measure] : [];
  }

  private keeps(): boolean {
    return this.goesOn() || (this.context.keepModels === true && this.family.isExported === true);
  }

  /** Whether the next training goes on from this one. */
  private goesOn(): boolean {
    return this.family.goesOn?.(this.member.arm.model) ?? false;
  }

  /** Whether the next training set is this one and more, and the family has use for that. */
  private addsUp({workflow}: ArmNow): boolean {
    return workflow === 'accumulate' && this.family.addsUp === true;
  }

  private draw(fitted: Fitted, size: number, stream: Stream): Data {
    const {kind, human, watch} = this.context;
    const drawn = watch.time('sample', () => kind.draw(fitted, size, {stream, human}));
    requireSample(drawn, {like: human.training, size, family: this.family.kind});
    return drawn;
  }

  /** All but what is known after treatment: what the experiment asks for, and what gates do. */
  private measure(snapshot: Snapshot): Reading[] {
    return this.context.watch.time('measure', () => this.context.observer.measure(snapshot, this.early));
  }

  /** The gates that fail; undefined where none are judged at this generation. */
  private judge({quality}: ArmNow, generation: number, readings: readonly Reading[]): string[] | undefined {
    if (!quality?.gates || generation % quality.every !== 0) return undefined;
    return failingGates(quality.gates, readings);
  }

  /** What the last good generation left; nothing, where that is in the pool already. */
  private rolledBack(last: Data): Data {
    const {arm} = this.member;
    return needsHistory(arm) || this.member.name !== undefined ? recordsAt(last, new Uint32Array(0)) : last;
  }
}

/** Whether a measure is known only once mitigations have done with the sample. */
function isTreated(name: string): boolean {
  const measure = measureOf(name);
  return measure !== undefined && 'arm' in measure && measure.isTreated === true;
}

function fitSettingOf(arm: Arm, {human, world, runtime}: LineageContext): FitSetting {
  return {
    data: dataSettingOf(arm),
    training: human.training,
    holdout: human.holdout,
    covariance: world?.truth.covariance,
    runtime() {
      if (runtime) return runtime();
      throw new ConfigError(`the model ${arm.model.kind} needs a runtime for tensors, and none was given`, {
        next: 'Give the lineage a `runtime`.',
      });
    },
  };
}

/** Measures that gates of any generation ask for. */
export function gateMeasures(arm: Arm): string[] {
  return versionsOf(arm).flatMap(({quality, enrichment}) => {
    const {schedule} = enrichment ?? {};
    const when = typeof schedule === 'object' && 'when' in schedule ? [schedule.when] : [];
    return [...(quality?.gates ?? []), ...when].map(({measure}) => measure);
  });
}
