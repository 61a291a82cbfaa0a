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
import {JudgementsWanted} from '../lab/mitigation/people.ts';
import type {RecordedPairs} from '../lab/mitigation/recorded.ts';
import type {Row} from '../lab/results/row.ts';
import type {RunCommand} from '../quality/command-rule.ts';
import type {Runtime} from '../tensor/runtime.ts';
import {LineagePeople, type SaidByAsk, type Waiting} from './asked.ts';
import {Gathered} from './gathered.ts';
import {type Task, unitFrom, unitsBySeed} from './plan.ts';
import {asksPeople, bytesOfCarry, keptOf} from './room.ts';
import type {KeepSamples} from './samples.ts';
import type {Store, StoredUnit, UnitKey} from './unit.ts';

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
  /** What people have said, where the arm asks some. */
  readonly said?: SaidByAsk;
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

/** What it waits for, where people are to answer before it can go on; what is done until there is kept. */
export function runTask(task: Task, context: TaskContext, work: TaskWork): Waiting | undefined {
  const steps = taskSteps(task, context, work);
  for (;;) {
    const {done, value} = steps.next();
    if (done) return value ?? undefined;
  }
}

/** The same, a step a generation: whoever takes the steps may do something else between them. */
export function* taskSteps(task: Task, context: TaskContext, work: TaskWork): Generator<void, Waiting | undefined> {
  const watch = new Stopwatch(work.seconds ?? (() => 0));
  if (task.kind === 'block') yield* runBlock(task, context, {...work, watch});
  else return yield* runAsking(task, context, {...work, watch});
  return undefined;
}

function* runAsking(task: Task, context: TaskContext, work: TimedWork): Generator<void, Waiting | undefined> {
  const people = peopleOf(task, context, work);
  try {
    yield* runLineage(task, context, {...work, people});
    return undefined;
  } catch (error) {
    if (!(people && error instanceof JudgementsWanted)) throw error;
    return people.waiting(context.arms[task.arm].name, error);
  }
}

function peopleOf(task: Task, {arms, inputs}: TaskContext, {store}: TaskPorts): LineagePeople | undefined {
  const arm = arms[task.arm];
  const [seed] = task.seeds;
  if (!asksPeople(arm)) return undefined;
  const units = unitsBySeed(store.list(arm.name))(seed).filter(({seeds: [first, last]}) => first <= seed && seed <= last);
  const judged = units.flatMap((unit) => store.read(unit).judged());
  return new LineagePeople(
    seed,
    inputs[task.arm].said ?? {},
    judged.filter((one) => one.seed === seed),
  );
}

interface TimedWork extends TaskWork {
  readonly watch: Stopwatch;
  readonly people?: LineagePeople;
}

function lineageOf(task: Task, seed: number, context: TaskContext, {runCommand, runtime, watch, people}: TimedWork): Lineage {
  const {arms, inputs, measures, generations, seed: rootSeed, keepModels} = context;
  const {corpus, points, preferences} = inputs[task.arm];
  return new Lineage({
    arm: arms[task.arm],
    seed,
    root: Stream.root(rootSeed),
    measures,
    generations,
    corpus,
    points,
    compress: compressedSize,
    ports: {preferences, runCommand, people},
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
  let leaves = true;
  for (let t = 0; t < generations; ) {
    if (work.isStopped?.()) return;
    const stored = goneOnFrom(unitFrom(units, seed, t + 1), context, store);
    if (!stored && skipped) lineage.resume(t, carries);
    const made = stored
      ? {key: stored.key, carries: stored.unit.carries()}
      : yield* computeUnit({task, context, work, lineage, seed, from: t + 1, units});
    if (!made) return;
    chain.push(made.key);
    leaves = made.carries.length > 0;
    all += made.carries.reduce((sum, carry) => sum + bytesOfCarry(carry), 0);
    carries = neededCarries(arm, [...carries, ...made.carries]);
    t = made.key.generations[1];
    skipped = stored !== undefined;
  }
  finish({arm, seed, chain, carries, leaves, all, task, context, work});
}

/** A stored unit, where the lineage can go on after it or need not. */
function goneOnFrom(
  key: UnitKey | undefined,
  {generations}: TaskContext,
  store: Store,
): {readonly key: UnitKey; readonly unit: StoredUnit} | undefined {
  if (!key) return undefined;
  const unit = store.read(key);
  return key.generations[1] >= generations || unit.carries().length > 0 ? {key, unit} : undefined;
}

interface FinishedLineage {
  readonly arm: Arm;
  readonly seed: number;
  readonly chain: readonly UnitKey[];
  /** What the next generation needs. */
  readonly carries: readonly Carry[];
  /** Whether there is something to go on from. */
  readonly leaves: boolean;
  /** Bytes that all units left for the next. */
  readonly all: number;
  readonly task: Task;
  readonly context: TaskContext;
  readonly work: TimedWork;
}

/** Brings the units of a lineage together, without what is not worth its room. */
function finish({arm, seed, chain, carries, leaves, all, task, context: {keepModels}, work}: FinishedLineage): void {
  const needed = carries.reduce((sum, carry) => sum + bytesOfCarry(carry), 0);
  const worth = keptOf({arm, all, needed, seconds: task.cost / 1000, keepModels});
  const kept = leaves || worth === 'all' ? worth : 'none';
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
    if (lineage.leaves) made.push(lineage.carry());
    gathered.takeJudged(work.people?.of(t) ?? []);
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
