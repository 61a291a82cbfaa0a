/**
 * Random experiments, drawn from the JSON Schema of experiments itself, so that a new field is tried as soon as it exists; and what
 * becomes of one: refused by validation, measured for a few generations, or ended by an error.
 *
 * What fits together is steered (a model of the data's kind, measures of it, small sizes), or nearly all would be refused at once.
 */
import {runInNewContext} from 'node:vm';
import * as z from 'zod';
import type {Text} from '../src/core/data.ts';
import {DataError, ResourceError} from '../src/core/error.ts';
import {Stream} from '../src/core/random/stream.ts';
import type {Arm} from '../src/lab/experiment/arm.ts';
import {isNeural} from '../src/lab/experiment/arm.ts';
import {resolveExperiment} from '../src/lab/experiment/resolve.ts';
import {type Experiment, experimentSchema} from '../src/lab/experiment/schema.ts';
import {Lineage} from '../src/lab/loop/lineage.ts';
import {catalog} from '../src/lab/measure/catalog.ts';
import {STOPPED_AT} from '../src/lab/measure/stopped-at.ts';
import {textOf} from './documents.ts';
import {settledArm} from './settled.ts';

/** `extreme`: a third of all numbers lie where float64 or memory ends. */
export type Style = 'ordinary' | 'extreme';

interface Schema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | false;
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly minItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

const schema = z.toJSONSchema(experimentSchema, {io: 'input'}) as unknown as Schema;
const propertyOf = ({properties}: Schema, name: string): Schema => properties![name];
const choicesOf = (of: Schema): readonly Schema[] => (of.oneOf ?? of.anyOf ?? [of]).flatMap((one) => (one === of ? [one] : choicesOf(one)));
const named = (of: Schema, key: string): Map<string, Schema> =>
  new Map(choicesOf(of).flatMap((one) => (one.properties?.[key] ? [[String(one.properties[key].const), one] as const] : [])));

const arm = propertyOf(schema, 'arms').additionalProperties as Schema;
const worlds = named(propertyOf(schema, 'data'), 'world');
const models = named(propertyOf(schema, 'model'), 'kind');
const files = choicesOf(propertyOf(schema, 'data')).find(({properties}) => properties?.files)!;

const KINDS = [
  {
    on: 'points',
    worlds: ['gaussian', 'mixture', 'grid', 'blobs', 'moons', 'circles', 'swiss-roll'],
    models: ['gaussian', 'mixture', 'kde'],
  },
  {on: 'categories', worlds: ['categorical'], models: ['categorical']},
  {on: 'rows', worlds: ['regression'], models: ['regression']},
  {on: 'rows', worlds: ['labelled'], models: ['classifier']},
  {on: 'rows', worlds: ['logistic'], models: ['logistic']},
  {on: 'text', worlds: [], models: ['ngram']},
] as const;

const EXTREME = [
  0,
  5e-324,
  1e-308,
  1e-300,
  1e-160,
  1e-20,
  1e10,
  2 ** 31,
  2 ** 32,
  3e9,
  2 ** 53 - 1,
  1e12,
  1e15,
  1e20,
  1e100,
  1e155,
  1e300,
  1.7e308,
];
const ORDINARY = [0, 0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 1, 1.5, 2, 3, 5, 10, 100];

class Draw {
  readonly stream: Stream;
  readonly style: Style;

  constructor(stream: Stream, style: Style) {
    this.stream = stream;
    this.style = style;
  }

  chance(p: number): boolean {
    return this.stream.float() < p;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.stream.below(list.length)];
  }

  number({type, minimum, maximum, exclusiveMinimum, exclusiveMaximum}: Schema): number {
    const low = Math.max(minimum ?? -Infinity, exclusiveMinimum ?? -Infinity);
    const high = Math.min(maximum ?? Infinity, exclusiveMaximum ?? Infinity);
    const extreme = this.style === 'extreme' && this.chance(0.3);
    const whole = type === 'integer';
    let value = extreme ? this.pick(EXTREME) : whole ? 1 + Math.floor(40 ** this.stream.float()) : this.pick(ORDINARY);
    if (!(minimum !== undefined && minimum >= 0) && exclusiveMinimum === undefined && this.chance(0.3)) value = -value;
    if (whole) value = Math.round(value);
    if (this.chance(0.98)) value = Math.min(high, Math.max(low, value));
    if (value === exclusiveMinimum) value = whole ? value + 1 : this.pick([0.01, 0.1, 0.5]) + value;
    return value === exclusiveMaximum ? value - this.pick([0.01, 0.1, 0.5]) : value;
  }

  value(of: Schema): unknown {
    if (of.const !== undefined) return of.const;
    if (of.enum) return this.pick(of.enum);
    const choices = of.oneOf ?? of.anyOf;
    const isSchedule = choices?.some(({properties}) => properties?.grow);
    if (choices) return this.value(isSchedule && this.chance(0.75) ? choices[0] : this.pick(choices));
    const type = Array.isArray(of.type) ? this.pick(of.type) : of.type;
    switch (type) {
      case 'object':
        return of.properties?.grow ? this.schedule(of) : this.object(of);
      case 'array':
        return of.prefixItems
          ? of.prefixItems.map((item) => this.value(item))
          : Array.from({length: Math.max(of.minItems ?? 0, 1 + this.stream.below(3))}, () => this.value(of.items ?? {type: 'number'}));
      case 'number':
      case 'integer':
        return this.number({...of, type});
      case 'boolean':
        return this.chance(0.5);
      default:
        return this.pick(['a', 'b', 'x']);
    }
  }

  /** In one of its ways. */
  private schedule({properties = {}}: Schema): Record<string, unknown> {
    const way = this.pick([['grow'], ['power'], ['to', 'by']]);
    const near = this.chance(0.9) ? {grow: 0.9 + 0.2 * this.stream.float(), power: -0.2 * this.stream.float()} : {};
    return Object.fromEntries(['from', ...way].map((key) => [key, key in near ? near[key as 'grow'] : this.value(properties[key])]));
  }

  /** Of what is optional a third. */
  object({properties = {}, required = []}: Schema, given: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
    const made: Record<string, unknown> = {...given};
    for (const [key, of] of Object.entries(properties)) {
      if (key in made || !(required.includes(key) || this.chance(1 / 3))) continue;
      made[key] = this.value(of);
    }
    return made;
  }
}

