/** The experiment as a text that can be changed: an editor that is loaded when it is opened. */
import {useSignal} from '@preact/signals';
import {useEffect, useMemo, useRef} from 'preact/hooks';
import {Editing} from './editing.ts';
import type {Playing} from './playing.ts';

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
  const yaml = playing.draft.value ?? playing.seen.value?.yaml ?? playing.state.value.source.yaml;
  const editing = useMemo(() => new Editing(playing, yaml), []);
  useEffect(() => {
    void editing.open(place.current!);
    return () => editing.close();
  }, []);
  useEffect(() => editing.show(yaml), [yaml]);
  const {fault, refusal, isOther} = editing;
  return (
    <div class="written">
      <p class="note">
        What may stand at the cursor: Ctrl and space. What is wrong is underlined as you write. To run it: the button, or Ctrl and Enter.
      </p>
      <div ref={place} />
      {fault.value !== '' && <p role="alert">{fault.value}</p>}
      {refusal.value !== '' && <p class="refusal">{refusal.value}</p>}
      <p class="saves">
        <button type="button" class="main" onClick={() => void editing.run()}>
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
          onChange={({currentTarget}) => void editing.openFile(currentTarget.files?.[0])}
        />
        {isOther.value && (
          <button type="button" onClick={() => editing.undo()}>
            Undo what you wrote
          </button>
        )}
      </p>
    </div>
  );
}
