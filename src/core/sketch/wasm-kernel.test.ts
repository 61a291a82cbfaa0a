import {readFileSync} from 'node:fs';
import {isDeepStrictEqual} from 'node:util';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {kernelName, makeKernel} from '../../node/scan/kernel.ts';
import {BIGRAMS} from '../text/bigrams.test-cutter.ts';
import {FIRST, FIRST_SYMBOL, letterOf, ODD} from '../text/letters.ts';
import type {WordRules} from '../text/word-scanner.ts';
import {compileModule} from '../webassembly.ts';
import {type Capacities, SAMPLED, type ScanKernel} from './kernel.ts';
import {TypescriptKernel} from './scan.ts';
import {WebAssemblyKernel} from './wasm-kernel.ts';

const kernel = compileModule(readFileSync(new URL('./kernel.wasm', import.meta.url)));
const all = (capacity: number): Capacities => SAMPLED.map(() => capacity);
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

interface Batch {
  readonly documents: readonly Uint8Array[];
  readonly group?: number;
}

/** All that a kernel says after each document, and at the end. */
function account(scan: ScanKernel, batches: readonly Batch[]): unknown {
  const said: unknown[] = [];
  for (const {documents, group} of batches) {
    // the documents do not touch: what lies around them must not matter
    const gap = utf8("x'\u00e9");
    scan.load(Uint8Array.from(Buffer.concat(documents.flatMap((document) => [gap, document, gap]))));
    let at = 0;
    for (const document of documents) {
      at += gap.length;
      scan.document(at, at + document.length, group);
      at += document.length + gap.length;
      said.push(scan.statistics().slice(), scan.shingles().slice(), scan.sentenceLengths().slice(), scan.sketch());
    }
  }
  return {said, scripts: [...scan.scripts()], samples: SAMPLED.map((_, kind) => scan.sample(kind))};
}

function expectEqual(batches: readonly Batch[], capacities: Capacities, rules?: WordRules): void {
  const fast = account(new WebAssemblyKernel(kernel, capacities, rules), batches);
  const plain = account(new TypescriptKernel(capacities, rules), batches);
  // toEqual says where they differ, and is slow
  if (!isDeepStrictEqual(fast, plain)) expect(fast).toEqual(plain);
}

const pieces = fc.constantFrom(
  ...['the', 'The', 'of', 'and', 'a', 'I', "don't", 'don\u2019t', "'", "''", '\u2019\u2019', 'antidisestablishmentarianism', '1848', 'x2'],
  ...[
    '\u03a3',
    '\u039f\u0394\u039f\u03a3',
    '\u039f\u0394\u039f\u03a3.',
    '\u03a3\u03b1\u03a3',
    '\u0130stanbul',
    'D\u0130\u0307',
    '\u0131\u0307',
    'STRASSE',
    '\u00dfa',
    '\u1e9e',
    '\ufb01x',
  ],
  ...[
    '\u0416\u0443\u043a',
    '\u4e2d\u6587\u5b57',
    '\u3072\u3089\u304c\u306a\u3002',
    '\u30ab\u30bf',
    '\ud55c\uae00',
    '\u05e9\u05dc\u05d5\u05dd',
    '\u0633\u0644\u0627\u0645',
    '\u0939\u093f\u0928\u094d\u0926\u0940',
  ],
  ...[
    '\u{10400}\u{10428}',
    '\u{1d400}',
    '\u{20000}\u{2a6d6}',
    '\u{1f600}',
    '\u{1e900}',
    '\u0661\u0662',
    'e\u0301',
    '\u0301',
    '\u1f88',
    '\u0149',
  ],
  ...['I', 'IRMAK', 'iI', 'I\u0307', 'i\u0307', 'J\u030c', 'x\u0301', '\u1ecd\u0301', 'q\u0323\u0307', 'q\u0307\u0323'],
  ...['=', '<', '=\u0338', '=\u0316\u0338', '=\u20d0\u0338', '\u2260', '\u00a8\u0301', '=\u00ad\u0338', '\u{1d15e}', '\u2adc'],
  ...['\u00ad', 'co\u00adop', '\u0915\u093c', '\u0928\u093c', '\u09c7\u09be', '\u0b95\u0bc6\u0bbe', '\u1100\u1161\u11a8', '\uac00\u11a8'],
  ...[
    '\u304b\u3099',
    '\uff76\uff9e',
    '\u30b3\u30fc\u30d2\u30fc',
    '\u0e01\u0e38\u0e48',
    '\u0e01\u0e48\u0e38',
    '\u0e01\u0e32\u0e19\u0e49\u0e33',
  ],
  ...['\u0e81\u0eb2', '\u1780\u17d2\u1780', '\u101b\u1031\u1014\u103d\u1031\u1038', '\uf900', '\u7532a\u4e59', '\u4e00\u0301'],
  ...[
    '+',
    '-',
    '*',
    '#',
    '\u00d7',
    '\u0964',
    '\u06d4',
    '\u061f',
    '\u104b',
    '\u2026\u2026',
    '\uff61',
    '\u3001',
    '\u300d',
    '\u200b',
    '\u200d',
  ],
  ...['.', '!', '?', '\u2026', '...', '."', '.)', '\u00bb', '\u201d', ',', ';', '-', '\u2014', '\uff01', '\uff1f'],
  ...[
    ' ',
    ' ',
    ' ',
    '  ',
    '\t',
    '\n',
    '\r\n',
    '\n\n',
    '\n\n\n\n',
    '\n \n',
    '\u00a0',
    '\u3000',
    '\u2028',
    '\u2029',
    '\ufeff',
    '\u0085',
    '\v',
  ],
);
const prose = fc.array(fc.oneof(pieces, fc.constant(' ')), {maxLength: 120}).map((parts) => utf8(parts.join('')));
const words = fc.array(fc.constantFrom(...'abcdefghijklmnop'), {maxLength: 400}).map((letters) => utf8(letters.join(' ')));
const unicode = fc.string({unit: 'binary', maxLength: 60}).map(utf8);
const raw = fc.uint8Array({maxLength: 200});
const broken = fc.tuple(prose, fc.nat(200), raw).map(([text, at, noise]) => Uint8Array.from([...text.subarray(0, at), ...noise, ...text]));
const long = fc.nat(5000).map((n) => utf8(`${'\u00e9z'.repeat(n)}. \u03a3${'ab\u03a3'.repeat(n & 255)}`));
const document = fc.oneof(
  {weight: 6, arbitrary: prose},
  words,
  unicode,
  raw,
  broken,
  {weight: 1, arbitrary: long},
  fc.constant(new Uint8Array(0)),
);
const batches = fc.array(fc.record({documents: fc.array(document, {maxLength: 6}), group: fc.option(fc.nat(15), {nil: undefined})}), {
  maxLength: 4,
});

