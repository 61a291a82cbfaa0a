/** One arm of an experiment, whole: nothing in it refers back to the experiment. And what it is at a generation, and for one model. */

import {ConfigError} from '../../core/error.ts';
import {square} from '../../core/math/index.ts';
import {setPath} from '../../core/plain/set-path.ts';
import {isObject, plainCopy} from '../../core/plain/value.ts';
import {familyOf} from '../../models/families.ts';
import type {DataSetting, Family} from '../../models/family.ts';
import {countAt, isMoving, type Schedule, scheduledAt} from '../../models/schedule.ts';
import type {AnnotatorOptions} from '../../quality/preference/schema.ts';
import type {DataOptions} from './data-schema.ts';
import {describeData} from './describe-data.ts';
import type {Enrichment, Event, FeedbackOptions, QualityOptions, Stop} from './mitigation-schema.ts';
import {currentSchemas, type ModelOptions, type Population, type Sample, type SourceWeights, type Workflow} from './schema.ts';

export interface Arm {
  readonly name: string;
  readonly data: DataOptions;
  readonly model: ModelOptions;
  /** Of rows, whose number is the world's, `size` alone: where later generations have another number of them. */
  readonly sample?: Readonly<Sample>;
  readonly workflow: Workflow;
  readonly weights?: SourceWeights;
  readonly enrichment?: Enrichment;
  readonly feedback?: FeedbackOptions;
  readonly quality?: QualityOptions;
  readonly population?: Population;
  readonly events?: readonly Event[];
  /** What ends a lineage before its generations are done. */
  readonly stop?: Stop;
  /** Whose utility the measure `reward` reads, in an arm without feedback of its own: the annotator that all other arms share. */
  readonly reward?: AnnotatorOptions;
}

/** An arm as it is at one generation: what its events have set, and every schedule a number. The model keeps its own (`Family.drawnAt`). */
export interface ArmNow extends Omit<Arm, 'sample' | 'workflow' | 'weights' | 'enrichment'> {
  readonly sample?: {readonly size: number | 'same'; readonly first?: number};
  readonly workflow: Exclude<Workflow, {mix: Schedule}> | {readonly mix: number};
  readonly weights?: {readonly human: number; readonly synthetic: number};
  readonly enrichment?: Omit<Enrichment, 'share' | 'count'> & {readonly share?: number; readonly count?: number};
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
export const versionsOf = (arm: Arm): Arm[] => [arm, ...(arm.events ?? []).map(({generation}) => changedAt(arm, generation))];

const definedOf = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as T;

/** The arm at a generation. Throws what the schema throws where its events do not fit. */
export const armAt = (arm: Arm, generation: number): ArmNow => settledAt(changedAt(arm, generation), generation);

/** By how many of its events have happened: an arm is asked for at every generation, several times. */
const changed = new WeakMap<Arm, Map<number, Arm>>();

/** The arm with what its events have set up to and at a generation, its schedules as they are written. */
function changedAt(arm: Arm, generation: number): Arm {
  const happened = arm.events?.filter((event) => event.generation <= generation).length ?? 0;
  if (happened === 0) return arm;
  const known = changed.get(arm) ?? new Map<number, Arm>();
  changed.set(arm, known);
  const found = known.get(happened);
  if (found) return found;
  const {name, reward} = arm;
  const made = {name, ...(reward && {reward}), ...currentSchemas().wholeArm.parse(plainAt(arm, generation))} as Arm;
  known.set(happened, made);
  return made;
}

function settledAt(arm: Arm, t: number): ArmNow {
  const {sample, workflow, weights, enrichment} = arm;
  const mix = mixOf(arm);
  if (![sample?.size, mix, weights?.human, weights?.synthetic, enrichment?.share, enrichment?.count].some(isMoving)) return arm as ArmNow;
  return {
    ...(arm as ArmNow),
    ...(sample && {sample: sampleAt(sample, t)}),
    workflow: mix === undefined ? (workflow as ArmNow['workflow']) : {mix: scheduledAt(mix, t)},
    ...(weights && {weights: {human: scheduledAt(weights.human, t), synthetic: scheduledAt(weights.synthetic, t)}}),
    ...(enrichment && {enrichment: enrichmentAt(enrichment, t)}),
  };
}

const mixOf = ({workflow}: Pick<Arm, 'workflow'>): Schedule | undefined =>
  typeof workflow === 'object' && 'mix' in workflow ? workflow.mix : undefined;

const enrichmentAt = ({share, count, ...rest}: Enrichment, t: number): NonNullable<ArmNow['enrichment']> => ({
  ...rest,
  ...(share !== undefined && {share: scheduledAt(share, t)}),
  ...(count !== undefined && {count: countAt(count, t)}),
});

function sampleAt(sample: Sample, t: number): ArmNow['sample'] {
  const {size, first} = sample;
  return isMoving(size) ? {size: countAt(size, t), first: firstSizeOf(sample) as number} : {size, ...(first !== undefined && {first})};
}

/** Of the human training set. */
export const firstSizeOf = ({size, first}: Sample): number | 'same' => first ?? (isMoving(size) ? countAt(size, 1) : size);

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
  const records = 'rows' in data ? data.rows : sample && firstSizeOf(sample);
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

/** Whether the next training set of an arm may need samples before the last, at some generation. */
export const needsHistory = (arm: Arm): boolean => historyOf(arm) > 1;

/** How many of the newest samples the next training set of an arm may need, at any generation. */
export function historyOf(arm: Arm): number {
  const kept = (workflow: unknown): number => {
    if (workflow === 'accumulate' || workflow === 'subsample') return Infinity;
    return isObject(workflow) && typeof workflow.window === 'number' ? workflow.window : 1;
  };
  const set = (arm.events ?? []).flatMap((event) => [event.set.workflow, {window: event.set['workflow.window']}]);
  return Math.max(...[arm.workflow, ...set].map(kept));
}
