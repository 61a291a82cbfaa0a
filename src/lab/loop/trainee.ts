/**
 * One model of an arm: fits it to a training set, has feedback train it where the arm's does, draws a sample, measures it, judges its gates,
 * and applies feedback and quality to what is trained on next.
 *
 * Refuses to compose training sets or to remember generations: `lineage.ts` does.
 */
import type {Data, Rows, TrainingSet} from '../../core/data.ts';
import type {Reading} from '../../core/measure/estimate.ts';
import type {Stream} from '../../core/random/stream.ts';
import type {Fitted, FittedRows, Model} from '../../models/model.ts';
import type {Runtime} from '../../tensor/runtime.ts';
import {type Arm, type Member, needsHistory, versionsOf} from '../experiment/arm.ts';
import {modelOf} from '../family.ts';
import type {Human} from '../human/human.ts';
import {adjustedShare, adjustmentOf} from '../mitigation/enrichment.ts';
import {failingGates} from '../mitigation/gates.ts';
import {costsOf, type Improvement, type Mitigations, type Treatment} from '../mitigation/port.ts';
import type {LineageState} from '../mitigation/state.ts';
import {type MitigationPorts, Treatments} from '../mitigation/treatments.ts';
import type {Moment} from '../observe/snapshot.ts';
import {type Observer, OF_TREATMENT} from '../observe/observe.ts';
import {recordsAt, type SizeUnit} from '../../core/records.ts';
import type {Stopwatch} from './stopwatch.ts';
import type {World} from '../world/index.ts';

export interface TraineeOptions {
  readonly member: Member;
  readonly human: Human;
  readonly world?: World;
  readonly observer: Observer;
  readonly unit: SizeUnit;
  readonly measures: readonly string[];
  /** The same for all generations. */
  readonly stream: Stream;
  readonly mitigations?: Mitigations;
  readonly ports?: MitigationPorts;
  readonly runtime?: () => Runtime;
  readonly watch: Stopwatch;
  readonly keepModels?: boolean;
}

export interface TrainingStep {
  /** As it is at this generation. */
  readonly arm: Arm;
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
  readonly moment: Moment;
  readonly readings: readonly Reading[];
  /** What is trained on next. */
  readonly kept: Data;
  readonly state: LineageState;
  readonly notes: readonly string[];
  /** Saved, where the next training goes on from it, or where models are kept. */
  readonly model?: Uint8Array;
}

export class Trainee {
  private readonly options: TraineeOptions;
  private readonly model: Model;
  private readonly treatments: Treatments;
  /** Measures that are read before treatment. */
  private readonly early: readonly string[];
  private first?: Fitted;
  private last?: Fitted;

  constructor(options: TraineeOptions) {
    const {member, human, world, unit, measures, stream, mitigations, ports, runtime} = options;
    this.options = options;
    this.model = modelOf(member.arm, {world, human, runtime});
    this.early = [...new Set([...measures, ...gateMeasures(member.arm)])].filter((name) => !OF_TREATMENT.includes(name));
    this.treatments = new Treatments({arm: member.arm, human, world, unit, measures, stream, mitigations, ports});
  }

  /** Whether a lineage that goes on from a stored generation must fit the first model again. */
  needsFirst(): boolean {
    return this.treatments.needsFirst();
  }

  /** Fits the first model and draws its sample, for mitigations that hold later ones against them. */
  begin(parts: TrainingSet, {size, stream}: {size: number; stream: Stream}): Fitted {
    const fitted = this.options.watch.time('fit', () => this.model.fit(parts, stream.fork('fit')));
    this.first = fitted;
    if (this.treatments.needsFirst()) {
      const draw = (own: Stream) => this.draw(fitted, size, own);
      this.options.watch.time('treat', () => this.treatments.begin(fitted, draw(stream.fork('sample')), {draw, stream}));
    }
    return fitted;
  }

  train(parts: TrainingSet, step: TrainingStep): Trained {
    const {arm, generation, stream} = step;
    const {fitted, reference, improvement} = this.generationOf(parts, step);
    const draw = (own: Stream) => this.draw(fitted, step.size, own);
    let sample = draw(stream.fork('sample'));
    const base = {generation, fitted, parts, utility: this.treatments.utility(), ...(improvement && {reference})};
    let readings = this.read({...base, sample});
    let failing = this.judge(arm, generation, readings);
    let discarded = 0;
    const again = arm.quality?.onFail === 'resample' ? arm.quality.attempts : 0;
    for (let k = 1; failing && failing.length > 0 && k <= again; k++) {
      discarded += sample.count;
      sample = draw(stream.fork(`sample/again/${k}`));
      readings = this.read({...base, sample});
      failing = this.judge(arm, generation, readings);
    }
    const last = sample;
    const treated = this.options.watch.time('treat', () => this.treatments.treat(last, {arm, generation, fitted, draw, stream}));
    const treatment: Treatment = {...costsOf(improvement, {discarded}, treated), data: treated.data};
    const moment: Moment = {...base, sample, treatment};
    const answer = this.answer(treated.data, {failing, readings}, step);
    const {observer, measures} = this.options;
    const ofTreatment = measures.filter((name) => OF_TREATMENT.includes(name));
    const late = this.options.watch.time('measure', () => observer.measure(moment, ofTreatment));
    const asked = [...readings.filter(({measure}) => measures.includes(measure)), ...late];
    const model = this.keeps() ? {model: fitted.save()} : {};
    return {moment, readings: asked, ...answer, ...model, notes: [...(fitted.notes ?? []), ...(treatment.notes ?? []), ...answer.notes]};
  }

