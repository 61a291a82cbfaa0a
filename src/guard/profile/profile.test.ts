import fc from 'fast-check';
import {beforeAll, describe, expect, it} from 'vitest';
import {pieces, profileOf} from '../../../test/profiled.ts';
import {crc32} from '../../core/crc32.ts';
import {ConfigError, type DataError, DomainError} from '../../core/error.ts';
import {Stream} from '../../core/random/stream.ts';
import {TypescriptKernel} from '../../core/sketch/scan.ts';
import {samplingRate} from '../../core/sketch/type-sample.ts';
import {gramsUpTo} from '../../core/text/grams.ts';
import {Vocabulary} from '../../core/text/vocabulary.ts';
import {tokenizeWords} from '../../core/text/words.ts';
import {exactDuplicateShare, nearDuplicateShare} from '../check/duplicates.ts';
import {ProfileBuilder} from './builder.ts';
import {decodeProfile, looksLikeProfile} from './decode.ts';
import {encodeProfile, HEADER_BYTES, VERSION} from './encode.ts';
import {mergeProfiles, type Profile, reduceProfile, totalOf} from './profile.ts';

let documents: string[];
let whole: Profile;
let bytes: Uint8Array;

beforeAll(async () => {
  documents = (await pieces()).slice(0, 220);
  documents.push(...documents.slice(0, 20), '', '  ', '?!', 'one', 'two words', documents[3].replaceAll('the', 'a'));
  whole = profileOf(documents, 'small');
  bytes = encodeProfile(whole);
});

describe('merging profiles', () => {
  it('has samples that were cut, so that the laws are tried where they are hard', () => {
    expect(whole.samples['3-grams'].complete).toBe(false);
    expect(whole.samples.words.complete).toBe(true);
    expect(whole.samples['3-grams'].size).toBe(4096);
  });

  it('gives the profile of the whole, byte for byte, for any split in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({min: 0, max: 4}), {minLength: documents.length, maxLength: documents.length}), (parts) => {
        const profiles = [0, 1, 2, 3, 4].map((part) =>
          profileOf(
            documents.filter((_, i) => parts[i] === part),
            'small',
          ),
        );
        const forward = profiles.reduce(mergeProfiles);
        const backward = [...profiles].reverse().reduce((a, b) => mergeProfiles(b, a));
        expect(Buffer.compare(encodeProfile(forward), bytes)).toBe(0);
        expect(Buffer.compare(encodeProfile(backward), bytes)).toBe(0);
      }),
      {numRuns: 3, seed: 4},
    );
  });

  it('is associative and commutative', () => {
    const [a, b, c] = [0, 1, 2].map((k) =>
      profileOf(
        documents.filter((_, i) => i % 3 === k),
        'small',
      ),
    );
    const left = encodeProfile(mergeProfiles(mergeProfiles(a, b), c));
    expect(Buffer.compare(left, encodeProfile(mergeProfiles(a, mergeProfiles(b, c))))).toBe(0);
    expect(Buffer.compare(left, encodeProfile(mergeProfiles(c, mergeProfiles(b, a))))).toBe(0);
  });

  it('does not depend on the order of documents', () => {
    expect(Buffer.compare(encodeProfile(profileOf([...documents].reverse(), 'small')), bytes)).toBe(0);
  });

  it('without words is read again however often it was merged', () => {
    const [a, b, c] = ['!!!', '???', '...'].map((text) => profileOf([text]));
    const bytes = encodeProfile(mergeProfiles(a, b));
    expect(encodeProfile(mergeProfiles(decodeProfile(bytes), c))).toEqual(encodeProfile(profileOf(['!!!', '???', '...'])));
  });

  it('of two sizes gives the smaller, as it would have been made', () => {
    const half = documents.length >> 1;
    const a = profileOf(documents.slice(0, half), 'medium');
    const b = profileOf(documents.slice(half), 'small');
    expect(Buffer.compare(encodeProfile(mergeProfiles(a, b)), bytes)).toBe(0);
    expect(Buffer.compare(encodeProfile(reduceProfile(profileOf(documents, 'medium'), 'small')), bytes)).toBe(0);
  });

  it('refuses profiles that group by different fields', () => {
    expect(() => mergeProfiles(whole, {...whole, groupField: 'source'})).toThrow(/group/);
  });
});

