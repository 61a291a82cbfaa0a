/** The worker of a page: runs experiments side by side, one of which is shown as it goes. Talks to `client.ts` alone. */
import {sha256} from '@noble/hashes/sha2.js';
import {bytesToHex, utf8ToBytes} from '@noble/hashes/utils.js';
import {ConfigError, GenlossError} from '../../core/error.ts';
import {isNeural} from '../../lab/experiment/arm.ts';
import type {Runtime} from '../../tensor/runtime.ts';
import {Course, type CourseTexts} from './course.ts';
import {openExperiment} from './experiment.ts';
import {NotLoaded, type PartName} from './held.ts';
import {inputsInPage} from './inputs.ts';
import type {Failure, FromWorker, ToWorker, WantedRun} from './messages.ts';
import {ALL_PARTS, loadParts, wantedParts} from './parts.ts';
import {type Pack, speechesOf} from './speeches.ts';

declare const PACKS: readonly Pack[];

/** ONNX Runtime's WebAssembly. */
const RUNTIME_PACK = 'onnxruntime';

/** Others have their turn so often. */
const TURN_MS = 8;
/** What is shown is told anew no more often. */
const SEEN_MS = 120;

const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()?.();
let last = performance.now();

function turn(): Promise<void> | undefined {
  const now = performance.now();
  if (now - last < TURN_MS) return undefined;
  return new Promise((resolve) => {
    waiting.push(() => {
      last = performance.now();
      resolve();
    });
    channel.port2.postMessage(0);
  });
}

const post = (message: FromWorker): void => postMessage(message);

const packs = new Map<string, {readonly promise: Promise<Uint8Array>; readonly settle: (message: PackMessage) => void}>();
type PackMessage = Extract<ToWorker, {kind: 'pack'}>;

/** The bytes of a pack, which the page brings; asked for once. */
function pack(name: string): Promise<Uint8Array> {
  const found = packs.get(name);
  if (found) return found.promise;
  let settle: (message: PackMessage) => void = () => {};
  const promise = new Promise<Uint8Array>((resolve, reject) => {
    settle = ({bytes, failure}) => {
      if (bytes) resolve(inflated(bytes));
      else {
        packs.delete(name);
        reject(new Error(failure));
      }
    };
  });
  packs.set(name, {promise, settle});
  post({kind: 'wants', name});
  return promise;
}

async function inflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

const hashOf = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)));

const failureOf = (error: unknown): Failure => ({
  message: error instanceof Error ? error.message : String(error),
  ...(error instanceof GenlossError && error.next !== undefined && {next: error.next}),
  problems: error instanceof ConfigError ? error.problems : [],
});

interface OpenedCourse {
  readonly course: Course;
  readonly text: string;
  /** Of neural models, for as long as it runs. */
  readonly runtime?: Runtime & {close(): void};
}

async function courseOf({yaml, sets}: WantedRun, parts?: readonly PartName[]): Promise<OpenedCourse> {
  const loaded = openExperiment(yaml, sets);
  await loadParts(parts ?? wantedParts(loaded));
  const [inputs, runtime] = await Promise.all([
    inputsInPage(loaded.arms, (years) => speechesOf(years, PACKS, pack)),
    loaded.arms.some(isNeural) ? import('./neural.ts').then(({openWasmRuntime}) => openWasmRuntime(() => pack(RUNTIME_PACK))) : undefined,
  ]);
  return {course: new Course(loaded, inputs), text: loaded.yaml(), runtime};
}

/** Once more with all parts, where one is wanted that the experiment was not seen to want: what it computes is the same. */
async function withParts<T>(act: (parts?: readonly PartName[]) => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof NotLoaded) return act(ALL_PARTS);
    throw error;
  }
}

const run = (wanted: WantedRun): Promise<CourseTexts> =>
  withParts(async (parts) => {
    const {course, runtime} = await courseOf(wanted, parts);
    await course.run({turn, runtime}).finally(() => runtime?.close());
    return course.texts();
  });

/** The newest that is shown, and what its end is: undefined where another has taken its place. */
let shown: {readonly id: number; readonly end: Promise<{texts: CourseTexts; yaml: string} | undefined>} | undefined;

async function show(id: number, wanted: WantedRun, parts?: readonly PartName[]): Promise<{texts: CourseTexts; yaml: string} | undefined> {
  const isStopped = () => shown !== undefined && shown.id !== id;
  const {course, text, runtime} = await courseOf(wanted, parts);
  let told = -SEEN_MS;
  const tell = (): void => {
    told = performance.now();
    post({
      kind: 'seen',
      id,
      seen: {
        input: course.input(),
        lost: course.lost,
        first: course.first,
        isWhole: course.isWhole,
        ...(course.isWhole && {hash: hashOf(course.texts().results)}),
        yaml: text,
      },
    });
  };
  const moved = (): void => {
    if (!isStopped() && (course.isWhole || (course.first > 0 && performance.now() - told > SEEN_MS))) tell();
  };
  const whole = await course.run({turn, isStopped, runtime, moved}).finally(() => runtime?.close());
  return whole ? {texts: course.texts(), yaml: text} : undefined;
}

function hear(message: ToWorker): void {
  if (message.kind === 'pack') packs.get(message.name)?.settle(message);
  else if (message.kind === 'run')
    run(message.wanted).then(
      (texts) => post({kind: 'done', id: message.id, texts}),
      (error: unknown) => post({kind: 'failed', id: message.id, failure: failureOf(error)}),
    );
  else if (message.kind === 'show') {
    const {id, wanted} = message;
    const end = Promise.resolve().then(() => withParts((parts) => show(id, wanted, parts)));
    shown = {id, end};
    end.catch((error: unknown) => post({kind: 'failed', id, failure: failureOf(error)}));
  } else void answerShown(message.id);
}

/** Of the newest: one that another takes the place of has no end. */
async function answerShown(id: number): Promise<void> {
  try {
    for (let at = shown; at !== undefined; at = shown) {
      const end = await at.end;
      if (end) return post({kind: 'whole', id, ...end});
      if (at === shown) break;
    }
    post({kind: 'failed', id, failure: {message: 'nothing is shown', problems: []}});
  } catch (error) {
    post({kind: 'failed', id, failure: failureOf(error)});
  }
}

addEventListener('message', ({data}: MessageEvent<ToWorker>) => hear(data));
