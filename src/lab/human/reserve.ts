/** What is set aside of finite human data, and what is said when it has been dealt out. */
import type {Data} from '../../core/data.ts';
import {DataError} from '../../core/error.ts';
import type {Stream} from '../../core/random/stream.ts';

/** Deals out records that no model has seen. `used`: how far it was used before. */
export type Reserve<D extends Data = Data> = (
  want: {size: number; records?: boolean; used: number; generation: number},
  stream: Stream,
) => {data: D; used: number};

/** How many of `count` records a share of them sets aside: none for a share of 0, else at least one. */
export const setAside = (share: number, count: number): number => (share > 0 ? Math.max(1, Math.round(share * count)) : 0);

/** The error of a reserve of which less is left than a generation asks for. */
export function runsOut({name, generation, asked, left}: {name: string; generation: number; asked: string; left: number}): DataError {
  return new DataError(`the fresh human data of ${name} runs out at generation ${generation}: ${asked} are asked for, ${left} are left`, {
    next: 'raise data.reserve, lower the enrichment, run fewer generations, or enrich `from: original`',
  });
}
