/** The thread that makes rows of periods. */
import {parentPort, workerData} from 'node:worker_threads';
import {decodeProfile} from '../../guard/profile/decode.ts';
import {registerNodeDictionary} from '../dictionary.ts';
import {type PlainError, plainError} from '../plain-error.ts';
import type {PeriodParts} from './period-documents.ts';
import {type MadeRow, type RowPlan, rowOf} from './rows.ts';

export interface WatchWorkerData {
  readonly reference: Uint8Array;
  readonly plan: RowPlan;
}

export type FromWatchWorker = {readonly kind: 'made'; readonly made: MadeRow} | {readonly kind: 'failed'; readonly error: PlainError};

registerNodeDictionary();
const {reference, plan} = workerData as WatchWorkerData;
const decoded = decodeProfile(reference);
const post = (message: FromWatchWorker): void => parentPort!.postMessage(message);

parentPort!.on('message', (parts: PeriodParts) => {
  try {
    post({kind: 'made', made: rowOf(parts, decoded, plan)});
  } catch (error) {
    post({kind: 'failed', error: plainError(error)});
  }
});
