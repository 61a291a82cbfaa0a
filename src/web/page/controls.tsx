/** What can be moved: the experiment, and its sliders. */
import {mostGenerations, onStep, sourceOf, stateOf} from './address.ts';
import type {Playing} from './playing.ts';
import {LAB_PRESETS, PRESET_GROUPS} from './presets.ts';
import {Slider} from '../shared/slider.tsx';

interface Parts {
  readonly playing: Playing;
}

export function Controls({playing}: Parts) {
  const {source, size, generations, human} = playing.state.value;
  const {preset, knobs} = source;
  const {hide} = playing.around.value;
  const shows = (part: (typeof hide)[number]) => !hide.includes(part) && (part === 'presets' || !source.isRun);
  const values = knobs.size?.values ?? [];
  return (
    <section class="controls" aria-labelledby="controls">
      <h2 id="controls">Try it</h2>
      {shows('presets') && <Presets playing={playing} />}
      {shows('size') && (
        <Slider
          name="Sample size"
          value={size === undefined ? 0 : values.indexOf(size)}
          most={Math.max(1, values.length - 1)}
          shown={size === undefined ? 'as the experiment says' : size.toLocaleString('en')}
          isOff={size === undefined}
          onValue={(i) => playing.set({size: values[i]})}
        />
      )}
      {shows('generations') && (
        <Slider
          name="Generations"
          value={generations}
          least={1}
          most={mostGenerations(source)}
          shown={String(generations)}
          onValue={(value) => playing.set({generations: value})}
        />
      )}
      {shows('human') && (
        <Slider
          name="Human share"
          value={Math.round((human ?? 0) * 20)}
          most={20}
          shown={human === undefined ? 'no arm has one' : `${Math.round(human * 100)}%`}
          isOff={human === undefined}
          onValue={(value) => playing.set({human: onStep(value / 20)})}
        />
      )}
      <p hidden={source.isRun}>
        <button type="button" class="quiet" onClick={() => playing.reset()}>
          Back to how it began
        </button>
      </p>
      {preset && shows('notice') && (
        <>
          <h3>What to notice</h3>
          <ul>
            {preset.notice.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

const OWN = 'own';

function Presets({playing}: Parts) {
  const {preset} = playing.state.value.source;
  return (
    <label class="presets">
      Experiment
      <select
        value={preset?.id ?? OWN}
        onChange={({currentTarget}) => {
          const next = LAB_PRESETS.find(({id}) => id === currentTarget.value);
          if (next) playing.begin(stateOf(sourceOf(next)));
        }}
      >
        {!preset && <option value={OWN}>an experiment of one’s own</option>}
        {PRESET_GROUPS.map(({title, presets}) => (
          <optgroup key={title} label={title}>
            {presets.map(({id, title: name}) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}
