/**
 * The work of one task: computes the units that are missing and writes each as soon as it is whole. Runs in whatever thread calls it.
 */
import {compressedSize} from '../core/measure/compressed-size.ts';
import {Stream} from '../core/random/stream.ts';
import type {Arm} from '../lab/experiment/arm.ts';
import type {Corpus} from '../lab/human/human.ts';
import type {PointsCorpus} from '../lab/human/points-corpus.ts';
import {Lineage} from '../lab/loop/lineage.ts';
import {Stopwatch} from '../lab/loop/stopwatch.ts';
import {type Carry, neededCarries} from '../lab/loop/workflow.ts';
import type {RecordedPairs} from '../lab/mitigation/recorded.ts';
import type {Row} from '../lab/results/row.ts';
import type {RunCommand} from '../quality/command-rule.ts';
import type {Runtime} from '../tensor/runtime.ts';
import {Gathered} from './gathered.ts';
import {type Task, unitFrom, unitsBySeed} from './plan.ts';
import {bytesOfCarry, keptOf} from './room.ts';
import type {KeepSamples} from './samples.ts';
import type {Store, UnitKey} from './unit.ts';

/** All that is to be known of a run to work on it; plain data, but for what the arms read. */
export interface TaskContext {
  readonly arms: readonly Arm[];
  readonly inputs: readonly ArmData[];
  readonly measures: readonly string[];
  readonly generations: number;
  readonly snapshots: readonly number[];
  readonly seed: number | string;
  /** Whether every generation's models are stored that can be exported. */
  readonly keepModels?: boolean;
}

/** What an arm reads; nothing of a world. */
export interface ArmData {
  readonly corpus?: Corpus;
  readonly points?: PointsCorpus;
  /** Recorded preferences by the name of their file as the arm gives it. */
  readonly preferences?: Readonly<Record<string, RecordedPairs>>;
}

/** What tasks need of the outside. */
export interface TaskPorts {
  readonly store: Store;
  /** Where what was written is kept. */
  readonly keepSamples?: KeepSamples;
  /** Of neural models: the same at every call. */
  readonly runtime?: () => Runtime;
  /** Where a rule of the arm asks a program. */
  readonly runCommand?: RunCommand;
  /** A clock, for what each generation took; none is told unless given. */
  readonly seconds?: () => number;
  /** True when the run has been stopped: a task ends after the generation in hand. */
  readonly isStopped?: () => boolean;
}

interface TaskWork extends TaskPorts {
  /** After every generation. `fraction` of the task that is done. */
  progress(event: {fraction: number; seed: number; rows: readonly Row[]; lineageDone: boolean}): void;
}

/** Only the first seed of an arm is pictured. */
const PICTURED_SEED = 0;

export function runTask(task: Task, context: TaskContext, work: TaskWork): void {
  const steps = taskSteps(task, context, work);
  while (!steps.next().done);
}

/** The same, a step a generation: whoever takes the steps may do something else between them. */
export function* taskSteps(task: Task, context: TaskContext, work: TaskWork): Generator<void, void> {
  const watch = new Stopwatch(work.seconds ?? (() => 0));
  if (task.kind === 'block') yield* runBlock(task, context, {...work, watch});
  else yield* runLineage(task, context, {...work, watch});
}

interface TimedWork extends TaskWork {
  readonly watch: Stopwatch;
}

function lineageOf(task: Task, seed: number, context: TaskContext, {runCommand, runtime, watch}: TimedWork): Lineage {
  const {arms, inputs, measures, seed: rootSeed, keepModels} = context;
  const {corpus, points, preferences} = inputs[task.arm];
  return new Lineage({
    arm: arms[task.arm],
    seed,
    root: Stream.root(rootSeed),
    measures,
    corpus,
    points,
    compress: compressedSize,
    ports: {preferences, runCommand},
    runtime,
    watch,
    keepModels,
  });
}

function* runBlock(task: Task, context: TaskContext, work: TimedWork): Generator<void, void> {
  const {name} = context.arms[task.arm];
  const [first, last] = task.seeds;
  const {generations} = context;
  const gathered = gatheredOf(name, work, {namesGenerations: false});
  for (let seed = first; seed <= last; seed++) {
    const lineage = lineageOf(task, seed, context, work);
    gathered.takeHuman(seed, lineage);
    takeTruth(lineage, seed, gathered);
    for (let t = 1; t <= generations; t++) {
      if (work.isStopped?.()) return;
      const own = gathered.take(seed, lineage.advance({picture: isPictured(context, seed, t)}));
      gathered.takeTimes(work.watch.take());
      const whole = t === generations || lineage.isEnded;
      const done = whole ? 1 : t / generations;
      work.progress({fraction: (seed - first + done) / (last - first + 1), seed, rows: own, lineageDone: whole});
      yield;
      if (whole) break;
    }
  }
  write({arm: name, seeds: task.seeds, generations: [1, generations], block: true}, gathered, {work});
}

const gatheredOf = (arm: string, {keepSamples}: TaskPorts, {namesGenerations}: {namesGenerations: boolean}): Gathered =>
  new Gathered({arm, keepsSamples: keepSamples !== undefined, namesGenerations});

