/**
 * What of a finished lineage is worth its room: what it needs to go on, where making that again would take long.
 *
 *   worth    bytes <= BYTES_A_SECOND * seconds that all its generations take
 *
 * A lineage of points whose pool is 25 MB and that takes ten seconds is made again where more generations are asked for; a transformer's
 * hour is not. Bytes are those in memory; seconds are the plan's estimate, so that every machine keeps the same.
 */
import type {Data} from '../core/data.ts';
import {type Arm, familyOfArm, membersOf, versionsOf} from '../lab/experiment/arm.ts';
import type {Carry} from '../lab/loop/workflow.ts';
import {isPerson, type PersonOptions} from '../quality/preference/schema.ts';

export const BYTES_A_SECOND = 100_000;

/** `all`: what every unit left. `last`: what the next generation needs alone. `none`: the lineage is made again from its seed. */
export type Kept = 'all' | 'last' | 'none';

interface RoomRequest {
  readonly arm: Arm;
  /** Bytes that all units left. */
  readonly all: number;
  /** Bytes that the next generation needs. */
  readonly needed: number;
  /** That the whole lineage takes. */
  readonly seconds: number;
  readonly keepModels?: boolean;
}

export function keptOf({arm, all, needed, seconds, keepModels}: RoomRequest): Kept {
  if (keepModels || asksPrograms(arm)) return 'all';
  const most = BYTES_A_SECOND * seconds;
  // what a generation left is what its transformer is trained again from
  if (all <= most && membersOf(arm).some((member) => familyOfArm(member.arm).isExported)) return 'all';
  return needed <= most ? 'last' : 'none';
}

/** Whether a program of the user's says what is kept: it may say otherwise the next time. */
export const asksPrograms = (whole: Arm): boolean =>
  versionsOf(whole)
    .flatMap((version) => [version, ...membersOf(version).map(({arm}) => arm)])
    .some(({quality}) => quality?.rules?.some((rule) => typeof rule === 'object' && 'command' in rule));

/** Whether people judge pairs of what one of its models writes, at some generation. */
export const asksPeople = (whole: Arm): boolean => personsOf(whole).length > 0;

/** The people that an arm asks, as its versions and models name them. */
export const personsOf = (whole: Arm): PersonOptions[] =>
  versionsOf(whole)
    .flatMap((version) => [version, ...membersOf(version).map(({arm}) => arm)])
    .flatMap(({feedback}) => (feedback && isPerson(feedback.annotator) ? [feedback.annotator] : []));

/** In memory. */
export function bytesOfCarry({sample, fresh, models = []}: Carry): number {
  return bytesOfData(sample) + (fresh ? bytesOfData(fresh) : 0) + models.reduce((sum, model) => sum + model.length, 0);
}

const bytesOfData = (data: Data): number =>
  data.kind === 'points' ? 8 * data.count * data.dimension + (data.origin?.byteLength ?? 0) : bytesOfArrays(data);

const bytesOfArrays = (data: Data): number =>
  Object.values(data).reduce<number>((sum, value) => sum + (ArrayBuffer.isView(value) ? value.byteLength : 0), 0);
