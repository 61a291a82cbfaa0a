/**
 * What words outside the vocabulary do to bits per byte: `node bench/unknown-words.ts [--sizes 1000,4000,16000,64000] [--generations 3]`.
 *
 * Passages of the speeches, a tenth of them held out, as the lab deals them out. Our word trigram (Kneser-Ney) beside an independent one
 * (Witten-Bell, bench/peers/word_trigram.py, Python 3 alone), both of which spell; and ours with the unknown as one symbol, as it would be
 * without. Each is fitted to the human text and then, generation after generation, to what itself wrote (untruncated).
 */
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import type {Text} from '../src/core/data.ts';
import {Stream} from '../src/core/random/stream.ts';
import type {Arm} from '../src/lab/experiment/arm.ts';
import {humanOfCorpus} from '../src/lab/human/human.ts';
import {type FittedNgram, ngramModel} from '../src/models/ngram/index.ts';
import {readSpeeches} from '../src/node/read/speeches.ts';
import {documentsOf} from '../test/documents.ts';

const {values} = parseArgs({
  options: {sizes: {type: 'string', default: '1000,4000,16000,64000'}, generations: {type: 'string', default: '3'}},
});
const GENERATIONS = Number(values.generations);
const WITNESS = fileURLToPath(new URL('peers/word_trigram.py', import.meta.url));
const {bytes, offsets, count} = await readSpeeches({});
const corpus = {documents: {kind: 'text' as const, count, bytes, offsets}, name: 'the speeches'};
const root = Stream.root(1);

interface Bits {
  readonly spelled: number;
  readonly symbol: number;
}

function priced(fitted: FittedNgram, held: Text): Bits {
  const total = (list: ArrayLike<number>) => Array.from(list).reduce((a, b) => a + b, 0);
  const size = held.offsets[held.count];
  const spelled = -total(fitted.logProbability(held)) / Math.LN2 / size;
  let log10 = 0;
  for (let d = 0; d < held.count; d++) log10 += total(fitted.scoreTokens(held, d).log10);
  return {spelled, symbol: -log10 / Math.log10(2) / size};
}

function ours(training: Text, held: Text, {words, workflow}: {words: number; workflow: string}): Bits[] {
  const model = ngramModel({order: 3, unit: 'word'});
  const data = [{data: training, source: 'human' as const}];
  return Array.from({length: GENERATIONS}, (_, t) => {
    const fitted = model.fit(data);
    const part = {data: fitted.sample(words, root.fork(`${words}/${workflow}/${t}`)), source: 'synthetic' as const};
    if (workflow === 'replace') data.length = 0;
    data.push(part as never);
    return priced(fitted, held);
  });
}

const folder = mkdtempSync(join(tmpdir(), 'genloss-bench-'));
try {
  const figures = (list: readonly number[]) => list.map((x) => x.toFixed(3)).join(', ');
  console.log(`bits per byte at generations 1 to ${GENERATIONS}`);
  console.log('| words | workflow | ours | witness | ours, the unknown as one symbol |\n|---|---|---|---|---|');
  for (const words of values.sizes.split(',').map(Number)) {
    const arm = {
      name: 'replace',
      workflow: 'replace',
      data: {corpus: 'speeches', passage: 100, holdout: 0.1, reserve: 0},
      model: {kind: 'ngram', order: 3, unit: 'word'},
      sample: {size: words},
    } as unknown as Arm;
    const {training, holdout} = humanOfCorpus(root.fork('human'), corpus, arm);
    const files = [training, holdout!].map((text, i) => {
      const path = join(folder, `${i}.jsonl`);
      writeFileSync(
        path,
        documentsOf(text)
          .map((one) => `${JSON.stringify({text: one})}\n`)
          .join(''),
      );
      return path;
    });
    for (const workflow of ['replace', 'accumulate']) {
      const own = ours(training, holdout!, {words, workflow});
      const theirs = execFileSync('python3', [WITNESS, ...files, `${GENERATIONS}`, workflow], {encoding: 'utf8'});
      const row = [own.map((one) => one.spelled), theirs.trim().split('\n').map(Number), own.map((one) => one.symbol)];
      console.log(`| ${words} | ${workflow} | ${row.map(figures).join(' | ')} |`);
    }
  }
} finally {
  rmSync(folder, {recursive: true, force: true});
}