interface Writing {
  readonly work: TaskPorts;
  readonly carries?: readonly Carry[];
  readonly instead?: readonly UnitKey[];
}

/** Samples first: a unit that is there has all that was to be kept of it. */
function write(key: UnitKey, gathered: Gathered, {work: {store, keepSamples}, carries, instead}: Writing): void {
  if (gathered.samples.length > 0) keepSamples?.(key, gathered.samples);
  store.write(key, {...gathered.content(), carries}, instead);
}

function takeTruth(lineage: Lineage, seed: number, gathered: Gathered): void {
  const truth = lineage.truth({picture: seed === PICTURED_SEED});
  if (truth) gathered.take(seed, truth);
}

const isPictured = ({snapshots}: TaskContext, seed: number, t: number): boolean => seed === PICTURED_SEED && snapshots.includes(t);

function* runLineage(task: Task, context: TaskContext, work: TimedWork): Generator<void, void> {
  const {generations} = context;
  const arm = context.arms[task.arm];
  const seed = task.seeds[0];
  const {store} = work;
  const lineage = lineageOf(task, seed, context, work);
  const units = unitsBySeed(store.list(arm.name))(seed);
  let carries: readonly Carry[] = [];
  let all = 0;
  const chain: UnitKey[] = [];
  let skipped = false;
  for (let t = 0; t < generations; ) {
    if (work.isStopped?.()) return;
    const stored = unitFrom(units, seed, t + 1);
    if (!stored && skipped) lineage.resume(t, carries);
    const made = stored
      ? {key: stored, carries: store.read(stored).carries()}
      : yield* computeUnit({task, context, work, lineage, seed, from: t + 1, units});
    if (!made) return;
    chain.push(made.key);
    all += made.carries.reduce((sum, carry) => sum + bytesOfCarry(carry), 0);
    carries = neededCarries(arm, [...carries, ...made.carries]);
    t = made.key.generations[1];
    skipped = stored !== undefined;
  }
  finish({arm, seed, chain, carries, all, task, context, work});
}

interface FinishedLineage {
  readonly arm: Arm;
  readonly seed: number;
  readonly chain: readonly UnitKey[];
  /** What the next generation needs. */
  readonly carries: readonly Carry[];
  /** Bytes that all units left for the next. */
  readonly all: number;
  readonly task: Task;
  readonly context: TaskContext;
  readonly work: TimedWork;
}

/** Brings the units of a lineage together, without what is not worth its room. */
function finish({arm, seed, chain, carries, all, task, context: {keepModels}, work}: FinishedLineage): void {
  const needed = carries.reduce((sum, carry) => sum + bytesOfCarry(carry), 0);
  const kept = keptOf({arm, all, needed, seconds: task.cost / 1000, keepModels});
  if (kept === 'all' || (kept === 'last' && (chain.length === 1 || needed === all))) return;
  const gathered = gatheredOf(arm.name, {store: work.store}, {namesGenerations: true});
  for (const unit of chain) gathered.takeUnit(work.store.read(unit));
  const [, last] = chain[chain.length - 1].generations;
  const key: UnitKey = {arm: arm.name, seeds: [seed, seed], generations: [1, last], block: kept === 'none'};
  write(key, gathered, {work, carries: kept === 'none' ? [] : carries, instead: chain});
}

interface UnitWork {
  task: Task;
  context: TaskContext;
  work: TimedWork;
  lineage: Lineage;
  seed: number;
  from: number;
  units: readonly UnitKey[];
}

/**
 * Generations `from` to the end of the chunk, or to the last one of a lineage that its arm's `stop` has ended: computed, then written as one
 * unit, which then reaches to the end of the run. Undefined where the run was stopped.
 */
function* computeUnit({
  task,
  context,
  work,
  lineage,
  seed,
  from,
  units,
}: UnitWork): Generator<void, {key: UnitKey; carries: readonly Carry[]} | undefined> {
  const arm = context.arms[task.arm];
  let to = from;
  while (to < context.generations && to - from + 1 < task.chunk && !unitFrom(units, seed, to + 1)) to++;
  const gathered = gatheredOf(arm.name, work, {namesGenerations: true});
  const made: Carry[] = [];
  if (from === 1) {
    gathered.takeHuman(seed, lineage);
    takeTruth(lineage, seed, gathered);
  }
  for (let t = from; t <= to; t++) {
    if (work.isStopped?.()) return undefined;
    const own = gathered.take(seed, lineage.advance({picture: isPictured(context, seed, t)}));
    made.push(lineage.carry());
    gathered.takeTimes(work.watch.take());
    const done = lineage.isEnded ? context.generations : t;
    work.progress({fraction: done / context.generations, seed, rows: own, lineageDone: done === context.generations});
    yield;
    if (lineage.isEnded) {
      to = context.generations;
      break;
    }
  }
  const carries = neededCarries(arm, made);
  const key: UnitKey = {arm: arm.name, seeds: [seed, seed], generations: [from, to], block: false};
  write(key, gathered, {work, carries});
  return {key, carries};
}
