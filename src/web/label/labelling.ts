/**
 * A visit of one person: the desk as its source has it, and one request at a time. What is shown stays until the answer is kept; a request
 * that fails is told, and never sent again unasked.
 */
import {computed, signal} from '@preact/signals';
import type {Desk, Saying, SentJudgement, ShownPair} from '../../run/desk.ts';
import {save} from '../shared/save.ts';
import {Attention} from './attention.ts';
import type {Action} from './keys.ts';
import {type Answered, type DeskSource, NotKept} from './source.ts';

/** How often a desk looks what others and the run have done. */
const LOOK_MS = 2_000;
/** After which a person is told that they wait. */
const SLOW_MS = 2_000;

export class Labelling {
  readonly desk = signal<Desk | undefined>(undefined);
  readonly isBusy = signal(false);
  readonly isPaused = signal(false);
  readonly marksDifferences = signal(false);
  /** What went wrong, or what to know of what was just done. */
  readonly message = signal('');
  /** For those who do not see the next pair come. */
  readonly said = signal('');
  /** Answers that nobody but the page has; undefined where each is written as it is made. */
  readonly unsaved = signal<number | undefined>(undefined);
  readonly share = computed(() => {
    const {judged = 0, waiting = 0} = this.desk.value ?? {};
    return judged + waiting === 0 ? 0 : judged / (judged + waiting);
  });
  private readonly source: DeskSource;
  private readonly attention = new Attention(() => performance.now());
  private requests = 0;
  private isGlancing = false;

  constructor(source: DeskSource) {
    this.source = source;
  }

  /** Looks, and goes on looking. */
  begin(): void {
    void this.look();
    const {own} = this.source;
    // whoever writes in this window keeps the pair in front
    if (own) own.follow(() => void (document.hasFocus() ? this.lookAgain() : this.look()));
    else setInterval(() => void this.lookAgain(), LOOK_MS);
  }

  private async lookAgain(): Promise<void> {
    if (document.hidden || this.isBusy.value) return;
    const pair = this.desk.value?.pair;
    await (pair === undefined ? this.look() : this.glance(pair));
  }

  /** What others and the run have done, while the pair in front stays. It holds no key back: an answer meanwhile is what counts. */
  private async glance(pair: ShownPair): Promise<void> {
    if (this.isGlancing) return;
    const {requests} = this;
    this.isGlancing = true;
    const looked = await this.source.look().catch(() => undefined);
    this.isGlancing = false;
    if (looked === undefined || requests !== this.requests) return;
    const news = newPairsText(this.desk.value, looked.desk);
    if (news !== '') this.message.value = news;
    this.show({...looked.desk, pair});
  }

  /** Somebody is there. */
  noticed(): void {
    this.attention.noticed();
  }

  /** What a key or a button asks for. */
  act(action: Action): void {
    if (action === 'pause') this.pause();
    else if (action === 'undo') this.undo();
    else if (action === 'hand-back') this.handBack();
    else if (action === 'difference') this.marksDifferences.value = !this.marksDifferences.value;
    else this.say(action);
  }

  /** Answers to what is shown; does nothing where nothing is, or an answer is under way. */
  say(says: Saying): void {
    const pair = this.desk.value?.pair;
    if (!pair || this.isBusy.value || this.isPaused.value) return;
    this.message.value = '';
    const body: SentJudgement = {ask: pair.ask, says, again: pair.again, seconds: this.attention.takeSeconds()};
    void this.request(() => this.source.answer(body), {news: true}).then((isTaken) => {
      if (!isTaken) return;
      this.said.value = saidText(says, this.desk.value);
    });
  }

  undo(): void {
    if (!this.desk.value?.canUndo || this.isBusy.value || this.isPaused.value) return;
    this.message.value = '';
    void this.request(() => this.source.undo());
  }

  /** Does nothing where everything is written already. */
  handBack(): void {
    const {own} = this.source;
    if (!own || this.isBusy.value) return;
    const files = own.handBack();
    for (const {name, text} of files) save(name, new Blob([text], {type: 'application/jsonl'}));
    void this.look().then(() => {
      this.message.value = handedText(files.map(({name}) => name));
    });
  }

  pause(): void {
    this.isPaused.value = !this.isPaused.value;
    if (this.isPaused.value) this.attention.stop();
    else this.attention.goOn();
  }

  private look(): Promise<boolean> {
    return this.request(() => this.source.look(), {failed: 'The desk cannot be read', news: true});
  }

  private async request(act: () => Promise<Answered>, {failed = 'This was not written', news = false} = {}): Promise<boolean> {
    this.isBusy.value = true;
    this.requests++;
    const slow = setTimeout(() => {
      this.message.value = 'No answer yet: keys count again as soon as there is one.';
    }, SLOW_MS);
    try {
      const {desk, isTaken} = await act();
      this.message.value = isTaken
        ? news
          ? newPairsText(this.desk.value, desk)
          : ''
        : 'That pair was answered already. This is the next one.';
      this.show(desk);
      return isTaken;
    } catch (error) {
      this.message.value = `${failed}${error instanceof NotKept ? error.message : `: ${(error as Error).message}.`} The next key counts.`;
      return false;
    } finally {
      clearTimeout(slow);
      this.isBusy.value = false;
    }
  }

  private show(desk: Desk): void {
    const before = this.desk.value?.pair;
    const {pair} = desk;
    if (pair?.ask !== before?.ask || pair?.again !== before?.again) this.attention.begin();
    this.desk.value = desk;
    this.unsaved.value = this.source.own?.unsaved;
  }
}

/** What the run has asked since the desk was looked at last: words, or none. */
function newPairsText(before: Desk | undefined, {asked, waiting}: Desk): string {
  const fresh = before ? Math.min(asked - before.asked, waiting) : 0;
  return fresh > 0 ? `${fresh} new ${fresh === 1 ? 'pair has' : 'pairs have'} come.` : '';
}

const SAID: Readonly<Record<Saying, string>> = {
  left: 'The left text is chosen',
  right: 'The right text is chosen',
  tie: 'Both are as good',
  neither: 'Neither is good',
  skip: 'Skipped',
  report: 'Reported',
};

const saidText = (says: Saying, desk: Desk | undefined): string => `${SAID[says]}, ${desk?.waiting ?? 0} left.`;

function handedText(names: readonly string[]): string {
  if (names.length === 0) return 'Nothing is judged yet.';
  const [are, them] = names.length === 1 ? ['is', 'it'] : ['are', 'them'];
  return `${names.join(' and ')} ${are} in your downloads: send ${them} to whoever gave you this page.`;
}
