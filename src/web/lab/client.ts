/**
 * The page's side of its worker: one that lives as long as the page does. Browsers refuse workers to a page from a disk; its own is made of the
 * text of a function, which a script of the site hands over.
 */
import type {Text} from '../../core/data.ts';
import type {FilesOptions} from '../../run/corpus.ts';
import {loadScript, trusted} from '../shared/scripts.ts';
import type {PageCost} from './cost.ts';
import type {CourseTexts} from './course.ts';
import type {Bytes, Documents, Failure, FromWorker, Looked, RunTexts, Seen, ToWorker, WantedRun} from './messages.ts';

/** A module, and a script of the same in one piece. */
declare const WORKER: string;
declare const WORKER_ON_DISK: string;
declare const PACK_FILES: Readonly<Record<string, string>>;

/** An experiment that does not run here. */
export class RunError extends Error {
  readonly problems: Failure['problems'];
  readonly next?: string;
  /** What does not work. */
  readonly heading: string;

  constructor({message, next, problems, heading = 'This does not run.'}: Failure & {readonly heading?: string}) {
    super(message);
    this.name = 'RunError';
    this.problems = problems;
    this.next = next;
    this.heading = heading;
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
  heavy(cost: PageCost): void;
}

/** Reads files that a person has given to the page, as an experiment says. Throws what reading throws. */
export type ReadFiles = (options: FilesOptions) => Promise<{readonly documents: Text; readonly broken: number}>;

export class Client {
  private readonly worker: Promise<Worker> = started().then((worker) => {
    worker.onmessage = ({data}: MessageEvent<FromWorker>) => this.hear(data);
    worker.onerror = ({message = ''}) => this.failAll(message);
    worker.onmessageerror = () => this.failAll('a message of it cannot be read');
    return worker;
  });
  private readonly waiting = new Map<number, Waiting>();
  private ids = 0;
  private readonly readFiles: ReadFiles;
  private showing?: {readonly id: number; readonly watcher: Watcher};

  constructor(readFiles: ReadFiles) {
    this.readFiles = readFiles;
  }

  run(yaml: string): Promise<CourseTexts> {
    return this.ask((id) => ({kind: 'run', id, wanted: {yaml}}));
  }

  /** In place of what was shown before, of which nothing is heard any more. */
  show(wanted: WantedRun, watcher: Watcher): void {
    const id = ++this.ids;
    this.showing = {id, watcher};
    this.tell({kind: 'show', id, wanted});
  }

  /** A run of elsewhere, in place of what was shown before. */
  open(run: RunTexts, watcher: Watcher): void {
    const id = ++this.ids;
    this.showing = {id, watcher};
    this.tell({kind: 'open', id, run});
  }

  /** Nothing is heard any more of what is shown. */
  forget(): void {
    this.showing = undefined;
  }

  /** Whether a text is an experiment, and what can be moved in it. Throws RunError. */
  look(wanted: WantedRun): Promise<Looked> {
    return this.ask((id) => ({kind: 'look', id, wanted}));
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

  private tell(message: ToWorker): void {
    this.post(message).catch((error: Error) => this.failAll(error.message));
  }

  /** Nothing is computed any more. */
  private failAll(why: string): void {
    const error = new RunError({
      message: `What computes has failed${why === '' ? '' : `: ${why}`}.`,
      next: 'Reload the page. Where that does not help, files of the page are missing from its server.',
      problems: [],
      heading: 'The lab does not run.',
    });
    for (const {reject} of this.waiting.values()) reject(error);
    this.waiting.clear();
    this.showing?.watcher.failed(error);
  }

  private async post(message: ToWorker): Promise<void> {
    const worker = await this.worker;
    worker.postMessage(message);
  }

  private async bring({name, files}: Extract<FromWorker, {kind: 'wants'}>): Promise<Bytes | Documents> {
    if (files === undefined) return packOf(name);
    try {
      return await this.readFiles(files);
    } catch (error) {
      const {message, next} = error as Error & {next?: string};
      return {failure: {message, next, problems: []}};
    }
  }

  private hear(message: FromWorker): void {
    if (message.kind === 'wants') {
      void this.bring(message).then((brought) => this.tell({kind: 'brought', name: message.name, brought}));
      return;
    }
    if (message.id === this.showing?.id) {
      if (message.kind === 'seen') this.showing.watcher.seen(message.seen);
      if (message.kind === 'failed') this.showing.watcher.failed(new RunError(message.failure));
      if (message.kind === 'heavy') this.showing.watcher.heavy(message.cost);
      return;
    }
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.kind === 'failed') waiting?.reject(new RunError(message.failure));
    else if (message.kind === 'done') waiting?.resolve(message.texts as never);
    else if (message.kind === 'looked') waiting?.resolve(message.looked as never);
    else if (message.kind === 'whole') waiting?.resolve({yaml: message.yaml, ...message.texts} as never);
  }
}

async function started(): Promise<Worker> {
  if (location.protocol !== 'file:') return new Worker(trusted(WORKER), {type: 'module'});
  await loadScript(WORKER_ON_DISK);
  const {genlossWorker} = globalThis as unknown as {genlossWorker: () => void};
  const text = `(${genlossWorker.toString()})()`;
  return new Worker(trusted(URL.createObjectURL(new Blob([text], {type: 'text/javascript'}))));
}

/** What scripts of data hand over, in base64. */
const handed = new Map<string, string>();
(globalThis as unknown as {genlossPack: (name: string, base64: string) => void}).genlossPack = (name, base64) => handed.set(name, base64);

async function packOf(name: string): Promise<Bytes> {
  try {
    await loadScript(PACK_FILES[name]);
    const binary = atob(handed.get(name)!);
    handed.delete(name);
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
    keepUsed(PACK_FILES[name]);
    return {bytes};
  } catch {
    return {failure: `a file of this site (${name}) could not be loaded`};
  }
}

/** For later visits without a network: a service worker keeps what it sees asked for, and on a first visit it comes after the file. */
function keepUsed(file: string): void {
  const {serviceWorker} = navigator;
  if (!location.protocol.startsWith('http') || !serviceWorker || serviceWorker.controller) return;
  serviceWorker.addEventListener('controllerchange', () => void fetch(file).catch(() => {}), {once: true});
}
