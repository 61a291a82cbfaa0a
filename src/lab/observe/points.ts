/** Reads points off a generation: off the model's law, or off what it drew against the truth of a world or held-out points. */
import type {Points} from '../../core/data.ts';
import type {Reading} from '../../core/measure/estimate.ts';
import {PointReference} from '../../core/measure/index.ts';
import {firstOf} from '../../core/records.ts';
import type {FittedPoints, PointsLaw} from '../../models/model.ts';
import {allMeasures} from '../measure/catalog.ts';
import type {LabMeasure, PointsView} from '../measure/measure.ts';
import type {Snapshot} from '../measure/snapshot.ts';
import type {PointsWorld} from '../world/index.ts';
import {notOf, Observer, type ObserverOptions} from './observer.ts';
import {densityOf, type Frame, frameAround, imagesOf, lineOf, type Picture} from './picture.ts';

export interface PointsObserverOptions extends ObserverOptions<Points> {
  readonly world?: PointsWorld;
}

/** Points that densities are read at. */
const HELD_OUT = 1000;
/** Of the truth, in a picture. */
const TRUTH_POINTS = 4000;

export class PointsObserver extends Observer<Points> {
  declare protected readonly options: PointsObserverOptions;
  private first?: FittedPoints;
  private reference?: PointReference;
  private frame?: Frame;
  private held?: Points;

  truth(): Reading[] {
    const {human} = this.options;
    const people = human.spare(human.training.count)!;
    return [...this.measureTruth(), ...this.measurePeople(people).map((reading) => ({...reading, size: people.count}))];
  }

  override truthPicture(): Picture | undefined {
    const {side, human} = this.options;
    if (side !== undefined) return {images: imagesOf(human.training, side)};
    const {world} = this.options;
    const frame = this.densityFrame();
    if (frame) return {density: densityOf(this.truthPoints(), frame)};
    return world && {line: lineOf(this.truthPoints())};
  }

  override picture({sample}: Snapshot<Points>): Picture | undefined {
    const {side} = this.options;
    if (side !== undefined) return {images: imagesOf(sample, side)};
    const frame = this.densityFrame();
    return frame ? {density: densityOf(sample, frame)} : {line: lineOf(sample)};
  }

  protected override keepFirst(first: PointsLaw | FittedPoints): void {
    if ('latentMeans' in first) this.first = first;
  }

  protected reader({law, sample}: Snapshot<Points> & {readonly law: PointsLaw}): (measure: LabMeasure) => Reading[] {
    const view = {...this.viewOf(sample), law};
    const {mean, covariance, isGaussian} = law;
    return (measure) => {
      if ('law' in measure) return measure.law.points?.(view) ?? notOf(measure, 'points');
      if ('points' in measure) return [measure.points(this.referenceOf(), {sample, mean, covariance, isGaussian})];
      return notOf(measure, 'points');
    };
  }

  private measureTruth(): Reading[] {
    const {world, measures, human} = this.options;
    if (!world) return [];
    const view = this.viewOf(human.training);
    // in the order of the catalog, whatever order was asked for
    return allMeasures().flatMap((measure) =>
      measures.includes(measure.name) && 'law' in measure ? (measure.truth?.points?.(view) ?? []) : [],
    );
  }

  private measurePeople(people: Points): Reading[] {
    const view = this.viewOf(people);
    return this.asked().flatMap((measure) => {
      if ('law' in measure) return measure.people?.points?.(view) ?? [];
      // the distance of one Gaussian to another is the fitted model's, exact
      if (!('points' in measure) || (measure.isExactOfGaussians && this.options.isGaussian)) return [];
      return [measure.points(this.referenceOf(), {sample: people})];
    });
  }

  private viewOf(sample: Points): PointsView {
    return {sample, truth: this.options.world?.truth, heldOut: () => this.heldOut(), first: this.first};
  }

  /** Of a world more of its points; else the first of those that were held out of the human data. */
  private heldOut(): Points {
    const {world, human, stream} = this.options;
    this.held ??= world ? world.sample(HELD_OUT, stream.fork('held out')) : firstOf(human.holdout!, HELD_OUT, 'word');
    return this.held;
  }

  /** The truth of a world, else what was held out of the human data. */
  private referenceOf(): PointReference {
    const {world, human, stream} = this.options;
    const {holdout} = human;
    this.reference ??= world
      ? new PointReference(stream, world.truth, (count) => world.sample(count, stream.fork('truth')))
      : new PointReference(stream, {}, (count) => firstOf(holdout!, count, 'word'), holdout!.count);
    return this.reference;
  }

  private truthPoints(): Points {
    return this.options.world!.sample(TRUTH_POINTS, this.options.stream.fork('picture'));
  }

  private densityFrame(): Frame | undefined {
    const {world, human} = this.options;
    if (world && human.training.dimension === 2) this.frame ??= frameAround(this.truthPoints());
    return this.frame;
  }
}
