/**
 * The corpus that ships, as a page has it: packs of speeches of neighbouring years, in the order of their names, each compressed by gzip.
 * Within: a line of JSON, then the bytes of all, one after the other.
 */
import type {Text} from '../../core/data.ts';
import {DataError} from '../../core/error.ts';

export interface Pack {
  readonly name: string;
  /** Years of the first and the last speech. */
  readonly from: number;
  readonly to: number;
}

export interface PackHead {
  readonly files: readonly {readonly name: string; readonly bytes: number}[];
}

/** Brings the inflated bytes of a pack. */
export type ReadPack = (name: string) => Promise<Uint8Array>;

/** The speeches of the years from..to, both included. Throws DataError where there are none. */
export async function speechesOf(
  {from = 1790, to = 2021}: {from?: number; to?: number},
  packs: readonly Pack[],
  read: ReadPack,
): Promise<Text> {
  const wanted = packs.filter((pack) => pack.to >= from && pack.from <= to);
  const files = (await Promise.all(wanted.map(async ({name}) => filesOf(await read(name))))).flat();
  const own = files.filter(({year}) => year >= from && year <= to);
  if (own.length === 0) throw new DataError(`no speeches from ${from} to ${to}`, {next: 'There are speeches from 1790 to 2021.'});
  const offsets = new Uint32Array(own.length + 1);
  for (const [i, {bytes}] of own.entries()) offsets[i + 1] = offsets[i] + bytes.length;
  const bytes = new Uint8Array(offsets[own.length]);
  for (const [i, file] of own.entries()) bytes.set(file.bytes, offsets[i]);
  return {kind: 'text', count: own.length, bytes, offsets};
}

function filesOf(pack: Uint8Array): {readonly year: number; readonly bytes: Uint8Array}[] {
  const end = pack.indexOf(10);
  const head = JSON.parse(new TextDecoder().decode(pack.subarray(0, end))) as PackHead;
  let at = end + 1;
  return head.files.map(({name, bytes}) => {
    const own = pack.subarray(at, at + bytes);
    at += bytes;
    return {year: Number(name.slice(0, 4)), bytes: own};
  });
}
