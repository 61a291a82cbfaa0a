/** One arm of an experiment, whole: nothing in it refers back to the experiment. And what it is at a generation, and for one model. */

import {ConfigError} from '../../core/error.ts';
import {square} from '../../core/math/index.ts';
import {setPath} from '../../core/plain/set-path.ts';
import {plainCopy} from '../../core/plain/value.ts';
import {familyOf} from '../../models/families.ts';
import type {DataSetting, Family} from '../../models/family.ts';
import type {AnnotatorOptions} from '../../quality/preference/schema.ts';
import type {DataOptions} from './data-schema.ts';
import {describeData} from './describe-data.ts';
import type {Enrichment, Event, FeedbackOptions, QualityOptions} from './mitigation-schema.ts';
import {currentSchemas, type ModelOptions, type Population, type SourceWeights, type Workflow} from './schema.ts';

export interface Arm {
  readonly name: string;
  readonly data: DataOptions;
  readonly model: ModelOptions;
  /** Of rows, whose number is the world's, `size` alone: where later generations have another number of them. */
  readonly sample?: {readonly size: number | 'same'; readonly first?: number};
  readonly workflow: Workflow;
  readonly weights?: SourceWeights;
  readonly enrichment?: Enrichment;
  readonly feedback?: FeedbackOptions;
  readonly quality?: QualityOptions;
  readonly population?: Population;
  readonly events?: readonly Event[];
  /** Whose utility the measure `reward` reads, in an arm without feedback of its own: the annotator that all other arms share. */
  readonly reward?: AnnotatorOptions;
}

/** What kind of records an arm's data is made of. */
export function kindOfData(data: DataOptions): 'points' | 'categories' | 'rows' | 'text' {
  if ('images' in data) return 'points';
  if (!('world' in data)) return 'text';
  if (data.world === 'categorical') return 'categories';
  return 'rows' in data ? 'rows' : 'points';
}

/** Coordinates of points, or coefficients of rows; 0 of other data. */
export function dimensionOf(data: DataOptions): number {
  if ('images' in data) return square(data.side);
  if (!('world' in data) || data.world === 'categorical') return 0;
  if (data.world === 'mixture') return data.components[0].mean.length;
  return ('dimension' in data ? data.dimension : undefined) ?? 2;
}

/** One model of a population, or the only one, with the arm as it is for that model. */
export interface Member {
  /** Undefined for the only model of an arm. */
  readonly name?: string;
  /** Part of what is written, relative to the other members. */
  readonly share: number;
  readonly arm: Arm;
}

export function membersOf(arm: Arm): Member[] {
  const {population, ...rest} = arm;
  if (!population) return [{share: 1, arm}];
  const {models} = population;
  if (typeof models === 'number') {
    if (models === 1) return [{share: 1, arm: rest}];
    return Array.from({length: models}, (_, m) => ({name: `model ${m + 1}`, share: 1, arm: rest}));
  }
  return models.map(({name, share, ...own}) => ({...(models.length > 1 && {name}), share, arm: {...rest, ...definedOf(own)}}));
}

/** The arm as it begins, and as each of its events leaves it. */
export const versionsOf = (arm: Arm): Arm[] => [arm, ...(arm.events ?? []).map(({generation}) => armAt(arm, generation))];

const definedOf = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as T;

/** The arm with what its events have set up to and at a generation. Throws what the schema throws where they do not fit. */
export function armAt(arm: Arm, generation: number): Arm {
  if (!arm.events?.some((event) => event.generation <= generation)) return arm;
  const {name, reward} = arm;
  return {name, ...(reward && {reward}), ...currentSchemas().wholeArm.parse(plainAt(arm, generation))} as Arm;
}

/** The fields of an arm at a generation, not yet validated. Throws ConfigError where an event sets what is not there. */
export function plainAt({name: _, reward: __, ...options}: Arm, generation: number): Record<string, unknown> {
  const plain = plainCopy(options) as Record<string, unknown>;
  for (const {set} of (options.events ?? []).filter((event) => event.generation <= generation)) {
    // values of their own: a later event may set a field inside of what an earlier one set
    for (const [path, value] of Object.entries(plainCopy(set)))
      if (!setPath(plain, path.split('.'), value, {create: true})) throw new ConfigError(`there is no ${path} to set`);
  }
  return plain;
}

/** What an event of exactly this generation sets a field to. */
export function eventAt(arm: Arm, generation: number, path: string): unknown {
  return (arm.events ?? []).findLast((event) => event.generation === generation && Object.hasOwn(event.set, path))?.set[path];
}

/** What an arm's families are told of its data. */
export function dataSettingOf({data, sample}: Pick<Arm, 'data' | 'sample'>): DataSetting {
  const world = 'world' in data ? data : undefined;
  const records = sample?.first ?? sample?.size;
  return {
    kind: kindOfData(data),
    name: describeData(data),
    dimension: dimensionOf(data),
    ...('images' in data && {side: data.side}),
    ...(world && 'rows' in world && 'noise' in world && {noise: world.noise, isLabelled: world.world === 'labelled'}),
    ...(world?.world === 'logistic' && {isLogistic: true}),
    isGaussian: world?.world === 'gaussian',
    ...(world && !('rows' in world) && typeof records === 'number' && {records}),
  };
}

export const familyOfArm = ({model}: Pick<Arm, 'model'>): Family => familyOf(model);

/** Whether a model of the arm is computed by a runtime of tensors. */
export const isNeural = (whole: Arm): boolean => membersOf(whole).some(({arm}) => familyOfArm(arm).isNeural);

/** Whether the next training set of an arm may need every sample so far, at some generation. */
export function needsHistory(arm: Arm): boolean {
  const keepsAll = (workflow: unknown) => workflow === 'accumulate' || workflow === 'subsample';
  return keepsAll(arm.workflow) || (arm.events ?? []).some(({set}) => keepsAll(set.workflow));
}
