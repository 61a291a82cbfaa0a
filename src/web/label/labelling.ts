/**
 * A visit of one person: the desk as the server has it, and one request at a time. What is shown stays until the server has its answer; a
 * request that fails is told, and never sent again unasked.
 */
import {computed, signal} from '@preact/signals';
import type {Desk, Saying, SentJudgement} from '../../run/desk.ts';
import {Attention} from './attention.ts';
import type {Action} from './keys.ts';

/** How often a desk without a pair looks whether there is one. */
const LOOK_MS = 2_000;

export class Labelling {
  readonly desk = signal<Desk | undefined>(undefined);
  readonly isBusy = signal(false);
  readonly isPaused = signal(false);
  readonly marksDifferences = signal(false);
  /** What went wrong, or what to know of what was just done. */
  readonly message = signal('');
  /** Pairs judged or skipped since the page was opened. */
  readonly done = signal(0);
  readonly share = computed(() => {
    const {judged = 0, waiting = 0} = this.desk.value ?? {};
    return judged + waiting === 0 ? 0 : judged / (judged + waiting);
  });
  private readonly token: string | undefined;
  private readonly attention = new Attention(() => performance.now());

  constructor(token: string | undefined) {
    this.token = token;
  }

  /** Looks, and goes on looking while nothing waits. */
  begin(): void {
    void this.look();
    setInterval(() => {
      if (!document.hidden && !this.isBusy.value && this.desk.value?.pair === undefined) void this.look();
    }, LOOK_MS);
  }

  /** Somebody is there. */
  noticed(): void {
    this.attention.noticed();
  }

  /** What a key or a button asks for. */
  act(action: Action): void {
    if (action === 'pause') this.pause();
    else if (action === 'undo') this.undo();
    else if (action === 'difference') this.marksDifferences.value = !this.marksDifferences.value;
    else this.say(action);
  }

  /** Answers to what is shown; does nothing where nothing is, or an answer is under way. */
  say(says: Saying): void {
    const pair = this.desk.value?.pair;
    if (!pair || this.isBusy.value || this.isPaused.value) return;
    const body: SentJudgement = {ask: pair.ask, says, again: pair.again, seconds: this.attention.seconds};
    void this.send('api/judgements', body).then((isTaken) => {
      if (isTaken) this.done.value++;
    });
  }

  undo(): void {
    if (!this.desk.value?.canUndo || this.isBusy.value || this.isPaused.value) return;
    void this.send('api/undo', {});
  }

  pause(): void {
    this.isPaused.value = !this.isPaused.value;
    this.attention.begin();
  }

  private async look(): Promise<void> {
    await this.request('api/desk', {method: 'GET'}, 'The desk cannot be read');
  }

  private async send(path: string, body: object): Promise<boolean> {
    const init = {method: 'POST', body: JSON.stringify(body), headers: {'Content-Type': 'application/json'}};
    return this.request(path, init, 'This was not written');
  }

  private async request(path: string, init: RequestInit, failed: string): Promise<boolean> {
    this.isBusy.value = true;
    try {
      const headers = {...init.headers, Authorization: `Bearer ${this.token ?? ''}`};
      const answer = await fetch(path, {...init, headers, cache: 'no-store', redirect: 'error'});
      const said = (await answer.json()) as Partial<Desk & {error: string}>;
      if (!(answer.ok || answer.status === 409) || typeof said.waiting !== 'number') {
        this.message.value = `${failed}: ${said.error ?? `the server says ${answer.status}`}. The next key counts.`;
        return false;
      }
      this.show(said as Desk);
      this.message.value = answer.status === 409 ? 'That pair was answered already. This is the next one.' : '';
      return answer.ok;
    } catch {
      this.message.value = `${failed}, or nobody has heard whether it was: genloss label does not answer. Is it still running? The next key counts.`;
      return false;
    } finally {
      this.isBusy.value = false;
    }
  }

  private show(desk: Desk): void {
    const before = this.desk.value?.pair;
    const {pair} = desk;
    if (pair?.ask !== before?.ask || pair?.again !== before?.again) this.attention.begin();
    this.desk.value = desk;
  }
}