  /** The model of a generation: what its sample is drawn from. */
  fit(parts: TrainingSet, step: TrainingStep): Fitted {
    return this.generationOf(parts, step).fitted;
  }

  /** The model as it was fitted, and as feedback made it that trains models. */
  private generationOf(parts: TrainingSet, step: TrainingStep): {fitted: Fitted; reference: Fitted; improvement?: Improvement} {
    const reference = this.fitted(parts, step);
    const draw = (own: Stream) => this.draw(reference, step.size, own);
    const improvement = this.options.watch.time('treat', () => this.treatments.improve({...step, fitted: reference, draw}));
    const fitted = improvement?.policy ?? reference;
    if (goesOn(this.options.member.arm)) this.last = fitted;
    return {fitted, reference, ...(improvement && {improvement})};
  }

  /** The first model is fitted once where `begin` did, and others go on from the last where their family does. */
  private fitted(parts: TrainingSet, {generation, stream, lastModel}: TrainingStep): Fitted {
    if (generation === 1 && this.first) return this.first;
    const from = this.last ?? (lastModel && this.model.load(lastModel));
    return this.options.watch.time('fit', () => this.model.fit(parts, stream.fork('fit'), from));
  }

  private keeps(): boolean {
    const {keepModels, member} = this.options;
    return goesOn(member.arm) || (keepModels === true && member.arm.model.kind === 'transformer');
  }

  private draw(fitted: Fitted, size: number, stream: Stream): Data {
    const {training} = this.options.human;
    return this.options.watch.time('sample', () =>
      training.kind === 'rows' ? (fitted as unknown as FittedRows).relabel(training as Rows, stream) : fitted.sample(size, stream),
    );
  }

  /** All but what is known after treatment: what the experiment asks for, and what gates do. */
  private read(moment: Moment): Reading[] {
    return this.options.watch.time('measure', () => this.options.observer.measure(moment, this.early));
  }

  /** The gates that fail; undefined where none are judged at this generation. */
  private judge({quality}: Arm, generation: number, readings: readonly Reading[]): string[] | undefined {
    if (!quality?.gates || generation % quality.every !== 0) return undefined;
    return failingGates(quality.gates, readings);
  }

  /** What follows for the next generation. */
  private answer(kept: Data, {failing, readings}: Judged, step: TrainingStep): Pick<Trained, 'kept' | 'state' | 'notes'> {
    const {arm, generation, last, state} = step;
    const next: LineageState = {...nextShare(step, failing), ...(asks(arm, readings) && {asked: true})};
    if (failing === undefined || failing.length === 0) {
      const good = failing === undefined ? state.good : generation;
      return {kept, state: arm.quality?.onFail === 'rollback' && good !== undefined ? {...next, good} : next, notes: []};
    }
    const said = failing.join('; ');
    switch (arm.quality?.onFail) {
      case 'stop':
        return {kept, state: {...next, stopped: `stopped after generation ${generation}: ${said}`}, notes: [`stopped: ${said}`]};
      case 'rollback': {
        const {good} = state;
        if (good === undefined || last === undefined) return {kept, state: next, notes: [`no good generation to go back to: ${said}`]};
        return {kept: this.rolledBack(last), state: {...next, good}, notes: [`rolled back to generation ${good}: ${said}`]};
      }
      case 'resample':
        return {kept, state: next, notes: [`drawn again ${arm.quality.attempts} times, and still ${said}`]};
      default:
        return {kept, state: next, notes: []};
    }
  }

  /** What the last good generation left; nothing, where that is in the pool already. */
  private rolledBack(last: Data): Data {
    const {arm} = this.options.member;
    return needsHistory(arm) || this.options.member.name !== undefined ? recordsAt(last, new Uint32Array(0)) : last;
  }
}

const goesOn = ({model}: Arm): boolean => 'start' in model && model.start === 'continue';

interface Judged {
  readonly failing: readonly string[] | undefined;
  readonly readings: readonly Reading[];
}

/** Whether the gate of a `when` schedule fails, so that human data is asked for. */
function asks({enrichment}: Arm, readings: readonly Reading[]): boolean {
  const {schedule} = enrichment ?? {};
  return typeof schedule === 'object' && 'when' in schedule && failingGates([schedule.when], readings).length > 0;
}

/** The controller: up by a step while a gate fails, down by one while all hold. */
function nextShare({arm, generation, state}: TrainingStep, failing: readonly string[] | undefined): Pick<LineageState, 'share'> {
  const options = adjustmentOf(arm);
  if (!options) return {};
  const {step, most, least} = options;
  const share = adjustedShare(arm, generation, state)!;
  if (failing === undefined) return {share};
  const moved = failing.length > 0 ? Math.min(most, share + step) : Math.max(least, share - step);
  return {share: Number(moved.toFixed(9))};
}

/** Measures that gates of any generation ask for. */
export function gateMeasures(arm: Arm): string[] {
  return versionsOf(arm).flatMap(({quality, enrichment}) => {
    const {schedule} = enrichment ?? {};
    const when = typeof schedule === 'object' && 'when' in schedule ? [schedule.when] : [];
    return [...(quality?.gates ?? []), ...when].map(({measure}) => measure);
  });
}
