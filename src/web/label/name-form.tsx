/** Whose judgements they are: asked before anything is shown. */
import {useEffect, useRef} from 'preact/hooks';

interface NameFormParts {
  /** Who judged here last. */
  readonly known: string;
  readonly pairs: number;
  readonly notice: string;
  readonly begin: (annotator: string) => void;
}

const MOST_LETTERS = 100;

export function NameForm({known, pairs, notice, begin}: NameFormParts) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.select(), []);
  const submitted = (event: Event) => {
    event.preventDefault();
    const annotator = input.current!.value.trim();
    if (annotator !== '') begin(annotator);
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
        <input id="annotator" ref={input} type="text" required maxLength={MOST_LETTERS} autocomplete="off" spellcheck={false} defaultValue={known} />
        <button type="submit" class="main">
          <kbd aria-hidden="true">Enter</kbd>Begin
        </button>
      </form>
      <p class="note">{notice}</p>
    </main>
  );
}
