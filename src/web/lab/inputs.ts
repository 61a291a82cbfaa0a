/** What the arms of an experiment read, in a page: speeches, and files that were given to it; each once. */
import type {Arm} from '../../lab/experiment/arm.ts';
import type {DataOptions} from '../../lab/experiment/data-schema.ts';
import type {Corpus} from '../../lab/human/human.ts';
import {type CorpusPorts, corpusBy, sourcesOf} from '../../run/corpus.ts';
import type {ArmData} from '../../run/task.ts';

/** In the order of the arms. Throws what reading throws. */
export function inputsInPage(arms: readonly Arm[], ports: CorpusPorts): Promise<ArmData[]> {
  const once = new Map<string, Promise<Corpus>>();
  const corpus = (data: DataOptions): Promise<Corpus> => {
    const key = JSON.stringify(data);
    const found = once.get(key) ?? corpusBy(data, ports);
    once.set(key, found);
    return found;
  };
  return Promise.all(arms.map((arm) => inputOf(arm, corpus)));
}

async function inputOf(arm: Arm, corpus: (data: DataOptions) => Promise<Corpus>): Promise<ArmData> {
  if ('world' in arm.data) return {};
  const [own, sources] = await Promise.all([corpus(arm.data), sourcesOf(arm, corpus)]);
  return {corpus: {...own, ...(sources.length > 0 && {sources})}};
}
