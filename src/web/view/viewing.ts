/** What the page holds: the list, which follows its runs, and the run that is looked at. */
import {batch, computed, effect, signal} from '@preact/signals';
import type {KeptCheck, ListedRun, RunEvent, ShownRun} from '../../report/pages/view/records.ts';
import {type Choices, type ListRoute, type Route, readRoute, readToken, writeRoute} from './address.ts';
import {AddressBar} from './address-bar.ts';
import {chosenRuns} from './sorting.ts';
import type {RunSource} from './source.ts';

/** A run that grows is drawn anew no more often. */
const AGAIN_MS = 2500;
const NEWS_MS = 200;
/** While more of the list is being read. */
const MORE_MS = 400;
/** A screen reader is told something no more often. */
const SAID_MS = 2000;

export class Viewing {
  readonly source: RunSource;
  readonly route = signal<Route>(readRoute(location.hash));
  /** The list as it is, or was left. */
  readonly list = signal<ListRoute>({page: 'list'});
  readonly runs = signal<ReadonlyMap<string, ListedRun>>(new Map());
  readonly isListed = signal(false);
  readonly hasMore = signal(false);
  readonly shown = signal<ShownRun | undefined>(undefined);
  /** Of the list, or of the run that is looked at. */
  readonly failure = signal<string | undefined>(undefined);
  /** How often the source has answered again after it had not, or a run has come back: what could not be read is to be read again. */
  readonly returns = signal(0);
  /** Beside the runs; read when the page opens, and again when it is looked at. */
  readonly checks = signal<readonly KeptCheck[]>([]);
  /** A sentence on what has changed, for those who do not see it. */
  readonly said = signal('');
  readonly listed = computed(() => chosenRuns(this.runs.value.values(), this.list.value));
  private readonly token = readToken(location.hash);
  private readonly bar = new AddressBar();
  private isAway = false;
  private lists = 0;
  private asked = 0;
  private askedAt = Number.NEGATIVE_INFINITY;
  private readonly heard: RunEvent[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private saidAt = Number.NEGATIVE_INFINITY;
  private saying: ReturnType<typeof setTimeout> | undefined;

  constructor(source: RunSource) {
    this.source = source;
    addEventListener('hashchange', ({newURL}) => {
      const {hash} = new URL(newURL);
      this.bar.leave(hash);
      this.go(readRoute(hash));
    });
    source.follow(
      (event) => this.hear(event),
      () => void this.readList(),
    );
    void this.readList().then(() => this.readChecks());
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

  /** Something is chosen on the page that is shown; undefined: as the page begins. */
  choose(choices: Choices): void {
    const route = {...this.route.value, ...choices} as Route;
    batch(() => {
      this.route.value = route;
      if (route.page === 'list') this.list.value = route;
    });
    this.bar.put(this.to(route));
  }

  tick(id: string, isTicked: boolean): void {
    const others = (this.list.value.ticked ?? []).filter((one) => one !== id);
    const ticked = isTicked ? [...others, id] : others;
    this.choose({ticked: ticked.length > 0 ? ticked : undefined});
  }

  private async readList(): Promise<void> {
    const number = ++this.lists;
    try {
      const {runs, more = false} = await this.source.list();
      if (number !== this.lists) return;
      batch(() => {
        this.runs.value = new Map(runs.map((run) => [run.id, run]));
        this.isListed.value = true;
        this.hasMore.value = more;
        if (this.route.value.page !== 'run') this.failure.value = undefined;
      });
      if (more) setTimeout(() => void this.readList(), MORE_MS);
      if (this.isAway) this.comeBack();
      this.isAway = false;
      this.follow();
    } catch (error) {
      if (number !== this.lists) return;
      this.isAway = true;
      this.failure.value = (error as Error).message;
    }
  }

  /** What could not be shown may be there again. */
  private comeBack(): void {
    this.returns.value++;
    const {route, failure} = this;
    if (route.value.page === 'run' && failure.value !== undefined) this.showSoon(route.value.id);
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
    const {find = '', status = 'any'} = this.list.value;
    if (find === '' && status === 'any') return;
    const [shown, all] = [this.listed.peek().length, this.runs.peek().size];
    this.say(shown === 0 ? 'No run is like that.' : `${shown.toLocaleString('en')} of ${all.toLocaleString('en')} runs.`);
  }

  private go(route: Route): void {
    const before = this.route.value;
    batch(() => {
      this.route.value = route;
      if (route.page === 'list') this.list.value = route;
    });
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
      batch(() => {
        this.shown.value = shown;
        this.failure.value = undefined;
      });
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
    let isBack = false;
    for (const event of events) {
      if (event.kind === 'gone') {
        next.delete(event.id);
        if (this.route.value.page === 'run' && this.route.value.id === event.id) this.failure.value = 'this run is not there any more';
      }
      if (event.kind === 'run') {
        isBack ||= !next.has(event.run.id);
        next.set(event.run.id, event.run);
      }
      if (event.kind === 'unit') {
        const run = next.get(event.id);
        if (run) next.set(run.id, {...run, done: event.done, total: event.total});
      }
    }
    this.runs.value = next;
    if (isBack) this.comeBack();
    this.follow();
  }

  /** The run that is looked at, where it has grown or is another one by now. */
  private follow(): void {
    const {route, shown} = this;
    if (route.value.page !== 'run' || !shown.value) return;
    const now = this.runs.value.get(route.value.id);
    if (!now || isAs(now, shown.value.run)) return;
    this.showSoon(now.id);
    if (now.status !== shown.value.run.status) this.say(stateText(now));
  }

  private showSoon(id: string): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.show(id), Math.max(0, this.askedAt + AGAIN_MS - performance.now()));
  }
}

const stateText = ({title, status, done, total}: ListedRun): string =>
  `${title}: ${status}, ${done.toLocaleString('en')} of ${total.toLocaleString('en')} generations.`;

const isAs = (a: ListedRun, b: ListedRun): boolean =>
  (['title', 'status', 'done', 'total', 'changed'] as const).every((field) => a[field] === b[field]);
