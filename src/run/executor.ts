/**
 * Whoever works on the tasks of a run: this thread, worker threads, later other machines. One contract suite (test/contract-executor.ts) runs
 * against every implementation.
 */
import type {Row} from '../lab/results/row.ts';
import type {Waiting} from './asked.ts';
import type {Task} from './plan.ts';
import {type TaskContext, type TaskPorts, taskSteps} from './task.ts';

/** How far a task is: `fraction` of it done, the newest rows of one seed, and the lineages that ended since the last word. */
export interface TaskProgress {
  readonly fraction: number;
  readonly seed: number;
  readonly rows: readonly Row[];
  readonly lineages: number;
}

export interface TaskEvents {
  started(task: Task): void;
  progress(task: Task, progress: TaskProgress): void;
  /** `lineages`: those that ended since the last word of progress. */
  ended(task: Task, lineages: number): void;
  /** It cannot go on before people have answered. */
  waits(task: Task, waiting: Waiting): void;
}

export interface Executor {
  /** Does all tasks, the first ones first. True when all are done or wait, false when it was stopped before; throws what a task throws. */
  run(tasks: readonly Task[], events: TaskEvents): Promise<boolean>;
}

export interface InProcessPorts extends TaskPorts {
  /**
   * Asked after every generation: a promise that ends when others in this thread have had their turn, so that a message that stops the run is
   * heard; undefined where it is not their turn yet. None have one unless given.
   */
  readonly turn?: () => Promise<void> | undefined;
}

/** In this thread, one after another. `isStopped` is asked after every generation. */
export function inProcess(context: TaskContext, {turn, ...ports}: InProcessPorts): Executor {
  return {
    async run(tasks, events) {
      for (const task of tasks) {
        if (ports.isStopped?.()) return false;
        events.started(task);
        const steps = taskSteps(task, context, {
          ...ports,
          progress({fraction, seed, rows, lineageDone}) {
            events.progress(task, {fraction, seed, rows, lineages: lineageDone ? 1 : 0});
          },
        });
        let step = steps.next();
        for (; !step.done; step = steps.next()) {
          const others = turn?.();
          if (others) await others;
        }
        if (ports.isStopped?.()) return false;
        if (step.value) events.waits(task, step.value);
        else events.ended(task, 0);
      }
      return true;
    },
  };
}
