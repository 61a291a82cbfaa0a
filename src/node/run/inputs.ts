/** What the arms of a run read: their corpora, further sources of enrichment, recorded preferences; each file once, whatever arms share it. */
import {createHash} from 'node:crypto';
import {existsSync} from 'node:fs';
import {join, resolve} from 'node:path';
import type {Points, Text} from '../../core/data.ts';
import {DataError} from '../../core/error.ts';
import {sizeOf} from '../../core/records.ts';
import {type Arm, membersOf, versionsOf} from '../../lab/experiment/arm.ts';
import type {DataOptions, ImageOptions} from '../../lab/experiment/data-schema.ts';
import type {Corpus} from '../../lab/human/human.ts';
import type {PointsCorpus} from '../../lab/human/points-corpus.ts';
import type {RecordedPairs} from '../../lab/mitigation/recorded.ts';
import {sourcesOf} from '../../run/corpus.ts';
import type {ArmData} from '../../run/task.ts';
import {corpusOf} from '../corpus.ts';
import {missingOf} from './data-files.ts';
import {readLockFile} from './lock-file.ts';

export interface ArmInput extends ArmData {
  /** Of all that was read; undefined where nothing was. */
  readonly digest?: string;
  /** Of the corpus: its words, or its records where it is points. 0 for worlds. */
  readonly words: number;
}

/**
 * In the order of the arms. `base`: the folder that relative paths are resolved against. Throws DataError, of a run directory whose data is
 * not where it was with what to do about that.
 */
export async function inputsOf(arms: readonly Arm[], base: string): Promise<ArmInput[]> {
  try {
    return await readInputs(arms, base);
  } catch (error) {
    const missing = error instanceof DataError && existsSync(join(base, 'lock.json')) && missingOf(readLockFile(base)?.files ?? [], base);
    throw missing || error;
  }
}

function readInputs(arms: readonly Arm[], base: string): Promise<ArmInput[]> {
  const corpora = new Map<string, Promise<Corpus>>();
  const corpus = (data: DataOptions) => once(corpora, JSON.stringify(data), () => corpusOf(data, base));
  const images = new Map<string, Promise<PointsCorpus>>();
  const points = (data: ImageOptions) => {
    const {side, classes, count} = data;
    return once(images, JSON.stringify({side, classes, count}), () => imagesOf(data));
  };
  const files = new Map<string, Promise<RecordedPairs>>();
  const pairs = (file: string) => once(files, file, () => readPairs(resolve(base, file)));
  return Promise.all(arms.map((arm) => inputOf(arm, {corpus, points, pairs})));
}

function once<T>(map: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  let made = map.get(key);
  if (!made) map.set(key, (made = make()));
  return made;
}

interface Loaders {
  readonly corpus: (data: DataOptions) => Promise<Corpus>;
  readonly points: (data: ImageOptions) => Promise<PointsCorpus>;
  readonly pairs: (file: string) => Promise<RecordedPairs>;
}

async function inputOf(arm: Arm, load: Loaders): Promise<ArmInput> {
  const names = preferenceFiles(arm);
  const recorded = await Promise.all(names.map(load.pairs));
  const preferences = names.length > 0 ? Object.fromEntries(names.map((name, i) => [name, recorded[i]])) : undefined;
  const texts = recorded.flatMap(({chosen, rejected}) => [chosen, rejected]);
  if ('world' in arm.data) return {preferences, words: 0, ...(texts.length > 0 && {digest: digestOf(texts)})};
  if ('images' in arm.data) {
    const corpus = await load.points(arm.data);
    return {points: corpus, preferences, words: corpus.points.count, digest: digestOf(texts, corpus.points)};
  }
  const {documents, holdout, name, notices} = await load.corpus(arm.data);
  const sources = await sourcesOf(arm, load.corpus);
  const corpus: Corpus = {documents, name, ...(notices && {notices}), ...(holdout && {holdout}), ...(sources.length > 0 && {sources})};
  const digest = digestOf([documents, ...(holdout ? [holdout] : []), ...sources.map((source) => source.documents), ...texts]);
  return {corpus, preferences, digest, words: sizeOf(documents, 'word')};
}

function preferenceFiles(arm: Arm): string[] {
  const annotators = versionsOf(arm)
    .flatMap((version) => [version, ...membersOf(version).map((member) => member.arm)])
    .flatMap(({feedback, reward}) => [feedback?.annotator, reward]);
  return [...new Set(annotators.flatMap((annotator) => (annotator?.kind === 'file' ? [annotator.file] : [])))];
}

async function imagesOf({images, side, classes, count}: ImageOptions): Promise<PointsCorpus> {
  const {loadDigits} = await import('../digits.ts');
  return {points: (await loadDigits({side, classes, count})).points, name: `the images ${images}`};
}

async function readPairs(file: string): Promise<RecordedPairs> {
  const {readPreferences, recordedPairs} = await import('../preference/files.ts');
  return recordedPairs((await readPreferences(file)).preferences);
}

function digestOf(texts: readonly Text[], points?: Points): string {
  const hash = createHash('sha256');
  if (points) hash.update(points.values);
  for (const text of texts) {
    hash.update(new Uint8Array(text.offsets.buffer, text.offsets.byteOffset, text.offsets.byteLength));
    hash.update(text.bytes.subarray(0, text.offsets[text.count]));
  }
  return hash.digest('hex');
}
