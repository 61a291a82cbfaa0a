/**
 * What the page shows of its experiment, generation by generation: what is computed comes from the worker as fast as it can, and is shown as
 * fast as a person can follow.
 */
import {batch, computed, effect, type Signal, signal} from '@preact/signals';
import {type Client, RunError, type ShownTexts, type Watcher} from '../lab/client.ts';
import type {PageCost} from '../lab/cost.ts';
import type {Looked, Seen} from '../lab/messages.ts';
import {type LabAddress, type LabSource, type PageState, readAddress, setsOf, sourceOf, stateOf, writeAddress} from './address.ts';
import {Narrator} from './narrator.ts';
import type {OwnFiles} from './own-files.ts';
import {pack, unpacked} from './packed.ts';
import {readRunFolder} from './run-folder.ts';

/** Generations a second. */
export const SPEEDS = [1, 2, 5, 10, 20] as const;

const NO_RUN = 'This run cannot be shown.';

type Mode = 'paused' | 'running';

export class Playing {
  readonly state: Signal<PageState>;
  /** What the address leaves out of the page. */
  readonly around: Signal<Pick<LabAddress, 'hide' | 'isEmbedded'>>;
  readonly seen = signal<Seen | undefined>(undefined);
  readonly failure = signal<RunError | undefined>(undefined);
  /** What it would take, where that is more than a page begins unasked. */
  readonly heavy = signal<PageCost | undefined>(undefined);
  /** A text that is no experiment, as somebody wrote it: the editor begins with it. */
  readonly draft = signal<string | undefined>(undefined);
  /** The newest that is shown. */
  readonly generation = signal(0);
  readonly speed = signal<number>(SPEEDS[2]);
  private readonly mode = signal<Mode>('paused');
  private readonly atEnd = computed(() => this.generation.value >= this.state.value.generations);
  /** `done`: the last generation is shown, and all seeds are in it. */
  readonly status = computed((): Mode | 'done' => (this.atEnd.value && this.seen.value?.isWhole ? 'done' : this.mode.value));
  /** For a text: the experiment reads one that nobody has given yet. */
  readonly isWaiting = computed(() => this.state.value.source.preset?.wantsText === true && this.files.names.value.length === 0);
  /** On what is shown: at a stop, and now and then while it goes. */
  readonly said = new Narrator();
  /** What is opened may take a while: only the newest counts. */
  private opening = 0;
  /** Steps that were asked for and are not computed yet. */
  private owed = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly client: Client;
  readonly files: OwnFiles;

  constructor(client: Client, files: OwnFiles) {
    this.client = client;
    this.files = files;
    const address = readAddress(location.hash);
    this.around = signal(address);
    this.state = signal(stateOf(sourceOf(address.preset), address));
    addEventListener('hashchange', ({newURL}) => {
      // what was opened late may have put its own address there since
      const {hash} = new URL(newURL);
      if (hash !== writeAddress(this.state.value, this.around.value)) this.open(readAddress(hash));
      else this.opening++;
    });
    this.open(address);
    effect(() => this.said.tell({input: this.seen.value?.input, generation: this.generation.value, goes: this.status.value === 'running'}));
  }

  /** What an address names. */
  private open(address: LabAddress): void {
    this.around.value = address;
    if (address.isNewer)
      this.openNothing(
        {message: 'The address is of a newer version of this page.', next: 'Reload the page, and open the address again.'},
        address,
      );
    else if (address.packed === undefined) this.begin(stateOf(sourceOf(address.preset), address));
    else void this.openPacked(address.packed, address);
  }

  private async openPacked(packed: string, address: LabAddress): Promise<void> {
    const opening = ++this.opening;
    const text = await unpacked(packed);
    if (opening !== this.opening) return;
    if (text === undefined)
      this.openNothing({message: 'The address holds no experiment that can be read.', next: 'Copy the address again, whole.'}, address);
    else await this.openText(text, {address, packed});
  }

  /** Stands still, and says why. */
  private openNothing(why: {readonly message: string; readonly next: string}, {preset}: LabAddress): void {
    this.pause();
    this.begin(stateOf(sourceOf(preset)));
    this.failure.value = new RunError({...why, problems: []});
  }

  /** An experiment that somebody wrote. False where it is none: what was shown before then stays. */
  async openText(text: string, {address, packed}: {address?: LabAddress; packed?: string} = {}): Promise<boolean> {
    const opening = ++this.opening;
    let looked: Looked;
    let own: string;
    try {
      looked = await this.client.look({yaml: text, files: this.files.names.value});
      own = packed ?? (await pack(text));
    } catch (error) {
      if (opening !== this.opening) return false;
      batch(() => {
        this.failure.value = error as RunError;
        this.draft.value = text;
      });
      return false;
    }
    if (opening !== this.opening) return false;
    this.begin(stateOf({yaml: text, ...looked, packed: own}, address));
    return true;
  }

  /** Whether a text is an experiment, and if not, why not. */
  async check(text: string): Promise<RunError | undefined> {
    try {
      await this.client.look({yaml: text, files: this.files.names.value});
      return undefined;
    } catch (error) {
      return error as RunError;
    }
  }

