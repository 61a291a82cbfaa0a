/** The synthetic reference of a watch: whether it has changed, told by its files, and where they have by what is in them. */
import {createHash} from 'node:crypto';
import {createReadStream} from 'node:fs';
import type {WatchDefinition} from '../../guard/watch/definition.ts';
import {readingOf} from '../../read/request.ts';
import {isProfileFile} from '../profile/files.ts';
import {unreadable} from '../read/open.ts';
import {type FoundFile, sameStamps} from './found.ts';
import type {ShareSources} from './period-share.ts';
import type {WatchMade} from './stored.ts';
import type {WatchedFiles} from './watched-files.ts';

/** As it is now. Throws DataError. */
export async function syntheticNow(
  found: readonly FoundFile[],
  before: WatchMade['synthetic'],
): Promise<NonNullable<WatchMade['synthetic']>> {
  const files = found.map(({stamp}) => stamp);
  if (before !== undefined && sameStamps(before.files, files)) return before;
  const hash = createHash('sha256');
  for (const {file} of found)
    try {
      for await (const chunk of createReadStream(file.path)) hash.update(chunk as Buffer);
    } catch (error) {
      throw unreadable(file.name, error);
    }
  return {files, digest: hash.digest('hex')};
}

/** What is learned from, or why nothing is as things are now; absent where nothing is asked for. `found`: both sides, none of one that is gone. */
export async function shareSources(
  {reference, synthetic, data, language}: WatchDefinition,
  {folder, found}: {readonly folder: string; readonly found: Pick<WatchedFiles, 'reference' | 'synthetic'>},
): Promise<ShareSources | {readonly reason: string} | undefined> {
  if (synthetic === undefined) return undefined;
  if (found.reference.length === 0) return {reason: 'the data of the reference are gone'};
  if (found.synthetic?.length === 0) return {reason: 'the synthetic text is gone'};
  if ((await Promise.all(found.reference.map(({file}) => isProfileFile(file.path)))).includes(true))
    return {reason: 'the reference is a profile, which holds no text'};
  const ofFiles = 'corpus' in data ? {unit: data.unit} : {...readingOf(data), ...(data.format && {format: data.format})};
  const {passage} = data;
  return {
    ...{human: reference, synthetic, read: {base: folder, ...ofFiles}},
    ...(passage !== undefined && {passage}),
    ...(language && {language}),
  };
}
