/** What the page holds: the list, which follows its runs, and the run that is looked at. */
import {batch, computed, effect, signal} from '@preact/signals';
import {compareText} from '../../lab/results/row.ts';
import type {KeptCheck, ListedRun, RunEvent, ShownRun} from '../../report/pages/view/records.ts';
import {type Route, readRoute, readToken, writeRoute} from './address.ts';
import type {RunSource} from './source.ts';

/** A run that grows is drawn anew no more often. */
const AGAIN_MS = 2500;
const NEWS_MS = 200;
/** While more of the list is being read. */
const MORE_MS = 400;
/** A screen reader is told something no more often. */
const SAID_MS = 2000;

export type SortKey = 'changed' | 'title' | 'folder' | 'status' | 'progress';
export type StatusFilter = ListedRun['status'] | 'any';

export class Viewing {
  readonly source: RunSource;
  readonly route = signal<Route>(readRoute(location.hash));
  readonly runs = signal<ReadonlyMap<string, ListedRun>>(new Map());
  readonly isListed = signal(false);
  readonly hasMore = signal(false);
  readonly shown = signal<ShownRun | undefined>(undefined);
  /** Of the list, or of the run that is looked at. */
  readonly failure = signal<string | undefined>(undefined);
  /** Beside the runs; read when the page opens, and again when it is looked at. */
  readonly checks = signal<readonly KeptCheck[]>([]);
  readonly find = signal('');
  readonly status = signal<StatusFilter>('any');
  readonly sort = signal<{readonly key: SortKey; readonly up: boolean}>({key: 'changed', up: false});
  readonly chosen = signal<ReadonlySet<string>>(new Set());
  /** A sentence on what has changed, for those who do not see it. */
  readonly said = signal('');
  readonly listed = computed(() => sorted(filtered([...this.runs.value.values()], this.find.value, this.status.value), this.sort.value));
  private readonly token = readToken(location.hash);
  private asked = 0;
  private askedAt = Number.NEGATIVE_INFINITY;
  private readonly heard: RunEvent[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private saidAt = Number.NEGATIVE_INFINITY;
  private saying: ReturnType<typeof setTimeout> | undefined;

  constructor(source: RunSource) {
    this.source = source;
    addEventListener('hashchange', () => this.go(readRoute(location.hash)));
    source.follow(
      (event) => this.hear(event),
      () => void this.list(),
    );
    void this.list().then(() => this.readChecks());
    this.go(this.route.value);
    effect(() => this.sayNarrowed());
  }

  async readChecks(): Promise<void> {
    try {
      this.checks.value = (await this.source.checks()).checks;
    } catch {
      // the list says what is wrong
    }
  }

  /** The address of a route. */
  to(route: Route): string {
    return writeRoute(route, this.token);
  }

  async list(): Promise<void> {
    try {
      const {runs, more = false} = await this.source.list();
      batch(() => {
        this.runs.value = new Map(runs.map((run) => [run.id, run]));
        this.isListed.value = true;
        this.hasMore.value = more;
        if (this.route.value.page === 'list') this.failure.value = undefined;
      });
      if (more) setTimeout(() => void this.list(), MORE_MS);
      this.follow();
    } catch (error) {
      this.failure.value = (error as Error).message;
    }
  }

  choose(id: string, isChosen: boolean): void {
    const next = new Set(this.chosen.value);
    if (isChosen) next.add(id);
    else next.delete(id);
    this.chosen.value = next;
  }

  /** The newest of what there is to say, when it is time. */
  private say(text: string): void {
    clearTimeout(this.saying);
    const now = () => {
      this.saidAt = performance.now();
      this.said.value = text;
    };
    const wait = this.saidAt + SAID_MS - performance.now();
    if (wait <= 0) now();
    else this.saying = setTimeout(now, wait);
  }

  /** How many runs are left by what somebody looks for. */
  private sayNarrowed(): void {
    if (this.find.value === '' && this.status.value === 'any') return;
    const [shown, all] = [this.listed.peek().length, this.runs.peek().size];
    this.say(shown === 0 ? 'No run is like that.' : `${shown.toLocaleString('en')} of ${all.toLocaleString('en')} runs.`);
  }

  private go(route: Route): void {
    const before = this.route.value;
    this.route.value = route;
    if (route.page === 'run' && (this.shown.value?.run.id !== route.id || this.failure.value !== undefined)) {
      batch(() => {
        this.shown.value = undefined;
        this.failure.value = undefined;
      });
      void this.show(route.id);
    } else if (route.page !== 'run') this.failure.value = undefined;
    if (before.page !== route.page) scrollTo(0, 0);
  }

  private async show(id: string): Promise<void> {
    clearTimeout(this.timer);
    const number = ++this.asked;
    this.askedAt = performance.now();
    const isWanted = () => number === this.asked && this.route.value.page === 'run' && this.route.value.id === id;
    try {
      const shown = await this.source.shown(id);
      if (!isWanted()) return;
      if (this.shown.value?.run.id !== id) this.say(stateText(shown.run));
      this.shown.value = shown;
    } catch (error) {
      if (isWanted()) this.failure.value = (error as Error).message;
    }
  }

  /** What is new is shown a few times a second, however much of it there is. */
  private hear(event: RunEvent): void {
    this.heard.push(event);
    if (this.heard.length === 1) setTimeout(() => this.takeIn(this.heard.splice(0)), NEWS_MS);
  }

  private takeIn(events: readonly RunEvent[]): void {
    const next = new Map(this.runs.value);
    for (const event of events) {
      if (event.kind === 'gone') {
        next.delete(event.id);
        if (this.route.value.page === 'run' && this.route.value.id === event.id) this.failure.value = 'this run is not there any more';
      }
      if (event.kind === 'run') next.set(event.run.id, event.run);
      if (event.kind === 'unit') {
        const run = next.get(event.id);
        if (run) next.set(run.id, {...run, done: event.done, total: event.total});
      }
    }
    this.runs.value = next;
    this.follow();
  }

  /** The run that is looked at, where it has grown. */
  private follow(): void {
    const {route, shown} = this;
    if (route.value.page !== 'run' || !shown.value) return;
    const {id} = route.value;
    const now = this.runs.value.get(id);
    if (!now || (now.done === shown.value.run.done && now.status === shown.value.run.status)) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.show(id), Math.max(0, this.askedAt + AGAIN_MS - performance.now()));
    if (now.status !== shown.value.run.status) this.say(stateText(now));
  }
}

