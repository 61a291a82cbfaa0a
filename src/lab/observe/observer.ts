/**
 * What is read off a generation: binds the measures of the catalog to a lineage's truth, human data and first fit. One observer a kind of
 * data (points, categories, rows, text); what they share stands here.
 *
 * Refuses to know about arms or workflows. Everything that depends on the human side alone is made once and serves all generations.
 */
import type {Data} from '../../core/data.ts';
import {ConfigError} from '../../core/error.ts';
import type {Reading} from '../../core/measure/estimate.ts';
import type {Stream} from '../../core/random/stream.ts';
import type {SizeUnit} from '../../core/records.ts';
import type {Fitted, Law} from '../../models/model.ts';
import type {Human} from '../human/human.ts';
import {knownMeasure} from '../measure/catalog.ts';
import type {LabMeasure} from '../measure/measure.ts';
import type {Snapshot} from '../measure/snapshot.ts';
import type {World} from '../world/index.ts';
import type {Picture} from './picture.ts';
import {settledReadings} from './settled.ts';

export interface ObserverOptions<D extends Data = Data> {
  readonly measures: readonly string[];
  /** What gates read besides. */
  readonly gated?: readonly string[];
  readonly world?: World;
  readonly human: Human<D>;
  readonly unit: SizeUnit;
  /** Whether the arm's only model is one Gaussian: its distance to a Gaussian world is exact. */
  readonly isGaussian?: boolean;
  /** Pixels a side, where the points are images. */
  readonly side?: number;
  /** Chance of measuring: the same for every arm of a seed, so that arms are compared on equal terms. */
  readonly stream: Stream;
  readonly compress?: (bytes: Uint8Array) => number;
}

export abstract class Observer<D extends Data = Data> {
  protected readonly options: ObserverOptions<D>;

  constructor(options: ObserverOptions<D>) {
    this.options = options;
  }

  /** Whether something is held against the first fit. */
  wantsFirst(): boolean {
    const {measures, gated = []} = this.options;
    return [...measures, ...gated].some((name) => {
      const measure = knownMeasure(name);
      return 'law' in measure && measure.wantsFirst === true;
    });
  }

  /** Takes the first fit, or the law of the first fits of a population. */
  onFirstFit(first: Law<D> | Fitted<D>): void {
    if (this.wantsFirst()) this.keepFirst(first);
  }

  /** Readings of the named measures, of all that were asked for unless said. Throws ConfigError on one that is not of this data. */
  measure(snapshot: Snapshot<D>, names: readonly string[] = this.options.measures): Reading[] {
    const {unit, human} = this.options;
    const read = this.reader(snapshot);
    const readings = names.flatMap((name) => {
      const measure = knownMeasure(name);
      return 'arm' in measure ? measure.arm(snapshot, {unit, language: human.language}) : read(measure);
    });
    return settledReadings(readings, names);
  }

  /**
   * Generation 0: of the truth itself, measures of a fitted model that are exact; of human records that the models do not see (of a
   * world, a second draw of the training set's size), measures of a sample. Where the truth is known by held-out points alone, the human
   * records are the training set.
   */
  abstract truth(): Reading[];

  /** Readings that set the first fit beside people, where generation 0 is half of the human text: of its sample, against the same half. */
  beside(_: Snapshot<D>): Reading[] {
    return [];
  }

  truthPicture(): Picture | undefined {
    return undefined;
  }

  picture(_: Snapshot<D>, __: Stream): Picture | undefined {
    return undefined;
  }

  /** Reads measures of data and of laws off a generation. */
  protected abstract reader(snapshot: Snapshot<D>): (measure: LabMeasure) => Reading[];

  protected keepFirst(_: Law<D> | Fitted<D>): void {}

  /** The measures that were asked for. */
  protected asked(): LabMeasure[] {
    return this.options.measures.map(knownMeasure);
  }
}

/** A measure of another kind of data: experiments refuse it, a program asked for it all the same. */
export function notOf({name, on}: LabMeasure, kind: Data['kind']): never {
  throw new ConfigError(`${name} is a measure of ${on.join(', ')}; this data is ${kind}`, {next: 'Leave it out of `measures`.'});
}
