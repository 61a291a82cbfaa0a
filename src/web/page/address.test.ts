import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {openExperiment} from '../lab/experiment.ts';
import {HUMAN_STEP, MOST_GENERATIONS, readAddress, setsOf, stateOf, writeAddress} from './address.ts';
import {LAB_PRESETS} from './presets.ts';

describe('an address', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...LAB_PRESETS).chain((preset) =>
          fc.record({
            preset: fc.constant(preset),
            size: fc.constantFrom(...preset.sizes),
            generations: fc.integer({min: 1, max: MOST_GENERATIONS}),
            human: fc.integer({min: 0, max: 20}).map((steps) => steps / 20),
          }),
        ),
        (state) => {
          expect(readAddress(writeAddress(state))).toEqual(state);
        },
      ),
    );
  });

  it('whatever it holds, gives a state within the limits', () => {
    const fields = fc.constantFrom('preset', 'size', 'generations', 'human', 'hide', '__proto__', 'constructor');
    const values = fc.oneof(
      fc.string(),
      fc.double().map(String),
      fc.bigInt().map(String),
      fc.constantFrom('zipf', 'speeches', '-0', '1e999', '0x10', '%'),
    );
    const made = fc.array(fc.tuple(fields, values)).map((pairs) => `#${pairs.map((pair) => pair.join('=')).join('&')}`);
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({maxLength: 9000}), made), (hash) => {
        const {preset, size, generations, human} = readAddress(hash);
        expect(LAB_PRESETS).toContain(preset);
        expect(preset.sizes).toContain(size);
        expect(Number.isInteger(generations) && generations >= 1 && generations <= MOST_GENERATIONS).toBe(true);
        expect(human >= 0 && human <= 1 && Number.isInteger(Math.round(human / HUMAN_STEP))).toBe(true);
      }),
      {numRuns: 10_000},
    );
  });
});

describe('a preset', () => {
  it.each(LAB_PRESETS)('$id is an experiment, wherever its sliders stand, and its guess has an answer', (preset) => {
    const begin = stateOf(preset);
    expect(preset.guess.answers[preset.guess.right]).toBeDefined();
    expect(preset.sizes).toEqual([...preset.sizes].sort((a, b) => a - b));
    for (const size of preset.sizes)
      for (const human of [0, 0.05, 1]) {
        const {experiment, arms} = openExperiment(preset.yaml, setsOf({...begin, size, generations: MOST_GENERATIONS, human}));
        expect([experiment.generations, arms[0].sample?.size, arms[1].workflow]).toEqual([MOST_GENERATIONS, size, {mix: human}]);
      }
    // as it begins, the sliders set what stands there
    expect(openExperiment(preset.yaml, setsOf(begin)).experiment).toEqual(openExperiment(preset.yaml).experiment);
  });
});
