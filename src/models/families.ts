/** Every family that there is: those that ship, and those that a program has registered. */
import type {z} from 'zod';
import {DATA_KINDS} from '../core/data.ts';
import {ConfigError} from '../core/error.ts';
import {type Demand, demand, requireDeclared} from '../core/plain/declared.ts';
import {isTaken} from '../core/plain/value.ts';
import {autoregressiveFamily} from './autoregressive/family.ts';
import {categoricalFamily} from './categorical/family.ts';
import {classifierFamily} from './classifier/family.ts';
import type {AnyModelOptions, Family, ModelSchema} from './family.ts';
import {gaussianFamily} from './gaussian/family.ts';
import {kdeFamily} from './kde/family.ts';
import {logisticFamily} from './logistic/family.ts';
import {mixtureFamily} from './mixture/family.ts';
import {mlpFamily} from './mlp/family.ts';
import {ngramFamily} from './ngram/family.ts';
import {regressionFamily} from './regression/family.ts';
import {transformerFamily} from './transformer/family.ts';
import {vaeFamily} from './vae/family.ts';

/** Those that ship, in the order of the docs. */
export const FAMILIES = [
  gaussianFamily,
  categoricalFamily,
  regressionFamily,
  classifierFamily,
  logisticFamily,
  mixtureFamily,
  kdeFamily,
  ngramFamily,
  transformerFamily,
  mlpFamily,
  autoregressiveFamily,
  vaeFamily,
] as const;

/** `model` of an experiment, of the families that ship. */
export type ModelOptions = z.infer<(typeof FAMILIES)[number]['schema']>;

const registered = new Map<string, Family>();

const DEMANDS: readonly Demand[] = [
  demand.name('kind'),
  {field: 'schema', wanted: 'a z.strictObject of zod', holds: isStrictSchema},
  demand.oneOf('fits', DATA_KINDS),
  demand.text('wants'),
  demand.boolean('isNeural'),
  demand.function('cost', 'a function (options, {n, dimension}) => milliseconds'),
  demand.function('make', 'a function (options, setting) => model'),
  ...['accepts', 'problems', 'sizeUnit', 'goesOn', 'startsFirst', 'drawnAt', 'unranked', 'needs', 'estimator', 'context', 'fewest'].map(
    (field) => demand.optional(demand.function(field)),
  ),
];

/** Whether it refuses an option that it does not know, and says what `kind` is. */
function isStrictSchema(value: unknown): boolean {
  const {shape, safeParse} = (value ?? {}) as Partial<ModelSchema>;
  if (typeof safeParse !== 'function' || typeof shape?.kind?.safeParse !== 'function') return false;
  const parsed = (value as ModelSchema).safeParse({'no such option': 1});
  return !parsed.success && parsed.error.issues.some(({code}) => code === 'unrecognized_keys');
}

/**
 * Makes a family known to every experiment that is resolved from now on in this thread. A worker thread is another program: register it
 * there too. Throws ConfigError where its name is taken, or where it does not declare what a family declares.
 */
export function registerFamily(family: Family): void {
  requireDeclared('the family of models', family, DEMANDS);
  const {kind} = family;
  const literal = family.schema.shape.kind;
  if (!literal.safeParse(kind).success || literal.safeParse(`${kind} and more`).success)
    throw new ConfigError(`the family of models ${JSON.stringify(kind)}: its schema has another kind, or any`, {
      where: 'schema.kind',
      next: `Write kind: z.literal(${JSON.stringify(kind)}).`,
    });
  if (findFamily(kind) || isTaken(kind))
    throw new ConfigError(`there is a family of models called ${JSON.stringify(kind)} already`, {next: 'Give yours another `kind`.'});
  registered.set(kind, family);
}

export const allFamilies = (): readonly Family[] => [...FAMILIES, ...registered.values()];

/** Throws ConfigError on a kind that is no family. */
export function familyOf({kind}: AnyModelOptions): Family {
  const family = findFamily(kind);
  if (family) return family;
  const known = allFamilies().map((one) => one.kind);
  throw new ConfigError(`there is no family of models called ${JSON.stringify(kind)}`, {
    where: 'model.kind',
    next: `Use one of ${known.join(', ')}, or register it with registerFamily.`,
  });
}

const SHIPPED: ReadonlyMap<string, Family> = new Map(FAMILIES.map((family): [string, Family] => [family.kind, family]));

const findFamily = (kind: string): Family | undefined => SHIPPED.get(kind) ?? registered.get(kind);

type Written = z.input<(typeof FAMILIES)[number]['schema']>;

/** `model` of an experiment with its defaults filled in, for programs that make arms themselves. Throws ConfigError where it is not valid. */
export function modelOptions<K extends Written['kind']>(written: Extract<Written, {kind: K}>): Extract<ModelOptions, {kind: K}> {
  const parsed = familyOf(written).schema.safeParse(written);
  if (parsed.success) return parsed.data as Extract<ModelOptions, {kind: K}>;
  const [{path, message}] = parsed.error.issues;
  throw new ConfigError(message, {
    where: ['model', ...path].map(String).join('.'),
    next: 'See docs/reference/experiment.md for its fields.',
  });
}
