/** For a class: an address that shows what is wanted and no more, a sheet to print, the whole page to take along. */
import {useSignal} from '@preact/signals';
import {PARTS, type PagePart, writeAddress} from './address.ts';
import type {Playing} from './playing.ts';

declare const ARCHIVE: string;

const NAMES: Readonly<Record<PagePart, string>> = {
  presets: 'the choice of experiments',
  story: 'the story',
  guess: 'the guess',
  words: 'words and papers',
  size: 'the sample size',
  generations: 'the generations',
  human: 'the human share',
  speed: 'the speed',
  notice: 'what to notice',
  experiment: 'the experiment as a text',
  files: 'the files to keep',
};

/** Whether this is the page of the archive, which has none beside it. */
const isTakenAlong = document.documentElement.hasAttribute('data-taken-along');

export function TeacherPanel({playing}: {readonly playing: Playing}) {
  const hide = useSignal<readonly PagePart[]>(playing.around.value.hide);
  const isEmbedded = useSignal(false);
  const address = location.href.replace(/#.*$/, '') + writeAddress(playing.state.value, {hide: hide.value, isEmbedded: isEmbedded.value});
  const shown = isEmbedded.value ? `<iframe src="${address}" title="genloss: the lab" width="100%" height="900"></iframe>` : address;
  const copied = useSignal('');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(shown);
      copied.value = 'Copied.';
    } catch {
      copied.value = 'This browser lets nothing be copied from here: mark the line, and copy it.';
    }
  };
  return (
    <details class="teachers">
      <summary>For a class</summary>
      <fieldset>
        <legend>Leave out</legend>
        {PARTS.map((part) => (
          <label key={part}>
            <input
              type="checkbox"
              checked={hide.value.includes(part)}
              onChange={({currentTarget}) => {
                hide.value = PARTS.filter((one) => (one === part ? currentTarget.checked : hide.value.includes(one)));
              }}
            />{' '}
            {NAMES[part]}
          </label>
        ))}
        <label>
          <input
            type="checkbox"
            checked={isEmbedded.value}
            onChange={({currentTarget}) => {
              isEmbedded.value = currentTarget.checked;
            }}
          />{' '}
          show it within another page
        </label>
      </fieldset>
      <label class="paste">
        {isEmbedded.value ? 'To put into that page' : 'The address'}
        <input type="text" readOnly value={shown} onFocus={({currentTarget}) => currentTarget.select()} />
      </label>
      <p class="saves">
        <button type="button" onClick={() => void copy()}>
          Copy
        </button>
        <span role="status" class="note">
          {copied.value}
        </span>
        <button type="button" onClick={() => print()}>
          Print a sheet
        </button>
        {!isTakenAlong && (
          <a class="button" href={ARCHIVE} download={ARCHIVE}>
            Take the page along (zip)
          </a>
        )}
      </p>
      <p class="note">
        The sheet has the story, the question with room for answers, and the pictures as they stand.
        {!isTakenAlong && ' The zip works without a network: unpack it, open index.html.'}
      </p>
    </details>
  );
}
