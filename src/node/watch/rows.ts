/** From the profiles of a period to its row in the history. */
import {encodeProfile} from '../../guard/profile/encode.ts';
import {type Profile, totalOf} from '../../guard/profile/profile.ts';
import type {HistorySlice} from '../../guard/watch/history.ts';
import {type Measured, type MeasuredByName, measurePeriod, measureSlice} from '../../guard/watch/measured.ts';
import type {PeriodProfiles} from './collector.ts';
import {checksumOf} from './state.ts';
import type {StoredRow} from './stored.ts';

export interface MeasuringRows {
  readonly reference: Profile;
  readonly measures: readonly string[];
  readonly hasSlices: boolean;
}

export interface MadeRow {
  readonly row: StoredRow;
  /** The profile as it is kept. */
  readonly bytes: Uint8Array;
}

/** Throws DataError where words of the period and the reference are not cut alike. */
export function rowOf(period: string, {profile, slices}: PeriodProfiles, {reference, measures, hasSlices}: MeasuringRows): MadeRow {
  const bytes = encodeProfile(profile);
  const parts = slices.map(
    ({field, value, profile: slice}): HistorySlice => ({
      ...{field, value, documents: totalOf(slice, 'documents'), words: totalOf(slice, 'words')},
      measures: measureSlice(reference, slice, measures),
    }),
  );
  return {bytes, row: {...wholeOf(period, profile, {reference, measures}), ...(hasSlices && {slices: parts}), profile: checksumOf(bytes)}};
}

/** A row measured again by its profile alone: of slices stays what is known. */
export function rowAgain(
  row: StoredRow,
  profile: Profile,
  {reference, measures, hasSlices, sameReference}: MeasuringRows & {readonly sameReference: boolean},
): StoredRow {
  const gone = {reason: 'its data are gone, and a slice keeps no profile'};
  const known = ({measures: before}: HistorySlice): MeasuredByName =>
    Object.fromEntries(measures.map((measure) => [measure, sameReference ? (before[measure] ?? gone) : gone]));
  const slices = (row.slices ?? []).map((slice) => ({...slice, measures: known(slice)}));
  return {...wholeOf(row.period, profile, {reference, measures}), ...(hasSlices && {slices}), profile: row.profile};
}

function wholeOf(period: string, profile: Profile, {reference, measures}: Pick<MeasuringRows, 'reference' | 'measures'>) {
  const documents = totalOf(profile, 'documents');
  const about = {period, documents, words: totalOf(profile, 'words')};
  if (documents > 0) return {...about, ...measurePeriod(reference, profile, measures)};
  const none: Measured = {reason: 'the period has no documents'};
  return {...about, measures: Object.fromEntries(measures.map((measure) => [measure, none])), novelty: none};
}
