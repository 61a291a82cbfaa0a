/**
 * The course of an experiment in a page: the first lineage of every arm first, a generation of each in turn, so that there is soon something
 * to see; then the other seeds. What it leaves are the units that any run leaves, so that results are those of the command line.
 */
import type {Row} from '../../lab/results/row.ts';
import {Summarizer, type Summary} from '../../lab/results/summary.ts';
import type {Fans} from '../../report/pages/explorer/fans.ts';
import type {LostWords} from '../../report/pages/explorer/lost-words.ts';
import {reportInputOf} from '../../report/pages/run/gather.ts';
import type {ReportInput} from '../../report/pages/run/input.ts';
import type {LoadedExperiment} from '../../run/experiment.ts';
import {MemoryStore} from '../../run/memory-store.ts';
import type {Task} from '../../run/plan.ts';
import {resultTexts} from '../../run/run.ts';
import {type ArmData, type TaskContext, taskSteps} from '../../run/task.ts';
import type {Runtime} from '../../tensor/runtime.ts';
import {fansOf} from './fans.ts';
import {LostWordsGatherer} from './lost-words.ts';

export interface CourseTexts {
  /** results.jsonl */
  readonly results: string;
  /** summary.json */
  readonly summary: string;
}

export interface CoursePorts {
  /** Asked after every generation: a promise that ends when others in this thread have had their turn, or undefined. */
  readonly turn: () => Promise<void> | undefined;
  readonly isStopped?: () => boolean;
  /** Of neural models. */
  readonly runtime?: Runtime;
  /** After every generation. */
  readonly moved?: () => void;
}

export class Course {
  private readonly loaded: LoadedExperiment;
  private readonly inputs: readonly ArmData[];
  private readonly store = new MemoryStore();
  private readonly words = new LostWordsGatherer();
  private made?: CourseTexts;
  /** Generations of the first lineage that every arm has. */
  first = 0;
  isWhole = false;

  constructor(loaded: LoadedExperiment, inputs: readonly ArmData[]) {
    this.loaded = loaded;
    this.inputs = inputs;
  }

  /** Computes all; false where it was stopped before its end. */
  async run({turn, isStopped, runtime, moved}: CoursePorts): Promise<boolean> {
    const {experiment, arms} = this.loaded;
    const {generations, measures, seed, seeds} = experiment;
    const snapshots = Array.from({length: generations}, (_, i) => i + 1);
    const context: TaskContext = {arms, inputs: this.inputs, measures, generations, snapshots, seed};
    const lineages = (of: number, whole: boolean) =>
      arms.map((_, arm): Task => ({arm, kind: whole ? 'block' : 'lineage', seeds: [of, of], chunk: 1, cost: 0}));
    for (let lineage = 0; lineage < seeds; lineage++) {
      const steps = lineages(lineage, lineage > 0).map((task) =>
        taskSteps(task, context, {
          store: this.store,
          ...(lineage === 0 && {keepSamples: ({arm}, samples) => this.words.take(arm, samples)}),
          ...(runtime && {runtime: () => runtime}),
          isStopped,
          progress: () => {},
        }),
      );
      for (let t = 1, going = steps; going.length > 0; t++) {
        const further = [];
        for (const one of going) {
          if (!one.next().done) further.push(one);
          const others = turn();
          if (others) await others;
          if (isStopped?.()) return false;
        }
        going = further;
        // a step ends before its unit is written: the one after it has it
        if (lineage === 0) this.first = Math.min(generations, going.length === 0 ? generations : t - 1);
        moved?.();
      }
    }
    this.isWhole = true;
    moved?.();
    return true;
  }

  /** Of a course that is whole; made once. */
  texts(): CourseTexts {
    const {experiment, arms} = this.loaded;
    return (this.made ??= resultTexts({arms, experiment, store: this.store}));
  }

  /** Which words of a human passage each generation of the first lineage still writes; undefined where there is no text. */
  get lost(): LostWords | undefined {
    return this.words.found;
  }

  /** Single lineages, so far. */
  fans(): Fans {
    return fansOf(this.rows(), this.loaded.experiment.generations);
  }

  private *rows(): Generator<Row> {
    for (const {name} of this.loaded.arms) for (const key of this.store.list(name)) yield* this.store.read(key).rows();
  }

  /** What there is so far, as pages draw it. */
  input(): ReportInput {
    const {experiment, arms, yaml} = this.loaded;
    const units = arms.flatMap(({name}) => this.store.list(name).map((key) => ({name, key, unit: this.store.read(key)})));
    const first = units.filter(({key}) => key.seeds[0] === 0);
    return reportInputOf({
      experiment,
      arms,
      yaml: yaml(),
      summary: this.summary(),
      command: 'genloss run experiment.yaml',
      versions: {},
      pictured: first.flatMap(({name, unit}) => unit.pictures().map((shot) => ({arm: name, ...shot}))),
      notes: [],
      timed: [],
    });
  }

  private summary(): Summary {
    const summarizer = new Summarizer();
    for (const row of this.rows()) summarizer.add(row);
    return summarizer.finish(this.loaded.experiment);
  }
}
