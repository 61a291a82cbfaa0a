/** Measures periods as a watch does, unchanged and with texts of a lab: of documents, or of profiles where there are no documents. */
import type {Text} from '../../../core/data.ts';
import type {Stream} from '../../../core/random/stream.ts';
import {countedWords, wordCountOf} from '../../../core/text/word-count.ts';
import {decodeProfile} from '../../../guard/profile/decode.ts';
import {mergeProfiles, type Profile} from '../../../guard/profile/profile.ts';
import type {HistoryRow} from '../../../guard/watch/history.ts';
import {type PeriodDocuments, profilesOf} from '../period-documents.ts';
import {type Making, type RowMaker, rowsHere, rowsInThreads} from '../row-makers.ts';
import {rowAgain} from '../rows.ts';
import type {StoredRow} from '../stored.ts';
import {drawn, mixed} from './mix.ts';

/** What comes into a period. */
export interface LabChange {
  /** Of the text; 0..1 */
  readonly share: number;
  readonly pool: Text;
  readonly stream: Stream;
}

export interface PowerRows {
  /** How many periods there are. */
  readonly count: number;
  unchanged(period: number): Promise<HistoryRow>;
  changed(period: number, change: LabChange): Promise<HistoryRow>;
  close(): Promise<void>;
}

/** A thread is worth its start for so many periods. */
const LEAST_FOR_A_THREAD = 12;

export function rowsOfDocuments(
  periods: readonly PeriodDocuments[],
  making: Making,
  {workers, expected}: {readonly workers: number; readonly expected: number},
): PowerRows {
  const threads = Math.min(workers, Math.floor(expected / LEAST_FOR_A_THREAD));
  const maker: RowMaker = threads > 1 ? rowsInThreads(threads, making) : rowsHere(making);
  const rowOf = async (documents: PeriodDocuments): Promise<HistoryRow> =>
    (await maker.make({period: 'measured', documents, aside: []})).row;
  return {
    count: periods.length,
    // a thread takes the bytes that it is given
    unchanged: (i) => rowOf({...periods[i], bytes: periods[i].bytes.slice(), ends: periods[i].ends.slice()}),
    changed: (i, change) => rowOf(mixed(periods[i], change)),
    close: () => maker.close(),
  };
}

/** Nothing can be taken out of a profile: texts of the lab come to it, and the period grows. */
export function rowsOfProfiles(
  rows: readonly StoredRow[],
  readProfile: (period: string) => Promise<Profile>,
  {reference, plan}: Making,
): PowerRows {
  const decoded = decodeProfile(reference);
  const again = (row: StoredRow, profile: Profile): HistoryRow =>
    rowAgain({...row, slices: []}, {profile, reference: decoded, sameReference: false, sameShare: false}, plan);
  return {
    count: rows.length,
    unchanged: async (i) => again(rows[i], await readProfile(rows[i].period)),
    async changed(i, {share, pool, stream}) {
      const wordBytes = pool.offsets[pool.count] / countedWords(pool, wordCountOf(pool));
      const {bytes, offsets} = drawn(pool, Math.round(((rows[i].words * share) / (1 - share)) * wordBytes), stream);
      const {profile} = profilesOf({period: 'added', documents: {bytes, ends: offsets, slices: []}, aside: []}, [], plan);
      return again(rows[i], mergeProfiles(await readProfile(rows[i].period), profile));
    },
    async close() {},
  };
}
