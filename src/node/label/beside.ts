/**
 * A run that goes on by itself beside the page: as long as people answer it runs, waits where it must, and begins again as soon as something
 * was said.
 */
import {statSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as after} from 'node:timers/promises';
import {GenlossError, OutputError, UnfinishedError} from '../../core/error.ts';
import type {Desk} from '../../run/desk.ts';
import {JUDGEMENTS} from '../people/judgement-file.ts';
import {writeReport} from '../run/report.ts';
import {runExperiment} from '../run/run.ts';
import {storedExperiment} from '../run/stored-experiment.ts';
import type {Device} from '../tensor/device.ts';

const LOOK_MS = 1_000;

interface RunBesideOptions {
  readonly directory: string;
  readonly workers: number;
  readonly device: Device;
  readonly signal: AbortSignal;
  readonly onNotice: (text: string) => void;
}

export class RunBeside {
  status: Desk['run'] = {status: 'waits'};
  private readonly options: RunBesideOptions;

  constructor(options: RunBesideOptions) {
    this.options = options;
  }

  /** Until the run has come to its end, fails, or is stopped. */
  async go(): Promise<void> {
    const {signal} = this.options;
    while (!signal.aborted) {
      const before = this.stamp();
      this.status = {status: 'going'};
      this.status = await this.runOnce();
      if (this.status.status !== 'waits') return;
      while (!signal.aborted && this.stamp() === before) await after(LOOK_MS, undefined, {ref: false});
    }
  }

  private async runOnce(): Promise<Desk['run']> {
    const {directory, workers, device, signal, onNotice} = this.options;
    try {
      const result = await runExperiment(storedExperiment(directory), {directory, workers, device, signal, onNotice});
      if (!result) return {status: 'failed', why: 'it was stopped'};
      await writeReport(directory);
      onNotice('the run has come to its end');
      return {status: 'done'};
    } catch (error) {
      if (error instanceof UnfinishedError) return {status: 'waits'};
      if (error instanceof OutputError) {
        // another run in the directory, as a rule
        onNotice(`the run waits: ${error.message}`);
        return {status: 'waits'};
      }
      if (!(error instanceof GenlossError)) throw error;
      onNotice(`the run does not go on: ${error.message}`);
      return {status: 'failed', why: error.message};
    }
  }

  /** Changes with what was said, not with what is asked. */
  private stamp(): string {
    const {size = 0, mtimeMs = 0} = statSync(join(this.options.directory, JUDGEMENTS), {throwIfNoEntry: false}) ?? {};
    return `${size} ${mtimeMs}`;
  }
}
