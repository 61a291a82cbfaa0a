/**
 * The runs below some folders, as they are and as they grow. It looks by itself as long as somebody listens or has asked lately: at what runs
 * often, for what is new or gone now and then. What it has read is kept for the next visit.
 */
import type {CheckList, RunEvent, RunList} from '../../report/pages/view/records.ts';
import {Listeners} from '../serve/events.ts';
import {Checks} from './checks.ts';
import {EntryCache} from './entry-cache.ts';
import {type FoundDocument, findRuns} from './find-runs.ts';
import {pausing} from './pause.ts';
import {ViewedRun} from './viewed-run.ts';

export interface RunsOptions {
  /** Whole, with no link in them. */
  readonly roots: readonly string[];
  /** Where what was read is kept; nowhere unless said. */
  readonly cache?: string;
}

const TICK_MS = 400;
/** Between two looks for what is new; more where a look takes long. */
const LOOK_MS = 2_500;
const LOOK_SHARE = 20;
/** Nobody looks at the page any more. */
const IDLE_MS = 60_000;
/** A list is answered after so long with what there is. */
const PATIENCE_MS = 1_200;

export class Runs {
  readonly listeners = new Listeners<RunEvent>();
  private readonly options: RunsOptions;
  private readonly cache: EntryCache;
  private readonly kept = new Checks();
  private readonly runs = new Map<string, ViewedRun>();
  private readonly byDirectory = new Map<string, ViewedRun>();
  private documents: readonly FoundDocument[] = [];
  private looking: Promise<void> | undefined;
  private isWhole = false;
  private lookedAt = Number.NEGATIVE_INFINITY;
  private lookTook = 0;
  private askedAt = performance.now();
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(options: RunsOptions) {
    this.options = options;
    this.cache = new EntryCache(options.cache, options.roots);
  }

  start(): void {
    void this.look();
    this.timer = setInterval(() => this.tick(), TICK_MS);
  }

  close(): void {
    clearInterval(this.timer);
  }

  /** All there are, or after a while those that are read. */
  async list(): Promise<RunList> {
    const since = performance.now() - this.askedAt;
    this.askedAt = performance.now();
    if (since > IDLE_MS) this.lookedAt = Number.NEGATIVE_INFINITY;
    if (this.isDue()) void this.look();
    if (this.looking) await Promise.race([this.looking, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
    this.tick();
    return {runs: [...this.runs.values()].map((run) => run.listed()), ...(!this.isWhole && {more: true})};
  }

  /** Undefined where there is none of that id, or not any more. */
  get(id: string): ViewedRun | undefined {
    const run = this.runs.get(id);
    if (run && !run.read(Date.now())) this.forget(run);
    return run?.entry && run;
  }

  /** Results of checks beside the runs, of the newest look. */
  checks(): Promise<CheckList> {
    return this.kept.list(this.documents);
  }

  /** Once all have been read. */
  async whole(): Promise<readonly ViewedRun[]> {
    await this.look();
    return [...this.runs.values()];
  }

  private isDue(): boolean {
    return performance.now() - this.lookedAt > Math.max(LOOK_MS, LOOK_SHARE * this.lookTook);
  }

  private tick(): void {
    const isIdle = this.listeners.count === 0 && performance.now() - this.askedAt > IDLE_MS;
    if (isIdle) return;
    for (const run of this.runs.values()) if (run.status === 'running') this.follow(run);
    if (this.isDue()) void this.look();
  }

  /** One that runs: what it has done since. */
  private follow(run: ViewedRun): void {
    const before = JSON.stringify(run.listed());
    if (!run.read(Date.now())) {
      this.forget(run);
      return;
    }
    const listed = run.listed();
    const {id, done, total} = listed;
    for (const {arm, seeds, generations} of run.newUnits()) this.listeners.tell({kind: 'unit', id, arm, seeds, generations, done, total});
    if (JSON.stringify(listed) !== before) this.listeners.tell({kind: 'run', run: listed});
  }

  /** For what is new, changed or gone: one look at a time. */
  private look(): Promise<void> {
    this.looking ??= this.lookOnce().finally(() => {
      this.looking = undefined;
    });
    return this.looking;
  }

  private async lookOnce(): Promise<void> {
    const begin = performance.now();
    this.lookedAt = begin;
    const pause = pausing();
    const kept = this.isWhole ? undefined : this.cache.read();
    const {runs: found, documents} = await findRuns(this.options.roots, pause);
    this.documents = documents;
    let isNew = false;
    for (const one of found) {
      const run = this.byDirectory.get(one.directory) ?? new ViewedRun(one, kept?.get(one.directory));
      const before = run.keptEntry;
      if (this.byDirectory.has(one.directory)) this.follow(run);
      else this.meet(run);
      if (run.keptEntry !== before) isNew = true;
      await pause();
    }
    const there = new Set(found.map(({directory}) => directory));
    for (const run of [...this.runs.values()]) if (!there.has(run.directory)) this.forget(run);
    this.isWhole = true;
    this.lookTook = performance.now() - begin;
    if (isNew || (kept && kept.size !== this.runs.size)) this.keep();
  }

  private meet(run: ViewedRun): void {
    if (!run.read(Date.now())) return;
    this.runs.set(run.id, run);
    this.byDirectory.set(run.directory, run);
    // at the first look whoever listens asks for the list until it is whole
    if (!this.isWhole) return;
    run.tellsOfAll();
    this.listeners.tell({kind: 'run', run: run.listed()});
  }

  private keep(): void {
    const whole = [...this.runs.values()].filter(({status}) => status !== 'running');
    this.cache.write(whole.flatMap(({directory, keptEntry}) => (keptEntry ? [[directory, keptEntry] as const] : [])));
  }

  private forget(run: ViewedRun): void {
    this.runs.delete(run.id);
    this.byDirectory.delete(run.directory);
    this.listeners.tell({kind: 'gone', id: run.id});
  }
}
