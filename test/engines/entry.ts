/** What is bundled and run on each engine: takes and gives text alone, since an engine's shell has nothing else. */
import {computeRun, experimentOf, inProcess, MemoryStore, parseYaml, resultTexts} from '../../src/index.ts';

export interface Texts {
  readonly results: string;
  readonly summary: string;
}

/** YAML of experiments by name; the speeches, a character a byte, and where each ends. */
export interface Input {
  readonly experiments: Record<string, string>;
  readonly speeches: {readonly bytes: string; readonly offsets: readonly number[]};
}

type Corpus = NonNullable<Parameters<typeof inProcess>[0]['inputs'][number]['corpus']>;

/** What a run of each leaves as results.jsonl and summary.json. */
export async function runAll({experiments, speeches}: Input): Promise<Record<string, Texts>> {
  const bytes = Uint8Array.from(speeches.bytes, (character) => character.charCodeAt(0));
  const offsets = Uint32Array.from(speeches.offsets);
  const corpus = {documents: {kind: 'text' as const, count: offsets.length - 1, bytes, offsets}, name: 'the corpus speeches'};
  const texts: Record<string, Texts> = {};
  for (const [name, yaml] of Object.entries(experiments)) texts[name] = await runInMemory(name, yaml, corpus);
  return texts;
}

async function runInMemory(name: string, yaml: string, corpus: Corpus): Promise<Texts> {
  const loaded = experimentOf(parseYaml(yaml, name), {name, base: ''});
  const {experiment, arms} = loaded;
  const {measures, generations, seed} = experiment;
  const store = new MemoryStore();
  const inputs = arms.map(({data}) => ('corpus' in data ? {corpus} : {}));
  const executor = inProcess({arms, inputs, measures, generations, seed, snapshots: []}, {store});
  await computeRun({arms, experiment, store, executor, words: () => 0});
  return resultTexts({arms, experiment, store});
}
