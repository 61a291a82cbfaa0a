/**
 * Judgements that were recorded before a run (`judgements: FILE`). A run directory keeps a copy of each file in `recorded/`: what it was trained
 * with reads the same wherever the directory goes, and nothing in it leads elsewhere.
 */
import {existsSync} from 'node:fs';
import {basename, extname, join, resolve} from 'node:path';
import {DataError} from '../../core/error.ts';
import type {Arm} from '../../lab/experiment/arm.ts';
import type {JudgementLine} from '../../run/judgement.ts';
import {personsOf} from '../../run/room.ts';
import {makeFolder, replaceFile} from '../files.ts';
import {readStored} from '../stored.ts';
import {type JudgementFile, readJudgements} from './judgement-file.ts';

/** Their folder in a run directory. */
export const RECORDED = 'recorded';

/** Of each file that arms name, by its absolute path, the place of its copy in the run directory. */
export type RecordedPlaces = ReadonlyMap<string, string>;

/** Files of one name get numbers, in the order in which the arms name them. */
export function recordedPlaces(arms: readonly Arm[], base: string): RecordedPlaces {
  const places = new Map<string, string>();
  for (const file of recordedFilesOf(arms)) {
    const path = resolve(base, file);
    if (!places.has(path)) places.set(path, freePlace(path, new Set(places.values())));
  }
  return places;
}

function freePlace(path: string, taken: ReadonlySet<string>): string {
  const end = extname(path);
  const name = `${RECORDED}/${basename(path, end)}`;
  let place = `${name}${end}`;
  for (let count = 2; taken.has(place); count++) place = `${name}-${count}${end}`;
  return place;
}

/** Copies them. Throws DataError where a file is missing or broken, before anything is written. */
export function keepRecorded(directory: string, places: RecordedPlaces): void {
  for (const path of places.keys()) readRecorded(path);
  for (const [path, place] of places) {
    const copy = resolve(directory, place);
    const bytes = readStored(path);
    if (copy === path || (existsSync(copy) && readStored(copy).equals(bytes))) continue;
    makeFolder(join(directory, RECORDED));
    replaceFile(copy, [bytes]);
  }
}

/** Names of the files, as the arms have them. */
export const recordedFilesOf = (arms: readonly Arm[]): string[] => [
  ...new Set(arms.flatMap(personsOf).flatMap(({judgements}) => (judgements === undefined ? [] : [judgements]))),
];

/** Throws DataError where there is no such file, or it is broken. */
export function readRecorded(path: string, read: (path: string) => JudgementFile = readJudgements): readonly JudgementLine[] {
  if (!existsSync(path))
    throw new DataError('there is no such file of judgements', {
      where: path,
      next: 'give a file of judgements, or leave `judgements` out',
    });
  return read(path).lines;
}
