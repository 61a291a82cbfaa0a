/** A generation of transformers from the experiment to the page and the folder for other programs, in one process. */
import {cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {loadExperiment} from '../src/node/experiment-file.ts';
import {exportTransformer} from '../src/node/export/folder.ts';
import {storedModel} from '../src/node/export/stored-model.ts';
import {writeReport} from '../src/node/run/report.ts';
import {type RunOptions, runExperiment} from '../src/node/run/run.ts';
import {storeOf} from '../src/node/run/store.ts';
import {textsOf} from '../src/node/run/texts.ts';
import {chainOf} from '../src/run/plan.ts';
import {decodeSafetensors} from '../src/tensor/safetensors.ts';
import {temporaryFolder} from './command.ts';

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);

const lines = Array.from({length: 200}, (_, i) => `line ${i} says that the ${i % 7} cats saw ${i % 5} dogs`);
const yaml = `title: Cats and dogs
data: {files: [lines.txt], unit: line}
model: {kind: transformer, tokens: bytes, width: 16, layers: 1, heads: 2, context: 16, batch: 4, steps: 12, rate: 0.01}
sample: {size: 100}
generations: 3
seeds: 2
arms:
  replace: {workflow: replace}
  accumulate: {workflow: accumulate}
measures: [bitsPerByte, entropy]
`;

function run(name: string, more: Partial<RunOptions> = {}, overrides: readonly string[] = []) {
  return runExperiment(loadExperiment(at('experiment.yaml'), overrides), {directory: at(name), workers: 2, ...more});
}

interface Row {
  readonly arm: string;
  readonly seed: number;
  readonly generation: number;
  readonly measure: string;
  readonly band?: string;
  readonly value?: number;
}

const text = (...path: string[]): string => readFileSync(join(folder, ...path), 'utf8');
const rowsOf = (name: string): Row[] =>
  text(name, 'results.jsonl')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const bytesOf = (name: string): string[] => ['results.jsonl', 'summary.json'].map((file) => text(name, file));

/** Files of generations that are stored, with the time each was written. */
const unitsOf = (name: string): [string, number][] =>
  (readdirSync(at(name), {recursive: true}) as string[])
    .filter((file) => file.endsWith('.units') && !file.includes('.aside-'))
    .map((file) => [join(at(name), file), statSync(join(at(name), file)).mtimeMs]);

const filesOf = (path: string): Record<string, string> =>
  Object.fromEntries(
    (readdirSync(path, {recursive: true}) as string[])
      .filter((file) => statSync(join(path, file)).isFile())
      .map((file) => [file, readFileSync(join(path, file)).toString('base64')]),
  );