const stateText = ({title, status, done, total}: ListedRun): string =>
  `${title}: ${status}, ${done.toLocaleString('en')} of ${total.toLocaleString('en')} generations.`;

function filtered(runs: readonly ListedRun[], find: string, status: StatusFilter): ListedRun[] {
  const words = find.toLowerCase().split(/\s+/).filter(Boolean);
  return runs.filter((run) => {
    const text = `${run.title} ${run.folder}`.toLowerCase();
    return (status === 'any' || run.status === status) && words.every((word) => text.includes(word));
  });
}

const ORDER = {running: 0, stopped: 1, done: 2} as const;

function sorted(runs: ListedRun[], {key, up}: {readonly key: SortKey; readonly up: boolean}): ListedRun[] {
  const sign = up ? 1 : -1;
  const of = (run: ListedRun): string | number => {
    if (key === 'status') return ORDER[run.status];
    if (key === 'progress') return run.total === 0 ? 0 : run.done / run.total;
    return run[key];
  };
  const values = new Map(runs.map((run) => [run, of(run)]));
  return runs.sort((a, b) => {
    const [x, y] = [values.get(a)!, values.get(b)!];
    const order =
      typeof x !== 'string' ? x - (y as number) : key === 'changed' ? compareText(x, y as string) : byText.compare(x, y as string);
    return sign * order || compareText(a.folder, b.folder);
  });
}

const byText = new Intl.Collator('en', {numeric: true});
