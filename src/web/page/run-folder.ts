/** The files of a run directory that somebody opens in the page. */
import type {RunTexts} from '../lab/messages.ts';
import {loadScript} from '../shared/scripts.ts';

declare const READER: string;

/** A browser's text can hardly be longer. */
const MOST_BYTES = 256 << 20;
const MOST_SAMPLE_BYTES = 64 << 20;
/** Of lineages that begin with the first seed. */
const SAMPLES = /(?:^|\/)samples\/([^/]+)\/0-\d+\.\d+-\d+\.jsonl\.zst$/;

/** Throws Error where it is no run. */
export async function readRunFolder(files: readonly File[]): Promise<RunTexts> {
  const pathOf = ({webkitRelativePath, name}: File): string => webkitRelativePath || name;
  const depthOf = (file: File): number => pathOf(file).split('/').length;
  const nearest = [...files].sort((a, b) => depthOf(a) - depthOf(b));
  const named = (name: string): File => {
    const file = nearest.find((one) => pathOf(one).split('/').at(-1) === name);
    if (!file) throw new Error(`there is no ${name}: open the folder that genloss run wrote`);
    if (file.size > MOST_BYTES) throw new Error(`${name} is larger than a page can show: genloss view shows it`);
    return file;
  };
  const [yaml, results] = await Promise.all([named('experiment.yaml').text(), named('results.jsonl').text()]);
  const kept = nearest.filter((file) => SAMPLES.test(pathOf(file)));
  const isLarge = kept.reduce((sum, {size}) => sum + size, 0) > MOST_SAMPLE_BYTES;
  return {yaml, results, samples: isLarge ? [] : await Promise.all(kept.map(sampleOf))};

  async function sampleOf(file: File): Promise<RunTexts['samples'][number]> {
    await loadScript(READER);
    const {genlossInflate} = globalThis as unknown as {genlossInflate: (bytes: Uint8Array) => Promise<string>};
    const lines = await genlossInflate(new Uint8Array(await file.arrayBuffer()));
    return {arm: SAMPLES.exec(pathOf(file))![1], lines};
  }
}
