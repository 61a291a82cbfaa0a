/**
 * The periods that a watch's power is measured on, the first of these that can be had:
 *
 *   periods    the documents of the calibration's periods, read again
 *   profiles   their profiles, where the data are gone
 *   reference  parts of the reference, where the calibration has too few periods
 */
import type {Text} from '../../../core/data.ts';
import {ConfigError, DataError} from '../../../core/error.ts';
import type {Stream} from '../../../core/random/stream.ts';
import {quantile} from '../../../core/stats/index.ts';
import {counted, grouped} from '../../../core/text/numbers.ts';
import {type HistoryRow, sortedHistory} from '../../../guard/watch/history.ts';
import {calibrationOf} from '../../../guard/watch/judgement.ts';
import type {PowerSource} from '../../../guard/watch-power.ts';
import type {PeriodDocuments} from '../period-documents.ts';
import type {StoredRow} from '../stored.ts';
import {rulesOf, type UpToDate} from '../watch.ts';
import {type DealtReference, dealtReference} from './lab.ts';
import {pastDocuments} from './past-documents.ts';

export interface HumanPeriods {
  readonly from: PowerSource;
  /** Absent of profiles. */
  readonly documents?: readonly PeriodDocuments[];
  readonly rows: readonly StoredRow[];
  readonly dealt: DealtReference;
  readonly notes: readonly string[];
}

/** Of the reference, what may stand in for past periods: the lab and the reference itself need the rest. */
const APART = 1 / 3;

/** Throws ConfigError where the watch can raise no alarm, DataError where there is too little text, and what reading throws. */
export async function humanPeriods(reference: Text, now: UpToDate, stream: Stream): Promise<HumanPeriods> {
  const {definition, state, texts} = now;
  const all = sortedHistory(state.rows.values());
  const {rows: calibration, wants} = calibrationOf(all, rulesOf(definition, state));
  const rows = calibration as readonly StoredRow[];
  if (wants === Infinity && rows.length === 0) throw noAlarm();
  if (rows.length < wants) return standIns(reference, {rows, wants, least: definition.least, stream});
  const dealt = dealtReference(reference, 0, stream);
  const past = await pastDocuments(rows, {definition, texts, mostWords: dealt.trainingWords, folder: state.directory});
  if (past !== undefined) {
    const thinned = `the periods have more words than the lab writes: of each, ${grouped(dealt.trainingWords)} words at the most are taken, and whole ones show more, so that your watch sees a change sooner`;
    return {from: 'periods', rows, documents: past.periods, dealt, notes: past.thinned ? [thinned] : []};
  }
  if (rows.some(({words}) => words > dealt.trainingWords)) return standIns(reference, {rows, wants, least: definition.least, stream});
  const grown =
    "the data of the calibration are gone: the lab's text is added to the profiles of its periods, which makes them larger, so that your watch sees a change later";
  return {from: 'profiles', rows, dealt, notes: [grown]};
}

export const medianOf = (rows: readonly HistoryRow[], key: 'documents' | 'words'): number =>
  Math.round(
    quantile(
      Float64Array.from(rows, (row) => row[key]),
      0.5,
    ),
  );

export const noAlarm = (): ConfigError =>
  new ConfigError('a watch with calibration: reference raises no alarm, so that there is nothing it could see', {
    next: 'Say how many past periods are to calibrate (calibration: 20), or let one end with a period: --accept PERIOD.',
  });

interface StandIns {
  /** Periods that there are. */
  readonly rows: readonly StoredRow[];
  readonly wants: number;
  readonly least: number;
  readonly stream: Stream;
}

function standIns(reference: Text, {rows, wants, least, stream}: StandIns): HumanPeriods {
  const most = Math.floor((APART * reference.count) / wants);
  const known = rows.length > 0 ? medianOf(rows, 'documents') : undefined;
  const size = Math.min(known ?? most, most);
  if (size < least)
    throw new DataError(
      `the reference has ${counted(reference.count, 'document')}, a third of which is to stand in for ${counted(wants, 'period')} of ${least} documents at the least`,
      {next: 'Give a larger reference, or ask again when the calibration is full.'},
    );
  const dealt = dealtReference(reference, size * wants, stream);
  const {bytes, offsets} = dealt.apart;
  const documents = Array.from({length: wants}, (_, i): PeriodDocuments => {
    const [first, end] = [i * size, (i + 1) * size];
    const ends = offsets.slice(first, end + 1).map((offset) => offset - offsets[first]);
    return {bytes: bytes.slice(offsets[first], offsets[end]), ends, slices: []};
  });
  const notes = [
    "the reference's own parts stand in for past periods: yours differ more from each other, so that your watch sees a change later",
    ...(known !== undefined && size < known
      ? [`they have ${size} documents, the periods of the watch ${known}: with these it sees a change sooner`]
      : []),
    ...(known === undefined
      ? [`a period is taken to have ${counted(size, 'document')}: with more it sees a change sooner, with fewer later`]
      : []),
  ];
  return {from: 'reference', rows, documents, dealt, notes};
}
