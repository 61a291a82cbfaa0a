/**
 * How far a run is, as data: whoever shows it decides how. Work is counted in estimated cost, so that the time left is honest when
 * arms differ.
 */
import type {Row} from '../lab/results/row.ts';
import type {Task} from './plan.ts';

export interface ArmProgress {
  readonly name: string;
  readonly lineages: number;
  done: number;
  running: number;
  /** The first measure by generation, of the lineage that moved last. */
  series: number[];
  seed: number;
}

export class Progress {
  readonly arms: ArmProgress[];
  readonly measure: string;
  private readonly total: number;
  private finished = 0;
  private readonly open = new Map<Task, number>();

  constructor(arms: readonly {name: string}[], options: {seeds: number; done: readonly number[]; tasks: readonly Task[]; measure: string}) {
    this.arms = arms.map(({name}, i) => ({name, lineages: options.seeds, done: options.done[i], running: 0, series: [], seed: -1}));
    this.total = options.tasks.reduce((sum, task) => sum + task.cost, 0);
    this.measure = options.measure;
  }

  started(task: Task): void {
    this.open.set(task, 0);
    this.arms[task.arm].running++;
  }

  moved(task: Task, {fraction, seed, rows, lineages}: {fraction: number; seed: number; rows: readonly Row[]; lineages: number}): void {
    this.open.set(task, fraction);
    const arm = this.arms[task.arm];
    arm.done += lineages;
    if (arm.seed !== seed) arm.series = [];
    arm.seed = seed;
    for (const row of rows) {
      if (row.measure === this.measure && row.band === undefined && row.value !== undefined && row.generation > 0)
        arm.series[row.generation - 1] = row.value;
    }
  }

  ended(task: Task, lineages: number): void {
    this.open.delete(task);
    this.finished += task.cost;
    this.arms[task.arm].running--;
    this.arms[task.arm].done += lineages;
  }

  /** It does nothing more before people have answered. */
  waits(task: Task): void {
    this.arms[task.arm].running--;
  }

  /** Share of the work of this run that is done, 0..1. */
  fraction(): number {
    let cost = this.finished;
    for (const [task, fraction] of this.open) cost += task.cost * fraction;
    return this.total === 0 ? 1 : Math.min(1, cost / this.total);
  }
}
