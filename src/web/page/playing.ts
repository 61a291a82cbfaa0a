/**
 * What the page shows of its experiment, generation by generation: what is computed comes from the worker as fast as it can, and is shown as
 * fast as a person can follow.
 */
import {batch, computed, effect, signal} from '@preact/signals';
import {standsAt} from '../../report/pages/explorer/pictures.ts';
import type {Client, RunError, ShownTexts} from '../lab/client.ts';
import type {Seen} from '../lab/messages.ts';
import {type PageState, readAddress, setsOf, stateOf, writeAddress} from './address.ts';

/** Generations a second, at first. */
const BEGIN_SPEED = 5;
/** A screen reader is told something no more often while it goes. */
const SAID_MS = 2000;
export const SPEEDS = [1, 2, 5, 10, 20] as const;

type Mode = 'paused' | 'running';

export class Playing {
  readonly state = signal<PageState>(readAddress(location.hash));
  readonly seen = signal<Seen | undefined>(undefined);
  readonly failure = signal<RunError | undefined>(undefined);
  /** The newest that is shown. */
  readonly generation = signal(0);
  readonly speed = signal<number>(BEGIN_SPEED);
  private readonly mode = signal<Mode>('paused');
  private readonly atEnd = computed(() => this.generation.value >= this.state.value.generations);
  /** `done`: the last generation is shown, and all seeds are in it. */
  readonly status = computed((): Mode | 'done' => (this.atEnd.value && this.seen.value?.isWhole ? 'done' : this.mode.value));
  /** A sentence on what is shown: at a stop, and now and then while it goes. */
  readonly said = signal('');
  private saidAt = 0;
  /** Steps that were asked for and are not computed yet. */
  private owed = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly client: Client;

  constructor(client: Client) {
    this.client = client;
    addEventListener('hashchange', () => {
      const next = readAddress(location.hash);
      if (writeAddress(next) !== writeAddress(this.state.value)) this.begin(next);
    });
    this.begin(this.state.value);
    effect(() => this.say());
  }

  private say(): void {
    const {input} = this.seen.value ?? {};
    const generation = this.generation.value;
    const goes = this.status.value === 'running';
    const now = performance.now();
    if (input === undefined || generation === 0 || (goes && now - this.saidAt < SAID_MS)) return;
    this.saidAt = now;
    const [measure] = input.measures.filter(({name}) => standsAt({input, generation}, name) !== '');
    const stands = measure ? `. ${measure.title}: ${standsAt({input, generation}, measure.name)}` : '';
    this.said.value = `Generation ${generation} of ${input.generations}${stands}.`;
  }

  /** Another state: from its beginning, going on only where it went before. */
  begin(next: PageState): void {
    clearTimeout(this.timer);
    this.owed = 0;
    batch(() => {
      this.state.value = next;
      this.generation.value = 0;
      this.seen.value = undefined;
      this.failure.value = undefined;
    });
    const address = writeAddress(next);
    if (address !== location.hash) history.replaceState(null, '', address);
    this.client.show(
      {yaml: next.preset.yaml, sets: setsOf(next)},
      {
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
      },
    );
    if (this.mode.value === 'running') this.wait();
  }

  set(change: Partial<Omit<PageState, 'preset'>>): void {
    this.begin({...this.state.value, ...change});
  }

  /** Of what is shown, whole. */
  texts(): Promise<ShownTexts> {
    return this.client.shown();
  }

  reset(): void {
    this.begin(stateOf(this.state.value.preset));
  }

  play(): void {
    if (this.mode.value === 'running' && this.status.value !== 'done') return;
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
    this.pause();
    this.owed = 1;
    this.advance();
  }

  /** One generation more, where it is computed. */
  private advance(): void {
    const {first = 0} = this.seen.value ?? {};
    if (this.generation.value >= Math.min(first, this.state.value.generations)) return;
    this.generation.value++;
    this.owed = 0;
  }

  private wait(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.advance();
      if (this.mode.value === 'running' && !this.atEnd.value) this.wait();
    }, 1000 / this.speed.value);
  }
}
