/** Whose judgements they are: asked before anything is shown. */
import {useSignal} from '@preact/signals';
import {useLayoutEffect, useRef} from 'preact/hooks';
import {annotatorName, MOST_OF_NAME} from '../../run/annotator-name.ts';

interface NameFormParts {
  /** Who judged here last. */
  readonly known: string;
  readonly pairs: number;
  readonly notice: string;
  readonly begin: (annotator: string) => void;
}

export function NameForm({known, pairs, notice, begin}: NameFormParts) {
  const input = useRef<HTMLInputElement>(null);
  const refusal = useSignal('');
  useLayoutEffect(() => input.current?.select(), []);
  const submitted = (event: Event) => {
    event.preventDefault();
    try {
      begin(annotatorName(input.current!.value));
    } catch (error) {
      refusal.value = `This is ${(error as Error).message}.`;
    }
  };
  return (
    <main class="desk">
      <form class="calm name" onSubmit={submitted}>
        <h1>Who are you?</h1>
        <p>
          {pairs} {pairs === 1 ? 'pair of texts waits' : 'pairs of texts wait'} for what you think of them. Your name stands beside each of your judgements; under
          the same name you go on where you were.
        </p>
        <label for="annotator">Your name</label>
        <input id="annotator" ref={input} type="text" required maxLength={MOST_OF_NAME} autocomplete="off" spellcheck={false} defaultValue={known} />
        <p class="message" role="alert">
          {refusal.value}
        </p>
        <button type="submit" class="main">
          <kbd aria-hidden="true">Enter</kbd>Begin
        </button>
      </form>
      <p class="note">{notice}</p>
    </main>
  );
}
