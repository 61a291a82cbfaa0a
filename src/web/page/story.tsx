/** What is done, a guess before it is seen, and the words that are used. */
import {useState} from 'preact/hooks';
import {PAPERS} from './papers.ts';
import type {Playing} from './playing.ts';
import type {Preset} from './preset.ts';
import {TERMS} from './terms.ts';

export function Story({playing}: {readonly playing: Playing}) {
  const {source} = playing.state.value;
  const {hide} = playing.around.value;
  const {preset, title, shows} = source;
  return (
    <section class="story" aria-labelledby="story">
      <h2 id="story">{title}</h2>
      {preset ? (
        <>
          <p class="note">
            {preset.level} · about {preset.minutes} minutes
          </p>
          {preset.story.map((text) => (
            <p key={text}>{text}</p>
          ))}
          {!hide.includes('words') && <Words preset={preset} />}
          {!hide.includes('guess') && <Guess preset={preset} />}
        </>
      ) : (
        <p>{shows ?? (source.isRun ? 'A run that was computed elsewhere, to look at.' : 'An experiment of your own, or of somebody who sent it to you: its text stands below, and can be changed.')}</p>
      )}
    </section>
  );
}

function Guess({preset}: {readonly preset: Preset}) {
  const [guess, setGuess] = useState<number | undefined>(undefined);
  const {question, answers, right, because} = preset.guess;
  return (
    <fieldset class="guess">
      <legend>What would you guess?</legend>
      <p>{question}</p>
      <div class="answers">
        {answers.map((answer, i) => (
          <button type="button" key={answer} aria-pressed={guess === i} onClick={() => setGuess(i)}>
            {answer}
          </button>
        ))}
      </div>
      <p role="status" class="told">
        {guess !== undefined && `${guess === right ? 'Yes' : `No: ${answers[right]}`}. ${because}`}
      </p>
    </fieldset>
  );
}

function Words({preset: {terms, papers}}: {readonly preset: Preset}) {
  return (
    <details class="words">
      <summary>Words and papers</summary>
      <dl>
        {terms.map((name) => (
          <div key={name}>
            <dt>{TERMS[name].word}</dt>
            <dd>{TERMS[name].means}</dd>
          </div>
        ))}
      </dl>
      <ul>
        {papers.map((name) => (
          <li key={name}>
            <a href={PAPERS[name].at} rel="noreferrer">
              {PAPERS[name].cite}
            </a>
          </li>
        ))}
      </ul>
    </details>
  );
}
