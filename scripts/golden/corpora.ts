/**
 * The corpora that golden files of the guard are made from: passages of the speeches that ship, and what a chain of words, trained on
 * passages, says in their place.
 */
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {Stream} from '../../src/core/random/stream.ts';
import {speeches} from '../../test/documents.ts';

const WORDS = 70;
const PASSAGES = 150;
/** Of the passages that the chain is trained on, so that it knows few of the words. */
const KNOWN = 40;

/**
 * Writes into `folder`, one record a line: `human.jsonl` and `people.jsonl` (other passages of the same years), `machine.jsonl` and
 * `synthetic.jsonl` (the chain), `mixed.jsonl` (a third is the chain's, with a source and a date), `crawl.jsonl` (that, and the
 * chain once more), `tiny.jsonl` (three passages) and
 * `broken.jsonl` (its second line is no JSON).
 */
export async function writeCorpora(folder: string): Promise<void> {
  const passages = (await speeches({from: 1955, to: 1985})).flatMap(cut);
  const people = passages.filter((_, i) => i % 2 === 0).slice(0, PASSAGES);
  const human = passages.filter((_, i) => i % 2 === 1).slice(0, PASSAGES);
  const chain = chainOf(human.slice(0, KNOWN));
  const said = (name: string) => saidBy(chain, PASSAGES, Stream.root(name));
  const [synthetic, machine] = [said('synthetic'), said('machine')];
  const mixed = people.map((text, i) => {
    const [source, date] = i % 3 === 0 ? ['web', `2024-0${1 + (i % 4)}-05`] : ['press', `2023-0${1 + (i % 4)}-11`];
    return {text: i % 3 === 0 ? machine[i] : text, source, date};
  });
  const write = (name: string, records: readonly object[]) =>
    writeFileSync(join(folder, `${name}.jsonl`), records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  const texts = (list: readonly string[]) => list.map((text) => ({text}));
  write('human', texts(human));
  write('people', texts([...people, people[0], people[1]]));
  write('synthetic', texts(synthetic));
  write('machine', texts(machine));
  write('mixed', mixed);
  write('crawl', [...mixed, ...machine.map((text) => ({text, source: 'web', date: '2024-06-01'}))]);
  write('tiny', texts(people.slice(0, 3)));
  writeFileSync(join(folder, 'broken.jsonl'), `${JSON.stringify({text: people[0]})}\n{"text": "no end\n`);
}

/** Whole sentences, of WORDS words or a little more. */
function cut(speech: string): string[] {
  const passages: string[] = [];
  let words: string[] = [];
  for (const word of speech.split(/\s+/)) {
    words.push(word);
    if (words.length < WORDS || !/[.?!]$/.test(word)) continue;
    passages.push(words.join(' '));
    words = [];
  }
  return passages;
}

type Chain = Map<string, string[]>;

/** By the word before, the words that followed it; the first ones of passages by the empty word. */
function chainOf(passages: readonly string[]): Chain {
  const chain: Chain = new Map();
  for (const passage of passages) {
    let before = '';
    for (const word of passage.split(' ')) {
      chain.set(before, [...(chain.get(before) ?? []), word]);
      before = word;
    }
  }
  return chain;
}

function saidBy(chain: Chain, count: number, stream: Stream): string[] {
  return Array.from({length: count}, () => {
    const words: string[] = [];
    while (words.length < WORDS || !/[.?!]$/.test(words[words.length - 1])) {
      const next = chain.get(words.at(-1) ?? '') ?? chain.get('')!;
      words.push(next[stream.below(next.length)]);
    }
    return words.join(' ');
  });
}
