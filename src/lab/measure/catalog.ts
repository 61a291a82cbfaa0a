/**
 * Every measure that the lab can report, as data: the schema of experiments, the report's captions and the docs read this list. Each entry
 * says how it is read where it is declared; a program brings its own by `registerMeasure`.
 */
import {DATA_KINDS} from '../../core/data.ts';
import {ConfigError} from '../../core/error.ts';
import {categoryMeasures} from '../../core/measure/category-measures.ts';
import {named} from '../../core/measure/named.ts';
import {pointMeasures} from '../../core/measure/point-measures.ts';
import type {Range} from '../../core/measure/range.ts';
import {sampleMeasures, vocabularyMeasures} from '../../core/measure/text-measures.ts';
import {typeMeasures} from '../../core/measure/type-measures.ts';
import {type Demand, demand, requireDeclared} from '../../core/plain/declared.ts';
import {isObject, isTaken} from '../../core/plain/value.ts';
import {armMeasures} from './arm-measures.ts';
import {densityMeasures} from './density-measures.ts';
import {latentMeasures, momentMeasures} from './law-measures.ts';
import type {LabMeasure} from './measure.ts';
import {lineMeasures} from './row-measures.ts';
import {stoppedAtMeasure} from './stopped-at.ts';
import {priceMeasures} from './text-law-measures.ts';

/** Those that ship, in the order of the docs. */
export const catalog: readonly LabMeasure[] = [
  ...momentMeasures,
  ...densityMeasures,
  ...lineMeasures,
  ...pointMeasures,
  ...latentMeasures,
  ...typeMeasures,
  ...categoryMeasures,
  ...vocabularyMeasures,
  ...priceMeasures,
  ...sampleMeasures,
  ...armMeasures,
  stoppedAtMeasure,
];

/** Their names. */
export const measureNames: readonly string[] = catalog.map((measure) => measure.name);

const SHIPPED: ReadonlyMap<string, LabMeasure> = new Map(catalog.map((measure) => [measure.name, measure]));
const registered = new Map<string, LabMeasure>();

const WAYS = ['types', 'text', 'points', 'law', 'arm'] as const;

const WAY_DEMANDS: Readonly<Record<(typeof WAYS)[number], Demand>> = {
  types: demand.function('types', 'a function to a list of readings'),
  text: demand.function('text', 'a function (text) => readings'),
  points: demand.function('points', 'a function (reference, view) => reading'),
  law: {field: 'law', wanted: 'functions by kind of data: {text?, points?, rows?}', holds: (value) => isObject(value)},
  arm: demand.function('arm', 'a function (snapshot, context) => readings'),
};

const DEMANDS: readonly Demand[] = [
  demand.name('name'),
  ...['title', 'unit', 'caption', 'source'].map(demand.text),
  {
    field: 'on',
    wanted: `a list of ${DATA_KINDS.join(', ')}`,
    holds: (value) => Array.isArray(value) && value.length > 0 && value.every((kind) => DATA_KINDS.includes(kind)),
  },
  demand.oneOf('from', ['model', 'sample', 'holdout', 'training set', 'mitigations']),
  demand.boolean('whole'),
  {
    field: 'range',
    wanted: '{least, most}, numbers that rise',
    holds: (value) => isObject(value) && (value.least as number) < (value.most as number),
  },
  demand.optional(demand.oneOf('better', ['higher', 'lower', 'near reference'])),
  demand.optional(demand.oneOf('lost', ['low', 'high', 'nothing'])),
];

/**
 * Makes a measure known to every experiment that is resolved from now on in this thread. A worker thread is another program: register it
 * there too. Throws ConfigError where its name is taken, or where it does not declare what a measure declares.
 */
export function registerMeasure(measure: LabMeasure): void {
  requireDeclared('the measure', measure, DEMANDS);
  const ways = WAYS.filter((way) => way in measure);
  if (ways.length !== 1)
    throw new ConfigError(
      `the measure ${JSON.stringify(measure.name)} has ${ways.length === 0 ? 'no way of being read' : `several ways of being read: ${ways.join(', ')}`}`,
      {next: `Give it exactly one of ${WAYS.join(', ')}.`},
    );
  requireDeclared('the measure', measure, [WAY_DEMANDS[ways[0]]]);
  const {name} = measure;
  if (measureOf(name) || isTaken(name))
    throw new ConfigError(`there is a measure called ${JSON.stringify(name)} already`, {next: 'Give yours another `name`.'});
  registered.set(name, measure);
}

/** Throws ConfigError where there is none of that name. */
export function knownMeasure(name: string): LabMeasure {
  return measureOf(name) ?? named(allMeasures(), [name])[0];
}

/** Undefined where there is none of that name. */
export const measureOf = (name: string): LabMeasure | undefined => SHIPPED.get(name) ?? registered.get(name);

export const allMeasures = (): readonly LabMeasure[] => [...catalog, ...registered.values()];

/** What the values of a measure can be; undefined for a name that is none. */
export const rangeOf = (name: string): Range | undefined => measureOf(name)?.range;
