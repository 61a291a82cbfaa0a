/** The page: the story and the controls at the left, what happens at the right. */
import {Controls} from './controls.tsx';
import {ExperimentPanel} from './experiment-panel.tsx';
import {Failure} from './failure.tsx';
import {KeepPanel} from './keep-panel.tsx';
import {Pictures} from './pictures.tsx';
import type {Playing} from './playing.ts';
import {Story} from './story.tsx';
import {TeacherPanel} from './teacher-panel.tsx';
import {TextPanel} from './text-panel.tsx';
import {Transport} from './transport.tsx';

export interface Parts {
  readonly playing: Playing;
}

export function App({playing}: Parts) {
  const {state, generation, status, around, failure} = playing;
  const {hide, isEmbedded} = around.value;
  const shows = (part: (typeof hide)[number]) => !hide.includes(part);
  return (
    <div class={`lab${isEmbedded ? ' embedded' : ''}`} data-generation={generation.value} data-state={status.value}>
      <header>
        <p class="kicker">genloss · the lab</p>
        <h1>What models lose when they learn from models</h1>
      </header>
      <div class="sides">
        <div class="left">
          {shows('story') && <Story key={state.value.source.title} playing={playing} />}
          <Controls playing={playing} />
        </div>
        <main class="right" aria-label="What happens">
          <Transport playing={playing} />
          <TextPanel playing={playing} />
          <Failure playing={playing} />
          <Heavy playing={playing} />
          {generation.value === 0 && !failure.value && !playing.isWaiting.value && (
            <p class="start">Press Play. The first model learns from people, each one after it from what the one before wrote.</p>
          )}
          <Pictures playing={playing} />
          <Said playing={playing} />
        </main>
      </div>
      <footer>
        {shows('experiment') && <ExperimentPanel playing={playing} />}
        {shows('files') && <KeepPanel playing={playing} />}
        {!isEmbedded && <TeacherPanel playing={playing} />}
      </footer>
    </div>
  );
}

/** What would take long is begun when somebody wants it. */
function Heavy({playing}: Parts) {
  const cost = playing.heavy.value;
  if (!cost) return null;
  return (
    <div class="heavy" role="alert">
      <p>
        <strong>This takes about {durationOf(cost.seconds)} in this page</strong>
        {cost.longest > 1 && `, its longest generation about ${durationOf(cost.longest)}`}
        {cost.rows > 1_000_000 && `, and memory for ${cost.rows.toLocaleString('en')} results`}. It can be paused, and it stops when something else is chosen.
      </p>
      <p>
        <button type="button" onClick={() => playing.agree()}>
          Compute it
        </button>
      </p>
    </div>
  );
}

function durationOf(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} seconds`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} minutes`;
  if (seconds < 48 * 3600) return `${Math.round(seconds / 3600)} hours`;
  return `${Math.round(seconds / 86_400).toLocaleString('en')} days`;
}

/** For those who do not see the pictures. */
function Said({playing}: Parts) {
  return (
    <p role="status" class="unseen">
      {playing.said.text.value}
    </p>
  );
}
