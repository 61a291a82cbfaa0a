/**
 * The loop: one arm with one seed, generation after generation.
 *
 *   T(t) -> fit -> M(t) -> sample -> S(t) -> feedback -> quality -> workflow and enrichment -> T(t + 1)
 *
 * An arm has one model or a population of them, which share what was written so far and are each trained on a draw of their own.
 * Every draw of chance comes from a stream addressed by arm, seed, generation and step, so a lineage that stops after any generation and
 * goes on from what that generation carries gives the same bytes as one that never stopped.
 */
import type {TrainingSet} from '../../core/data.ts';
import {DivergenceError} from '../../core/error.ts';
import type {Reading} from '../../core/measure/estimate.ts';
import type {Stream} from '../../core/random/stream.ts';
import {portions} from '../../core/stats/portions.ts';
import type {Fitted} from '../../models/model.ts';
import {type Arm, type ArmNow, armAt, historyOf, type Member, membersOf, needsHistory} from '../experiment/arm.ts';
import {drawSize, type Human} from '../human/human.ts';
import {STOPPED_AT} from '../measure/stopped-at.ts';
import type {LineageState} from '../mitigation/state.ts';
import {settledReadings} from '../observe/settled.ts';
import {carryOf, type MadeModels} from './carry-of.ts';
import type {LineageContext} from './context.ts';
import {contextOf} from './context-of.ts';
import {emptiedCarry, stoppedCarry} from './ending.ts';
import type {Generation, Written} from './generation.ts';
import type {LineageOptions} from './lineage-options.ts';
import {noticesOf} from './notices.ts';
import {placed} from './placed.ts';
import {heldUntil, readingsWithout, stopMeasures} from './stop.ts';
import {readingsOfEach, snapshotOfAll} from './together.ts';
import {Trainee, type TrainingStep} from './trainee.ts';
import {type Carry, type Composition, composeTrainingSet, neededCarries} from './workflow.ts';

export class Lineage {
  readonly arm: Arm;
  /** The last generation that is done. */
  generation = 0;
  private readonly stream: Stream;
  private readonly context: LineageContext;
  private readonly members: readonly Member[];
  private readonly trainees: readonly Trainee[];
  private readonly names?: readonly string[];
  private readonly place: string;
  /** What is to be known of the whole lineage; said with its first generation. */
  private readonly notices: readonly string[];
  private carries: Carry[] = [];
  private hasFirst = false;
  private isSpent = false;

  constructor(options: LineageOptions) {
    const {arm, seed, root, corpus} = options;
    this.arm = arm;
    this.members = membersOf(arm);
    if (this.members.length > 1) this.names = this.members.map(({name}) => name!);
    this.stream = root.fork(`arm/${arm.name}`).fork(`seed/${seed}`);
    this.place = `arm ${JSON.stringify(arm.name)}, seed ${seed}`;
    this.notices = noticesOf(this.members, corpus);
    this.context = contextOf(options, {members: this.members, place: this.place});
    this.trainees = this.members.map((member) => new Trainee(member, this.context));
  }

  /** What people wrote: the training set of the first fit, and what no model sees. */
  get human(): Pick<Human, 'training' | 'holdout'> {
    return this.context.human;
  }

  /** What is known of the truth, and what people read, as generation 0. Undefined where nothing is. */
  truth({picture = false} = {}): Generation | undefined {
    return placed(`${this.place}, generation 0`, () => this.measureTruth(picture));
  }

  private measureTruth(pictured: boolean): Generation | undefined {
    const {observer, watch} = this.context;
    if (observer.wantsFirst()) this.tryFirst();
    const readings = settledReadings(
      watch.time('measure', () => observer.truth()),
      this.context.measures,
    );
    const picture = pictured ? observer.truthPicture() : undefined;
    return readings.length === 0 && picture === undefined ? undefined : {generation: 0, readings, notes: [], picture};
  }

  /** One generation more: fits, samples, measures. What cannot be fitted or measured is a DataError that says arm, seed and generation. */
  advance({picture = false} = {}): Generation {
    const generation = this.generation + 1;
    return placed(`${this.place}, generation ${generation}`, () => this.advanceTo(generation, picture));
  }

