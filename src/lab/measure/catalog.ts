/**
 * Every measure that the lab can report, as data: the schema of experiments, the report's captions and the docs read this list. Each entry
 * says how it is read where it is declared; a program brings its own by `registerMeasure`.
 */
import {ConfigError} from '../../core/error.ts';
import {pointMeasures} from '../../core/measure/point-measures.ts';
import type {Range} from '../../core/measure/range.ts';
import {sampleMeasures, vocabularyMeasures} from '../../core/measure/text-measures.ts';
import {typeMeasures} from '../../core/measure/type-measures.ts';
import {isTaken} from '../../core/plain/value.ts';
import {armMeasures} from './arm-measures.ts';
import {latentMeasures, lineMeasures, momentMeasures} from './law-measures.ts';
import type {LabMeasure} from './measure.ts';
import {priceMeasures} from './text-law-measures.ts';

/** Those that ship, in the order of the docs. */
export const catalog: readonly LabMeasure[] = [
  ...momentMeasures,
  ...lineMeasures,
  ...pointMeasures,
  ...latentMeasures,
  ...typeMeasures,
  ...vocabularyMeasures,
  ...priceMeasures,
  ...sampleMeasures,
  ...armMeasures,
];

/** Their names. */
export const measureNames: readonly string[] = catalog.map((measure) => measure.name);

const SHIPPED: ReadonlyMap<string, LabMeasure> = new Map(catalog.map((measure) => [measure.name, measure]));
const registered = new Map<string, LabMeasure>();

/**
 * Makes a measure known to every experiment that is resolved from now on in this thread. A worker thread is another program: register it
 * there too. Throws ConfigError where its name is taken.
 */
export function registerMeasure(measure: LabMeasure): void {
  const {name} = measure;
  if (measureOf(name) || isTaken(name))
    throw new ConfigError(`there is a measure called ${JSON.stringify(name)} already`, {next: 'Give yours another `name`.'});
  registered.set(name, measure);
}

/** Undefined where there is none of that name. */
export const measureOf = (name: string): LabMeasure | undefined => SHIPPED.get(name) ?? registered.get(name);

export const allMeasures = (): readonly LabMeasure[] => [...catalog, ...registered.values()];

/** What the values of a measure can be; undefined for a name that is none. */
export const rangeOf = (name: string): Range | undefined => measureOf(name)?.range;
