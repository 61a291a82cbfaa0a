/**
 * A command asked from a worker thread: the thread stands still until the main thread, which can end programs and hears signals, has the
 * answers. Both ends of that.
 */
import {MessageChannel, type MessagePort, receiveMessageOnPort} from 'node:worker_threads';
import type {Data} from '../../core/data.ts';
import type {CommandAnswer, RunCommand} from '../../quality/command-rule.ts';
import type {CommandOptions} from '../../quality/steps.ts';
import {errorOf, type PlainError, plainError} from '../plain-error.ts';
import {askOnce} from './command.ts';
import {compactRecords} from './command-record.ts';

/** What a worker posts. */
export interface AskRequest {
  readonly command: CommandOptions;
  readonly records: Data;
  readonly answers: MessagePort;
  /** One element: not 0 when the answer has been posted. */
  readonly ready: Int32Array;
}

type Answered = {readonly answers: readonly CommandAnswer[]} | {readonly error: PlainError};

/** The worker's end. `post` hands a request, with its port, to the main thread. */
export function askMain(post: (request: AskRequest, transfer: MessagePort[]) => void): RunCommand {
  return (command, records) => {
    if (records.count === 0) return [];
    const {port1, port2} = new MessageChannel();
    const ready = new Int32Array(new SharedArrayBuffer(4));
    post({command, records: compactRecords(records), answers: port2, ready}, [port2]);
    Atomics.wait(ready, 0, 0);
    const {message} = receiveMessageOnPort(port1) as {message: Answered};
    port1.close();
    if ('error' in message) throw errorOf(message.error);
    return message.answers;
  };
}

/** The main thread's end. */
export async function answerWorker({command, records, answers, ready}: AskRequest): Promise<void> {
  const answered: Answered = await askOnce(command, records).then(
    (said) => ({answers: said}),
    (error: unknown) => ({error: plainError(error)}),
  );
  answers.postMessage(answered);
  Atomics.store(ready, 0, 1);
  Atomics.notify(ready, 0);
}
