/**
 * The work of one task: computes the units that are missing and writes each as soon as it is whole. Runs in a worker thread or, in
 * tests, in the caller's.
 */
import {compressedSize} from '../../core/measure/compressed-size.ts';
import {Stream} from '../../core/random/stream.ts';
import type {Arm} from '../../lab/arm.ts';
import {needsHistory} from '../../lab/arm.ts';
import {type Generation, Lineage} from '../../lab/lineage.ts';
import type {Picture} from '../../lab/observe.ts';
import {type Row, rowsOf} from '../../lab/row.ts';
import {addTimes, Stopwatch, type Times} from '../../lab/stopwatch.ts';
import type {Carry} from '../../lab/workflow.ts';
import type {RunCommand} from '../../quality/rules.ts';
import type {Runtime} from '../../tensor/runtime.ts';
import {type Device, openRuntime} from '../tensor/runtime.ts';
import type {ArmInput} from './inputs.ts';
import {type Task, unitFrom, unitsBySeed} from './plan.ts';
import {Store, type UnitKey} from './store.ts';

/** All that a worker knows of a run. */
export interface TaskContext {
  readonly directory: string;
  readonly arms: readonly Arm[];
  readonly hashes: readonly string[];
  readonly inputs: readonly Pick<ArmInput, 'corpus' | 'points' | 'preferences'>[];
  readonly measures: readonly string[];
  readonly generations: number;
  readonly snapshots: readonly number[];
  readonly seed: number | string;
  /** Where neural models are computed. */
  readonly device?: Device;
  /** Whether every generation's transformers are stored. */
  readonly keepModels?: boolean;
}

export interface TaskEvents {
  /** After every generation. `fraction` of the task that is done. */
  progress(event: {fraction: number; seed: number; rows: readonly Row[]; lineageDone: boolean}): void;
  /** True when the run has been stopped: the task ends after the generation in hand. */
  stopped(): boolean;
  /** Where a rule of the arm asks a program. */
  readonly runCommand?: RunCommand;
}

/** Only the first seed of an arm is pictured. */
const PICTURED_SEED = 0;

export function runTask(task: Task, context: TaskContext, events: TaskEvents): void {
  watch.take();
  if (task.kind === 'block') runBlock(task, context, events);
  else runLineage(task, context, events);
}

let opened: Runtime | undefined;

const watch = new Stopwatch(() => performance.now() / 1000);

function lineageOf(task: Task, seed: number, context: TaskContext, {runCommand}: TaskEvents): Lineage {
  const {arms, inputs, measures, seed: rootSeed, device, keepModels} = context;
  const {corpus, points, preferences} = inputs[task.arm];
  const ports = {preferences, runCommand};
  return new Lineage({
    arm: arms[task.arm],
    seed,
    root: Stream.root(rootSeed),
    measures,
    corpus,
    points,
    compress: compressedSize,
    ports,
    runtime: () => (opened ??= openRuntime({device})),
    watch,
    keepModels,
  });
}

function runBlock(task: Task, context: TaskContext, events: TaskEvents): void {
  const {name} = context.arms[task.arm];
  const [first, last] = task.seeds;
  const rows: Row[] = [];
  const pictures: {generation: number; picture: Picture}[] = [];
  const notes = new Set<string>();
  const {generations} = context;
  const times: Times[] = [];
  for (let seed = first; seed <= last; seed++) {
    const lineage = lineageOf(task, seed, context, events);
    const take = (done: Generation): Row[] => {
      const own = rowsOf(name, seed, done.generation, done.readings);
      for (const row of own) rows.push(row);
      if (done.picture) pictures.push({generation: done.generation, picture: done.picture});
      for (const note of done.notes) notes.add(note);
      return own;
    };
    takeTruth(lineage, seed, take);
    for (let t = 1; t <= generations; t++) {
      if (events.stopped()) return;
      const own = take(lineage.advance({picture: isPictured(context, seed, t)}));
      const spent = watch.take();
      times[t - 1] = seed === first ? spent : addTimes(times[t - 1], spent);
      events.progress({fraction: (seed - first + t / generations) / (last - first + 1), seed, rows: own, lineageDone: t === generations});
    }
  }
  const key: UnitKey = {arm: name, seeds: task.seeds, generations: [1, generations], block: true};
  const store = new Store(context.directory);
  store.write(key, context.hashes[task.arm], {rows, pictures, notes: [...notes], times});
}

function takeTruth(lineage: Lineage, seed: number, take: (done: Generation) => void): void {
  const truth = lineage.truth();
  if (truth) take(seed === PICTURED_SEED ? truth : {...truth, picture: undefined});
}

const isPictured = ({snapshots}: TaskContext, seed: number, t: number): boolean => seed === PICTURED_SEED && snapshots.includes(t);

function runLineage(task: Task, context: TaskContext, events: TaskEvents): void {
  const {generations} = context;
  const arm = context.arms[task.arm];
  const hash = context.hashes[task.arm];
  const seed = task.seeds[0];
  const store = new Store(context.directory);
  const lineage = lineageOf(task, seed, context, events);
  const units = unitsBySeed(store.list(arm.name))(seed);
  const carries: Carry[] = [];
  let skipped = false;
  for (let t = 0; t < generations; ) {
    if (events.stopped()) return;
    const stored = unitFrom(units, seed, t + 1);
    if (stored) {
      for (const carry of store.carries(stored, hash)) carries.push(carry);
      t = stored.generations[1];
    } else {
      if (skipped) lineage.resume(t, carries);
      t = computeUnit({task, context, events, lineage, store, seed, from: t + 1, units, carries});
    }
    skipped = stored !== undefined;
  }
}

interface UnitWork {
  task: Task;
  context: TaskContext;
  events: TaskEvents;
  lineage: Lineage;
  store: Store;
  seed: number;
  from: number;
  units: readonly UnitKey[];
  carries: Carry[];
}

/** Generations `from` to the end of the chunk: computed, then written as one unit. Returns the last one, or the end where the run was stopped. */
function computeUnit({task, context, events, lineage, store, seed, from, units, carries}: UnitWork): number {
  const arm = context.arms[task.arm];
  const history = needsHistory(arm);
  let to = from;
  while (to < context.generations && to - from + 1 < task.chunk && !unitFrom(units, seed, to + 1)) to++;
  const rows: Row[] = [];
  const pictures: {generation: number; picture: Picture}[] = [];
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
    if (events.stopped()) return context.generations;
    const own = take(lineage.advance({picture: isPictured(context, seed, t)}));
    made.push(lineage.carry());
    times.push(watch.take());
    events.progress({fraction: t / context.generations, seed, rows: own, lineageDone: t === context.generations});
  }
  const kept = history ? made : made.slice(-1);
  store.write({arm: arm.name, seeds: [seed, seed], generations: [from, to], block: false}, context.hashes[task.arm], {
    rows,
    pictures,
    notes: [...notes],
    carries: kept,
    times,
  });
  for (const carry of kept) carries.push(carry);
  return to;
}
