/** Of a file whose records have dates: what of it is new, before any record is read, and what profiles have of it. */
import {digestsOf, hasBlocks, wholeDigest} from './blocks.ts';
import {type FileStamp, type FoundFile, sameStamp} from './found.ts';
import type {ReadFileBlocks, StoredBlock} from './stored.ts';

export interface FilePlan {
  readonly found: FoundFile;
  /** Bytes from which on records are new; absent where nothing is. */
  readonly from?: number;
  /** Of its blocks as it is now; of a file that is read whole one. */
  readonly digests: readonly StoredBlock['digest'][];
  /** Of each block the periods that it holds as far as is known. */
  readonly periods: readonly (readonly string[])[];
  /** Periods that had records which may be gone. */
  readonly lost: readonly string[];
  /** Periods whose profiles are not of the file as it was when it was last read. */
  readonly stuck: readonly string[];
  /** Periods whose profiles are of records of it. */
  readonly had: ReadonlySet<string>;
}

/** `known`: what was read of it, absent where nothing was; `isNew`: whether all of it is to be read all the same. Throws DataError. */
export async function planFile(
  found: FoundFile,
  known: ReadFileBlocks | undefined,
  {block, isNew}: {readonly block: number; readonly isNew: boolean},
): Promise<FilePlan> {
  const {file, stamp} = found;
  const had = new Set(known && hadOf(known));
  const before = isNew ? undefined : known;
  const stuck = before?.stuck ?? [];
  if (before !== undefined && sameStamp(before.file, stamp)) return {...blocksOf(before), found, lost: [], stuck, had};
  const all = [...new Set(before?.blocks.flatMap(({periods}) => periods))];
  if (!hasBlocks(file)) return {found, from: 0, digests: [await wholeDigest(file)], periods: [[]], lost: all, stuck, had};
  if (before === undefined || before.file.size > file.size) {
    const {now} = await digestsOf(file, {block});
    return {found, from: 0, digests: now, periods: now.map(() => []), lost: all, stuck, had};
  }
  const size = before.file.size;
  const {now, cut, lines, lineAtCut} = await digestsOf(file, {before: size, block});
  const {blocks} = before;
  const wrong = blocks.findIndex(({digest}, b) => digest !== (size < (b + 1) * block && cut !== undefined ? cut : now[b]));
  // the record that goes on in the first block that is not as it was begins before it
  const kept = wrong < 0 ? blocks.length : Math.floor(lines[wrong] / block);
  const from = wrong < 0 ? lineAtCut : kept * block;
  const lost = blocks.slice(kept).flatMap(({periods}) => periods);
  return {found, from, digests: now, periods: now.map((_, b) => (b < kept ? blocks[b].periods : [])), lost, stuck, had};
}

const blocksOf = ({blocks}: ReadFileBlocks) => ({digests: blocks.map(({digest}) => digest), periods: blocks.map(({periods}) => periods)});

/** Periods whose profiles are of records of a file. */
export function hadOf({blocks, stuck = [], had = []}: ReadFileBlocks): string[] {
  const not = new Set(stuck);
  return [...new Set([...blocks.flatMap(({periods}) => periods).filter((period) => !not.has(period)), ...had])];
}

/** What was read of files, those that were only renamed under their new names: told by size and time, and then by what is in them. */
export async function withNewNames(
  found: readonly FoundFile[],
  known: ReadonlyMap<string, ReadFileBlocks>,
  block: number,
): Promise<Map<string, ReadFileBlocks>> {
  const names = new Set(found.map(({stamp}) => stamp.name));
  const left = new Set([...known.values()].filter(({file}) => !names.has(file.name)));
  const renamed = new Map(known);
  for (const one of found) {
    if (known.has(one.stamp.name)) continue;
    const old = await oldName(one, left, block);
    if (old === undefined) continue;
    left.delete(old);
    renamed.delete(old.file.name);
    renamed.set(one.stamp.name, {...old, file: one.stamp});
  }
  return renamed;
}

async function oldName({file, stamp}: FoundFile, left: ReadonlySet<ReadFileBlocks>, block: number): Promise<ReadFileBlocks | undefined> {
  const isLike = (other: FileStamp): boolean => other.size === stamp.size && other.modified === stamp.modified;
  const like = [...left].filter((one) => stamp.modified !== '' && isLike(one.file));
  if (like.length === 0) return undefined;
  const digests = hasBlocks(file) ? (await digestsOf(file, {block})).now : [await wholeDigest(file)];
  return like.find(
    ({blocks}) => blocks.length === digests.length && blocks.every(({digest}, b) => digest !== undefined && digest === digests[b]),
  );
}
