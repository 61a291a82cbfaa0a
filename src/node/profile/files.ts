/** Profile files; data and profiles alike as profiles. What reads corpora is loaded only where there is a corpus to read. */
import {open, readFile, stat} from 'node:fs/promises';
import {ConfigError, DataError} from '../../core/error.ts';
import {requireCutAlike} from '../../guard/profile/cutting.ts';
import {decodeProfile, looksLikeProfile} from '../../guard/profile/decode.ts';
import {encodeProfile} from '../../guard/profile/encode.ts';
import {mergeProfiles, type Profile} from '../../guard/profile/profile.ts';
import {writeOutput} from '../output-file.ts';
import {shortageOf} from '../system-error.ts';
import {unreadNext, unreadText} from '../unread.ts';
import type {MadeProfile, MakeOptions} from './make.ts';

/** Whether a source is a profile; false for anything that cannot be opened as a file. Opens regular files alone: of a pipe the look would be the reading. */
export async function isProfileFile(source: string): Promise<boolean> {
  const stats = source === '-' ? undefined : await stat(source).catch(() => undefined);
  const handle = stats?.isFile() ? await open(source).catch(() => undefined) : undefined;
  if (handle === undefined) return false;
  try {
    const head = new Uint8Array(8);
    const {bytesRead} = await handle.read(head, 0, 8, 0);
    return looksLikeProfile(head.subarray(0, bytesRead));
  } catch {
    return false;
  } finally {
    await handle.close();
  }
}

/** Throws DataError, with the file's name, where it cannot be read or is damaged. */
export async function readProfile(file: string): Promise<Profile> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    throw (
      shortageOf(cause) ??
      new DataError(`${file} ${unreadText(cause)}`, {where: file, cause, next: unreadNext(file, cause, 'Check the path.')})
    );
  }
  try {
    return decodeProfile(bytes);
  } catch (error) {
    if (error instanceof DataError) throw new DataError(`${file}: ${error.message}`, {where: file, next: error.next, cause: error});
    throw error;
  }
}

export function writeProfile(file: string, profile: Profile): number {
  const bytes = encodeProfile(profile);
  writeOutput(file, [bytes]);
  return bytes.length;
}

/** Profiles or data, never both at once: a profile, and how much was passed over. */
export async function profileOf(sources: readonly string[], options: MakeOptions): Promise<MadeProfile> {
  const kinds = await Promise.all(sources.map(isProfileFile));
  if (!kinds.includes(true)) return (await import('./make.ts')).makeProfile(sources, options);
  if (kinds.includes(false))
    throw new ConfigError(`${sources[kinds.indexOf(true)]} is a profile and ${sources[kinds.indexOf(false)]} is data`, {
      next: 'Give profiles or data, or make a profile of the data first.',
    });
  const profiles = await Promise.all(sources.map(readProfile));
  profiles.forEach((profile, i) => void requireCutAlike(profiles[0], profile, [sources[0], sources[i]]));
  return {profile: profiles.reduce((whole, part) => mergeProfiles(whole, part)), records: 0, bytes: 0, broken: 0, empty: 0};
}
