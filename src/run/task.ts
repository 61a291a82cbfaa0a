/**
 * The work of one task: computes the units that are missing and writes each as soon as it is whole. Runs in whatever thread calls it.
 */
import {compressedSize} from '../core/measure/compressed-size.ts';
import {Stream} from '../core/random/stream.ts';
import {type Arm, needsHistory} from '../lab/experiment/arm.ts';
import type {Corpus} from '../lab/human/human.ts';
import type {PointsCorpus} from '../lab/human/points-corpus.ts';
import {type Generation, Lineage} from '../lab/loop/lineage.ts';
import {addTimes, Stopwatch, type Times} from '../lab/loop/stopwatch.ts';
import type {Carry} from '../lab/loop/workflow.ts';
import type {RecordedPairs} from '../lab/mitigation/recorded.ts';
import {type Row, rowsOf} from '../lab/results/row.ts';
import type {RunCommand} from '../quality/rules.ts';
import type {Runtime} from '../tensor/runtime.ts';
import {type Task, unitFrom, unitsBySeed} from './plan.ts';
import type {PicturedGeneration, Store, UnitKey} from './unit.ts';

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
  const watch = new Stopwatch(work.seconds ?? (() => 0));
  if (task.kind === 'block') runBlock(task, context, {...work, watch});
  else runLineage(task, context, {...work, watch});
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

function runBlock(task: Task, context: TaskContext, work: TimedWork): void {
  const {name} = context.arms[task.arm];
  const [first, last] = task.seeds;
  const rows: Row[] = [];
  const pictures: PicturedGeneration[] = [];
  const notes = new Set<string>();
  const {generations} = context;
  const times: Times[] = [];
  for (let seed = first; seed <= last; seed++) {
    const lineage = lineageOf(task, seed, context, work);
    const take = (done: Generation): Row[] => {
      const own = rowsOf(name, seed, done.generation, done.readings);
      for (const row of own) rows.push(row);
      if (done.picture) pictures.push({generation: done.generation, picture: done.picture});
      for (const note of done.notes) notes.add(note);
      return own;
    };
    takeTruth(lineage, seed, take);
    for (let t = 1; t <= generations; t++) {
      if (work.isStopped?.()) return;
      const own = take(lineage.advance({picture: isPictured(context, seed, t)}));
      const spent = work.watch.take();
      times[t - 1] = times[t - 1] === undefined ? spent : addTimes(times[t - 1], spent);
      const whole = t === generations || lineage.isEnded;
      const done = whole ? 1 : t / generations;
      work.progress({fraction: (seed - first + done) / (last - first + 1), seed, rows: own, lineageDone: whole});
      if (whole) break;
    }
  }
  const key: UnitKey = {arm: name, seeds: task.seeds, generations: [1, generations], block: true};
  work.store.write(key, {rows, pictures, notes: [...notes], times});
}

function takeTruth(lineage: Lineage, seed: number, take: (done: Generation) => void): void {
  const truth = lineage.truth();
  if (truth) take(seed === PICTURED_SEED ? truth : {...truth, picture: undefined});
}

const isPictured = ({snapshots}: TaskContext, seed: number, t: number): boolean => seed === PICTURED_SEED && snapshots.includes(t);

function runLineage(task: Task, context: TaskContext, work: TimedWork): void {
  const {generations} = context;
  const arm = context.arms[task.arm];
  const seed = task.seeds[0];
  const {store} = work;
  const lineage = lineageOf(task, seed, context, work);
  const units = unitsBySeed(store.list(arm.name))(seed);
  const carries: Carry[] = [];
  let skipped = false;
  for (let t = 0; t < generations; ) {
    if (work.isStopped?.()) return;
    const stored = unitFrom(units, seed, t + 1);
    if (stored) {
      for (const carry of store.read(stored).carries()) carries.push(carry);
      t = stored.generations[1];
    } else {
      if (skipped) lineage.resume(t, carries);
      t = computeUnit({task, context, work, lineage, seed, from: t + 1, units, carries});
    }
    skipped = stored !== undefined;
  }
}

interface UnitWork {
  task: Task;
  context: TaskContext;
  work: TimedWork;
  lineage: Lineage;
  seed: number;
  from: number;
  units: readonly UnitKey[];
  carries: Carry[];
}

/**
 * Generations `from` to the end of the chunk, or to the last one of a lineage that its arm's `stop` has ended: computed, then written as one
 * unit. Returns the last one, or the end where the run was stopped.
 */
function computeUnit({task, context, work, lineage, seed, from, units, carries}: UnitWork): number {
  const arm = context.arms[task.arm];
  const history = needsHistory(arm);
  let to = from;
  while (to < context.generations && to - from + 1 < task.chunk && !unitFrom(units, seed, to + 1)) to++;
  const rows: Row[] = [];
  const pictures: PicturedGeneration[] = [];
  const notes = new Set<string>();
  const made: Carry[] = [];
  const times: Times[] = [];
  const take = (done: Generation) => {
    const own = rowsOf(arm.name, seed, done.generation, done.readings);
    for (const row of own) rows.push(row);
    if (done.picture) pictures.push({generation: done.generation, picture: done.picture});
    for (const note of done.notes) notes.add(`generation ${done.generation}: ${note}`);
    return own;
  };
  if (from === 1) takeTruth(lineage, seed, take);
  for (let t = from; t <= to; t++) {
    if (work.isStopped?.()) return context.generations;
    const own = take(lineage.advance({picture: isPictured(context, seed, t)}));
    made.push(lineage.carry());
    times.push(work.watch.take());
    const done = lineage.isEnded ? context.generations : t;
    work.progress({fraction: done / context.generations, seed, rows: own, lineageDone: done === context.generations});
    if (lineage.isEnded) {
      to = context.generations;
      break;
    }
  }
  const kept = history ? made : made.slice(-1);
  work.store.write(
    {arm: arm.name, seeds: [seed, seed], generations: [from, to], block: false},
    {
      rows,
      pictures,
      notes: [...notes],
      carries: kept,
      times,
    },
  );
  for (const carry of kept) carries.push(carry);
  return to;
}
