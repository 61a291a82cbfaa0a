/** From what there is of a period to its row in the history. */
import {encodeProfile} from '../../guard/profile/encode.ts';
import {type Profile, totalOf} from '../../guard/profile/profile.ts';
import type {HistorySlice} from '../../guard/watch/history.ts';
import {type Measured, type MeasuredByName, measurePeriod, measureSlice} from '../../guard/watch/measured.ts';
import {type PeriodParts, type ProfileMaking, profilesOf} from './period-documents.ts';
import type {PeriodShare, ShareSources} from './period-share.ts';
import {checksumOf} from './state.ts';
import type {StoredRow} from './stored.ts';

/** What is measured of every period. */
export interface RowPlan extends ProfileMaking {
  readonly measures: readonly string[];
  /** Fields of slices. */
  readonly slices: readonly string[];
  /** Where the share of synthetic text is asked for, and can be told. */
  readonly share?: ShareSources;
}

/** What periods are held against. */
export interface RowContext {
  readonly reference: Profile;
  /** Where the share of synthetic text is asked for. */
  readonly share?: PeriodShare;
}

export interface MadeRow {
  readonly row: StoredRow;
  /** The profile as it is kept. */
  readonly bytes: Uint8Array;
}

/** Throws DataError where words of the period and the reference are not cut alike. */
export function rowOf(parts: PeriodParts, {reference, share}: RowContext, plan: RowPlan): MadeRow {
  const {measures} = plan;
  const {profile, slices} = profilesOf(parts, plan.slices, plan);
  const bytes = encodeProfile(profile);
  const ofSlices = slices.map(
    ({field, value, profile: slice}): HistorySlice => ({
      ...{field, value, documents: totalOf(slice, 'documents'), words: totalOf(slice, 'words')},
      measures: measureSlice(reference, slice, measures),
    }),
  );
  const whole = wholeOf(parts.period, profile, reference, measures);
  const synthetic = share && whole.documents > 0 && parts.sample ? share(parts.sample) : undefined;
  const more = {...(synthetic && {synthetic}), ...(plan.slices.length > 0 && {slices: ofSlices})};
  return {bytes, row: {...whole, ...more, profile: checksumOf(bytes)}};
}

export interface RowKnown {
  readonly profile: Profile;
  readonly reference: Profile;
  /** Whether what is known of slices, and of the share of synthetic text, was held against what it is held against now. */
  readonly sameReference: boolean;
  readonly sameShare: boolean;
}

/** A row measured again by its profile alone: of slices and of the share of synthetic text stays what is known. */
export function rowAgain(
  row: StoredRow,
  {profile, reference, sameReference, sameShare}: RowKnown,
  {measures, slices, share}: RowPlan,
): StoredRow {
  const gone = {reason: 'its data are gone, and a profile does not hold it'};
  const known = ({measures: before}: HistorySlice): MeasuredByName =>
    Object.fromEntries(measures.map((measure) => [measure, sameReference ? (before[measure] ?? gone) : gone]));
  const kept = (row.slices ?? []).filter(({field}) => slices.includes(field)).map((slice) => ({...slice, measures: known(slice)}));
  const synthetic = (sameShare ? row.synthetic : undefined) ?? (share && gone);
  const more = {...(synthetic && {synthetic}), ...(slices.length > 0 && {slices: kept})};
  return {...wholeOf(row.period, profile, reference, measures), ...more, profile: row.profile};
}

function wholeOf(period: string, profile: Profile, reference: Profile, measures: readonly string[]) {
  const documents = totalOf(profile, 'documents');
  const about = {period, documents, words: totalOf(profile, 'words')};
  if (documents > 0) return {...about, ...measurePeriod(reference, profile, measures)};
  const none: Measured = {reason: 'the period has no documents'};
  return {...about, measures: Object.fromEntries(measures.map((measure) => [measure, none])), novelty: none};
}
