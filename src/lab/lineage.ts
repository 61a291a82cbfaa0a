/**
 * The loop: one arm with one seed, generation after generation.
 *
 *   T(t) -> fit -> M(t) -> sample -> S(t) -> feedback -> quality -> workflow and enrichment -> T(t + 1)
 *
 * Every draw comes from a stream addressed by arm, seed, generation and step, so a lineage that stops after any generation and goes
 * on from what that generation carries gives the same bytes as one that never stopped.
 */
import type {Data, Rows, TrainingSet} from '../core/data.ts';
import type {Reading} from '../core/measure/estimate.ts';
import type {Stream} from '../core/random/stream.ts';
import type {Fitted, FittedRows, Model} from '../models/model.ts';
import {modelOf} from './family.ts';
import {type Corpus, drawSize, type Human, humanOfCorpus, humanOfWorld, sizeUnitOf} from './human.ts';
import type {Mitigations} from './mitigation.ts';
import {Observer, type Picture} from './observe.ts';
import type {SizeUnit} from './records.ts';
import type {Arm} from './resolve.ts';
import {type Carry, composeTrainingSet, needsHistory} from './workflow.ts';
import {makeWorld, type World} from './world/index.ts';

export interface LineageOptions {
  readonly arm: Arm;
  readonly seed: number;
  /** The root of the run's chance. */
  readonly root: Stream;
  readonly measures: readonly string[];
  /** The corpus, where the arm's data is text. */
  readonly corpus?: Corpus;
  /** Bytes after compression, for `compression`. */
  readonly compress?: (bytes: Uint8Array) => number;
  readonly mitigations?: Mitigations;
}

export interface Generation {
  /** 0: the truth, where it is known; t: the t-th fit. */
  readonly generation: number;
  readonly readings: readonly Reading[];
  readonly picture?: Picture;
  readonly notes: readonly string[];
}

export class Lineage {
  readonly arm: Arm;
  /** The last generation that is done. */
  generation = 0;
  private readonly stream: Stream;
  private readonly human: Human;
  private readonly world?: World;
  private readonly model: Model;
  private readonly observer: Observer;
  private readonly unit: SizeUnit;
  private readonly mitigations: Mitigations;
  private carries: Carry[] = [];

  constructor({arm, seed, root, measures, corpus, compress, mitigations = {}}: LineageOptions) {
    this.arm = arm;
    this.unit = sizeUnitOf(arm);
    this.mitigations = mitigations;
    this.stream = root.fork(`arm/${arm.name}`).fork(`seed/${seed}`);
    const humanStream = root.fork(`seed/${seed}`).fork('human');
    if ('world' in arm.data) {
      this.world = makeWorld(arm.data);
      this.human = humanOfWorld(
        this.world,
        arm.data.world === 'regression' ? arm.data.rows : (arm.sample!.first ?? (arm.sample!.size as number)),
        humanStream,
      );
    } else {
      this.human = humanOfCorpus(corpus!, arm, humanStream) as unknown as Human;
    }
    this.model = modelOf(arm, this.world);
    this.observer = new Observer({
      measures,
      world: this.world,
      human: this.human,
      unit: this.unit,
      family: arm.model.kind === 'gaussian' ? 'gaussian' : undefined,
      compress,
      stream: root.fork(`seed/${seed}`).fork('measure'),
    });
  }

  /** What is known of the truth, as generation 0. Undefined where nothing is. */
  truth(): Generation | undefined {
    const readings = this.observer.truth();
    return readings.length === 0 ? undefined : {generation: 0, readings, notes: [], picture: this.observer.truthPicture()};
  }

  /** One generation more: fits, samples, measures. */
  advance({picture = false} = {}): Generation {
    const generation = this.generation + 1;
    const stream = this.stream.fork(`generation/${generation}`);
    const {parts, fresh, used} = this.trainingSet(generation, stream);
    const fitted = this.model.fit(parts, stream.fork('fit'));
    const drawn = this.draw(fitted, stream);
    const sample = this.mitigated(drawn, fitted, stream, generation);
    const moment = {generation, fitted, sample, parts};
    if (generation === 1) this.observer.begin(fitted);
    const readings = this.observer.measure(moment);
    const shown = picture ? this.observer.picture(moment, stream.fork('picture')) : undefined;
    this.keep({sample, fresh, used});
    this.generation = generation;
    return {generation, readings, notes: fitted.notes ?? [], picture: shown};
  }

  /** What must be stored of the last generation so that the lineage can go on. */
  carry(): Carry {
    return this.carries[this.carries.length - 1];
  }

  /** Goes on after `generation`, whose carries (all of them where the workflow needs history, else at least the last) are given. */
  resume(generation: number, carries: readonly Carry[]): void {
    this.generation = generation;
    this.carries = needsHistory(this.arm) ? [...carries] : carries.slice(-1);
    if (this.observer.needsFirstFit()) {
      const stream = this.stream.fork('generation/1');
      this.observer.begin(this.model.fit(this.trainingSet(1, stream).parts, stream.fork('fit')));
    }
  }

  private trainingSet(generation: number, stream: Stream): {parts: TrainingSet; fresh?: Data; used: number} {
    if (generation === 1) return {parts: [{data: this.human.training, source: 'human'}], used: 0};
    const {arm, human, carries, unit} = this;
    return composeTrainingSet({arm, human, carries, generation, unit}, stream);
  }

  private draw(fitted: Fitted, stream: Stream): Data {
    const {training} = this.human;
    const sampleStream = stream.fork('sample');
    if (training.kind === 'rows') return (fitted as unknown as FittedRows).relabel(training as Rows, sampleStream);
    return fitted.sample(drawSize(this.arm, training), sampleStream);
  }

  private mitigated(drawn: Data, fitted: Fitted, stream: Stream, generation: number): Data {
    const {feedback, quality} = this.mitigations;
    const moment = {generation, fitted, human: this.human.training};
    const preferred = feedback ? feedback.prefer(drawn, moment, stream.fork('feedback')) : drawn;
    return quality ? quality.check(preferred, moment, stream.fork('quality')) : preferred;
  }

  private keep(carry: Carry): void {
    if (needsHistory(this.arm)) this.carries.push(carry);
    else this.carries = [carry];
  }
}