describe('a run of transformers', () => {
  beforeAll(async () => {
    writeFileSync(at('lines.txt'), lines.join('\n'));
    writeFileSync(at('experiment.yaml'), yaml);
    await run('whole');
  });

  it('has a row of each arm, seed, generation and measure, and learns what it is shown', () => {
    const rows = rowsOf('whole').filter(({generation, band}) => generation > 0 && band === undefined);
    expect(rows.length).toBe(2 * 2 * 3 * 2);
    const keys = rows.map(({arm, seed, generation, measure}) => `${arm} ${seed} ${generation} ${measure}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const {measure, value} of rows) {
      if (measure !== 'bitsPerByte') continue;
      // bytes that occur number under 32: a model that has learned nothing takes 5 bits for each
      expect(value).toBeGreaterThan(0.5);
      expect(value).toBeLessThan(5);
    }
  });

  it('sums up the seeds of its rows', () => {
    const rows = rowsOf('whole');
    const {arms} = JSON.parse(text('whole', 'summary.json'));
    for (const arm of ['replace', 'accumulate'])
      for (const generation of [1, 2, 3]) {
        const values = rows.flatMap((row) =>
          row.arm === arm && row.generation === generation && row.measure === 'bitsPerByte' ? [row.value as number] : [],
        );
        const point = arms[arm].bitsPerByte.find((one: {generation: number}) => one.generation === generation);
        expect(values.length).toBe(2);
        expect(point.mean).toBeCloseTo((values[0] + values[1]) / 2, 12);
      }
  });

  it('is drawn as a page that names its arms and has its pictures', async () => {
    const page = readFileSync(await writeReport(at('whole')), 'utf8');
    for (const words of ['Cats and dogs', 'replace', 'accumulate', 'bitsPerByte']) expect(page).toContain(words);
    expect(page.match(/<svg/g)?.length).toBeGreaterThanOrEqual(3);
    expect(page).not.toMatch(/\b(NaN|Infinity)\b/);
  });

  it('gives the same bytes by one thread, and after it was stopped and gone on with', async () => {
    const controller = new AbortController();
    const stopped = await run('stopped', {
      workers: 1,
      signal: controller.signal,
      onProgress: () => {
        if (existsSync(at('stopped/lineages')) && unitsOf('stopped').length > 0) controller.abort();
      },
    });
    expect(stopped).toBe(undefined);
    expect(existsSync(join(at('stopped'), 'results.jsonl'))).toBe(false);
    const kept = unitsOf('stopped');
    expect(kept.length).toBeGreaterThan(0);
    await run('stopped', {workers: 1});
    expect(bytesOf('stopped')).toEqual(bytesOf('whole'));
  });

  it('gives the same bytes where its last generations are lost, and where it grew to them', async () => {
    const units = unitsOf('whole');
    const before = bytesOf('whole');
    expect(units.length).toBe(2);
    rmSync(units[1][0]);
    await run('whole');
    expect(bytesOf('whole')).toEqual(before);
    await run('grown', {}, ['generations=1', 'seeds=1']);
    await run('grown');
    expect(bytesOf('grown')).toEqual(before);
  });

  it('begins every training with the first fit under start: first, at a temperature that moves, and is the same where it goes on', async () => {
    const overrides = ['model.start=first', 'model.temperature={from: 1, to: 0.5, by: 3}', 'seeds=1'];
    await run('first', {keepModels: true}, [...overrides, 'model.rate=1e-9']);
    const weightsOf = (directory: string, generation: number) =>
      storedModel(at(directory), {arm: 'replace', generation}).then(({fitted, card}) => {
        const out = at(`weights-${directory}-${generation}`);
        exportTransformer(fitted, out, card);
        const {tensors} = decodeSafetensors(readFileSync(join(out, 'model.safetensors')));
        return Float64Array.from([...tensors.values()].flatMap(({data}) => [...data]));
      });
    const distance = (a: Float64Array, b: Float64Array) => Math.max(...a.map((x, i) => Math.abs(x - b[i])));
    // at such a rate a training moves nothing: the third fit is where it began, which is the first
    const [first, third] = [await weightsOf('first', 1), await weightsOf('first', 3)];
    expect(distance(first, third)).toBeLessThan(1e-6);
    await run('fresh', {keepModels: true}, ['seeds=1', 'model.rate=1e-9']);
    expect(distance(first, await weightsOf('fresh', 3))).toBeGreaterThan(1e-3);
    await run('begun', {}, [...overrides, 'generations=2']);
    await run('begun', {}, overrides);
    await run('at-once', {}, overrides);
    expect(bytesOf('begun')).toEqual(bytesOf('at-once'));
    await run('even', {}, ['model.start=first', 'seeds=1']);
    expect(bytesOf('even')).not.toEqual(bytesOf('at-once'));
  });

  it('exports the same model whether it was kept or is trained again', async () => {
    await run('kept', {keepModels: true, keepSamples: true}, ['seeds=1']);
    for (const generation of [1, 3]) {
      const [again, kept] = await Promise.all(['whole', 'kept'].map((name) => storedModel(at(name), {arm: 'replace', generation})));
      expect([again.trained, kept.trained]).toEqual([true, false]);
      exportTransformer(again.fitted, at(`again-${generation}`), again.card);
      exportTransformer(kept.fitted, at(`kept-${generation}`), kept.card);
      const files = filesOf(at(`again-${generation}`));
      expect(Object.keys(files).length).toBe(7);
      expect(filesOf(at(`kept-${generation}`))).toEqual(files);
    }
    const weights = [1, 3].map(
      (generation) => decodeSafetensors(readFileSync(join(at(`kept-${generation}`), 'model.safetensors'))).tensors,
    );
    const [first, third] = weights.map((tensors) => [...tensors.values()].map(({data}) => [...data]));
    expect(third).not.toEqual(first);
  });

  it('gives the text of a generation as it was drawn, kept or made again, and a model whose state is gone', async () => {
    for (const arm of ['replace', 'accumulate']) {
      const [again, kept] = await Promise.all(['whole', 'kept'].map((name) => textsOf(at(name), {arm, generation: 3})));
      expect([again.isAgain, kept.isAgain]).toEqual([true, false]);
      const lines = [...kept.lines];
      expect(lines.length).toBeGreaterThan(0);
      for (const line of lines) expect(JSON.parse(line)).toEqual({text: expect.any(String)});
      expect([...again.lines]).toEqual(lines);
    }
    const store = storeOf(at('whole'));
    const chain = chainOf(store.list('replace'), 0);
    const rows = chain.flatMap((unit) => store.read(unit).rows());
    cpSync(at('whole'), at('bare'), {recursive: true});
    rmSync(join(at('bare'), 'lineages', 'replace'), {recursive: true});
    storeOf(at('bare')).write({arm: 'replace', seeds: [0, 0], generations: [1, 3], block: true}, {rows});
    const [bare, whole] = await Promise.all(['bare', 'kept'].map((name) => storedModel(at(name), {arm: 'replace', generation: 3})));
    exportTransformer(bare.fitted, at('bare-3'), bare.card);
    exportTransformer(whole.fitted, at('whole-3'), whole.card);
    expect(filesOf(at('bare-3'))).toEqual(filesOf(at('whole-3')));
  });
});
