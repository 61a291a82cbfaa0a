import {describe, expect, it} from 'vitest';
import {computeRun, inProcess, MemoryStore, resultTexts} from '../../index.ts';
import {readSpeeches} from '../../node/read/speeches.ts';
import type {LoadedExperiment} from '../../run/experiment.ts';
import type {ArmData} from '../../run/task.ts';
import {Course} from './course.ts';
import {openExperiment} from './experiment.ts';
import {inputsInPage} from './inputs.ts';
import {type Pack, speechesOf} from './speeches.ts';

const GAUSSIAN = `title: Two ways
data: {world: gaussian, mean: 1, sd: 2}
model: {kind: gaussian, variance: ml}
sample: {size: 25}
generations: 12
seeds: 5
arms:
  replace: {workflow: replace}
  accumulate: {workflow: accumulate}
measures: [mean, variance]
`;

const WORDS = `title: Words
data: {corpus: speeches, from: 2016, holdout: 0.2}
model: {kind: ngram, order: 2, unit: word}
sample: {size: 1500}
generations: 3
seeds: 2
arms:
  replace: {workflow: replace}
  enriched: {workflow: replace, enrichment: {share: 0.1, from: [{corpus: speeches, from: 2013, to: 2014}]}}
measures: [support, entropy]
`;

const nobody = (): never => {
  throw new Error('no file is read');
};

/** By the plan of any run. */
async function planned({arms, experiment}: LoadedExperiment, inputs: readonly ArmData[]) {
  const {measures, generations, seed} = experiment;
  const store = new MemoryStore();
  const executor = inProcess({arms, inputs, measures, generations, seed, snapshots: []}, {store});
  await computeRun({arms, experiment, store, executor, words: () => 0});
  return resultTexts({arms, experiment, store});
}

/** Packs of two neighbouring speeches each, as the site has them. */
async function packed() {
  const {bytes, offsets, speeches} = await readSpeeches({from: 2010});
  const made = new Map<string, Uint8Array>();
  const packs: Pack[] = [];
  for (let i = 0; i < speeches.length; i += 2) {
    const own = speeches.slice(i, i + 2);
    const name = own[0].file;
    const files = own.map(({file}, k) => ({name: file, bytes: offsets[i + k + 1] - offsets[i + k]}));
    const head = Buffer.from(`${JSON.stringify({files})}\n`);
    made.set(name, Buffer.concat([head, bytes.subarray(offsets[i], offsets[i + own.length])]));
    packs.push({name, from: own[0].year, to: own.at(-1)!.year});
  }
  const asked: string[] = [];
  const read = async (name: string) => {
    asked.push(name);
    return made.get(name)!;
  };
  return {packs, read, asked};
}

describe('a course', () => {
  it('leaves what any run leaves, whoever has a turn in between', async () => {
    const loaded = openExperiment(GAUSSIAN);
    const course = new Course(loaded, [{}, {}]);
    let turns = 0;
    let moves = 0;
    const whole = await course.run({turn: () => (turns++ % 3 === 0 ? Promise.resolve() : undefined), moved: () => void moves++});
    expect([whole, course.isWhole, course.first]).toEqual([true, true, 12]);
    expect([turns > 5 * 2 * 11, moves > 12]).toEqual([true, true]);
    expect(course.texts()).toEqual(await planned(loaded, [{}, {}]));
  });

  it('shows the first lineage of every arm, generation by generation, before other seeds', async () => {
    const course = new Course(openExperiment(GAUSSIAN), [{}, {}]);
    const firsts: number[] = [];
    const known: number[][] = [];
    await course.run({
      turn: () => undefined,
      moved() {
        if (course.first === 0 || firsts.at(-1) === course.first) return;
        firsts.push(course.first);
        const rows = course.input().summary.arms;
        known.push(['replace', 'accumulate'].map((arm) => rows[arm].variance.filter(({generation, n}) => generation > 0 && n > 0).length));
      },
    });
    expect(firsts).toEqual(Array.from({length: 12}, (_, i) => i + 1));
    for (const [i, counts] of known.entries()) for (const count of counts) expect(count).toBeGreaterThanOrEqual(i + 1);
  });

  it('ends where it is told to, after the generation in hand', async () => {
    const course = new Course(openExperiment(GAUSSIAN), [{}, {}]);
    let left = 7;
    expect(await course.run({turn: () => undefined, isStopped: () => left-- <= 0})).toBe(false);
    expect(course.isWhole).toBe(false);
  });

  it('reads the years of the speeches that its arms ask for, each pack once', async () => {
    const loaded = openExperiment(WORDS);
    const {packs, read, asked} = await packed();
    const inputs = await inputsInPage(loaded.arms, {speeches: (years) => speechesOf(years, packs, read), files: nobody});
    const own = await readSpeeches({from: 2016});
    expect(Buffer.from(inputs[0].corpus!.documents.bytes)).toEqual(Buffer.from(own.bytes));
    expect([...inputs[0].corpus!.documents.offsets]).toEqual([...own.offsets]);
    expect(inputs[1].corpus!.sources).toHaveLength(1);
    expect(asked.every((name) => Number(name.slice(0, 4)) >= 2012)).toBe(true);
    const course = new Course(loaded, inputs);
    await course.run({turn: () => undefined});
    expect(course.texts()).toEqual(await planned(loaded, inputs));
    await expect(speechesOf({from: 1700, to: 1710}, packs, read)).rejects.toThrow('no speeches from 1700 to 1710');
  });

  it('has single lineages of what has no bands, as results have them', async () => {
    const course = new Course(openExperiment(GAUSSIAN), [{}, {}]);
    await course.run({turn: () => undefined});
    const rows = course
      .texts()
      .results.trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const {replace} = course.fans();
    expect(replace.variance).toHaveLength(5);
    for (const seed of [0, 4])
      for (const generation of [1, 12]) {
        const row = rows.find(
          (one) => one.arm === 'replace' && one.seed === seed && one.generation === generation && one.measure === 'variance',
        );
        expect(replace.variance[seed][generation - 1]).toBeCloseTo(row.value, 5);
      }
  });
});