export function randomExperiment(stream: Stream, style: Style): Record<string, unknown> {
  const draw = new Draw(stream, style);
  const kind = draw.pick(KINDS);
  const world = kind.worlds.length > 0 ? draw.pick<string>(kind.worlds) : undefined;
  const data = world === undefined ? draw.object(files, {files: ['x']}) : dataOf(world, draw);
  const measures = catalog.filter(({on}) => (on as readonly string[]).includes(kind.on)).map(({name}) => name);
  const model = modelOf(draw.pick(kind.models), draw);
  const early = catalog.filter(
    ({name, from, on}) => from !== 'mitigations' && name !== STOPPED_AT && (on as readonly string[]).includes(kind.on),
  );
  const one = () => {
    const made = armOf(kind, draw);
    if (draw.chance(0.1)) return made;
    const {models: members} = (made.population ?? {}) as {models?: unknown};
    const own = Array.isArray(members) ? members.flatMap((member) => member.model?.kind ?? []) : [];
    return settledArm(made, {
      on: kind.on,
      labelled: world === 'labelled',
      ownRows: data.x === 'fresh',
      size: sizeOfWorld(data),
      models: [model.kind as string, ...own],
      measures: early.map(({name}) => name),
      chance: (p) => draw.chance(p),
      number: () => draw.number({type: 'number', minimum: 0, maximum: 1}),
    });
  };
  const arms = {a: one(), ...(draw.chance(0.2) && {b: one()})};
  const ends = Object.values(arms).some(({stop}) => stop !== undefined);
  const known = ends || draw.chance(0.02) ? measures : measures.filter((name) => name !== STOPPED_AT);
  return {
    title: 'random',
    data,
    model,
    ...(kind.on === 'rows'
      ? data.x === 'fresh' && draw.chance(0.5) && {sample: {size: draw.number({type: 'integer', minimum: 1})}}
      : {sample: sampleOf(draw, kind.on)}),
    generations: draw.chance(0.9) ? 3 : draw.value(propertyOf(schema, 'generations')),
    seeds: 1,
    arms,
    ...(draw.chance(0.05) && {matrix: {[draw.pick(['sample.size', 'data.noise', 'enrichment.share', 'model.order'])]: [1, 3]}}),
    measures: known.filter(() => draw.chance(0.3)).concat(draw.pick(known)),
  };
}

/** Categories, or dimensions. */
function sizeOfWorld(data: Record<string, unknown>): number {
  const {categories, probabilities, mean, sd, dimension, components} = data as {[key: string]: unknown};
  const list = [probabilities, mean, sd, (components as {mean: unknown}[] | undefined)?.[0].mean].find(Array.isArray);
  if (data.world === 'gaussian') return list?.length ?? (dimension as number | undefined) ?? 1;
  return (categories as number | undefined) ?? list?.length ?? (data.world === 'swiss-roll' ? ((dimension as number | undefined) ?? 2) : 2);
}

function dataOf(world: string, draw: Draw): Record<string, unknown> {
  const of = worlds.get(world)!;
  if (world === 'categorical') {
    const zipf = draw.chance(0.5) ? {zipf: draw.value(of.properties!.zipf)} : {};
    return draw.chance(0.5) ? {world, categories: draw.value(of.properties!.categories), ...zipf} : {world, probabilities: [0.5, 0.3, 0.2]};
  }
  if (world === 'regression') {
    const made = draw.object(of, {world});
    const list = Array.isArray(made.spectrum) && draw.chance(0.9) ? made.spectrum : undefined;
    return list ? {...made, dimension: list.length} : made;
  }
  if (world !== 'mixture') return draw.object(of, world === 'grid' ? {world, side: 1 + draw.stream.below(4)} : {world});
  const d = 1 + draw.stream.below(3);
  const numbers = () => Array.from({length: d}, () => draw.number({type: 'number'}));
  const sd = () => draw.number({type: 'number', exclusiveMinimum: 0});
  const covariance = () => Array.from({length: d}, (_, i) => Array.from({length: d}, (_, j) => (i === j ? sd() : 0)));
  const one = () => ({weight: sd(), mean: numbers(), ...(draw.chance(0.5) ? {sd: sd()} : {covariance: covariance()})});
  return {world, components: Array.from({length: 1 + draw.stream.below(3)}, one)};
}