  /** Another state: from its beginning, going on only where it went before. */
  begin(next: PageState): void {
    clearTimeout(this.timer);
    this.opening++;
    this.owed = 0;
    batch(() => {
      this.state.value = next;
      this.generation.value = 0;
      this.seen.value = undefined;
      this.failure.value = undefined;
      this.heavy.value = undefined;
      this.draft.value = undefined;
    });
    const address = writeAddress(next, this.around.value);
    if (address !== location.hash) history.replaceState(null, '', address);
    if (this.isWaiting.value) this.client.forget();
    else this.show();
    if (this.mode.value === 'running') this.wait();
  }

  /** Whoever looks has heard what it takes. */
  agree(): void {
    this.heavy.value = undefined;
    this.show(true);
  }

  /** The folder of a run, to look at. */
  async openRun(files: readonly File[]): Promise<void> {
    this.pause();
    const opening = ++this.opening;
    try {
      const run = await readRunFolder(files);
      const {title, knobs} = await this.client.look({yaml: run.yaml, isOfRun: true});
      if (opening !== this.opening) return;
      const source: LabSource = {yaml: run.yaml, title, knobs: {generations: knobs.generations}, isRun: true};
      const failed = (error: Error) => {
        this.fail(NO_RUN, error);
        if (!this.state.value.source.isRun) this.show();
      };
      this.client.open(run, {...this.watcher, failed, seen: (seen) => this.seenRun(source, seen)});
    } catch (error) {
      if (opening === this.opening) this.fail(NO_RUN, error);
    }
  }

  private seenRun(source: LabSource, seen: Seen): void {
    const state = stateOf(source);
    batch(() => {
      this.state.value = state;
      this.seen.value = seen;
      this.generation.value = Math.min(seen.first, state.generations);
      const [unread] = seen.unread ?? [];
      this.failure.value = unread && new RunError({...unread, problems: [], heading: 'Not all of this run can be shown.'});
      this.heavy.value = undefined;
      this.draft.value = undefined;
    });
    history.replaceState(null, '', writeAddress(state, this.around.value));
  }

  private show(isWanted = false): void {
    const next = this.state.value;
    const names = this.files.names.value;
    const own = next.source.preset?.wantsText ? this.files.sets(next.source.knobs.size!.begin) : [];
    this.client.show({yaml: next.source.yaml, sets: [...own, ...setsOf(next)], files: names, isWanted}, this.watcher);
  }

  private readonly watcher: Watcher = {
    seen: (seen) => {
      this.seen.value = seen;
      if (this.owed > 0) this.advance();
    },
    failed: (error) => {
      batch(() => {
        this.failure.value = error;
        this.mode.value = 'paused';
      });
    },
    heavy: (cost) => {
      batch(() => {
        this.heavy.value = cost;
        this.mode.value = 'paused';
      });
    },
  };

  /** A text that somebody gives to the page, for the experiment that wants one; nothing where another was chosen meanwhile. */
  give(name: string, bytes: Uint8Array): void {
    const {source} = this.state.value;
    if (!source.preset?.wantsText) return;
    this.files.give(name, bytes);
    const {size, ...knobs} = source.preset.knobs;
    const values = this.files.sizesOf(size!.values);
    this.begin(stateOf({...source, knobs: {...knobs, size: {path: size!.path, begin: values[values.length - 1], values}}}));
  }

  /** What somebody asked for and could not be done; what was shown before stays. */
  fail(heading: string, error: unknown): void {
    const {message, next, problems = []} = error as Partial<RunError> & Error;
    this.failure.value = new RunError({message, next, problems, heading});
  }

  set(change: Partial<Omit<PageState, 'source'>>): void {
    this.begin({...this.state.value, ...change});
  }

  /** Of what is shown, whole. */
  texts(): Promise<ShownTexts> {
    return this.client.shown();
  }

  reset(): void {
    this.begin(stateOf(this.state.value.source));
  }

  play(): void {
    if (this.isWaiting.value) {
      this.askForText();
      return;
    }
    if (this.mode.value === 'running' && this.status.value !== 'done') return;
    // what failed before anything was seen says so still
    if (this.failure.value && this.seen.value === undefined) return;
    batch(() => {
      if (this.atEnd.value) this.generation.value = 0;
      this.mode.value = 'running';
    });
    this.advance();
    this.wait();
  }

  pause(): void {
    clearTimeout(this.timer);
    this.owed = 0;
    this.mode.value = 'paused';
  }

  step(): void {
    if (this.isWaiting.value) {
      this.askForText();
      return;
    }
    this.pause();
    this.owed = 1;
    this.advance();
  }

  /** There is nothing to go through before a text is given. */
  private askForText(): void {
    this.failure.value = new RunError({
      message: 'It wants a text to learn from.',
      next: 'Choose a file, drop one, or paste a text.',
      problems: [],
    });
  }

  /** One generation more, where it is computed. */
  private advance(): void {
    const {first = 0} = this.seen.value ?? {};
    if (this.generation.value >= Math.min(first, this.state.value.generations)) return;
    this.generation.value++;
    this.owed = 0;
  }

  /** One that is computed, at once. */
  goTo(generation: number): void {
    this.pause();
    this.generation.value = Math.max(0, Math.min(generation, this.seen.value?.first ?? 0, this.state.value.generations));
  }

  private wait(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.advance();
      if (this.mode.value === 'running' && !this.atEnd.value) this.wait();
    }, 1000 / this.speed.value);
  }
}