describe('the WebAssembly kernel', () => {
  it('is what makeKernel makes where it is built', () => {
    expect(kernelName()).toBe('webassembly');
    expect(makeKernel(all(8))).toBeInstanceOf(WebAssemblyKernel);
  });

  it.each([1, 2, 3, 8, 100, 5000])('says what the plain one says of any bytes, with room for %d types of each kind', (capacity) => {
    fc.assert(
      fc.property(batches, (data) => expectEqual(data, all(capacity))),
      {numRuns: 200, seed: capacity},
    );
  });

  it.each(['tr', 'az'] as const)('says what the plain one says in %s', (language) => {
    fc.assert(
      fc.property(batches, (data) => expectEqual(data, all(1000), {language})),
      {numRuns: 200, seed: 1},
    );
  });

  it('says what the plain one says where runs are cut by another rule', () => {
    fc.assert(
      fc.property(batches, (data) => expectEqual(data, all(1000), {cutter: BIGRAMS})),
      {numRuns: 200, seed: 1},
    );
  });

  it('says the same with room that differs by kind', () => {
    fc.assert(
      fc.property(batches, fc.array(fc.integer({min: 1, max: 40}), {minLength: 7, maxLength: 7}), (data, capacities) =>
        expectEqual(data, capacities),
      ),
      {
        numRuns: 60,
        seed: 1,
      },
    );
  });

  it('says the same of every code point, alone and in a word', () => {
    const around = (code: number) => {
      const one = String.fromCodePoint(code);
      return `A. ${one} b${one}c.${one}=${one}\u0301 \u5b57${one}\u5b57\n${one}`;
    };
    const documents: Uint8Array[] = [];
    for (let page = 0; page < 0x1100; page++) {
      const characters = Array.from({length: 256}, (_, i) => page * 256 + i).filter((code) => code < 0xd800 || code > 0xdfff);
      // after one that is not in NFC a document is scanned in a copy, so these stand by themselves
      const odd = characters.filter((code) => letterOf(code) & ODD || (code < 0x3000 && letterOf(code) & (FIRST | FIRST_SYMBOL)));
      documents.push(...odd.map((code) => utf8(around(code))));
      // where a page is all alike (unassigned, private) there is nothing that sentences and runs without spaces could add
      const alike = new Set(characters.map((code) => letterOf(code))).size === 1;
      const among = (one: string): string => (alike ? `${one} b${one}c\n` : `A. ${one} b${one}c \u5b57${one}\u5b57\n`);
      const plain = characters.filter((code) => !odd.includes(code));
      documents.push(utf8(plain.map((code) => among(String.fromCodePoint(code))).join('')));
    }
    expectEqual([{documents}], all(4000));
  });

  it('says the same of documents that outgrow every buffer', () => {
    const words = Array.from({length: 200_000}, (_, i) => `w${(i * 7919) % 65536}${i % 3 === 0 ? '.' : ''}`);
    const large = utf8(`${words.join(' ')} ${'a b c d '.repeat(40_000)}\n\n${'x. '.repeat(40_000)}`);
    const small = utf8('Again a small one. And so on, and so on, and so on.');
    expectEqual([{documents: [small, large, small]}, {documents: [small]}, {documents: [large, small], group: 3}], all(1000));
    expectEqual([{documents: [large]}], all(100_000));
  });
});
