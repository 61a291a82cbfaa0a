/** Play, Pause, Step, and where it is. */
import {type Playing, SPEEDS} from './playing.ts';

export function Transport({playing}: {readonly playing: Playing}) {
  const {generation, status, state, speed, seen, around} = playing;
  const running = status.value === 'running';
  const {generations} = state.value;
  return (
    <div class="transport">
      <button type="button" class="main" onClick={() => (running ? playing.pause() : playing.play())}>
        {running ? 'Pause' : 'Play'}
      </button>
      <button type="button" onClick={() => playing.step()}>
        Step
      </button>
      {!around.value.hide.includes('speed') && (
        <label class="speed">
          Speed
          <select
            value={String(speed.value)}
            onChange={({currentTarget}) => {
              speed.value = Number(currentTarget.value);
            }}
          >
            {SPEEDS.map((one) => (
              <option key={one} value={String(one)}>
                {one} a second
              </option>
            ))}
          </select>
        </label>
      )}
      {/* on a phone the sliders stand below the pictures */}
      <button type="button" class="to-sliders" onClick={() => document.getElementById('controls')?.scrollIntoView()}>
        Sliders
      </button>
      <p class="now">
        generation <b>{generation.value}</b> of {generations}
        {seen.value !== undefined && !seen.value.isWhole && <span class="note"> · more seeds to come</span>}
      </p>
      <Scrub playing={playing} />
    </div>
  );
}

/** How far it is; what has been computed can be gone through, back and forth. */
function Scrub({playing}: {readonly playing: Playing}) {
  const {generation, seen, state} = playing;
  const {generations} = state.value;
  const reached = Math.min(generations, seen.value?.first ?? 0);
  return (
    <input
      class="scrub"
      type="range"
      aria-label="Generation shown"
      min={0}
      max={generations}
      value={generation.value}
      disabled={reached === 0}
      onInput={({currentTarget}) => {
        playing.goTo(Number(currentTarget.value));
        currentTarget.value = String(generation.value);
      }}
    />
  );
}
