/**
 * The page's side of its worker: one that lives as long as the page does. The worker's file is a script that the page can read too, so that
 * a page that was opened from a disk, whose workers browsers refuse, makes one of its text.
 */

import {loadScript, trusted} from '../shared/scripts.ts';
import type {CourseTexts} from './course.ts';
import type {Failure, FromWorker, Seen, ToWorker, WantedRun} from './messages.ts';

declare const WORKER: string;
declare const PACK_FILES: Readonly<Record<string, string>>;

/** An experiment that does not run here. */
export class RunError extends Error {
  readonly problems: Failure['problems'];
  readonly next?: string;

  constructor({message, next, problems}: Failure) {
    super(message);
    this.name = 'RunError';
    this.problems = problems;
    this.next = next;
  }
}

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

export interface ShownTexts extends CourseTexts {
  readonly yaml: string;
}

/** What hears of the experiment that is shown. */
export interface Watcher {
  seen(seen: Seen): void;
  failed(error: RunError): void;
}

export class Client {
  private readonly worker: Promise<Worker> = started().then((worker) => {
    worker.onmessage = ({data}: MessageEvent<FromWorker>) => this.hear(data);
    return worker;
  });
  private readonly waiting = new Map<number, Waiting>();
  private ids = 0;
  private showing?: {readonly id: number; readonly watcher: Watcher};

  run(yaml: string): Promise<CourseTexts> {
    return this.ask((id) => ({kind: 'run', id, wanted: {yaml}}));
  }

  /** In place of what was shown before, of which nothing is heard any more. */
  show(wanted: WantedRun, watcher: Watcher): void {
    const id = ++this.ids;
    this.showing = {id, watcher};
    void this.post({kind: 'show', id, wanted});
  }

  shown(): Promise<ShownTexts> {
    return this.ask((id) => ({kind: 'shown', id}));
  }

  private ask<T>(message: (id: number) => ToWorker): Promise<T> {
    const id = ++this.ids;
    return new Promise<T>((resolve, reject) => {
      this.waiting.set(id, {resolve, reject});
      this.post(message(id)).catch(reject);
    });
  }

  private async post(message: ToWorker): Promise<void> {
    const worker = await this.worker;
    worker.postMessage(message);
  }

  private hear(message: FromWorker): void {
    if (message.kind === 'wants') {
      void packOf(message.name).then((pack) => this.post({kind: 'pack', name: message.name, ...pack}));
      return;
    }
    if (message.id === this.showing?.id) {
      if (message.kind === 'seen') this.showing.watcher.seen(message.seen);
      if (message.kind === 'failed') this.showing.watcher.failed(new RunError(message.failure));
      return;
    }
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.kind === 'failed') waiting?.reject(new RunError(message.failure));
    else if (message.kind === 'done') waiting?.resolve(message.texts as never);
    else if (message.kind === 'whole') waiting?.resolve({yaml: message.yaml, ...message.texts} as never);
  }
}

async function started(): Promise<Worker> {
  if (location.protocol !== 'file:') return new Worker(trusted(WORKER));
  await loadScript(WORKER);
  const {genlossWorker} = globalThis as unknown as {genlossWorker: () => void};
  const text = `(${genlossWorker.toString()})()`;
  return new Worker(trusted(URL.createObjectURL(new Blob([text], {type: 'text/javascript'}))));
}

/** What scripts of data hand over, in base64. */
const handed = new Map<string, string>();
(globalThis as unknown as {genlossPack: (name: string, base64: string) => void}).genlossPack = (name, base64) => handed.set(name, base64);

async function packOf(name: string): Promise<{bytes: Uint8Array<ArrayBuffer>} | {failure: string}> {
  try {
    await loadScript(PACK_FILES[name]);
    const binary = atob(handed.get(name)!);
    handed.delete(name);
    return {bytes: Uint8Array.from(binary, (character) => character.charCodeAt(0))};
  } catch {
    return {failure: `the speeches (${name}) could not be loaded`};
  }
}
