import {describe, expect, it} from 'vitest';
import {Stream} from '../core/random/stream.ts';
import {type DocumentHash, ExactDeduper, mayReach, NearDeduper, reaches} from './dedupe.ts';
import {HashIndex, HashNumbers} from './dedupe-tables.ts';
import {DocumentScan} from './document-scan.ts';

const encoder = new TextEncoder();

function addAll(deduper: {add(bytes: Uint8Array, from: number, to: number): number}, documents: readonly string[]): number[] {
  return documents.map((document) => {
    const bytes = encoder.encode(`##${document}##`);
    return deduper.add(bytes, 2, bytes.length - 2);
  });
}

/** Plain sets of strings: the oracle. */
function triples(document: string): Set<string> {
  const words = document.toLowerCase().match(/[a-z0-9']+/g) ?? [];
  return new Set(words.slice(2).map((word, i) => `${words[i]} ${words[i + 1]} ${word}`));
}

function jaccard(a: Set<string>, b: Set<string>): number {
  const both = [...a].filter((triple) => b.has(triple)).length;
  return both / (a.size + b.size - both);
}

function bruteForce(documents: readonly string[], similarity: number): number[] {
  const sets = documents.map(triples);
  const kept: number[] = [];
  return documents.map((document, i) => {
    const earlier = kept.find((j) => documents[j] === document || (sets[i].size > 0 && jaccard(sets[i], sets[j]) >= similarity));
    if (earlier !== undefined) return earlier;
    kept.push(i);
    return -1;
  });
}

/** Families of documents: one base each, and copies with a share of their words changed. */
function families(count: number, words: number, stream: Stream): string[] {
  const word = (): string => `w${stream.below(4000)}`;
  const documents: string[] = [];
  for (let f = 0; f < count; f++) {
    const base = Array.from({length: words + stream.below(words)}, word);
    documents.push(base.join(' '));
    for (let copy = 0; copy < 4; copy++) {
      const rate = stream.float() * 0.3;
      documents.push(base.map((old) => (stream.float() < rate ? word() : old)).join(' '));
    }
  }
  for (let i = documents.length - 1; i > 0; i--) {
    const j = stream.below(i + 1);
    [documents[i], documents[j]] = [documents[j], documents[i]];
  }
  return documents;
}

describe('exact duplicates', () => {
  it('are those of equal bytes, and the first stays', () => {
    expect(addAll(new ExactDeduper(), ['a', 'b', 'a', 'A', 'b ', 'a', ''])).toEqual([-1, -1, 0, -1, -1, 0, -1]);
  });
});

describe('near duplicates', () => {
  for (const [similarity, words] of [
    [0.5, 12],
    [0.5, 60],
    [0.3, 60],
    [0.8, 60],
    [1, 30],
    [0.5, 700],
  ] as const) {
    it(`of about ${words} words are those that all pairs of sets show, at ${similarity}`, () => {
      const documents = families(words > 500 ? 20 : 60, words, Stream.root(3).fork(`${words} ${similarity}`));
      const expected = bruteForce(documents, similarity);
      expect(addAll(new NearDeduper({similarity}), documents)).toEqual(expected);
      const found = expected.filter((earlier) => earlier >= 0).length;
      if (similarity < 1) expect(found).toBeGreaterThan(15);
      expect(found).toBeLessThan(documents.length * 0.81);
    });
  }

  it('at the threshold itself are found, just below it they are not', () => {
    const a = 'a b c d e f g h';
    const b = 'a b c d e f x y';
    expect(jaccard(triples(a), triples(b))).toBe(0.5);
    expect(addAll(new NearDeduper({similarity: 0.5}), [a, b])).toEqual([-1, 0]);
    expect(addAll(new NearDeduper({similarity: 0.5001}), [a, b])).toEqual([-1, -1]);
  });

  it('of fewer than three words are copies alone', () => {
    expect(addAll(new NearDeduper({similarity: 0.5}), ['one two', 'one two', 'one TWO', '!', '!', 'one'])).toEqual([-1, 0, -1, -1, 3, -1]);
  });

  it('compare with what was kept: a chain of likenesses is not one group', () => {
    const words = (from: number) => Array.from({length: 32}, (_, i) => `w${from + i}`).join(' ');
    const documents = [words(0), words(8), words(16)];
    expect(jaccard(triples(documents[0]), triples(documents[2]))).toBeLessThan(0.5);
    expect(addAll(new NearDeduper({similarity: 0.5}), documents)).toEqual([-1, 0, -1]);
  });

  it('are found though thousands of other documents share a passage with them', () => {
    const stream = Stream.root(5);
    const boilerplate = Array.from({length: 30}, (_, i) => `header${i}`).join(' ');
    const body = () => Array.from({length: 60}, () => `w${stream.below(9000)}`).join(' ');
    const others = Array.from({length: 3000}, () => `${boilerplate} ${body()}`);
    const last = others[2999].replace(/ w\d+ w\d+$/, ' other end');
    const answers = addAll(new NearDeduper({similarity: 0.5}), [...others, last]);
    expect(answers.slice(0, 3000).every((earlier) => earlier === -1)).toBe(true);
    expect(answers[3000]).toBe(2999);
  });
});

describe('a comparison of sets', () => {
  const scan = new DocumentScan();
  const setOf = (document: string): Uint32Array => {
    const bytes = encoder.encode(document);
    scan.read(bytes, 0, bytes.length);
    return scan.shingles();
  };

  it('is never ruled out by its beginning where the whole reaches the threshold', () => {
    const documents = families(9, 400, Stream.root(8));
    const sets = documents.map(setOf);
    const plain = documents.map(triples);
    const wrong: string[] = [];
    let reached = 0;
    let ruledOut = 0;
    for (let i = 0; i < sets.length; i++)
      for (let j = 0; j < i; j++) {
        const may = mayReach(sets[i].subarray(0, 128), sets[j].subarray(0, 128), 0.5);
        const does = reaches(sets[i], sets[j], 0.5);
        if (does !== jaccard(plain[i], plain[j]) >= 0.5 || (does && !may)) wrong.push(`${i} ${j}`);
        if (does) reached++;
        if (!may) ruledOut++;
      }
    expect(wrong).toEqual([]);
    expect(reached).toBeGreaterThan(10);
    expect(ruledOut).toBeGreaterThan(700);
  });
});

describe('the tables', () => {
  it('keep the order of numbers, and the first ones, however much they grow', () => {
    const stream = Stream.root(2);
    const index = new HashIndex(5);
    const expected = new Map<number, number[]>();
    for (let number = 0; number < 40_000; number++) {
      const hash = stream.below(9000) * 477_218;
      index.add(hash, number);
      const list = expected.get(hash) ?? [];
      expected.set(hash, list);
      if (list.length < 5) list.push(number);
    }
    const into = new Uint32Array(5);
    const read = [...expected.keys()].map((hash) => [...into.subarray(0, index.read(hash, into))]);
    expect(read).toEqual([...expected.values()]);
    expect(index.read(12_345, into)).toBe(0);
  });

  it('tell hashes apart by all their 64 bits', () => {
    const table = new HashNumbers();
    const hashes: DocumentHash[] = Array.from({length: 9_000}, (_, i) => ({high: i % 7, low: Math.floor(i / 7)}));
    const before = hashes.map(({high, low}, i) => {
      const found = table.find(high, low);
      table.set(high, low, i);
      return found;
    });
    expect(new Set(before)).toEqual(new Set([-1]));
    expect(hashes.map(({high, low}) => table.find(high, low))).toEqual(hashes.map((_, i) => i));
  });
});
