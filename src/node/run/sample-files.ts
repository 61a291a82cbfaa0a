/**
 * Kept samples in a run directory, a file for what was computed together:
 *
 *   samples/<arm>/<first>-<last>.<from>-<to>.jsonl.zst   of some seeds, from one generation to another; people are generation 0
 *
 * Lines of JSON (run/samples.ts) in one Zstandard frame, which any tool reads.
 */
import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {zstdDecompressSync} from 'node:zlib';
import {DataError, ResourceError} from '../../core/error.ts';
import {type KeepSamples, type KeptSample, linesOfGeneration, sampleLines} from '../../run/samples.ts';
import {makeFolder, replaceFile} from '../files.ts';
import {readStored} from '../stored.ts';
import {frameOf} from './unit-file.ts';

const SAMPLES = 'samples';
const FILE = /^(\d+)-(\d+)\.(\d+)-(\d+)\.jsonl\.zst$/;

export function sampleKeeper(directory: string): KeepSamples {
  return ({arm, seeds, generations}, samples) => {
    const folder = join(directory, SAMPLES, arm);
    makeFolder(folder);
    const body = Buffer.concat([...sampleLines(samples)].map((line) => Buffer.from(line)));
    replaceFile(join(folder, `${seeds.join('-')}.${generations.join('-')}.jsonl.zst`), [frameOf(body)]);
  };
}

type Which = Pick<KeptSample, 'seed' | 'generation'> & {readonly arm: string};

/** The lines of a generation, without whose they are; undefined where none were kept. Throws DataError where they are damaged. */
export function keptLines(directory: string, which: Which): string[] | undefined {
  const name = fileOf(directory, which);
  if (name === undefined) return undefined;
  const path = join(directory, SAMPLES, which.arm, name);
  try {
    const lines = zstdDecompressSync(readStored(path))
      .toString('utf8')
      .split(/(?<=\n)/);
    return [...linesOfGeneration(lines, which)];
  } catch (error) {
    if (error instanceof ResourceError) throw error;
    throw new DataError(`kept samples are damaged: ${(error as Error).message}`, {
      where: path,
      next: `delete ${path}: what it held is then made again when it is asked for`,
      cause: error,
    });
  }
}

/** Whether the samples of a whole lineage are kept, people's among them. */
export function areKept(directory: string, {arm, seed, generations}: {arm: string; seed: number; generations: number}): boolean {
  const names = namesIn(join(directory, SAMPLES, arm));
  for (let generation = 0; generation <= generations; generation++)
    if (!names.some((name) => holdsGeneration(name, {seed, generation}))) return false;
  return true;
}

const fileOf = (directory: string, {arm, ...which}: Which): string | undefined =>
  namesIn(join(directory, SAMPLES, arm)).find((name) => holdsGeneration(name, which));

/** People stand with the first generation. */
export function holdsGeneration(name: string, {seed, generation}: Pick<KeptSample, 'seed' | 'generation'>): boolean {
  const found = FILE.exec(name);
  if (!found) return false;
  const [first, last, from, to] = found.slice(1).map(Number);
  return first <= seed && seed <= last && (generation === 0 ? from === 1 : from <= generation && generation <= to);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
