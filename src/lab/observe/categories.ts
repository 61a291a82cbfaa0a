/** Reads types off a generation of categories: off the model's probabilities against the world's, or off what it drew. */
import type {Categories} from '../../core/data.ts';
import type {Reading} from '../../core/measure/estimate.ts';
import {countTypes, equalised, TypeReference} from '../../core/measure/index.ts';
import {measureTypesBy, type TypeMeasure} from '../../core/measure/type-measures.ts';
import type {CategoriesLaw} from '../../models/model.ts';
import type {LabMeasure} from '../measure/measure.ts';
import type {Snapshot} from '../measure/snapshot.ts';
import {notOf, Observer} from './observer.ts';
import {categoriesOf, type Picture} from './picture.ts';

/** What categories are held against. */
interface References {
  readonly truth: TypeReference;
  readonly training: TypeReference;
  /** Of the training set, and their sum. */
  readonly counts: Uint32Array;
  readonly size: number;
}

/** What the world itself has: exact, of its probabilities. */
const OF_TRUTH = ['giniSimpson', 'support', 'entropy'];

export class CategoriesObserver extends Observer<Categories> {
  private references?: References;
  /** The training set cut to the size of samples that are smaller. */
  private cut?: {readonly size: number; readonly training: TypeReference};

  truth(): Reading[] {
    const asked = this.asked().filter((measure): measure is TypeMeasure => 'types' in measure);
    const known = asked.filter(({name}) => OF_TRUTH.includes(name));
    const drawn = asked.filter(({categories}) => categories !== undefined);
    return [...this.measureTruth(known), ...this.measurePeople(drawn)];
  }

  /** The human training set. */
  override truthPicture(): Picture {
    return this.pictureOf(this.options.human.training);
  }

  override picture({sample}: Snapshot<Categories>): Picture {
    return this.pictureOf(sample);
  }

  protected reader({law, sample}: Snapshot<Categories> & {readonly law: CategoriesLaw}): (measure: LabMeasure) => Reading[] {
    const drawn = this.drawnReader(sample, law.probabilities);
    return (measure) => {
      if (!('types' in measure)) return notOf(measure, 'categories');
      if (measure.categories !== undefined) return drawn(measure);
      return measureTypesBy([measure], this.referencesOf().truth, {weights: law.probabilities});
    };
  }

  private pictureOf({values, categories}: Categories): Picture {
    return {categories: categoriesOf(countTypes(values, categories), this.options.world!.truth.probabilities!)};
  }

  private measureTruth(measures: readonly TypeMeasure[]): Reading[] {
    if (measures.length === 0) return [];
    return measureTypesBy(measures, this.referencesOf().truth, {weights: this.options.world!.truth.probabilities!});
  }

  private measurePeople(measures: readonly TypeMeasure[]): Reading[] {
    if (measures.length === 0) return [];
    const {human} = this.options;
    const people = human.spare(human.training.count)!;
    return measures
      .flatMap(this.drawnReader(people, this.options.world!.truth.probabilities!))
      .map((reading) => ({...reading, size: people.count}));
  }

  /** Reads measures of what was drawn by `probabilities`. */
  private drawnReader(sample: Categories, probabilities: Float64Array): (measure: TypeMeasure) => Reading[] {
    let equal: {readonly counts: Uint32Array; readonly training: TypeReference} | undefined;
    return (measure) => {
      if (measure.categories !== 'drawn, against the training set') {
        const counts = countTypes(sample.values, sample.categories);
        const weights = measure.categories === 'drawn' ? counts : probabilities;
        return measureTypesBy([measure], this.referencesOf().truth, {weights, ...(sample.count > 0 && {counts})});
      }
      equal ??= this.atEqualSize(sample);
      return measureTypesBy([measure], equal.training, {weights: equal.counts});
    };
  }

  /** Counts of the sample, and the training set that they are held against: the larger of the two cut to the size of the smaller. */
  private atEqualSize(sample: Categories): {readonly counts: Uint32Array; readonly training: TypeReference} {
    const {training, counts, size} = this.referencesOf();
    const own = countTypes(sample.values, sample.categories);
    const {stream} = this.options;
    if (sample.count >= size) return {counts: equalised(stream.fork('equalise'), own, size), training};
    if (sample.count > 0 && this.cut?.size !== sample.count) {
      const part = equalised(stream.fork('equalise/training'), counts, sample.count);
      this.cut = {size: sample.count, training: new TypeReference(part, 'counts')};
    }
    return {counts: own, training: this.cut?.training ?? training};
  }

  private referencesOf(): References {
    if (!this.references) {
      const {world, human} = this.options;
      const {training} = human;
      const counts = countTypes(training.values, training.categories);
      this.references = {
        truth: new TypeReference(world!.truth.probabilities!, 'probabilities'),
        training: new TypeReference(counts, 'counts'),
        counts,
        size: training.count,
      };
    }
    return this.references;
  }
}
