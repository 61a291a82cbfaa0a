/**
 * What memory an experiment needs at the least, from its numbers alone, so that one that has no room is refused before it starts.
 *
 *   of an arm   records that are there at once (a training set, a sample; with a pool every sample so far; candidates, pairs of an
 *               annotator), the world's own arrays, a network's weights with their two moments
 *   of the run  a value for every arm, seed, generation and measure
 *
 * shape    numbers of an arm -> bytes, a lower bound: what is copied on the way, and how many workers run, comes on top
 * edge     more records than 2^32 - 1 cannot be numbered, and have no room anywhere
 */

import {ResourceError} from '../../core/error.ts';
import {square} from '../../core/math/index.ts';
import {portions} from '../../core/stats/portions.ts';
import {familyOf} from '../../models/families.ts';
import type {Need} from '../../models/family.ts';
import {isMoving, largestOf, type Schedule, scheduledAt} from '../../models/schedule.ts';
import {isPerson} from '../../quality/preference/schema.ts';
import {shownBytes} from '../../tensor/memory.ts';
import {type Arm, dataSettingOf, dimensionOf, firstSizeOf, historyOf, kindOfData, membersOf, needsHistory, versionsOf} from './arm.ts';
import type {DataOptions} from './data-schema.ts';
import type {Experiment} from './schema.ts';

const MOST_RECORDS = 0x1_0000_0000 - 1;

/** Throws ResourceError where an arm, or the results of all, need more than `limit` bytes. */
export function checkRoom(arms: readonly Arm[], experiment: Experiment, limit: number): void {
  for (const arm of arms) refuseBeyond(needsOf(arm, experiment.generations), {limit, where: `arm ${JSON.stringify(arm.name)}`});
  const {seeds, generations, measures} = experiment;
  const values = arms.length * seeds * generations * measures.length;
  refuseBeyond([{field: 'seeds', what: `the values of ${values} results`, bytes: 8 * values}], {limit, where: 'results'});
}

/** Bytes that the largest arm holds at once, at the least: what one lineage at work takes. */
export const leastMemory = (arms: readonly Arm[], {generations}: Experiment): number =>
  Math.max(0, ...arms.map((arm) => totalOf(needsOf(arm, generations))));

function refuseBeyond(needs: readonly Need[], {limit, where}: {limit: number; where: string}): void {
  const bytes = totalOf(needs);
  if (!(bytes > limit)) return;
  const [{field, what, bytes: own}] = [...needs].sort((a, b) => b.bytes - a.bytes);
  const most =
    own === Infinity
      ? `there are more than ${MOST_RECORDS} of them`
      : `${shownBytes(bytes)} in all at least, and here are ${shownBytes(limit)}`;
  throw new ResourceError(`there is no room for ${what}: ${most}`, {where, next: `Lower ${field}.`});
}

const totalOf = (needs: readonly Need[]): number => needs.reduce((sum, {bytes}) => sum + bytes, 0);

function needsOf(arm: Arm, generations: number): Need[] {
  const {sample, data} = arm;
  const drawn = sample === undefined || sample.size === 'same' ? 0 : sample.size;
  const size = largestOf(drawn, generations);
  const of = bytesOfRecord(data);
  const needs = [...needsOfData(data), ...needsOfMembers(arm, {size, generations})];
  if ('rows' in data) needs.push(recordsOf('data.rows', 'a training set', data.rows, of));
  // of a corpus no more is taken than it has
  else if ('world' in data) {
    const field = sample?.first === undefined ? 'sample.size' : 'sample.first';
    needs.push(recordsOf(field, 'a training set', sample ? Number(firstSizeOf(sample)) : 0, of));
  }
  if (sample && ('world' in data || sample.first !== undefined || isMoving(drawn)))
    needs.push(recordsOf('sample.size', 'a sample', size, of));
  if (needsHistory(arm) && 'world' in data) {
    const kept = Math.min(generations, historyOf(arm));
    const written = 'rows' in data && !sample ? data.rows : drawn;
    // labels alone, where x is the same
    const each = 'rows' in data && data.x !== 'fresh' ? 8 : of;
    needs.push({
      field: historyOf(arm) === Infinity ? 'generations or sample.size' : 'workflow.window or sample.size',
      what: `the samples of ${kept} generations`,
      bytes: kept * OF_PART + bytesOfHistory(written, {generations, kept, of: each}),
    });
  }
  return needs;
}

