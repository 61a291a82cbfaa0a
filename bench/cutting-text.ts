/** Text whose words are known, for bench/cutting.ts, and what is done to it. Seeded. */
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {permutation} from '../src/core/random/permutation.ts';
import {Stream} from '../src/core/random/stream.ts';

/** Its words and what stands between them. */
export type Document = readonly string[];

export const isWord = (token: string): boolean => /[\p{L}\p{M}\p{Nd}]/u.test(token);
export const wordsOf = (document: Document): number => document.reduce((n, token) => n + (isWord(token) ? 1 : 0), 0);

/** The documents of FOLDER/NAME.tokens, or undefined with a notice where it is not there. */
export function readCorpus(folder: string, name: string): Document[] | undefined {
  const path = join(folder, `${name}.tokens`);
  if (!existsSync(path)) {
    process.stderr.write(`${path} is not there: left out\n`);
    return undefined;
  }
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as string[]);
}

/** Sentences in order, a line each, in documents of at least so many words. */
export function gathered(sentences: readonly Document[], words: number): Document[] {
  const documents: string[][] = [];
  let next: string[] = [];
  for (const sentence of sentences) {
    next.push(...sentence, '\n');
    if (wordsOf(next) < words) continue;
    documents.push(next);
    next = [];
  }
  return documents;
}

export function shuffled<T>(items: readonly T[], label: string): T[] {
  return Array.from(permutation(Stream.root('cutting').fork(label), items.length), (i) => items[i]);
}

/** Two disjoint sets of documents, of at most so many each. */
export function twoSides(documents: readonly Document[], most: number): [Document[], Document[]] {
  const drawn = shuffled(documents, 'sides').slice(0, 2 * most);
  const half = drawn.length >> 1;
  return [drawn.slice(0, half), drawn.slice(half, 2 * half)];
}

/** Word types with their occurrences, the rarest first. */
function typesOf(documents: readonly Document[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const document of documents) for (const token of document) if (isWord(token)) counts.set(token, (counts.get(token) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => m - n || (a < b ? -1 : 1));
}

/** Draws a word as often as it occurs. */
function drawer(types: readonly (readonly [string, number])[], stream: Stream): () => string {
  const ends = new Float64Array(types.length);
  types.reduce((sum, [, n], i) => (ends[i] = sum + n), 0);
  return () => {
    const u = stream.float() * ends[ends.length - 1];
    let low = 0;
    for (let high = ends.length - 1; low < high; ) {
      const middle = (low + high) >> 1;
      if (ends[middle] <= u) low = middle + 1;
      else high = middle;
    }
    return types[low][0];
  };
}

/** In place of the rarest types of `of`, a share of all its types, draws of its other ones. */
export function withoutRare(documents: readonly Document[], of: readonly Document[], share: number): Document[] {
  const types = typesOf(of);
  const gone = Math.floor(share * types.length);
  const rare = new Set(types.slice(0, gone).map(([word]) => word));
  const draw = drawer(types.slice(gone), Stream.root('cutting').fork('rare'));
  return documents.map((document) => document.map((token) => (rare.has(token) ? draw() : token)));
}

/** Every word gets another of the same text's with a chance of `share`. */
export function changed(documents: readonly Document[], share: number): Document[] {
  const draw = drawer(typesOf(documents), Stream.root('cutting').fork('changed'));
  const stream = Stream.root('cutting').fork(`where/${share}`);
  return documents.map((document) => document.map((token) => (isWord(token) && stream.float() < share ? draw() : token)));
}

/** A tenth of the documents are near copies of others: 5% of their words are changed. */
export function withNearCopies(documents: readonly Document[]): Document[] {
  const tenth = Math.round(documents.length / 10);
  return [...documents.slice(0, documents.length - tenth), ...changed(documents.slice(0, tenth), 0.05)];
}

/** Documents of words nobody knows: 12,000 types of Zipf's law, clauses of 4 to 7 words between signs. */
export function invented(script: 'Chinese' | 'Thai', seed: number, count: number): Document[] {
  const coin = Stream.root('cutting').fork(`${script}/${seed}/words`);
  const of = (letters: string): string => [...letters][coin.below([...letters].length)];
  const han = (): string => String.fromCodePoint(0x4e00 + coin.below(20000));
  const syllable = (): string => {
    const vowel = of('ะาิีุูเแโไ');
    const first = of('กขคงจชซดตถทนบปผพฟมยรลวสหอ');
    const last = coin.float() < 0.5 ? of('กงดนบมยว') : '';
    return 'เแโไ'.includes(vowel) ? vowel + first + last : first + vowel + last;
  };
  const word = script === 'Chinese' ? () => han() + han() : () => Array.from({length: 2 + coin.below(2)}, syllable).join('');
  const types = new Set<string>();
  while (types.size < 12000) types.add(word());
  const stream = Stream.root('cutting').fork(`${script}/${seed}/documents`);
  const draw = drawer(
    [...types].map((type, i) => [type, 1 / (i + 2.7)] as const),
    stream,
  );
  const signs = script === 'Chinese' ? ['，', '。'] : [', ', '. '];
  const clause = (_: unknown, i: number): string[] => [...Array.from({length: 4 + stream.below(4)}, draw), signs[i % 3 === 2 ? 1 : 0]];
  return Array.from({length: count}, () => Array.from({length: 14}, clause).flat());
}
