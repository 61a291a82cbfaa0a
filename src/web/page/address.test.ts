import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {costInPage, isHeavy} from '../lab/cost.ts';
import {openExperiment} from '../lab/experiment.ts';
import {knobsOf} from '../lab/knobs.ts';
import {HUMAN_STEP, type LabSource, MOST_GENERATIONS, PARTS, readAddress, setsOf, sourceOf, stateOf, writeAddress} from './address.ts';
import {pack, unpacked} from './packed.ts';
import {LAB_PRESETS} from './presets.ts';

const opened = (hash: string) => {
  const address = readAddress(hash);
  return stateOf(sourceOf(address.preset), address);
};

const OWN = `title: Mine
data: {world: gaussian, mean: 0, sd: 1}
model: {kind: gaussian, variance: ml}
sample: {size: 37}
generations: 250
seeds: 3
arms:
  alone: {workflow: replace}
  some: {workflow: {mix: 0.17}}
measures: [variance]
`;

const ownSource = async (yaml: string): Promise<LabSource> => {
  const loaded = openExperiment(yaml);
  return {yaml, knobs: knobsOf(loaded), title: loaded.experiment.title ?? '', packed: await pack(yaml)};
};

describe('an address', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...LAB_PRESETS).chain((preset) =>
          fc.record({
            source: fc.constant(sourceOf(preset)),
            size: fc.constantFrom(...preset.knobs.size!.values),
            generations: fc.integer({min: 1, max: MOST_GENERATIONS}),
            human: fc.integer({min: 0, max: 20}).map((steps) => steps / 20),
          }),
        ),
        fc.subarray([...PARTS]),
        fc.boolean(),
        (state, hide, isEmbedded) => {
          const written = writeAddress(state, {hide, isEmbedded});
          expect(opened(written)).toEqual(state);
          expect(readAddress(written)).toMatchObject({hide, isEmbedded});
        },
      ),
    );
  });

  it('has a whole experiment, and where its sliders stand', async () => {
    const source = await ownSource(OWN);
    const begin = stateOf(source);
    expect([begin.size, begin.generations, begin.human]).toEqual([37, 250, 0.17]);
    expect(setsOf(begin)).toEqual([]);
    const moved = stateOf(source, {size: 60, generations: 20, human: 0.5});
    const address = readAddress(writeAddress(moved));
    expect(await unpacked(address.packed!)).toBe(OWN);
    expect(stateOf(source, address)).toEqual(moved);
    const {experiment, arms} = openExperiment(OWN, {sets: setsOf(moved)});
    expect([experiment.generations, arms[0].sample?.size, arms[1].workflow]).toEqual([20, 50, {mix: 0.5}]);
  });

  it('whatever it holds, gives a state within the limits', () => {
    const fields = fc.constantFrom('preset', 'size', 'generations', 'human', 'hide', 'embed', 'experiment', '__proto__', 'constructor');
    const values = fc.oneof(
      fc.string(),
      fc.double().map(String),
      fc.bigInt().map(String),
      fc.constantFrom('zipf', 'speeches', '-0', '1e999', '0x10', '%', 'story,story,guess'),
    );
    const made = fc.array(fc.tuple(fields, values)).map((pairs) => `#${pairs.map((pair) => pair.join('=')).join('&')}`);
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({maxLength: 9000}), made), (hash) => {
        const {source, size, generations, human} = opened(hash);
        expect(LAB_PRESETS).toContain(source.preset);
        expect(source.knobs.size!.values).toContain(size);
        expect(Number.isInteger(generations) && generations >= 1 && generations <= MOST_GENERATIONS).toBe(true);
        expect(human! >= 0 && human! <= 1 && Number.isInteger(Math.round(human! / HUMAN_STEP))).toBe(true);
        expect(new Set(readAddress(hash).hide).size).toBe(readAddress(hash).hide.length);
      }),
      {numRuns: 10_000},
    );
  });

  it('cannot have a page begin what is dear', async () => {
    for (const [path, value] of [
      ['sample.size', 1e9],
      ['seeds', 1e7],
      ['generations', 1e6],
    ] as const) {
      const yaml = OWN.replace(/generations: .*/, 'generations: 20').replace(
        /size: 37/,
        path === 'sample.size' ? `size: ${value}` : 'size: 37',
      );
      const loaded = openExperiment(yaml, {sets: path === 'sample.size' ? [] : [`${path}=${value}`]});
      expect(
        isHeavy(
          costInPage(
            loaded,
            loaded.arms.map(() => ({})),
          ),
        ),
        path,
      ).toBe(true);
    }
    const light = openExperiment(OWN);
    expect(
      isHeavy(
        costInPage(
          light,
          light.arms.map(() => ({})),
        ),
      ),
    ).toBe(false);
  });
});

describe('a text in an address', () => {
  it('comes back as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({unit: 'grapheme', maxLength: 3000}), async (text) => {
        expect(await unpacked(await pack(text))).toBe(text.replace(/^\uFEFF/, ''));
      }),
      {numRuns: 200},
    );
  });

  it('is none where it cannot be read, and is never longer than a page reads', async () => {
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[\w-]{0,200}$/), async (packed) => {
        const text = await unpacked(packed);
        expect(text === undefined || text.length <= 256 * 1024).toBe(true);
      }),
      {numRuns: 1000},
    );
    const bomb = await pack('a'.repeat(100_000_000));
    expect(bomb.length).toBeLessThan(200_000);
    expect(await unpacked(bomb)).toBeUndefined();
    expect(await unpacked(await pack('a'.repeat(256 * 1024)))).toHaveLength(256 * 1024);
  });
});

describe('a preset', () => {
  const sets = (preset: (typeof LAB_PRESETS)[number]) => (preset.wantsText ? ['data={corpus: speeches, from: 2015}'] : []);

  it.each(LAB_PRESETS)('$id is an experiment, wherever its sliders stand, and its guess has an answer', (preset) => {
    const source = sourceOf(preset);
    const {size, human} = preset.knobs;
    expect(preset.guess.answers[preset.guess.right]).toBeDefined();
    expect(size!.values).toEqual([...size!.values].sort((a, b) => a - b));
    for (const value of size!.values)
      for (const share of [0, 0.05, 1]) {
        const state = {source, size: value, generations: MOST_GENERATIONS, human: share};
        const {experiment, arms} = openExperiment(preset.yaml, {sets: [...sets(preset), ...setsOf(state)]});
        expect([experiment.generations, arms[0].sample?.size]).toEqual([MOST_GENERATIONS, value]);
        const [, name, ...field] = /^arms\.([^.]+)\.(.+)$/.exec(human!.path)!;
        const arm = arms.find((one) => one.name === name) as unknown as Record<string, Record<string, unknown>>;
        expect(field[0].split('.').reduce<unknown>((value, step) => (value as Record<string, unknown>)[step], arm)).toBe(share);
      }
    // as it begins, the sliders stand as the experiment has them
    expect(setsOf(stateOf(source))).toEqual([]);
    const {experiment, arms} = openExperiment(preset.yaml, {sets: sets(preset)});
    expect([experiment.generations, arms[0].sample?.size]).toEqual([preset.knobs.generations, size!.begin]);
    expect(knobsOf({experiment, arms} as never).human?.begin).toBe(human!.begin);
  });
});
