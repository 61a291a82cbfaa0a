/** What the alarms of a watch are about: read off the pooled profiles of their periods, and kept, so that profiles are opened once. */
import {createHash} from 'node:crypto';
import {mergeProfiles, type Profile} from '../../guard/profile/profile.ts';
import {describeChange} from '../../guard/watch/change.ts';
import type {DescribedAlarm} from '../../guard/watch/conclude.ts';
import type {JudgedAlarm} from '../../guard/watch/judgement.ts';
import type {WatchState} from './state.ts';
import type {StoredTold} from './stored.ts';

/** Of each side, at equal distances: more say hardly more, and each costs its opening. */
const MOST_POOLED = 32;

/** Of each alarm, in their order. Writes what it learns into the state. */
export async function tellAlarms(alarms: readonly JudgedAlarm[], state: WatchState): Promise<DescribedAlarm[]> {
  const told: StoredTold[] = [];
  for (const alarm of alarms) {
    const sides = {before: pooledOf(alarm.before), after: pooledOf(alarm.after)};
    const key = keyOf(alarm, sides, state);
    told.push(state.toldOf(key) ?? (await describe(alarm, key, sides, state)));
  }
  state.commitTold(told);
  return told.map(({kind, words, gained}) => ({kind, words, gained, looksLike: {reason: NOT_ASKED}}));
}

const NOT_ASKED = 'the lab is run on text, and the history of a watch holds profiles';

interface Sides {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

function pooledOf(periods: readonly string[]): string[] {
  const count = Math.min(MOST_POOLED, periods.length);
  return Array.from({length: count}, (_, i) => periods[Math.floor((i * periods.length) / count)]);
}

function keyOf({byNovelty, byCopies}: JudgedAlarm, {before, after}: Sides, {rows}: WatchState): string {
  const checked = (periods: readonly string[]) => periods.map((period) => [period, rows.get(period)!.profile]);
  return createHash('sha256')
    .update(JSON.stringify([checked(before), checked(after), byNovelty, byCopies]))
    .digest('hex');
}

async function describe(alarm: JudgedAlarm, key: string, {before, after}: Sides, state: WatchState): Promise<StoredTold> {
  const {kind, words, gained} = describeChange(await pooled(before, state), await pooled(after, state), alarm);
  return {key, kind, words: [...words], gained: [...gained]};
}

async function pooled([first, ...rest]: readonly string[], state: WatchState): Promise<Profile> {
  let all = await state.readProfile(first);
  for (const period of rest) all = mergeProfiles(all, await state.readProfile(period));
  return all;
}
