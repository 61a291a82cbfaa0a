/** The editor of the experiment as long as it is open, and what came of what was written in it. */
import {signal} from '@preact/signals';
import {visible} from '../../core/text/plain.ts';
import type {Editor, EditorOptions} from '../editor/main.ts';
import type {RunError} from '../lab/client.ts';
import {loadScript} from '../shared/scripts.ts';
import type {Playing} from './playing.ts';

declare const EDITOR: string;

export class Editing {
  /** Whether somebody has written what is not shown. */
  readonly isOther = signal(false);
  /** Why there is no editor; empty where there is one. */
  readonly fault = signal('');
  /** Why what was written does not run; empty where it does, or is not tried. */
  readonly refusal = signal('');
  private readonly playing: Playing;
  private editor: Editor | undefined;
  private isClosed = false;
  /** The text of what is shown. */
  private shown: string;

  constructor(playing: Playing, shown: string) {
    this.playing = playing;
    this.shown = shown;
  }

  async open(parent: HTMLElement): Promise<void> {
    try {
      await loadScript(EDITOR);
    } catch (error) {
      this.fault.value = (error as Error).message;
      return;
    }
    if (this.isClosed) return;
    const {genlossEditor} = globalThis as unknown as {genlossEditor: (options: EditorOptions) => Editor};
    this.editor = genlossEditor({
      ...{parent, text: this.shown},
      check: async (text) => (await this.playing.check(text))?.problems ?? [],
      changed: (text) => {
        this.isOther.value = text !== this.shown;
        this.refusal.value = '';
      },
      run: () => void this.run(),
    });
  }

  close(): void {
    this.isClosed = true;
    this.editor?.close();
  }

  /** A slider that moves writes into the text, unless somebody is writing it. */
  show(yaml: string): void {
    this.shown = yaml;
    if (!this.isOther.value) this.editor?.set(yaml);
  }

  undo(): void {
    this.editor?.set(this.shown);
    this.isOther.value = false;
  }

  async run(): Promise<void> {
    if (!this.editor) return;
    const runs = await this.playing.openText(this.editor.text());
    this.isOther.value = !runs;
    this.refusal.value = runs ? '' : refusalText(this.playing.failure.value);
    if (runs) document.querySelector('main')?.scrollIntoView({block: 'start'});
  }

  async openFile(file: File | undefined): Promise<void> {
    if (!file) return;
    try {
      await this.playing.openText(await file.text());
    } catch (error) {
      this.playing.fail(`${file.name} cannot be read.`, error);
    }
  }
}

const MOST_REFUSED = 3;

/** The first places; the whole list stands where the pictures are. */
function refusalText(failure: RunError | undefined): string {
  if (failure === undefined) return '';
  const places = failure.problems.map(({line, column, message}) => `line ${line}, column ${column}: ${visible(message)}`);
  const others = places.length > MOST_REFUSED ? ` and ${places.length - MOST_REFUSED} more` : '';
  const why = places.length === 0 ? visible(failure.message) : `${places.slice(0, MOST_REFUSED).join('; ')}${others}`;
  return `This does not run: ${why}`;
}
