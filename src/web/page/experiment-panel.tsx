/** The experiment as a text that can be changed: an editor that is loaded when it is opened. */
import {useSignal} from '@preact/signals';
import {useEffect, useRef} from 'preact/hooks';
import {loadScript} from '../shared/scripts.ts';
import type {Editor, EditorOptions} from '../editor/main.ts';
import {visible} from '../../core/text/plain.ts';
import type {RunError} from '../lab/client.ts';
import type {Playing} from './playing.ts';

declare const EDITOR: string;

export function ExperimentPanel({playing}: {readonly playing: Playing}) {
  const isOpen = useSignal(false);
  const draft = playing.draft.value;
  return (
    <details
      open={isOpen.value || draft !== undefined}
      onToggle={({currentTarget}) => {
        isOpen.value = currentTarget.open;
      }}
    >
      <summary>The experiment, to read and to change</summary>
      {(isOpen.value || draft !== undefined) && <Written playing={playing} />}
    </details>
  );
}

function Written({playing}: {readonly playing: Playing}) {
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | undefined>(undefined);
  const isOther = useSignal(false);
  const fault = useSignal('');
  const yaml = playing.draft.value ?? playing.seen.value?.yaml ?? playing.state.value.source.yaml;
  const refusal = useSignal('');
  const run = async (): Promise<void> => {
    if (!editor.current) return;
    isOther.value = !(await playing.openText(editor.current.text()));
    refusal.value = isOther.value ? refusalText(playing.failure.value) : '';
    if (!isOther.value) document.querySelector('main')?.scrollIntoView({block: 'start'});
  };
  useEffect(() => {
    let isGone = false;
    loadScript(EDITOR).then(
      () => {
        if (isGone || !place.current) return;
        const {genlossEditor} = globalThis as unknown as {genlossEditor: (options: EditorOptions) => Editor};
        editor.current = genlossEditor({
          parent: place.current,
          text: yaml,
          check: async (text) => (await playing.check(text))?.problems ?? [],
          changed: (text) => {
            isOther.value = text !== current.current;
            refusal.value = '';
          },
          run: () => void run(),
        });
      },
      (error: Error) => {
        fault.value = error.message;
      },
    );
    return () => {
      isGone = true;
      editor.current?.close();
    };
  }, []);
  const current = useRef(yaml);
  current.current = yaml;
  // a slider that moves writes into the text, unless somebody is writing it
  useEffect(() => {
    if (!isOther.value) editor.current?.set(yaml);
  }, [yaml]);
  return (
    <div class="written">
      <p class="note">
        What may stand at the cursor: Ctrl and space. What is wrong is underlined as you write. To run it: the button, or Ctrl and Enter.
      </p>
      <div ref={place} />
      {fault.value !== '' && <p role="alert">{fault.value}</p>}
      {refusal.value !== '' && (
        <p class="refusal">
          {refusal.value}
        </p>
      )}
      <p class="saves">
        <button type="button" class="main" onClick={() => void run()}>
          Run this text
        </button>
        <label class="button" for="open-experiment">
          Open a file
        </label>
        <input
          id="open-experiment"
          class="unseen"
          type="file"
          accept=".yaml,.yml,text/yaml"
          onChange={({currentTarget}) => {
            const [file] = currentTarget.files ?? [];
            file?.text().then(
              (text) => playing.openText(text),
              (error: unknown) => playing.fail(`${file.name} cannot be read.`, error),
            );
          }}
        />
        {isOther.value && (
          <button
            type="button"
            onClick={() => {
              editor.current?.set(yaml);
              isOther.value = false;
            }}
          >
            Undo what you wrote
          </button>
        )}
      </p>
    </div>
  );
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
