/**
 * The reference of a watch: read once, and kept in the state as a profile, so that a call that finds nothing new opens no data.
 *
 * Whether it has changed is told by its files; where they have, by the profile that they give now.
 */
import {ConfigError, DataError} from '../../core/error.ts';
import {encodeProfile} from '../../guard/profile/encode.ts';
import {mergeProfiles, type Profile, totalOf} from '../../guard/profile/profile.ts';
import {equalBytes} from '../../read/bytes.ts';
import {isProfileFile, readProfile} from '../profile/files.ts';
import {readPeriod} from './by-name.ts';
import type {PeriodCollector} from './collector.ts';
import {type FileStamp, type FoundFile, sameStamps} from './found.ts';
import {type ProfileMaking, profilesOf} from './period-documents.ts';
import type {WatchReader} from './reader.ts';
import type {WatchState} from './state.ts';

/** The reference as it is now. */
export interface ReferenceNow {
  readonly stamps: readonly FileStamp[];
  /** Encoded, where it is not as the state has it. */
  readonly changed?: Uint8Array;
}

interface Making extends ProfileMaking {
  readonly reader: WatchReader;
  readonly collector: () => PeriodCollector;
}

/** Throws DataError and ConfigError as reading does. */
export async function referenceNow(found: readonly FoundFile[], state: WatchState, making: Making): Promise<ReferenceNow> {
  const stamps = found.map(({stamp}) => stamp);
  const {made} = state;
  if (made !== undefined && sameStamps(made.reference, stamps)) return {stamps};
  const bytes = encodeProfile(await profileOfReference(found, making));
  if (made !== undefined && equalBytes(bytes, state.referenceBytes())) return {stamps};
  return {stamps, changed: bytes};
}

async function profileOfReference(found: readonly FoundFile[], {reader, collector: make, ...making}: Making): Promise<Profile> {
  const kinds = await Promise.all(found.map(({file}) => isProfileFile(file.path)));
  const names = found.map(({file}) => file.name);
  if (kinds.includes(true) && kinds.includes(false))
    throw new ConfigError(`the reference is a profile (${names[kinds.indexOf(true)]}) and data (${names[kinds.indexOf(false)]})`, {
      next: 'Give profiles or data, or make a profile of the data first.',
    });
  if (kinds.includes(true)) {
    const profiles = [];
    for (const {file} of found) profiles.push(await readProfile(file.path));
    return profiles.reduce((a, b) => mergeProfiles(a, b));
  }
  const collector = make();
  try {
    await readPeriod('reference', found, {reader, sink: collector, slices: []});
    const {profile} = profilesOf(collector.take('reference'), [], making);
    if (totalOf(profile, 'documents') > 0) return profile;
    throw new DataError(`no records in the reference ${names.slice(0, 3).join(', ')}`, {where: names[0], next: 'Name text by people.'});
  } finally {
    collector.close();
  }
}