  /** Whether the arm's `stop` has ended it: no generation has anything to read any more. */
  get isEnded(): boolean {
    return this.carries.at(-1)?.state?.ended !== undefined;
  }

  private advanceTo(generation: number, picture: boolean): Generation {
    if (this.isEnded) return this.pass(generation, []);
    const stopped = this.carries.at(-1)?.state?.stopped;
    if (stopped !== undefined) return this.pass(generation, readingsWithout(this.context.measures, stopped));
    const stream = this.stream.fork(`generation/${generation}`);
    let made: MadeModels;
    try {
      if (generation === 1 && !this.hasFirst) this.fitFirst(stream);
      made = this.train(generation, stream);
    } catch (error) {
      if (!(error instanceof DivergenceError)) throw error;
      return this.stopAt(generation, error);
    }
    const {trained, compositions} = made;
    const {observer, watch} = this.context;
    const snapshot = snapshotOfAll(trained, compositions, this.context.kind);
    const seen = trained.length === 1 ? trained[0].seen : watch.time('measure', () => observer.measure(snapshot, this.wanted()));
    const asked = seen.filter(({measure}) => this.context.measures.includes(measure));
    const own = trained.length === 1 ? asked : [...asked, ...readingsOfEach(trained, this.names!)];
    const beside = generation === 1 ? watch.time('measure', () => observer.beside(snapshot)) : [];
    const readings = [...own, ...beside];
    // of a population the first model goes on with a passage
    const draw = () => observer.picture({...snapshot, law: trained[0].fitted}, stream.fork('picture'));
    const shown = picture ? watch.time('measure', draw) : undefined;
    const carry = carryOf(stream, made, {arm: armAt(this.arm, generation), context: this.context, generation, names: this.names});
    const held = heldUntil(this.arm, {generation, readings: seen, before: this.carries.at(-1)?.state?.held});
    this.keep(held ? {...carry, state: {...carry.state, ...held}} : carry);
    this.generation = generation;
    this.isSpent = trained.some(({isUnasked}) => isUnasked);
    if (held?.ended !== undefined) readings.push({measure: STOPPED_AT, value: generation});
    const notes = [...(generation === 1 ? this.notices : []), ...trained.flatMap((one) => one.notes)];
    const written = trained.map(({snapshot: {sample}}, m): Written => (this.names ? {model: this.names[m], data: sample} : {data: sample}));
    return {generation, readings, notes, picture: shown, written};
  }

  /** Whether it can go on: not after a last generation whose answers nobody was asked for. */
  get leaves(): boolean {
    return !this.isSpent;
  }

  /** What must be stored of the last generation so that the lineage can go on. */
  carry(): Carry {
    return this.carries[this.carries.length - 1];
  }

  /** Goes on after `generation`, whose carries (all of them where the workflow needs history, else at least the last) are given. */
  resume(generation: number, carries: readonly Carry[]): void {
    this.generation = generation;
    this.carries = neededCarries(this.arm, carries);
    const {ended, stopped} = this.carries.at(-1)?.state ?? {};
    if (ended !== undefined || stopped !== undefined) return;
    placed(`${this.place}, generation 1`, () => this.fitFirst(this.stream.fork('generation/1')));
  }

  /**
   * The models of a generation alone, fitted as that generation fitted them; nothing is drawn or measured. `carries` are those of the
   * generations before it, as for `resume`. Throws DivergenceError where one had none.
   */
  refit(generation: number, carries: readonly Carry[]): Fitted[] {
    this.generation = generation - 1;
    this.carries = [...carries];
    if (this.trainees.some((trainee) => trainee.wantsFirst())) this.fitFirst(this.stream.fork('generation/1'));
    const stream = this.stream.fork(`generation/${generation}`);
    return this.each(generation, stream, (trainee, parts, step) => trainee.fit(parts, step)).made;
  }

  /** Fits the first models, for what is held against them later. They are the same whenever they are fitted. */
  private fitFirst(stream: Stream): void {
    this.hasFirst = true;
    const {observer, kind} = this.context;
    if (!observer.wantsFirst() && !this.trainees.some((trainee) => trainee.wantsFirst())) return;
    const {parts} = this.firstSet();
    const fitted = this.trainees.map((trainee, m) => trainee.fitFirst(parts, {size: this.sizes(1)[m], stream: this.streamOf(m, stream)}));
    const shares = this.members.map(({share}) => share);
    observer.onFirstFit(kind.union(fitted, shares));
  }

