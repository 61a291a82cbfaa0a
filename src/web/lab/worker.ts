/** The worker of a page: runs experiments side by side, one of which is shown as it goes. Talks to `client.ts` alone. */
import {sha256} from '@noble/hashes/sha2.js';
import {bytesToHex, utf8ToBytes} from '@noble/hashes/utils.js';
import {ConfigError, DataError, GenlossError} from '../../core/error.ts';
import {visible} from '../../core/text/plain.ts';
import {isNeural} from '../../lab/experiment/arm.ts';
import type {CorpusPorts, FilesOptions} from '../../run/corpus.ts';
import type {LoadedExperiment} from '../../run/experiment.ts';
import type {ArmData} from '../../run/task.ts';
import {costInPage, isHeavy} from './cost.ts';
import {Course, type CoursePorts, type CourseTexts} from './course.ts';
import {anyExperiment, openExperiment} from './experiment.ts';
import {NotLoaded, type PartName} from './held.ts';
import {inputsInPage} from './inputs.ts';
import {knobsOf} from './knobs.ts';
import type {Bytes, Documents, Failure, FromWorker, Looked, RunTexts, Seen, ToWorker, WantedRun} from './messages.ts';
import {openRunTexts} from './opened-run.ts';
import {ALL_PARTS, loadParts, wantedParts} from './parts.ts';
import {type Pack, speechesOf} from './speeches.ts';

declare const PACKS: readonly Pack[];

/** ONNX Runtime's WebAssembly. */
const RUNTIME_PACK = 'onnxruntime';

/** Others have their turn so often. */
const TURN_MS = 8;
/** What is shown is told anew no more often; and of many lineages, which take long to tell, after so many times as long. */
const SEEN_MS = 120;
const SEEN_SHARE = 5;
/** Characters. */
const LONGEST_TITLE = 200;

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

const wanted = new Map<string, {readonly resolve: (brought: never) => void; readonly reject: (error: Error) => void}>();

/** What the page brings. */
function brought<T extends Bytes | Documents>(name: string, files?: FilesOptions): Promise<Exclude<T, {failure: unknown}>> {
  return new Promise((resolve, reject) => {
    wanted.set(name, {resolve, reject});
    post({kind: 'wants', name, ...(files && {files})});
  });
}

function hearBrought({name, brought: {...it}}: Extract<ToWorker, {kind: 'brought'}>): void {
  const asked = wanted.get(name);
  wanted.delete(name);
  if (!('failure' in it)) asked?.resolve(it as never);
  else if (typeof it.failure === 'string') asked?.reject(new Error(it.failure));
  else asked?.reject(new DataError(it.failure.message, {next: it.failure.next}));
}

const packs = new Map<string, Promise<Uint8Array>>();

/** The bytes of a pack, which the page brings; asked for once, unless that failed. */
function pack(name: string): Promise<Uint8Array> {
  const found = packs.get(name) ?? brought<Bytes>(name).then(({bytes}) => inflated(bytes));
  packs.set(name, found);
  found.catch(() => packs.delete(name));
  return found;
}

let asked = 0;

const PORTS: CorpusPorts = {
  speeches: (years) => speechesOf(years, PACKS, pack),
  files: (options) => brought<Documents>(`files ${++asked}`, options),
};

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

interface Opened {
  readonly loaded: LoadedExperiment;
  readonly inputs: readonly ArmData[];
  /** The experiment with its overrides. */
  readonly text: string;
}

async function opened({yaml, sets, files}: WantedRun, parts?: readonly PartName[]): Promise<Opened> {
  const loaded = openExperiment(yaml, {sets, files});
  await loadParts(parts ?? wantedParts(loaded));
  return {loaded, inputs: await inputsInPage(loaded.arms, PORTS), text: loaded.yaml()};
}

