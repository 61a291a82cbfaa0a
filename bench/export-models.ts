/**
 * Trains small transformers of every kind on the speeches, exports each, and writes down what the model itself says: so that programs that
 * are not ours can be held against it.
 *
 *   node bench/export-models.ts <folder>
 *   node bench/peers/export-transformers-js.ts <folder> <a folder with @huggingface/transformers installed>
 *   bench/peers/.venv/bin/python bench/peers/export_check.py <folder>
 */
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {Stream} from '../src/core/random/stream.ts';
import {type FittedTransformer, type TransformerChoice, transformerModel, transformerOptions} from '../src/models/transformer/index.ts';
import {exportTransformer} from '../src/node/export/folder.ts';
import {readSpeeches} from '../src/node/read/speeches.ts';
import {openRuntime} from '../src/node/tensor/runtime.ts';

const KINDS: Readonly<Record<string, TransformerChoice>> = {
  'learned-gelu': {},
  'learned-relu-bytes': {activation: 'relu', tokens: 'bytes'},
  'learned-swiglu': {activation: 'swiglu'},
  'rotary-gelu': {positions: 'rotary'},
  'rotary-relu': {positions: 'rotary', activation: 'relu'},
  'rotary-swiglu': {positions: 'rotary', activation: 'swiglu'},
};
const TEXTS = [
  'The United States of America.',
  "We the people; it's 1863, and they'll not   wait.\n\n\tNow  is the time!",
  'naïve café — “quoted” … 中文 \u{1f600} ÅÄÖ\u00a0x',
  '\r\n\v\f a\u0000b\u007f {[(`~^_@#$%&*)]} \\ / 12,345.67 §9 ½',
  "'s 't'd''ll !'s ' s",
  '  leading and trailing  ',
  ' ',
];
const PROMPTS = ['The ', 'Our foreign relations', 'In the year 18'];
const WRITTEN = 24;

interface Case {
  readonly name: string;
  readonly texts: readonly {readonly text: string; readonly ids: readonly number[]}[];
  readonly prompts: readonly {readonly text: string; readonly ids: readonly number[]; readonly greedy: readonly number[]}[];
  /** After every token of the first prompt, behind an end. (T, V) */
  readonly logits: readonly number[];
}

/** The most probable tokens one after another; as in sampling, never the unknown one, and no end at the beginning. */
function greedy(fitted: FittedTransformer, prompt: readonly number[]): number[] {
  const {unknown, end} = fitted.tokenizer;
  const all = [...prompt];
  while (all.length < prompt.length + WRITTEN) {
    const logits = logitsAfter(fitted, all);
    logits[unknown] = -Infinity;
    if (all.length === prompt.length) logits[end] = -Infinity;
    all.push(logits.indexOf(logits.reduce((a, b) => Math.max(a, b))));
    if (all.at(-1) === end) break;
  }
  return all.slice(prompt.length);
}

function logitsAfter({steps, folded}: FittedTransformer, tokens: readonly number[]): Float32Array {
  const x = Int32Array.from(tokens);
  return (steps.prompt(1, x.length).run({...Object.fromEntries(folded), x}) as {logits: Float32Array}).logits;
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: node bench/export-models.ts <folder>');
const speeches = await readSpeeches({from: 1970});
const runtime = openRuntime();
const cases: Case[] = [];
for (const [name, choice] of Object.entries(KINDS)) {
  const options = transformerOptions({
    width: 48,
    layers: 2,
    heads: 4,
    context: 64,
    vocabulary: 400,
    steps: 150,
    batch: 16,
    rate: 3e-3,
    ...choice,
  });
  const fitted = transformerModel({options, runtime, vocabulary: speeches}).fit([{data: speeches, source: 'human'}], Stream.root(name));
  exportTransformer(fitted, join(folder, name), {title: name, trainedOn: 'State of the Union speeches since 1970.'});
  const idsOf = (text: string) => [...fitted.tokenizer.encode(new TextEncoder().encode(text))];
  const prompts = PROMPTS.map((text) => {
    const ids = idsOf(text);
    return {text, ids, greedy: greedy(fitted, [fitted.tokenizer.end, ...ids])};
  });
  const first = [fitted.tokenizer.end, ...prompts[0].ids];
  const logits = first.flatMap((_, t) => [...logitsAfter(fitted, first.slice(0, t + 1))]);
  cases.push({name, texts: TEXTS.map((text) => ({text, ids: idsOf(text)})), prompts, logits});
  process.stdout.write(`${name}\n`);
}
writeFileSync(join(folder, 'cases.json'), JSON.stringify(cases));