it('a document kept for compression does not keep its batch alive', () => {
  const compressed: number[] = [];
  const kept: Uint8Array[] = [];
  const builder = new ProfileBuilder({
    kernel: (capacities) => new TypescriptKernel(capacities),
    compress(bytes) {
      kept.push(bytes);
      compressed.push(bytes.length);
      return bytes.length;
    },
  });
  const batch = Buffer.alloc(1 << 20, 'a text that repeats. ');
  builder.add({count: 1, bytes: batch, offsets: Uint32Array.of(0, 100)});
  builder.finish();
  expect(compressed).toEqual([100]);
  expect(kept[0].buffer.byteLength).toBeLessThanOrEqual(1024);
});

describe('a profile of real text', () => {
  it('counts exactly what it keeps, and estimates the rest within its error', () => {
    const text = new TextEncoder();
    const parts = documents.map((document) => text.encode(document));
    const offsets = new Uint32Array(parts.length + 1);
    const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    parts.forEach((part, i) => {
      all.set(part, offsets[i]);
      offsets[i + 1] = offsets[i] + part.length;
    });
    const tokens = tokenizeWords({kind: 'text', count: parts.length, bytes: all, offsets}, new Vocabulary());
    const grams = gramsUpTo(tokens, 5);
    expect(totalOf(whole, 'words')).toBe(tokens.ids.length);
    expect(whole.samples.words.size).toBe(grams[0].size);
    (['2-grams', '3-grams', '4-grams', '5-grams'] as const).forEach((kind, i) => {
      const sample = whole.samples[kind];
      const types = (sample.size - (sample.complete ? 0 : 1)) / samplingRate(sample);
      const error = 4 * grams[i + 1].size * Math.sqrt(1 / sample.size);
      expect(Math.abs(types - grams[i + 1].size), kind).toBeLessThan(error);
      const occurrences = sample.counts.reduce((sum, count) => sum + count, 0) / samplingRate(sample);
      expect(Math.abs(occurrences / grams[i + 1].count - 1), kind).toBeLessThan(0.12);
    });
  });

  it('finds exact and near duplicates of known number', () => {
    const distinct = documents.slice(0, 220);
    const stream = Stream.root(8);
    const near = distinct.slice(100, 140).map((text) =>
      text
        .split(' ')
        .map((word) => (stream.float() < 0.05 ? `x${stream.below(1000)}` : word))
        .join(' '),
    );
    const before = profileOf(distinct);
    const after = profileOf([...distinct, ...distinct.slice(0, 40), ...near]);
    expect(exactDuplicateShare(before)).toMatchObject({value: 0, standardError: 0});
    expect(exactDuplicateShare(after)).toMatchObject({value: 40 / 300, standardError: 0});
    expect(nearDuplicateShare(before)!.value).toBeLessThan(0.01);
    expect(nearDuplicateShare(after)!.value).toBeCloseTo(80 / 300, 2);
  });
});

