/**
 * How the default gates and the domain test do on text whose verdict is known: `node bench/calibration.ts [--splits 100]` prints the tables
 * of docs/check.md. Sources beyond the speeches that ship are read from the folder GENLOSS_TEST_DATA, and left out where it is unset.
 */
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {compressedSize} from '../src/core/measure/compressed-size.ts';
import {permutation} from '../src/core/random/permutation.ts';
import {Stream} from '../src/core/random/stream.ts';
import {check} from '../src/guard/check/check.ts';
import {ProfileBuilder} from '../src/guard/profile/builder.ts';
import type {Profile} from '../src/guard/profile/profile.ts';
import {makeKernel} from '../src/node/scan/kernel.ts';
import {speeches} from '../test/documents.ts';
import {damages} from './damage.ts';
import {labSamples} from './lab-samples.ts';

const {values} = parseArgs({options: {splits: {type: 'string', default: '100'}, only: {type: 'string', default: ''}}});
const splits = Number(values.splits);
const only = values.only;
const encoder = new TextEncoder();

function profileOf(documents: readonly string[]): Profile {
  const builder = new ProfileBuilder({kernel: makeKernel, compress: compressedSize});
  for (const text of documents) {
    const bytes = encoder.encode(text);
    builder.add({count: 1, bytes, offsets: Uint32Array.of(0, bytes.length)});
  }
  return builder.finish();
}

const verdictOf = (candidate: Profile, reference: Profile) =>
  check({reference, candidate, names: {reference: 'reference', candidate: 'candidate'}});

function halves(documents: readonly string[], seed: number): [string[], string[]] {
  const order = permutation(Stream.root(seed).fork('halves'), documents.length);
  const shuffled = Array.from(order, (i) => documents[i]);
  return [shuffled.slice(0, documents.length >> 1), shuffled.slice(documents.length >> 1)];
}

async function sources(): Promise<Map<string, string[]>> {
  const found = new Map([['speeches', await speeches()]]);
  const folder = process.env.GENLOSS_TEST_DATA;
  if (folder === undefined || !existsSync(folder)) {
    process.stderr.write('GENLOSS_TEST_DATA is not set: only the speeches are used\n');
    return found;
  }
  const read = (...path: string[]) => readFileSync(join(folder, ...path), 'utf8');
  const jsonl = (...path: string[]) =>
    read(...path)
      .split('\n')
      .filter(Boolean)
      .map((line) => (JSON.parse(line) as {text: string}).text);
  const wiki = (part: string) =>
    read('wikitext2', `${part}.txt`)
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line.length > 200);
  found.set('essays', jsonl('essays', 'human.jsonl'));
  found.set('essays by ChatGPT', jsonl('essays', 'chatgpt.jsonl'));
  found.set(
    'Shakespeare',
    read('tinyshakespeare', 'input.txt')
      .split('\n\n')
      .filter((part) => part.length > 40),
  );
  found.set('WikiText valid', wiki('valid'));
  found.set('WikiText test', wiki('test'));
  return found;
}

const wanted = (name: string): boolean => only === '' || name.includes(only);
const texts = await sources();

if (wanted('splits')) {
  console.log(`\nRandom halves of one source, ${splits} splits\n`);
  console.log('| source | documents a side | pass | inconclusive | fail |\n|---|---|---|---|---|');
  for (const name of ['speeches', 'essays', 'Shakespeare', 'WikiText valid']) {
    const documents = texts.get(name);
    if (documents === undefined || (only.includes(':') && !only.endsWith(`:${name}`))) continue;
    const tally = {pass: 0, inconclusive: 0, fail: 0};
    for (let seed = 0; seed < splits; seed++) {
      const [a, b] = halves(documents, seed);
      const report = verdictOf(profileOf(a), profileOf(b));
      tally[report.verdict]++;
      if (report.verdict === 'fail') process.stderr.write(`${name}, split ${seed}: ${report.reason}\n`);
    }
    console.log(`| ${name} | ${documents.length >> 1} | ${tally.pass} | ${tally.inconclusive} | ${tally.fail} |`);
  }
}

if (wanted('domains')) {
  console.log('\nOne source against another: novelty beyond the reference’s own, and the verdict\n');
  console.log('| reference | candidate | excess novelty | verdict |\n|---|---|---|---|');
  const profiles = new Map([...texts].map(([name, documents]) => [name, profileOf(documents)]));
  const parts = (name: string, first: string, second: string) => {
    const documents = texts.get(name);
    if (documents === undefined) return;
    profiles.set(first, profileOf(documents.slice(0, documents.length >> 1)));
    profiles.set(second, profileOf(documents.slice(documents.length >> 1)));
  };
  parts('Shakespeare', 'Shakespeare, first half', 'Shakespeare, second half');
  parts('speeches', 'speeches to 1906', 'speeches from 1906');
  const pairs = [
    ...['Shakespeare, first half|Shakespeare, second half', 'WikiText valid|WikiText test', 'WikiText test|WikiText valid'],
    ...['essays|essays by ChatGPT', 'speeches to 1906|speeches from 1906', 'speeches from 1906|speeches to 1906'],
    ...[...texts.keys()].flatMap((a) => [...texts.keys()].filter((b) => family(b) !== family(a)).map((b) => `${a}|${b}`)),
  ];
  for (const pair of pairs) {
    const [reference, candidate] = pair.split('|');
    if (!profiles.has(reference) || !profiles.has(candidate)) continue;
    const report = verdictOf(profiles.get(candidate)!, profiles.get(reference)!);
    console.log(`| ${reference} | ${candidate} | ${report.domain.value?.toFixed(3)} | ${report.verdict}: ${report.reason.split(':')[0]} |`);
  }
}

function family(name: string): string {
  return name.split(' ')[0];
}

if (wanted('lab')) {
  console.log('\nSamples of a recursion on the speeches (replace, word 3-grams), against its human training set\n');
  const measures = ['tail.retention', 'head.inflation', 'unseen', 'distinct.1', 'distinct.3', 'repetition', 'selfRepetition'];
  console.log(`| model | generation | ${measures.join(' | ')} | verdict |\n|---|---|${measures.map(() => '---|').join('')}---|`);
  for (const {model, human, samples} of await labSamples([1, 3, 5, 10])) {
    const reference = profileOf(human);
    for (const [generation, documents] of samples) {
      const report = verdictOf(profileOf(documents), reference);
      const of = (measure: string) => report.checks.find((one) => one.measure === measure)?.value?.toPrecision(3);
      console.log(`| ${model} | ${generation} | ${measures.map(of).join(' | ')} | ${report.verdict} |`);
    }
  }
}

if (wanted('damage')) {
  console.log('\nPlanted damage\n');
  console.log('| source | damage | planted | seen | verdict | failed gates |\n|---|---|---|---|---|---|');
  for (const [name, documents] of texts) {
    if (documents.length < 500 && name !== 'speeches') continue;
    const units =
      name === 'speeches'
        ? documents
            .flatMap((text) => text.split(/\n+/))
            .filter((text) => text.length > 80)
            .slice(0, 9000)
        : documents;
    const [a, b] = halves(units, 7);
    const reference = profileOf(a);
    for (const {damage, measure, planted, of} of damages) {
      const report = verdictOf(profileOf(of(b)), reference);
      const value = report.checks.find((one) => one.measure === measure)?.value;
      const failed = report.checks.filter((one) => one.verdict === 'fail').map((one) => one.measure);
      console.log(`| ${name} | ${damage} | ${planted} | ${measure} ${value?.toPrecision(3)} | ${report.verdict} | ${failed.join(', ')} |`);
    }
  }
}
