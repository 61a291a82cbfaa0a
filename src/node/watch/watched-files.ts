/** The files of a watch as they are now: of its data, of its reference and of its synthetic text. Nothing is read. */
import type {DataError} from '../../core/error.ts';
import type {WatchDefinition} from '../../guard/watch/definition.ts';
import {isProfileFile} from '../profile/files.ts';
import {CORPUS, type Finding, type FoundFile, findStamped} from './found.ts';
import type {WatchState} from './state.ts';

export interface WatchedFiles {
  readonly data: readonly FoundFile[];
  /** None where some of it was read before, and is gone. */
  readonly reference: readonly FoundFile[];
  /** Likewise; absent where none is named. */
  readonly synthetic?: readonly FoundFile[];
  readonly warnings: readonly string[];
}

export interface WatchedPlaces {
  readonly state: WatchState;
  readonly definition: WatchDefinition;
  readonly folder: string;
  /** Of a watch by calls; a call that names none only judges. */
  readonly period?: string;
  /** Whether there may be no data yet. */
  readonly mayLackData?: boolean;
  readonly stdin?: AsyncIterable<Uint8Array>;
}

/** What is gone where there is a history, and a reference that was read before, is a warning. Throws as finding files does. */
export async function findWatched({state, definition, folder, period, mayLackData = false, stdin}: WatchedPlaces): Promise<WatchedFiles> {
  const {data, reference, synthetic} = definition;
  const warnings: string[] = [];
  const format = 'corpus' in data ? undefined : data.format;
  const finding: Finding = {
    base: folder,
    ...(format !== undefined && {format}),
    ...(stdin && {stdin}),
    onNotice: (message) => void warnings.push(message),
  };
  const byCall = 'call' in definition.period;
  const tell = (error: DataError): void => void warnings.push(error.message);
  const sources = 'corpus' in data ? [`${CORPUS}${data.corpus}`] : data.files;
  const ofData =
    byCall && period === undefined
      ? []
      : await findStamped(sources, {...finding, ...((mayLackData || state.rows.size > 0) && !byCall && {onMissing: tell})});
  const missing: string[] = [];
  const onMissing = (error: DataError): void => void missing.push(error.message);
  const ofReference = await findStamped(reference, {...finding, ...(state.made && {onMissing}), isOther: isProfileFile});
  warnings.push(...missing.map((message) => `of the reference: ${message}; the profile in the state stands for it`));
  const lost: string[] = [];
  const onLost = (error: DataError): void => void lost.push(error.message);
  const ofSynthetic = synthetic && (await findStamped(synthetic, {...finding, ...(state.made?.synthetic && {onMissing: onLost})}));
  warnings.push(...lost.map((message) => `of the synthetic text: ${message}; no share is estimated until it is back`));
  return {
    data: ofData,
    reference: missing.length > 0 ? [] : ofReference,
    ...(ofSynthetic && {synthetic: lost.length > 0 ? [] : ofSynthetic}),
    warnings,
  };
}