describe('bytes of a profile', () => {
  it('are read back whole', () => {
    expect(looksLikeProfile(bytes)).toBe(true);
    expect(Buffer.compare(encodeProfile(decodeProfile(bytes)), bytes)).toBe(0);
  });

  it('of another kind, another version or a text transfer are refused in words', () => {
    expect(() => decodeProfile(new TextEncoder().encode('{"text": "no profile"}'))).toThrow(/not a profile/);
    const newer = bytes.slice();
    newer[8] = VERSION + 1;
    expect(() => decodeProfile(newer)).toThrow(/version 3 .* reads version 2/);
    const older = bytes.slice();
    older[8] = VERSION - 1;
    expect(() => decodeProfile(older)).toThrow(/made by genloss 0.1.0, which counted other words/);
    expect(() => decodeProfile(bytes.slice(0, 10))).toThrow(/ends too early/);
    const text = bytes.slice();
    text[6] = 0x3f;
    expect(() => decodeProfile(text)).toThrow(/text mode/);
  });

  it('whose words were cut otherwise are refused, with how to make them again', () => {
    const profile = decodeProfile(bytes);
    for (const cutting of [
      {...profile.cutting, unicode: '16.0.0'},
      {...profile.cutting, rule: 'another rule'},
    ]) {
      const other = encodeProfile({...profile, cutting});
      expect(() => decodeProfile(other)).toThrow(
        new RegExp(`words of the profile are by Unicode ${cutting.unicode} and "${cutting.rule}"`),
      );
      try {
        decodeProfile(other);
      } catch (error) {
        expect((error as DataError).next).toMatch(/Make it again .*genloss profile/);
      }
    }
    expect(() => decodeProfile(encodeProfile({...profile, cutting: {...profile.cutting, language: 'xx' as 'tr'}}))).toThrow(/damaged/);
  });

  it('of two languages are not merged', () => {
    const profile = decodeProfile(bytes);
    const turkish = decodeProfile(encodeProfile({...profile, cutting: {...profile.cutting, language: 'tr'}}));
    expect(turkish.cutting.language).toBe('tr');
    expect(() => mergeProfiles(profile, turkish)).toThrow(/without --language, .* with --language tr/);
    expect(mergeProfiles(turkish, turkish).cutting).toEqual(turkish.cutting);
  });

  it('damaged anywhere are refused by the checksum', () => {
    fc.assert(
      fc.property(fc.integer({min: HEADER_BYTES, max: bytes.length - 1}), fc.integer({min: 1, max: 255}), (at, change) => {
        const damaged = bytes.slice();
        damaged[at] ^= change;
        expect(() => decodeProfile(damaged)).toThrow(/checksum/);
      }),
      {numRuns: 100, seed: 1},
    );
  });

  it('damaged with a checksum that fits never crash, hang or allocate beyond their size', () => {
    const before = process.memoryUsage().arrayBuffers;
    let refused = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(bytes.length - HEADER_BYTES - 1), fc.nat(255)), {minLength: 1, maxLength: 8}),
        fc.option(fc.nat(bytes.length - HEADER_BYTES)),
        (changes, cut) => {
          const payload = bytes.slice(HEADER_BYTES, cut === null ? undefined : HEADER_BYTES + cut);
          for (const [at, value] of changes) if (at < payload.length) payload[at] = value;
          try {
            decodeProfile(sealed(payload));
          } catch (error) {
            expect(error).toMatchObject({code: 'data'});
            refused++;
          }
        },
      ),
      {numRuns: 250, seed: 2},
    );
    expect(refused).toBeGreaterThan(150);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1 << 30);
  });

  it('that count the text of no document are refused', () => {
    const {documents, ...totals} = whole.totals;
    const lying = encodeProfile({...whole, totals: {...totals, documents: new Float64Array(documents.length)}});
    expect(() => decodeProfile(lying)).toThrow(/damaged.*text of no document/);
  });

  it('that claim what they do not hold are refused before anything is allocated', () => {
    const payload = bytes.slice(HEADER_BYTES, HEADER_BYTES + 400);
    payload.fill(0xff, 300);
    expect(() => decodeProfile(sealed(payload))).toThrow(/damaged/);
  });
});

/** A payload with the header and the checksum that belong to it. */
function sealed(payload: Uint8Array): Uint8Array {
  const whole = new Uint8Array(HEADER_BYTES + payload.length);
  whole.set(bytes.subarray(0, HEADER_BYTES));
  new DataView(whole.buffer).setUint32(12, crc32(payload), true);
  whole.set(payload, HEADER_BYTES);
  return whole;
}

describe('a builder', () => {
  const builder = (options: object = {}) => new ProfileBuilder({kernel: (capacities) => new TypescriptKernel(capacities), ...options});
  const bytes = new TextEncoder().encode('one two three');

  it.each([
    ['beyond the bytes', {count: 1, offsets: [0, 14]}, /within the 13 bytes, got 14/],
    ['out of order', {count: 2, offsets: [0, 7, 3]}, /offsets ascend, got 7 before 3 at document 1/],
    ['too few', {count: 2, offsets: [0, 13]}, /2 documents want 2 \+ 1 offsets, got 2/],
    ['of no number', {count: Number.NaN, offsets: [0, 13]}, /NaN documents/],
  ])('refuses offsets %s', (_, {count, offsets}, words) => {
    const own = builder();
    expect(() => own.add({count, bytes, offsets: Uint32Array.from(offsets)})).toThrow(DomainError);
    expect(() => own.add({count, bytes, offsets: Uint32Array.from(offsets)})).toThrow(words);
    expect(totalOf(own.finish(), 'documents')).toBe(0);
  });

  it.each(['__proto__', 'toString', 'huge'])('refuses the size %s', (size) => {
    expect(() => builder({size})).toThrow(ConfigError);
    expect(() => reduceProfile(whole, size as never)).toThrow(/Wanted one of|no size of a profile is called/);
  });

  it('refuses a batch without the fields that were named', () => {
    expect(() => builder({fields: ['source']}).add({count: 1, bytes, offsets: Uint32Array.of(0, 13)})).toThrow(
      /wants 1 further fields, got 0/,
    );
  });
});

it('crc32 is that of ISO 3309', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
});
