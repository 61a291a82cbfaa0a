/**
 * Exported folders in transformers.js: the same tokens of a text, the same continuation of a prompt, alone and padded in a batch.
 * `node export-transformers-js.ts FOLDER PEERS`: FOLDER is what bench/export-models.ts wrote, PEERS has @huggingface/transformers
 * installed. Exit status 0: all agree; 1: some do not; 3: not installed.
 */
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';

// biome-ignore lint/suspicious/noExplicitAny: packages that may not be installed have no types here
type Untyped = any;

const [folder, peers] = process.argv.slice(2);
if (peers === undefined) throw new Error('usage: node export-transformers-js.ts FOLDER PEERS');
let library: Untyped;
try {
  library = await import(pathToFileURL(createRequire(join(resolve(peers), 'x.js')).resolve('@huggingface/transformers')).href);
} catch {
  process.exit(3);
}
const {env, pipeline} = library;
env.localModelPath = resolve(folder);
env.allowRemoteModels = false;
let wrong = 0;
const told = (what: string, got: unknown, wanted: unknown) => {
  const same = JSON.stringify(got) === JSON.stringify(wanted);
  if (!same) wrong++;
  process.stdout.write(
    `${same ? 'same   ' : 'differs'} ${what}\n${same ? '' : `  got    ${JSON.stringify(got)}\n  wanted ${JSON.stringify(wanted)}\n`}`,
  );
};
const numbers = (ids: Iterable<bigint | number>) => Array.from(ids, Number);

for (const {name, texts, prompts} of JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8'))) {
  const write = await pipeline('text-generation', name, {local_files_only: true});
  const {tokenizer, model} = write;
  for (const {text, ids} of texts)
    told(`${name}: tokens of ${JSON.stringify(text)}`, numbers(tokenizer(text, {add_special_tokens: false}).input_ids.data), ids);
  const options = {max_new_tokens: 24, do_sample: false};
  const decoded = (tokens: readonly number[]) => tokenizer.decode(tokens, {skip_special_tokens: true});
  for (const {text, ids, greedy} of prompts) {
    const written = await model.generate({...tokenizer(text), ...options});
    told(`${name}: after ${JSON.stringify(text)}`, numbers(written.data).slice(1 + ids.length), greedy);
  }
  const whole = await write(
    prompts.map(({text}: {text: string}) => text),
    options,
  );
  told(
    `${name}: the pipeline, in one batch`,
    whole.map(([{generated_text: text}]: Untyped) => text),
    prompts.map(({ids, greedy}: Untyped) => decoded([...ids, ...greedy])),
  );
}
process.exitCode = wrong > 0 ? 1 : 0;
