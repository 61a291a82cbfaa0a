/** The same in a terminal, and files to keep. */
import type {Playing} from './playing.ts';
import {save} from '../shared/save.ts';

export function KeepPanel({playing}: {readonly playing: Playing}) {
  const {yaml, hash} = playing.seen.value ?? {};
  const [own] = playing.files.names.value;
  const wantsText = playing.state.value.source.preset?.wantsText;
  const keep = (name: string, part: 'results' | 'summary') => {
    playing.texts().then(
      (texts) => save(name, texts[part]),
      (error: unknown) => playing.fail(`${name} cannot be saved.`, error),
    );
  };
  return (
    <details>
      <summary>The same in a terminal, and files to keep</summary>
      <p>
        Saved as <code>experiment.yaml</code>
        {wantsText && own !== undefined && ` beside your ${own}`}, <code>genloss run experiment.yaml --out run</code> writes the same bytes
        {hash === undefined ? '.' : ': its results.jsonl has the SHA-256'}
      </p>
      {hash !== undefined && <p class="hash">{hash}</p>}
      <p class="saves">
        <label class="button" for="open-run">
          Open the folder of a run
        </label>
        <input
          id="open-run"
          class="unseen"
          type="file"
          multiple
          {...{webkitdirectory: true}}
          onChange={({currentTarget}) => void playing.openRun([...(currentTarget.files ?? [])])}
        />
        <button type="button" disabled={yaml === undefined} onClick={() => save('experiment.yaml', yaml ?? '')}>
          Save experiment.yaml
        </button>
        {RESULT_FILES.map(({name, part}) => (
          <button type="button" key={name} disabled={hash === undefined} onClick={() => keep(name, part)}>
            Save {name}
          </button>
        ))}
      </p>
    </details>
  );
}

const RESULT_FILES = [
  {name: 'results.jsonl', part: 'results'},
  {name: 'summary.json', part: 'summary'},
] as const;
