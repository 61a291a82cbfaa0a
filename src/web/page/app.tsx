/** The page: the story and the controls at the left, what happens at the right. */
import {useState} from 'preact/hooks';
import {MOST_GENERATIONS, onStep} from './address.ts';
import {Pictures} from './pictures.tsx';
import {type Playing, SPEEDS} from './playing.ts';
import {LAB_PRESETS, type Preset} from './presets.ts';
import {Slider} from './slider.tsx';

interface Parts {
  readonly playing: Playing;
}

export function App({playing}: Parts) {
  const {state, generation, status} = playing;
  return (
    <div class="lab" data-generation={generation.value} data-state={status.value}>
      <header>
        <p class="kicker">genloss · the lab</p>
        <h1>What models lose when they learn from models</h1>
      </header>
      <div class="sides">
        <div class="left">
          <Story key={state.value.preset.id} preset={state.value.preset} />
          <Controls playing={playing} />
        </div>
        <main class="right" aria-label="What happens">
          <Transport playing={playing} />
          <Failure playing={playing} />
          {generation.value === 0 && !playing.failure.value && (
            <p class="start">Press Play. The first model learns from people, each one after it from what the one before wrote.</p>
          )}
          <Pictures playing={playing} />
          <Said playing={playing} />
        </main>
      </div>
      <footer>
        <Again playing={playing} />
      </footer>
    </div>
  );
}

function Story({preset}: {readonly preset: Preset}) {
  const [guess, setGuess] = useState<number | undefined>(undefined);
  const {question, answers, right, because} = preset.guess;
  return (
    <section class="story" aria-labelledby="story">
      <h2 id="story">{preset.title}</h2>
      {preset.story.map((text) => (
        <p key={text}>{text}</p>
      ))}
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
    </section>
  );
}

function Controls({playing}: Parts) {
  const {preset, size, generations, human} = playing.state.value;
  const {sizes} = preset;
  return (
    <section class="controls" aria-labelledby="controls">
      <h2 id="controls">Try it</h2>
      {LAB_PRESETS.length > 1 && <Presets playing={playing} />}
      <Slider
        name="Sample size"
        value={sizes.indexOf(size)}
        most={sizes.length - 1}
        shown={size.toLocaleString('en')}
        onValue={(i) => playing.set({size: sizes[i]})}
      />
      <Slider
        name="Generations"
        value={generations}
        least={1}
        most={MOST_GENERATIONS}
        shown={String(generations)}
        onValue={(value) => playing.set({generations: value})}
      />
      <Slider
        name="Human share"
        value={Math.round(human * 20)}
        most={20}
        shown={`${Math.round(human * 100)}%`}
        onValue={(value) => playing.set({human: onStep(value / 20)})}
      />
      <p>
        <button type="button" class="quiet" onClick={() => playing.reset()}>
          Back to the preset
        </button>
      </p>
      <h3>What to notice</h3>
      <ul>
        {preset.notice.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </section>
  );
}

function Presets({playing}: Parts) {
  const {preset} = playing.state.value;
  return (
    <label class="presets">
      Experiment
      <select
        value={preset.id}
        onChange={({currentTarget}) => {
          const next = LAB_PRESETS.find(({id}) => id === currentTarget.value);
          if (next) playing.begin({preset: next, ...next.begin});
        }}
      >
        {LAB_PRESETS.map(({id, title}) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}

function Transport({playing}: Parts) {
  const {generation, status, state, speed, seen} = playing;
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
      <p class="now">
        generation <b>{generation.value}</b> of {generations}
        {seen.value !== undefined && !seen.value.isWhole && <span class="note"> · more seeds to come</span>}
      </p>
      <progress aria-label="Generations shown" max={generations} value={generation.value} />
    </div>
  );
}

/** For those who do not see the pictures. */
function Said({playing}: Parts) {
  return (
    <p role="status" class="unseen">
      {playing.said.value}
    </p>
  );
}

function Failure({playing}: Parts) {
  const failure = playing.failure.value;
  if (!failure) return null;
  return (
    <div class="failure" role="alert">
      <p>
        <strong>This does not run.</strong> {failure.message}
      </p>
      {failure.next !== undefined && <p class="note">{failure.next}</p>}
    </div>
  );
}

function Again({playing}: Parts) {
  const {yaml, hash} = playing.seen.value ?? {};
  return (
    <details>
      <summary>The same in a terminal, and files to keep</summary>
      <p>
        Saved as <code>experiment.yaml</code>, <code>genloss run experiment.yaml --out run</code> writes the same bytes
        {hash === undefined ? '.' : ': its results.jsonl has the SHA-256'}
      </p>
      {hash !== undefined && <p class="hash">{hash}</p>}
      <p class="saves">
        <button type="button" disabled={yaml === undefined} onClick={() => save('experiment.yaml', yaml ?? '')}>
          Save experiment.yaml
        </button>
        {RESULT_FILES.map(({name, part}) => (
          <button type="button" key={name} disabled={hash === undefined} onClick={() => void playing.texts().then((texts) => save(name, texts[part]))}>
            Save {name}
          </button>
        ))}
      </p>
      <pre tabIndex={0}>
        <code>{yaml ?? ''}</code>
      </pre>
    </details>
  );
}

const RESULT_FILES = [
  {name: 'results.jsonl', part: 'results'},
  {name: 'summary.json', part: 'summary'},
] as const;

function save(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text]));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), SAVING_MS);
}

/** A browser has begun to save by then. */
const SAVING_MS = 10_000;