/** Of the newest `kept` samples, when they are largest. */
function bytesOfHistory(size: Schedule, {generations, kept, of}: {generations: number; kept: number; of: number}): number {
  if (!isMoving(size)) return kept * bytesOf(scheduledAt(size, 1), of);
  let [sum, most] = [0, 0];
  for (let t = 1; t <= generations; t++) {
    sum += bytesOf(scheduledAt(size, t), of) - (t > kept ? bytesOf(scheduledAt(size, t - kept), of) : 0);
    most = Math.max(most, sum);
  }
  return most;
}

/** Models of a population are held at once, and asked one after another: what the most that one asks for needs, as events leave it. */
function needsOfMembers(arm: Arm, {size, generations}: {size: number; generations: number}): Need[] {
  const members = membersOf(arm);
  const sizes = portions(
    size,
    members.map(({share}) => share),
  );
  const asked = members.map((member, m) => versionsOf(member.arm).map((own) => needsOfMitigations(own, {size: sizes[m], generations})));
  const models = new Map<string, Need>();
  for (const need of members.flatMap(({arm: own}) => needsOfModel(own)))
    models.set(need.field, {...need, bytes: need.bytes + (models.get(need.field)?.bytes ?? 0)});
  return [...models.values(), ...asked.flat().reduce((most, own) => (totalOf(own) > totalOf(most) ? own : most))];
}

const recordsOf = (field: string, what: string, count: number, each: number): Need => ({
  field,
  what: `${what} of ${count} records`,
  bytes: bytesOf(count, each),
});

/** Of a part of a training set, whatever it holds. */
const OF_PART = 100;

const bytesOf = (count: number, each: number): number => (count > MOST_RECORDS ? Infinity : count * each);

/** Of text, a word. */
function bytesOfRecord(data: DataOptions): number {
  switch (kindOfData(data)) {
    case 'points':
      return 8 * dimensionOf(data);
    case 'rows':
      return 8 * (dimensionOf(data) + 1);
    default:
      return 4;
  }
}

function needsOfData(data: DataOptions): Need[] {
  if (!('world' in data)) return [];
  if (data.world === 'blobs') return [{field: 'data.centers', what: `${data.centers} modes`, bytes: 100 * data.centers}];
  if (data.world === 'mixture') {
    const K = data.components.length;
    return [{field: 'data.components', what: `${K} components`, bytes: 8 * K * square(dimensionOf(data))}];
  }
  if (data.world === 'categorical') {
    const K = data.categories ?? data.probabilities!.length;
    return [{field: 'data.categories', what: `${K} categories`, bytes: 32 * K}];
  }
  return [];
}

const needsOfModel = (arm: Arm): Need[] => familyOf(arm.model).needs?.(arm.model, dataSettingOf(arm)) ?? [];

/** Of a pair that an annotator has compared. */
const OF_COMPARISON = 40;

function needsOfMitigations({feedback, enrichment, data}: Arm, {size, generations}: {size: number; generations: number}): Need[] {
  const needs: Need[] = [];
  const of = bytesOfRecord(data);
  if (enrichment?.count !== undefined && 'world' in data)
    needs.push(recordsOf('enrichment.count', 'enrichment', largestOf(enrichment.count, generations), of));
  if (!feedback) return needs;
  if ('candidates' in feedback && 'world' in data)
    needs.push(recordsOf('feedback.candidates', 'candidates', feedback.candidates * size, of));
  const {reward} = feedback as {reward?: unknown};
  const asked = 'comparisons' in feedback ? feedback : typeof reward === 'object' ? (reward as {comparisons: number}) : undefined;
  if (asked) {
    const count = Math.min(asked.comparisons, isPerson(feedback.annotator) ? Infinity : (feedback.annotator.comparisons ?? Infinity));
    needs.push({field: 'feedback.comparisons', what: `${count} comparisons`, bytes: bytesOf(count, OF_COMPARISON)});
  }
  return needs;
}