function modelOf(kind: string, draw: Draw): Record<string, unknown> {
  return draw.object(models.get(kind)!, {kind});
}

function sampleOf(draw: Draw, on: string): Record<string, unknown> {
  const most = on === 'text' && draw.chance(0.9) ? 200 : undefined;
  const count = () => draw.number({type: 'integer', minimum: 1, maximum: most});
  const moving = () =>
    draw.pick([[count(), count()], {from: count(), grow: 1.3}, {from: count(), power: 0.5}, {from: count(), to: count(), by: 2}]);
  return {
    size: draw.chance(on === 'text' ? 0.3 : 0.02) ? 'same' : draw.chance(0.2) ? moving() : count(),
    ...(draw.chance(0.3) && {first: count()}),
  };
}

/** What an event may set. */
const SETTABLE = ['workflow', 'weights', 'enrichment', 'feedback', 'quality'];

function armOf(kind: (typeof KINDS)[number], draw: Draw): Record<string, unknown> {
  const {data: _, model: __, sample: ___, events, ...properties} = arm.properties!;
  const made = draw.object({properties, required: ['workflow']});
  const {models: list} = (made.population ?? {}) as {models?: unknown};
  if (Array.isArray(list))
    list.forEach((member, m) => {
      member.name = `m${m}`;
      if (member.model) member.model = modelOf(draw.pick(kind.models), draw);
    });
  if (events && draw.chance(0.2)) {
    const field = draw.pick(SETTABLE);
    const inner = draw.pick(['enrichment.share', 'enrichment.count', 'quality.every', 'feedback.candidates', 'weights.human']);
    const set = draw.chance(0.5) ? {[field]: draw.value(properties[field])} : {[inner]: draw.number({type: 'number', minimum: 0})};
    made.events = [{generation: 2 + draw.stream.below(2), set}];
  }
  return made;
}

const WORDS = 'one of the birds that sang in two old trees near a river saw its own face there , and flew . no other did !'.split(' ');

/** Forty short documents, one of them without a word. */
function randomText(stream: Stream): Text {
  return textOf(
    Array.from({length: 40}, (_, i) =>
      i === 7 ? '... !' : Array.from({length: 3 + stream.below(30)}, () => WORDS[stream.below(WORDS.length)]).join(' '),
    ),
  );
}

const text = randomText(Stream.root('random text'));
const further = {documents: text, name: 'further'};

export type Outcome =
  | {readonly kind: 'refused' | 'measured'}
  | {readonly kind: 'ended'; readonly error: DataError | ResourceError}
  | {readonly kind: 'fault'; readonly error: unknown};

export interface Trial {
  readonly generations?: number;
  /** Milliseconds after which an experiment counts as one that never ends. */
  readonly most?: number;
  /** Refuses what is too large before anything runs. */
  readonly checkRoom?: (arms: readonly Arm[], experiment: Experiment) => void;
}

/** What becomes of an experiment: a lineage of each of its arms, unless it is refused. */
export function tried(data: unknown, {generations = 3, most = 20_000, checkRoom}: Trial = {}): Outcome {
  const run = (): Outcome => {
    const resolved = resolveExperiment(data);
    if (!resolved.ok) return {kind: resolved.problems.length > 0 ? 'refused' : 'fault'} as Outcome;
    const {experiment, arms} = resolved;
    checkRoom?.(arms, experiment);
    for (const one of arms.filter((each) => !isNeural(each)).slice(0, 3)) {
      const lineage = lineageOf(one, experiment);
      lineage.truth({picture: true});
      for (let t = 1; t <= Math.min(generations, experiment.generations); t++) lineage.advance({picture: t === 1});
    }
    return {kind: 'measured'};
  };
  try {
    return runInNewContext('run()', {run}, {timeout: most}) as Outcome;
  } catch (error) {
    return {kind: error instanceof DataError || error instanceof ResourceError ? 'ended' : 'fault', error} as Outcome;
  }
}

function lineageOf(one: Arm, {measures, seed}: Experiment): Lineage {
  return new Lineage({
    arm: one,
    seed: 0,
    root: Stream.root(seed),
    measures,
    corpus: {documents: text, holdout: text, name: 'x', sources: [further, further, further]},
    compress: (bytes) => 1 + (bytes.length >> 1),
    ports: {
      preferences: Object.fromEntries(['a', 'b', 'x'].map((file) => [file, {chosen: text, rejected: text}])),
      runCommand: (_, records) => Array.from({length: records.count}, (_, i) => ({keep: i % 3 > 0})),
    },
  });
}
