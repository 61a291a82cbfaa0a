/** What a generation of a lineage wrote, as it was kept: some records at a time, those that hold some words if wanted. */
import {join} from 'node:path';
import {RECORDS_A_PAGE, type SamplePage, type SampleQuestion} from '../../report/pages/view/records.ts';
import {ownerOf} from '../../run/samples.ts';
import {holdsGeneration} from '../run/sample-files.ts';
import {KeptGeneration} from './kept-generation.ts';
import {ownFileNames, ownFolders, stampOfOwn} from './own-files.ts';
import {eachLine} from './sample-lines.ts';

const FOLDER = 'samples';
/** Of a generation that many are looked through; the others are counted. */
const LOOKED_THROUGH = {lines: 1_000_000, bytes: 128 << 20};

export const areSamplesKept = (directory: string): boolean => ownFolders(join(directory, FOLDER)).length > 0;

interface ReadGeneration {
  readonly kept: KeptGeneration;
  readonly strays: number;
}

/** Reads one file at a time, and keeps the newest generation: a person goes through it for a while. */
export class SamplePages {
  private newest: {readonly key: string; readonly read: Promise<ReadGeneration>} | undefined;
  private last: Promise<unknown> = Promise.resolve();

  /** Undefined where that generation was not kept. Throws Error where what was kept cannot be read. */
  async page(directory: string, {find = '', from = 0, ...which}: SampleQuestion): Promise<SamplePage | undefined> {
    const path = pathOf(directory, which);
    if (path === undefined) return undefined;
    const {kept, strays} = await this.generation(path, which);
    if (kept.total === 0 && strays === 0) return undefined;
    return {...(await kept.page(find, from)), ...(strays > 0 && {strays})};
  }

  private generation(path: string, {seed, generation}: Which): Promise<ReadGeneration> {
    const key = JSON.stringify([path, stampOfOwn(path), seed, generation]);
    if (this.newest?.key === key) return this.newest.read;
    const read = this.last.then(() => readGeneration(path, {seed, generation}));
    this.newest = {key, read};
    this.last = read.catch(() => {
      if (this.newest?.key === key) this.newest = undefined;
    });
    return read;
  }
}

type Which = Pick<SampleQuestion, 'seed' | 'generation'>;

async function readGeneration(path: string, {seed, generation}: Which): Promise<ReadGeneration> {
  const kept = new KeptGeneration(LOOKED_THROUGH);
  let strays = 0;
  await eachLine(path, (piece, from, to) => {
    const owner = ownerOf(piece, from, to);
    if (owner === undefined) strays++;
    else if (owner.seed === seed && owner.generation === generation) kept.add(piece, owner.end, to);
  });
  return {kept, strays};
}

/** The file that holds it; undefined where none does. */
function pathOf(directory: string, {arm, ...which}: Which & {readonly arm: string}): string | undefined {
  const name = namesOf(directory, arm).find((one) => holdsGeneration(one, which));
  return name === undefined ? undefined : join(directory, FOLDER, arm, name);
}

const namesOf = (directory: string, arm: string): readonly string[] =>
  ownFolders(join(directory, FOLDER)).includes(arm) ? ownFileNames(join(directory, FOLDER, arm)).sort() : [];

/** What a site that is given away has of a generation. */
const GIVEN_AWAY = {lines: RECORDS_A_PAGE, bytes: 8 << 20};

export interface FirstSamples {
  readonly generations: ReadonlyMap<number, SamplePage>;
  /** Whether a file of them could not be read. */
  readonly isUnread: boolean;
}

/** The first records of each generation of a lineage that was kept; each file is read once. */
export async function firstSamples(directory: string, {arm, seed}: Pick<SampleQuestion, 'arm' | 'seed'>): Promise<FirstSamples> {
  const generations = new Map<number, SamplePage>();
  let isUnread = false;
  for (const name of namesOf(directory, arm)) {
    const isNew = (generation: number) => !generations.has(generation) && holdsGeneration(name, {seed, generation});
    try {
      const read = await readLineage(join(directory, FOLDER, arm, name), {seed, isWanted: isNew});
      for (const [generation, kept] of read) generations.set(generation, await kept.page('', 0));
    } catch {
      isUnread = true;
    }
  }
  return {generations, isUnread};
}

interface Lineage {
  readonly seed: number;
  readonly isWanted: (generation: number) => boolean;
}

async function readLineage(path: string, {seed, isWanted}: Lineage): Promise<Map<number, KeptGeneration>> {
  const read = new Map<number, KeptGeneration>();
  await eachLine(path, (piece, from, to) => {
    const owner = ownerOf(piece, from, to);
    if (owner?.seed !== seed || !isWanted(owner.generation)) return;
    const kept = read.get(owner.generation) ?? new KeptGeneration(GIVEN_AWAY);
    read.set(owner.generation, kept);
    kept.add(piece, owner.end, to);
  });
  return read;
}
