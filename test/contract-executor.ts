/** The contract of what works on the tasks of a run. Every implementation's own test calls this once. */
import {expect, test} from 'vitest';
import {DataError} from '../src/core/error.ts';
import {resolveExperiment} from '../src/lab/experiment/resolve.ts';
import type {Executor} from '../src/run/executor.ts';
import {computeRun, type RunRequest, resultTexts} from '../src/run/run.ts';
import type {TaskContext} from '../src/run/task.ts';
import type {Store} from '../src/run/unit.ts';

export interface Opened {
  readonly executor: Executor;
  /** What its tasks write to. */
  readonly store: Store;
}

export interface ExecutorContract {
  readonly name: string;
  /** With a store of its own, or the one that is given. `stop`: called with what stops the executor. */
  readonly open: (context: TaskContext, options?: {readonly store?: Store; readonly stop?: (stop: () => void) => void}) => Opened;
}

const resolved = resolveExperiment({
  title: 'Two arms',
  data: {world: 'gaussian'},
  model: {kind: 'gaussian'},
  sample: {size: 10},
  generations: 6,
  seeds: 40,
  arms: {replace: {workflow: 'replace'}, accumulate: {workflow: 'accumulate'}},
  measures: ['mean', 'variance'],
});
if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
const {experiment, arms} = resolved;
const context: TaskContext = {
  arms,
  inputs: arms.map(() => ({})),
  measures: experiment.measures,
  generations: experiment.generations,
  snapshots: [1, 6],
  seed: experiment.seed,
};
const request = ({store, executor}: Opened, more: Partial<RunRequest> = {}): RunRequest => ({
  arms,
  experiment,
  store,
  executor,
  words: () => 0,
  ...more,
});

export function contractExecutor({name, open}: ExecutorContract): void {
  test(`${name}: does every task, and says when each begins and ends`, async () => {
    const opened = open(context);
    const events: string[] = [];
    let last = 0;
    const {isWhole, reused} = await computeRun(
      request(opened, {
        executor: {
          run: (tasks, own) =>
            opened.executor.run(tasks, {
              ...own,
              started(task) {
                events.push(`started ${tasks.indexOf(task)}`);
                own.started(task);
              },
              ended(task, lineages) {
                events.push(`ended ${tasks.indexOf(task)}`);
                own.ended(task, lineages);
              },
            }),
        },
        onProgress: (progress) => {
          last = progress.fraction();
        },
      }),
    );
    expect({isWhole, reused, last}).toEqual({isWhole: true, reused: 0, last: 1});
    expect(events.sort()).toEqual(['ended 0', 'ended 1', 'started 0', 'started 1']);
    const {results} = resultTexts(request(opened));
    expect(results.split('\n')).toHaveLength(2 * 40 * 7 * 2 + 1);
  });

  test(`${name}: gives the same bytes as another that has a store of its own`, async () => {
    const [one, other] = [open(context), open(context)];
    await computeRun(request(one));
    await computeRun(request(other));
    expect(resultTexts(request(one))).toEqual(resultTexts(request(other)));
  });

  test(`${name}: goes on from what is there`, async () => {
    const opened = open(context);
    await computeRun(request(opened, {experiment: {...experiment, seeds: 10}}));
    const {reused} = await computeRun(request(opened));
    expect(reused).toBe(20);
    const fresh = open(context);
    await computeRun(request(fresh));
    expect(resultTexts(request(opened))).toEqual(resultTexts(request(fresh)));
  });

  test(`${name}: is stopped after a generation, and says that it is not whole`, async () => {
    let stop: (() => void) | undefined;
    const opened = open(context, {stop: (own) => (stop = own)});
    const {isWhole} = await computeRun(request(opened, {onProgress: () => stop!()}));
    expect(isWhole).toBe(false);
  });

  test(`${name}: throws what a task throws`, async () => {
    const broken = {...context, arms: [{...arms[0], sample: {size: 1}, model: {kind: 'gaussian', variance: 'unbiased', bias: 1} as const}]};
    const opened = open(broken);
    await expect(computeRun(request(opened, {arms: broken.arms}))).rejects.toThrow(DataError);
  });
}