/** Runs a course to its end, or until it is stopped, with what networks need where it has any. */
async function follow(
  {loaded, inputs}: Opened,
  ports: (course: Course) => Omit<CoursePorts, 'turn' | 'runtime'>,
): Promise<Course | undefined> {
  const course = new Course(loaded, inputs);
  const runtime = loaded.arms.some(isNeural)
    ? await import('./neural.ts').then(({openWasmRuntime}) => openWasmRuntime(() => pack(RUNTIME_PACK)))
    : undefined;
  try {
    return (await course.run({turn, runtime, ...ports(course)})) ? course : undefined;
  } finally {
    runtime?.close();
  }
}

async function look({yaml, isOfRun, ...opening}: WantedRun, parts: readonly PartName[] = []): Promise<Looked> {
  await loadParts(parts);
  const loaded = isOfRun ? anyExperiment(yaml) : openExperiment(yaml, opening);
  const {title = 'An experiment', shows} = loaded.experiment;
  return {title: titleOf(title), ...(shows !== undefined && {shows}), knobs: knobsOf(loaded)};
}

/** One line, however long a title somebody wrote. */
const titleOf = (title: string): string => {
  const shown = visible(title);
  return shown.length > LONGEST_TITLE ? `${shown.slice(0, LONGEST_TITLE)}…` : shown;
};

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
    const course = await follow(await opened(wanted, parts), () => ({}));
    return course!.texts();
  });

/** The newest that is shown, and what its end is: undefined where another has taken its place. */
let shown: {readonly id: number; readonly end: Promise<{texts: CourseTexts; yaml: string} | undefined>} | undefined;

async function show(id: number, wanted: WantedRun, parts?: readonly PartName[]): Promise<{texts: CourseTexts; yaml: string} | undefined> {
  const isStopped = () => shown !== undefined && shown.id !== id;
  const wholly = await opened(wanted, parts);
  const {loaded, inputs, text: yaml} = wholly;
  const cost = costInPage(loaded, inputs);
  if (isHeavy(cost) && !wanted.isWanted) {
    post({kind: 'heavy', id, cost});
    return undefined;
  }
  let next = 0;
  const course = await follow(wholly, (own) => ({
    isStopped,
    moved() {
      const begun = performance.now();
      if (isStopped() || !(own.isWhole || (own.first > 0 && begun > next))) return;
      post({kind: 'seen', id, seen: seenOf(own, yaml)});
      const now = performance.now();
      next = now + Math.max(SEEN_MS, SEEN_SHARE * (now - begun));
    },
  }));
  return course && {texts: course.texts(), yaml};
}

async function showRun(id: number, run: RunTexts, parts: readonly PartName[] = ['text']): Promise<{texts: CourseTexts; yaml: string}> {
  await loadParts(parts);
  const {seen, texts} = openRunTexts(run);
  post({kind: 'seen', id, seen: {...seen, hash: hashOf(texts.results)}});
  return {texts, yaml: run.yaml};
}

const seenOf = (course: Course, yaml: string): Seen => ({
  input: course.input(),
  lost: course.lost,
  fans: course.fans(),
  first: course.first,
  isWhole: course.isWhole,
  ...(course.isWhole && {hash: hashOf(course.texts().results)}),
  yaml,
});

function hear(message: ToWorker): void {
  if (message.kind === 'brought') hearBrought(message);
  else if (message.kind === 'run')
    run(message.wanted).then(
      (texts) => post({kind: 'done', id: message.id, texts}),
      (error: unknown) => post({kind: 'failed', id: message.id, failure: failureOf(error)}),
    );
  else if (message.kind === 'look')
    withParts((parts) => look(message.wanted, parts)).then(
      (looked) => post({kind: 'looked', id: message.id, looked}),
      (error: unknown) => post({kind: 'failed', id: message.id, failure: failureOf(error)}),
    );
  else if (message.kind === 'show' || message.kind === 'open') {
    const {id} = message;
    const end = Promise.resolve().then(() =>
      withParts((parts) => (message.kind === 'show' ? show(id, message.wanted, parts) : showRun(id, message.run, parts))),
    );
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
