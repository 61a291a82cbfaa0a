/** What a person who judges sees: two texts, what may be said of them, and how much is left. */
import type {Desk} from '../../run/desk.ts';
import {Instructions} from './instructions.tsx';
import type {Action} from './keys.ts';
import type {Labelling} from './labelling.ts';
import {Pair} from './pair.tsx';
import {trainedText} from './words.ts';

export function App({labelling}: {labelling: Labelling}) {
  const desk = labelling.desk.value;
  return (
    <main class="desk" data-busy={labelling.isBusy.value}>
      <Head labelling={labelling} desk={desk} />
      {labelling.isPaused.value ? <Paused labelling={labelling} /> : <Work labelling={labelling} desk={desk} />}
      <p class="message" role="status">
        {labelling.message.value}
      </p>
      <p class="unseen" role="status" data-said>
        {labelling.said.value}
      </p>
      <Trained desk={desk} />
      {desk?.notices.map((notice) => (
        <p class="note" key={notice}>
          {notice}
        </p>
      ))}
      {desk && <Instructions handsBack={labelling.unsaved.value !== undefined} />}
    </main>
  );
}

/** What answers have come to: said once each time it changes. */
function Trained({desk}: {desk: Desk | undefined}) {
  return (
    <div role="status" data-trained>
      {desk?.trained.map((one) => (
        <p class="note" key={one.arm}>
          {trainedText(one)}
        </p>
      ))}
    </div>
  );
}

interface Part {
  readonly labelling: Labelling;
  readonly desk: Desk | undefined;
}

function Head({labelling, desk}: Part) {
  const percent = `${100 * labelling.share.value}%`;
  return (
    <header>
      <div class="bar" role="progressbar" aria-label="Judged" aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(100 * labelling.share.value)}>
        <span style={{width: percent}} />
      </div>
      {desk && (
        <p class="tally">
          <span data-asks-left={desk.waiting}>{desk.waiting} left</span>
          <span>{desk.judged} judged</span>
          {desk.waiting > 0 && desk.pace !== undefined && <span>about {timeText(desk.waiting * desk.pace)}</span>}
          {labelling.unsaved.value !== undefined && <span data-unsaved={labelling.unsaved.value}>{labelling.unsaved.value > 0 ? 'not handed back' : 'handed back'}</span>}
          <span class="who">{desk.annotator}</span>
        </p>
      )}
    </header>
  );
}

function Work({labelling, desk}: Part) {
  if (!desk) return <p class="calm">One moment…</p>;
  if (!desk.pair) return <Done desk={desk} labelling={labelling} />;
  return (
    <>
      <h1>{desk.pair.question ?? 'Which text is better?'}</h1>
      {desk.pair.prompt !== undefined && desk.pair.prompt !== '' && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by key
        <blockquote dir="auto" class="prompt" tabIndex={0} key={desk.pair.ask}>
          {desk.pair.prompt}
        </blockquote>
      )}
      <Pair pair={desk.pair} marks={labelling.marksDifferences.value} choose={(side) => labelling.act(side)} />
      <Says labelling={labelling} canUndo={desk.canUndo} />
    </>
  );
}

const SAYS: readonly (readonly [action: Action, words: string, key: string])[] = [
  ['tie', 'Equally good', '='],
  ['neither', 'Neither is good', '0'],
  ['skip', 'Skip', 's'],
  ['report', 'Report', 'r'],
  ['undo', 'Undo', 'u'],
  ['difference', 'Mark differences', 'd'],
  ['pause', 'Pause', 'p'],
];
const HAND_BACK: (typeof SAYS)[number] = ['hand-back', 'Hand back', 'h'];

function Says({labelling, canUndo}: {labelling: Labelling; canUndo: boolean}) {
  return (
    <div class="says">
      {(labelling.unsaved.value === undefined ? SAYS : [...SAYS, HAND_BACK]).map(([action, words, key]) => (
        <button
          key={action}
          type="button"
          aria-keyshortcuts={key}
          aria-pressed={action === 'difference' ? labelling.marksDifferences.value : undefined}
          disabled={action === 'undo' && !canUndo}
          onClick={() => labelling.act(action)}
        >
          <kbd aria-hidden="true">{key}</kbd>
          {words}
        </button>
      ))}
    </div>
  );
}

function Paused({labelling}: {labelling: Labelling}) {
  return (
    <section class="calm">
      <h1>A pause</h1>
      <p>What you judged is kept. Nothing counts until you go on.</p>
      <button type="button" class="main" aria-keyshortcuts="p" onClick={() => labelling.act('pause')}>
        <kbd aria-hidden="true">p</kbd>Go on
      </button>
    </section>
  );
}

function Done({desk, labelling}: {desk: Desk; labelling: Labelling}) {
  const {ofOthers, run, judged} = desk;
  return (
    <section class="calm">
      <h1>{judged > 0 ? 'Done. Thank you.' : 'Nothing to judge'}</h1>
      {ofOthers > 0 && (
        <p>
          {ofOthers} {ofOthers === 1 ? 'judgement is' : 'judgements are'} still wanted of other people.
        </p>
      )}
      {run.status === 'command' && (
        <>
          <p>The run goes on with</p>
          <pre>{run.command}</pre>
        </>
      )}
      {run.status === 'going' && <p>The run goes on. New pairs show here as soon as it asks.</p>}
      {run.status === 'waits' && <p>The run goes on as soon as it can.</p>}
      {run.status === 'done' && <p>The run has come to its end.</p>}
      {run.status === 'failed' && <p>The run does not go on: {run.why}</p>}
      {run.status === 'elsewhere' && <HandBack labelling={labelling} />}
      {desk.canUndo && (
        <button type="button" aria-keyshortcuts="u" onClick={() => labelling.act('undo')}>
          <kbd aria-hidden="true">u</kbd>Undo the last one
        </button>
      )}
    </section>
  );
}

function HandBack({labelling}: {labelling: Labelling}) {
  const left = labelling.unsaved.value ?? 0;
  return (
    <>
      <p>
        {left > 0
          ? 'One step is left: hand back what you judged. It is saved as a file, which goes to whoever gave you this page.'
          : 'What you judged was saved as a file, which goes to whoever gave you this page.'}
      </p>
      <button type="button" class={left > 0 ? 'main' : ''} aria-keyshortcuts="h" onClick={() => labelling.act('hand-back')}>
        <kbd aria-hidden="true">h</kbd>
        {left > 0 ? 'Hand back' : 'Save it again'}
      </button>
    </>
  );
}

function timeText(seconds: number): string {
  if (seconds < 90) return 'a minute';
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} minutes` : `${(minutes / 60).toFixed(1)} hours`;
}
