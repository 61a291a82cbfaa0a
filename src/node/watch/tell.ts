/** What the alarms of a watch are about: read off the pooled profiles of their periods, and kept, so that profiles are opened once. */
import {createHash} from 'node:crypto';
import {mergeProfiles, type Profile} from '../../guard/profile/profile.ts';
import {describeChange} from '../../guard/watch/change.ts';
import type {DescribedAlarm} from '../../guard/watch/conclude.ts';
import type {WatchDefinition} from '../../guard/watch/definition.ts';
import type {JudgedAlarm} from '../../guard/watch/judgement.ts';
import type {WatchedValue} from '../../guard/watch-report.ts';
import {generationsOf} from './looks-like.ts';
import {checksumOf, type WatchState} from './state.ts';
import type {StoredTold} from './stored.ts';
import type {WatchTexts} from './texts.ts';

/** Of each side, at equal distances: more say hardly more, and each costs its opening. */
const MOST_POOLED = 32;

export interface Telling {
  readonly state: WatchState;
  readonly definition: WatchDefinition;
  readonly texts: WatchTexts;
}

/** Of each alarm, in their order. Writes what it learns into the state. */
export async function tellAlarms(alarms: readonly JudgedAlarm[], telling: Telling): Promise<DescribedAlarm[]> {
  const {state} = telling;
  const stored: StoredTold[] = [];
  const described: DescribedAlarm[] = [];
  for (const alarm of alarms) {
    const sides = {before: pooledOf(alarm.before), after: pooledOf(alarm.after)};
    const key = keyOf([alarm.byNovelty, alarm.byCopies, alarm.byLoss], sides, state);
    const {looksLike: _, ...known} = state.toldOf(key) ?? (await describe(alarm, key, sides, state));
    const {kind, words, gained} = known;
    const {looksLike, kept} = alarm.ended !== undefined ? OVER : kind === 'drift' ? ABOUT_ELSE : await placeAlarm(alarm, telling);
    stored.push({...known, ...(kept && {looksLike: kept})});
    described.push({kind, words, gained, looksLike});
  }
  state.commitTold(stored);
  return described;
}

interface PlacedAlarm {
  readonly looksLike: WatchedValue;
  /** To be stored: what follows from the data, and not what is not there now. */
  readonly kept?: StoredTold['looksLike'];
}

const OVER: PlacedAlarm = {looksLike: {reason: 'the alarm is over'}};
const ABOUT_ELSE: PlacedAlarm = {looksLike: {reason: 'generations lose what the text had, and this one is about something else'}};

/** By the periods since the change up to that which raised it: the lab runs again only where later ones move the change, or these are others. */
async function placeAlarm({after, raised}: JudgedAlarm, {state, texts, definition}: Telling): Promise<PlacedAlarm> {
  const periods = after.filter((period) => period <= raised);
  const key = keyOf([checksumOf(state.referenceBytes())], {before: [], after: periods}, state);
  const known = state.looksLikeOf(key);
  if (known !== undefined) {
    const {key: _, ...looksLike} = known;
    return {looksLike, kept: known};
  }
  const {told, isLasting} = await generationsOf(periods, texts, definition);
  return {looksLike: told, ...(isLasting && {kept: {key, ...told}})};
}

interface Sides {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

function pooledOf(periods: readonly string[]): string[] {
  const count = Math.min(MOST_POOLED, periods.length);
  return Array.from({length: count}, (_, i) => periods[Math.floor((i * periods.length) / count)]);
}

/** Of all that follows from the profiles of some periods, and from what else is said. */
function keyOf(said: readonly unknown[], {before, after}: Sides, {rows}: WatchState): string {
  const checked = (periods: readonly string[]) => periods.map((period) => [period, rows.get(period)!.profile]);
  return createHash('sha256')
    .update(JSON.stringify([checked(before), checked(after), ...said]))
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
