/**
 * What answers have come to: of each arm that asks people the newest generation that was trained with judgements, how many, and a measure of
 * it beside that of the generation before, over the same seeds.
 */
import {DataError, ResourceError} from '../../core/error.ts';
import type {Arm} from '../../lab/experiment/arm.ts';
import {measureOf} from '../../lab/measure/catalog.ts';
import type {Row} from '../../lab/results/row.ts';
import type {TrainedGeneration} from '../../run/desk.ts';
import {asksPeople} from '../../run/room.ts';
import {nameOfUnit, type UnitKey} from '../../run/unit.ts';
import {type FileStore, storeOf} from '../run/store.ts';
import {storedExperiment} from '../run/stored-experiment.ts';

/** Those of the reward first: they are what judgements are for. */
const FIRST = ['reward.accuracy', 'reward'];

/** Of one generation of one lineage. */
interface Told {
  readonly seed: number;
  readonly generation: number;
  judgements: number;
  readonly values: Map<string, number>;
}

export class TrainedReader {
  private readonly arms: readonly Arm[];
  private readonly store: FileStore;
  /** What a unit holds never changes. */
  private readonly units = new Map<string, readonly Told[]>();
  private last: readonly TrainedGeneration[] = [];

  /** Throws DataError where the directory is none of a run. */
  constructor(directory: string) {
    this.arms = storedExperiment(directory).arms.filter(asksPeople);
    this.store = storeOf(directory);
  }

  /** What was there before, where a unit goes as it is read: a run that ends packs them. */
  read(): readonly TrainedGeneration[] {
    try {
      this.last = this.arms.flatMap(({name}) =>
        newestOf(
          name,
          this.store.list(name).flatMap((unit) => this.toldBy(unit)),
        ),
      );
    } catch (error) {
      if (!(error instanceof DataError || error instanceof ResourceError)) throw error;
    }
    return this.last;
  }

  private toldBy(unit: UnitKey): readonly Told[] {
    const key = `${unit.arm} ${nameOfUnit(unit)}`;
    const told = this.units.get(key) ?? toldIn(this.store, unit);
    this.units.set(key, told);
    return told;
  }
}

function toldIn(store: FileStore, unit: UnitKey): Told[] {
  const found = new Map<string, Told>();
  const at = ({seed, generation}: {readonly seed: number; readonly generation: number}): Told => {
    const key = `${seed} ${generation}`;
    const told = found.get(key) ?? {seed, generation, judgements: 0, values: new Map()};
    found.set(key, told);
    return told;
  };
  const stored = store.read(unit);
  for (const row of stored.rows()) if (isPlain(row)) at(row).values.set(row.measure, row.value);
  for (const judged of stored.judged()) at(judged).judgements += judged.judgements.length;
  return [...found.values()];
}

const isPlain = (row: Row): row is Row & {readonly value: number} => row.band === undefined && row.value !== undefined;

/** None where nothing was trained with judgements. */
function newestOf(arm: string, told: readonly Told[]): TrainedGeneration[] {
  const used = told.filter(({judgements}) => judgements > 0);
  if (used.length === 0) return [];
  const generation = used.reduce((most, one) => Math.max(most, one.generation), 0);
  const own = used.filter((one) => one.generation === generation);
  const before = own.flatMap(({seed}) => told.filter((one) => one.seed === seed && one.generation === generation - 1));
  const measure = measureOfBoth(own, before);
  return [
    {
      ...{arm, generation, seeds: own.length},
      judgements: own.reduce((sum, {judgements}) => sum + judgements, 0),
      ...(measure && {measure}),
    },
  ];
}

/** Of both where one is, else of the reward now; the measures stand in the order of their names. */
function measureOfBoth(own: readonly Told[], before: readonly Told[]): TrainedGeneration['measure'] {
  const names = [...FIRST, ...(own[0]?.values.keys() ?? [])];
  const found = names.find((name) => isIn(own, name) && isIn(before, name)) ?? FIRST.find((name) => isIn(own, name));
  if (found === undefined) return undefined;
  const title = measureOf(found)?.title ?? found;
  return {name: found, title, after: meanOf(own, found), ...(isIn(before, found) && {before: meanOf(before, found)})};
}

const isIn = (told: readonly Told[], name: string) => told.length > 0 && told.every(({values}) => values.has(name));

const meanOf = (told: readonly Told[], name: string) => told.reduce((sum, {values}) => sum + values.get(name)!, 0) / told.length;
