/** Where a person gives the page a text of their own. */
import {useSignal} from '@preact/signals';
import type {Playing} from './playing.ts';

export function TextPanel({playing}: {readonly playing: Playing}) {
  const {source} = playing.state.value;
  const isOver = useSignal(false);
  const pasted = useSignal('');
  if (!source.preset?.wantsText) return null;
  const take = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    try {
      playing.give(file.name, new Uint8Array(await file.arrayBuffer()));
    } catch (error) {
      playing.fail(`${file.name} cannot be read.`, error);
    }
  };
  const [name] = playing.files.names.value;
  return (
    <section
      class={`own-text${isOver.value ? ' over' : ''}`}
      aria-label="Your text"
      onDragOver={(event) => {
        event.preventDefault();
        isOver.value = true;
      }}
      onDragLeave={() => {
        isOver.value = false;
      }}
      onDrop={(event) => {
        event.preventDefault();
        isOver.value = false;
        void take(event.dataTransfer?.files[0]);
      }}
    >
      <p>
        <label class="button" for="own-file">
          Open a file
        </label>{' '}
        <input
          id="own-file"
          class="unseen"
          type="file"
          accept=".txt,.text,.md,.jsonl,.ndjson,.json,.csv,.tsv,.parquet,.gz,.zst"
          onChange={({currentTarget}) => void take(currentTarget.files?.[0])}
        />
        {name === undefined ? 'or drop it here: text, JSONL, CSV or Parquet. ' : `${name} is read. `}
        <span class="note">It stays in this page.</span>
      </p>
      <label class="paste">
        or paste a text, some pages of it
        <textarea
          rows={name === undefined ? 6 : 2}
          value={pasted.value}
          onInput={({currentTarget}) => {
            pasted.value = currentTarget.value;
          }}
        />
      </label>
      <p>
        <button
          type="button"
          disabled={pasted.value.trim() === ''}
          onClick={() => playing.give('text.txt', new TextEncoder().encode(pasted.value))}
        >
          Take this text
        </button>
      </p>
    </section>
  );
}