  /** Before the first generation; one whose training runs away then says so there. */
  private tryFirst(): void {
    try {
      this.fitFirst(this.stream.fork('generation/1'));
    } catch (error) {
      if (!(error instanceof DivergenceError)) throw error;
      this.hasFirst = false;
    }
  }

  private firstSet(): Composition {
    return {parts: [{data: this.context.human.training, source: 'human', origin: 'original'}], used: 0};
  }

  private streamOf(member: number, stream: Stream): Stream {
    return this.names ? stream.fork(`model/${this.names[member]}`) : stream;
  }

  /** How much each model writes at a generation, in the sizes of the arm's unit. */
  private sizes(generation: number): number[] {
    return portions(
      drawSize(armAt(this.arm, generation), this.context.human),
      this.members.map(({share}) => share),
    );
  }

  private train(generation: number, stream: Stream): MadeModels {
    const {made, ...rest} = this.each(generation, stream, (trainee, parts, step) => trainee.train(parts, step));
    return {trained: made, ...rest};
  }

  /** Something done with every model and its training set. */
  private each<T>(generation: number, stream: Stream, make: (trainee: Trainee, parts: TrainingSet, step: TrainingStep) => T): EachMade<T> {
    const sizes = this.sizes(generation);
    const compositions: Composition[] = [];
    const states = this.carries.at(-1)?.state;
    let used = this.carries.at(-1)?.used ?? 0;
    let sources = states?.sources;
    const made = this.trainees.map((trainee, m) => {
      const own = this.streamOf(m, stream);
      const state: LineageState = (this.names ? states?.members?.[m]?.state : states) ?? {};
      const arm = armAt(this.members[m].arm, generation);
      const composition = generation === 1 ? this.firstSet() : this.compose({arm, generation, used, sources, state}, own);
      ({used, sources = sources} = composition);
      compositions.push(composition);
      return make(trainee, composition.parts, {
        arm,
        generation,
        state,
        size: sizes[m],
        stream: own,
        last: this.carries.at(-1)?.sample,
        lastModel: this.carries.at(-1)?.models?.[m],
      });
    });
    return {made, compositions, used, sources};
  }

  private compose(
    more: {arm: ArmNow; generation: number; used: number; sources?: readonly number[]; state: LineageState},
    stream: Stream,
  ): Composition {
    const {carries, names, arm, context} = this;
    const {human, unit} = context;
    return composeTrainingSet(stream, {...more, human, carries, unit, names, web: arm.population !== undefined});
  }

  private keep(carry: Carry): void {
    if (!needsHistory(this.arm)) this.carries = [carry];
    else if (historyOf(this.arm) === Infinity) this.carries.push(carry);
    else this.carries = neededCarries(this.arm, [...this.carries, carry]);
  }

  /** What is measured of all models together: what was asked for, and what ends the lineage. */
  private wanted(): string[] {
    return [...new Set([...this.context.measures, ...stopMeasures(this.arm)])];
  }

  /** A training that ran away: there is no model, and the lineage ends with a record of it. */
  private stopAt(generation: number, {message}: DivergenceError): Generation {
    const reason = `stopped at generation ${generation}: ${message}`;
    const last: Carry = this.carries.at(-1) ?? {sample: this.context.human.training, used: 0};
    this.keep(stoppedCarry(last, {reason, unit: this.context.unit}));
    this.generation = generation;
    return {generation, readings: readingsWithout(this.context.measures, reason), notes: [reason]};
  }

  /** A generation that trains nothing: after a stop there is no model, and nothing to read. */
  private pass(generation: number, readings: readonly Reading[]): Generation {
    const last = this.carry();
    this.keep(needsHistory(this.arm) ? emptiedCarry(last, this.context.unit) : last);
    this.generation = generation;
    return {generation, readings, notes: []};
  }
}

interface EachMade<T> extends Omit<MadeModels, 'trained'> {
  readonly made: T[];
}
