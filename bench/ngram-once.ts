/**
 * One fit of an n-gram model in a process of its own, for its peak memory: `--fit-once <folder of texts> <order>` prints it, in MB.
 *
 * It is bundled and stripped of types before it runs, as the package is: a process that strips them itself is some 45 MB larger.
 */
import {closeSync, existsSync, openSync, readdirSync, readFileSync, readSync, statSync} from 'node:fs';
import type {Text} from '../src/core/data.ts';
import {Stream} from '../src/core/random/stream.ts';
import {type FittedNgram, ngramModel} from '../src/models/ngram/index.ts';

/** The .txt files of a folder in the order of their names, a document each, read into place. */
export function readTexts(folder: string): Text {
  const paths = readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .map((name) => folder + name);
  const offsets = new Uint32Array(paths.length + 1);
  paths.forEach((path, i) => {
    offsets[i + 1] = offsets[i] + statSync(path).size;
  });
  const bytes = new Uint8Array(offsets[paths.length]);
  paths.forEach((path, i) => {
    const file = openSync(path, 'r');
    readSync(file, bytes, offsets[i], offsets[i + 1] - offsets[i], 0);
    closeSync(file);
  });
  return {kind: 'text', count: paths.length, bytes, offsets};
}

/** Bytes to a model that has drawn a word and scored one. */
export function fitReady(order: number, text: Text): FittedNgram {
  const fitted = ngramModel({order, unit: 'word'}).fit([{data: text, source: 'human'}]);
  fitted.logProbability(fitted.sample(1, Stream.root('bench')));
  return fitted;
}

/** Peak resident memory of this process, MB. */
function peakMegabytes(): number {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
  return Number(/VmHWM:\s*(\d+) kB/.exec(status)?.[1] ?? process.resourceUsage().maxRSS) / 1024;
}

if (process.argv[2] === '--fit-once') {
  fitReady(Number(process.argv[4]), readTexts(process.argv[3]));
  console.log(peakMegabytes());
}
