/**
 * A run that goes on by itself beside the page: as long as people answer it runs, waits where it must, and begins again as soon as something
 * was said. Where it cannot begin, as beside another run in the same directory, it tries again by the clock.
 */
import {statSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as after} from 'node:timers/promises';
import {GenlossError, OutputError, UnfinishedError} from '../../core/error.ts';
import type {Desk} from '../../run/desk.ts';
import {JUDGEMENTS} from '../people/judgement-file.ts';
import {LockHeld} from '../run/lock.ts';
import {writeReport} from '../run/report.ts';
import {type RunOptions, runExperiment} from '../run/run.ts';
import {storedExperiment} from '../run/stored-experiment.ts';
import type {Device} from '../tensor/device.ts';

const LOOK_MS = 1_000;
/** The last one again and again. */
const RETRY_MS = [1_000, 2_000, 5_000, 10_000, 30_000];

interface RunBesideOptions {
  readonly directory: string;
  readonly workers: number;
  readonly device: Device;
  readonly signal: AbortSignal;
  readonly onNotice: (text: string) => void;
  /** What runs it, to its end or as far as it comes; the run of the directory with its report unless said. */
  readonly run?: (options: RunOptions) => Promise<'ended' | 'stopped'>;
  /** Pauses before it tries again, in milliseconds. */
  readonly retryMs?: readonly number[];
}

/** `again`: when to try again, where nothing has to be said first. */
interface Outcome {
  readonly run: Desk['run'];
  readonly again?: 'by the clock';
}

export class RunBeside {
  status: Desk['run'] = {status: 'waits'};
  private readonly options: RunBesideOptions;
  private readonly told = new Set<string>();

  constructor(options: RunBesideOptions) {
    this.options = options;
  }

  /** Until the run has come to its end, fails, or is stopped. Never rejects. */
  async go(): Promise<void> {
    const {signal, retryMs = RETRY_MS} = this.options;
    for (let tries = 0; !signal.aborted; ) {
      const before = this.stamp();
      if (tries === 0) this.status = {status: 'going'};
      const {run, again} = await this.runOnce();
      this.status = run;
      if (run.status !== 'waits') return;
      if (again === undefined) tries = 0;
      if (again === undefined) while (!signal.aborted && this.stamp() === before) await this.pause(LOOK_MS);
      else await this.pause(retryMs[Math.min(tries++, retryMs.length - 1)]);
    }
  }

  private async runOnce(): Promise<Outcome> {
    const {directory, workers, device, signal, run = ofDirectory} = this.options;
    const onProgress = () => {
      this.status = {status: 'going'};
    };
    try {
      const end = await run({directory, workers, device, signal, onProgress, onNotice: (text) => this.tell(text)});
      if (end === 'stopped') return {run: {status: 'failed', why: 'it was stopped'}};
      this.tell('the run has come to its end');
      return {run: {status: 'done'}};
    } catch (error) {
      return this.outcomeOf(error);
    }
  }

  private outcomeOf(error: unknown): Outcome {
    if (error instanceof UnfinishedError) return {run: {status: 'waits'}};
    const {message} = error instanceof Error ? error : new Error(String(error));
    if (error instanceof OutputError) {
      // every other run that has the directory is one and the same news
      this.tell(`the run waits, and tries again: ${message}`, error instanceof LockHeld ? 'held' : message);
      return {run: {status: 'waits'}, again: 'by the clock'};
    }
    const why = error instanceof GenlossError ? message : `something went wrong in genloss itself: ${message}`;
    this.tell(`the run does not go on: ${why}`);
    return {run: {status: 'failed', why}};
  }

  /** `news`: what is told once, in whatever words. */
  private tell(text: string, news = text): void {
    if (this.told.has(news)) return;
    this.told.add(news);
    this.options.onNotice(text);
  }

  private async pause(ms: number): Promise<void> {
    await after(ms, undefined, {ref: false, signal: this.options.signal}).catch(() => {});
  }

  /** Changes with what was said, not with what is asked; empty where that cannot be seen. */
  private stamp(): string {
    try {
      const {size = 0, mtimeMs = 0} = statSync(join(this.options.directory, JUDGEMENTS), {throwIfNoEntry: false}) ?? {};
      return `${size} ${mtimeMs}`;
    } catch {
      return '';
    }
  }
}

async function ofDirectory(options: RunOptions): Promise<'ended' | 'stopped'> {
  const result = await runExperiment(storedExperiment(options.directory), options);
  if (!result) return 'stopped';
  await writeReport(options.directory);
  return 'ended';
}
