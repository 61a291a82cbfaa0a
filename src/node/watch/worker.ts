/** The thread that makes rows of periods. */
import {parentPort, workerData} from 'node:worker_threads';
import {registerNodeDictionary} from '../dictionary.ts';
import {plainError} from '../plain-error.ts';
import {serveThread} from '../threads.ts';
import type {PeriodParts} from './period-documents.ts';
import {type FromWatchWorker, type Making, rowContext} from './row-makers.ts';
import {rowOf} from './rows.ts';

registerNodeDictionary();
const making = workerData as Making;
const context = rowContext(making);
context.catch(() => {});

serveThread(parentPort!, (parts: PeriodParts) => void answer(parts).then((message) => parentPort!.postMessage(message)));

async function answer(parts: PeriodParts): Promise<FromWatchWorker> {
  try {
    return {kind: 'made', made: rowOf(parts, await context, making.plan)};
  } catch (error) {
    return {kind: 'failed', error: plainError(error)};
  }
}
