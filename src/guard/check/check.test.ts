import {beforeAll, describe, expect, it} from 'vitest';
import {pieces, profileOf} from '../../../test/profiled.ts';
import {ConfigError, DataError} from '../../core/error.ts';
import {SCRIPTS} from '../../core/text/unicode/classes.ts';
import type {Profile} from '../profile/profile.ts';
import {check} from './check.ts';
import {ALL_GROUPS, Comparison} from './comparison.ts';
import {gatesSchema} from './gates-schema.ts';
import {judgeGates, verdictOf} from './judge.ts';
import {CHECK_MEASURES, measureNamed} from './measures.ts';
import {type ComparedReading, intervalOf} from './reading.ts';
import {planSplits} from './splits.ts';

const names = {reference: 'reference', candidate: 'candidate'};
let documents: string[];
let reference: Profile;
let candidate: Profile;

beforeAll(async () => {
  documents = (await pieces()).filter((_, i) => i % 2 === 0);
  reference = profileOf(documents.filter((_, i) => i % 2 === 0));
  candidate = profileOf(documents.filter((_, i) => i % 2 === 1));
});

describe('a verdict', () => {
  it.each([
    [{atLeast: 1}, [1, 2], 'pass'],
    [{atLeast: 1}, [0.5, 0.999], 'fail'],
    [{atLeast: 1}, [0.5, 1], 'inconclusive'],
    [{atMost: 1}, [0, 1], 'pass'],
    [{atMost: 1}, [1.001, 2], 'fail'],
    [{atMost: 1}, [1, 2], 'inconclusive'],
    [{atLeast: 1}, [Number.NaN, Number.NaN], 'inconclusive'],
    [{}, [0, 1], 'inconclusive'],
  ] as const)('of %j on %j is %s', (bound, [low, high], verdict) => {
    expect(verdictOf({measure: 'entropy', ...bound}, {value: (low + high) / 2, low, high})).toBe(verdict);
  });

  it('needs more than one interval on the bad side when many gates are asked', () => {
    const reading = {value: 1.05, standardError: 0.02, degrees: 30};
    const read = (measure: string) => ({gate: {measure, atMost: 1}, reading, n: 100});
    expect(judgeGates([read('a')])[0].verdict).toBe('fail');
    const many = judgeGates([read('a'), ...Array.from({length: 8}, (_, i) => ({...read(`g${i}`), reading: {...reading, value: 0.5}}))]);
    expect(many[0]).toMatchObject({verdict: 'inconclusive', reason: expect.stringContaining('one may miss by chance')});
  });

  it.each([
    [{measure: 'tail.retention', atLeast: 0}, 0.4, 'inconclusive'],
    [{measure: 'tail.retention', atLeast: -1}, 0.4, 'inconclusive'],
    [{measure: 'tail.retention', atMost: 1}, 0.4, 'inconclusive'],
    [{measure: 'entropy', atLeast: 0}, 9, 'inconclusive'],
    [{measure: 'zipf', atLeast: 1}, 2, 'inconclusive'],
    [{measure: 'head.inflation', atMost: 2}, 1, 'inconclusive'],
    [{measure: 'duplicates.exact', atMost: 1}, 0, 'inconclusive'],
    [{measure: 'duplicates.exact', atMost: 0}, 0, 'pass'],
    [{measure: 'duplicates.exact', atMost: 0}, 0.1, 'fail'],
    [{measure: 'calibration.halves', atLeast: -0.5}, 0.1, 'pass'],
    [{measure: 'tail.retention', atLeast: 0.001}, 0.4, 'pass'],
  ])('by the gate %j of a value of %d is %s: a bound that no value can miss is no test', (gate, value, verdict) => {
    const reading = {value, standardError: 0.01 * value, degrees: 15};
    const [one] = judgeGates([{gate, reading, n: 100}]);
    expect(one).toMatchObject({verdict, value});
    if (verdict === 'inconclusive') expect(one.reason).toMatch(/no value can miss a bound/);
  });

  it('without a reading is inconclusive, with the reason', () => {
    expect(judgeGates([{gate: {measure: 'a', atMost: 1}, reason: 'no text', n: 0}])[0]).toMatchObject({
      verdict: 'inconclusive',
      reason: 'no text',
    });
  });
});

describe('gates', () => {
  const problem = (gates: unknown): string =>
    gatesSchema
      .safeParse({gates})
      .error!.issues.map(({message}) => message)
      .join('; ');
  it.each([
    ['an empty list', [], /empty/],
    ['NaN', [{measure: 'entropy', atLeast: Number.NaN}], /atLeast is a number/],
    ['infinity', [{measure: 'entropy', atLeast: Number.POSITIVE_INFINITY}], /atLeast is a number|finite/],
    ['a bound below 0', [{measure: 'repetition', atMost: -0.1}], /never below 0/],
    ['a bound above what can be', [{measure: 'tail.retention', atLeast: 80}], /never above 1, so nothing can hold/],
    ['two bounds', [{measure: 'entropy', atLeast: 1, atMost: 2}], /exactly one/],
    ['no bound', [{measure: 'entropy'}], /exactly one/],
    [
      'one name twice',
      [
        {measure: 'entropy', atLeast: 1},
        {measure: 'entropy', atLeast: 2},
      ],
      /two gates called "entropy"/,
    ],
    ['an unknown measure', [{measure: 'collapse', atLeast: 1}], /Invalid option/],
    ['an unknown key', [{measure: 'entropy', atleast: 1}], /atleast/],
  ])('with %s are refused', (_, gates, words) => {
    expect(problem(gates)).toMatch(words);
  });

  it('may bound a signed measure below 0, and one measure twice under two names', () => {
    expect(gatesSchema.safeParse({gates: [{measure: 'calibration.halves', band: '1e-4 to 3e-4', atLeast: -0.5}]}).success).toBe(true);
    const twice = [
      {measure: 'entropy', atLeast: 8},
      {name: 'entropy, above', measure: 'entropy', atMost: 12},
    ];
    expect(gatesSchema.safeParse({gates: twice}).success).toBe(true);
  });

  it.each([
    ['none', [], /gates is empty/],
    ['NaN', [{measure: 'entropy', atLeast: Number.NaN}], /gate 1 \(entropy\) wants one finite number, atLeast or atMost, got number NaN/],
    ['a string', [{measure: 'entropy', atMost: '8' as never}], /got string 8/],
    ['no bound', [{measure: 'entropy', atLeast: 1}, {measure: 'unseen'}], /gate 2 \(unseen\).*got 0 of them/],
    ['two bounds', [{measure: 'entropy', atLeast: 1, atMost: 2}], /got 2 of them/],
  ])('with %s are a configuration error of check', (_, gates, words) => {
    expect(() => check({reference, candidate, names, gates})).toThrow(ConfigError);
    expect(() => check({reference, candidate, names, gates})).toThrow(words);
  });
});

describe('splits of a reference', () => {
  it('are balanced: each group is in part A in 7 or 8 of 15 ways, and any two are together in 7', () => {
    const {list, groups} = planSplits(2);
    expect([list.length, groups]).toEqual([15, 8]);
    for (const {a, b} of list) expect(a & b).toBe(0);
    for (let g = 1; g < 16; g++) {
      const together = list.filter(({a}) => (a & 1) !== 0 && ((a >> g) & 1) !== 0).length;
      expect(together).toBe(7);
    }
  });

  it('for a small candidate take as few groups as hold as much, without overlap', () => {
    const {list, groups} = planSplits(0.1);
    expect([list.length, groups]).toEqual([16, 2]);
    for (const {a, b} of list) expect(a & b).toBe(0);
  });
});

describe('a comparison', () => {
  it('sums halves as plain addition does', () => {
    const comparison = new Comparison(reference, candidate);
    const joined = comparison.joinedTypes('words');
    for (const {a, b} of [comparison.splits.list[0], comparison.splits.list[11]]) {
      for (const groups of [a, b]) {
        const view = comparison.view('words', 'reference', groups);
        for (let i = 0; i < joined.size; i += 97) {
          let sum = 0;
          const {sample, row} = joined.reference;
          for (let cell = sample.starts[row[i]], g = 0; g < 16; g++)
            if (row[i] >= 0 && (sample.groups[row[i]] >> g) & 1) sum += ((groups >> g) & 1) * sample.counts[cell++];
          expect(view.counts[i]).toBe(sum);
        }
      }
    }
    const without = comparison.view('words', 'candidate', ALL_GROUPS & ~4);
    const all = comparison.view('words', 'candidate', ALL_GROUPS);
    const own = comparison.view('words', 'candidate', 4);
    for (let i = 0; i < joined.size; i += 97) expect(without.counts[i]).toBe(all.counts[i] - own.counts[i]);
  });

  it('reads every measure with an interval around it, near what the reference shows of itself', () => {
    const comparison = new Comparison(reference, candidate);
    for (const measure of CHECK_MEASURES) {
      const read = measureNamed(comparison, measure);
      if (measure === 'kl') expect(read.kind).toBe('undefined');
      if (read.kind === 'undefined') continue;
      for (const reading of read.readings) {
        const {low, high} = intervalOf(reading, reading);
        expect(low <= reading.value && reading.value <= high, `${measure} ${reading.band ?? ''}`).toBe(true);
      }
      const [whole] = read.readings;
      if (whole.band !== undefined || whole.expected === undefined) continue;
      const far = Math.abs(whole.value - whole.expected.value) / Math.hypot(whole.standardError, whole.expected.standardError, 1e-3);
      expect(far, measure).toBeLessThan(5);
    }
  });

  it('estimates from a sample of types what the whole shows, within its error', () => {
    const small = (profile: Profile): Profile => ({...profile, samples: {...profile.samples, words: cut(profile.samples.words, 3000)}});
    const whole = new Comparison(reference, candidate);
    const part = new Comparison(small(reference), small(candidate));
    expect(part.joinedTypes('words').complete).toBe(false);
    expect(part.joinedTypes('words').size).toBeLessThan(4500);
    for (const measure of ['tail.retention', 'tail.mass', 'head.inflation', 'unseen', 'distinct.1', 'entropy', 'js']) {
      const [exact] = readingsOf(whole, measure);
      const [estimate] = readingsOf(part, measure);
      expect(Math.abs(estimate.value - exact.value) / estimate.standardError, measure).toBeLessThan(4);
      expect(estimate.standardError, measure).toBeGreaterThan(0);
    }
  });
});

function readingsOf(comparison: Comparison, measure: string): readonly ComparedReading[] {
  const read = measureNamed(comparison, measure, {bands: false});
  if (read.kind === 'undefined') throw new Error(read.reason);
  return read.readings;
}

function cut(sample: Profile['samples']['words'], size: number): Profile['samples']['words'] {
  return {
    ...sample,
    size,
    high: sample.high.slice(0, size),
    low: sample.low.slice(0, size),
    groups: sample.groups.slice(0, size),
    starts: sample.starts.slice(0, size + 1),
    complete: false,
    thresholdHigh: sample.high[size],
    thresholdLow: sample.low[size],
  };
}

describe('check', () => {
  it('passes human text against more of the same', () => {
    const report = check({reference, candidate, names});
    expect(report).toMatchObject({verdict: 'pass', domain: {verdict: 'same'}, warnings: []});
    expect(report.checks).toHaveLength(9);
  });

  it('is inconclusive on a handful of documents, and says how many are wanted', () => {
    const few = profileOf(documents.slice(0, 3));
    const report = check({reference, candidate: few, names});
    expect(report.verdict).toBe('inconclusive');
    expect(report.reason).toMatch(/3 documents: too few/);
  });

  it('ranks words by how much they fell or rose, not by how frequent they are', () => {
    const filler = (i: number) => Array.from({length: 30}, (_, j) => `w${(i * 7 + j * 13) % 90}`).join(' ');
    const made = (the: number, dusk: number) =>
      profileOf(Array.from({length: 120}, (_, i) => `${filler(i)}${' the'.repeat(the)}${i % 2 === 0 ? ' dusk'.repeat(dusk) : ''}.`));
    const {lost, gained} = check({reference: made(20, 2), candidate: made(15, 0), names});
    expect(lost.map(({word}) => word)).toEqual(['dusk', 'the']);
    expect(gained).toEqual([]);
    expect(check({reference: made(15, 0), candidate: made(20, 2), names}).gained.map(({word}) => word)).toEqual(['dusk', 'the']);
  });

  it('neither fails nor passes text about something else', () => {
    const other = profileOf(
      documents.slice(0, 400).map((text) => text.replace(/[A-Za-z]{4,}/g, (word) => `${word.slice(2)}${word.slice(0, 2)}`)),
    );
    const report = check({reference, candidate: other, names});
    expect(report).toMatchObject({verdict: 'inconclusive', domain: {verdict: 'other'}});
    expect(report.domain.words.length).toBeGreaterThan(5);
    expect(report.checks.every(({verdict}) => verdict === 'inconclusive')).toBe(true);
  });

  it('takes a handful of documents of the reference’s own source for too few, not for another domain', () => {
    for (let from = 0; from < 70; from += 7) {
      const {domain} = check({reference, candidate: profileOf(documents.slice(from, from + 7)), names});
      expect(domain.verdict, domain.reason).not.toBe('other');
    }
  });

  it('reads nothing where one side’s documents are longer than all of the other’s text', () => {
    const short = profileOf(documents.slice(0, 40).map((text) => text.split(' ').slice(40, 52).join(' ')));
    const report = check({reference, candidate: short, names});
    expect(report.verdict).toBe('inconclusive');
    expect(report.domain).toMatchObject({
      verdict: 'unclear',
      reason: expect.stringMatching(/^the candidate is too small for documents as long as the reference's: /),
    });
  });

  it('fails documents that loop, though loops make few words so frequent that they read as another domain', () => {
    const loops = documents
      .filter((_, i) => i % 2 === 1)
      .map((text) => {
        const first = text.split(' ').slice(0, 14).join(' ');
        return Array.from({length: 8}, () => first).join(' ');
      });
    const report = check({reference, candidate: profileOf(loops), names});
    expect(report.domain.verdict).not.toBe('same');
    expect(report.verdict).toBe('fail');
    expect(report.checks.filter(({verdict}) => verdict === 'fail').map(({measure}) => measure)).toEqual(['repetition']);
    expect(report.reason).toContain('repetition');
  });

  it('does not hold what documents repeat of themselves against documents of another length, either way, and warns', () => {
    const texts = documents.filter((_, i) => i % 2 === 1);
    const long = Array.from({length: Math.floor(texts.length / 12)}, (_, k) => texts.slice(12 * k, 12 * k + 12).join(' '));
    const [longer, shorter] = [
      check({reference, candidate: profileOf(long), names, gates: [{measure: 'repetition', atMost: 1e-5}]}),
      check({reference: profileOf(long), candidate: profileOf(texts), names}),
    ];
    const repetition = (report: typeof longer) => report.checks.find(({measure}) => measure === 'repetition')!;
    for (const report of [longer, shorter]) {
      expect(repetition(report)).toMatchObject({verdict: 'inconclusive', reason: expect.stringContaining('unlike lengths')});
      expect(report.warnings.join('\n')).toContain('cut both sides alike');
    }
    expect(check({reference, candidate, names}).warnings.join('\n')).not.toContain('cut both sides alike');
  });

  it('fails nothing but repeated records where the domain is near the bound', () => {
    const mixed = (share: number) =>
      documents
        .slice(400, 440)
        .map((text, d) =>
          text.replace(/[A-Za-z]{4,}/g, (word, at: number) =>
            (at * 7 + d) % 100 < 100 * share ? `${word.slice(2)}${word.slice(0, 2)}` : word,
          ),
        );
    const texts = mixed(0.23);
    const report = check({reference, candidate: profileOf([...texts, ...texts.slice(0, 20)]), names});
    expect(report.domain.verdict, JSON.stringify(report.domain)).toBe('unclear');
    expect(report.domain.low! < 0.11 && report.domain.high! > 0.11).toBe(true);
    expect(report.checks.filter(({verdict}) => verdict === 'fail').map(({measure}) => measure)).toEqual([
      'duplicates.exact',
      'duplicates.near',
    ]);
    expect(report.checks.some(({reason}) => reason?.includes('may be of another domain'))).toBe(true);
  });

  it('says nothing by a bound that the reference’s own halves put at 0', () => {
    const coined = (name: string) =>
      profileOf(
        documents.slice(0, 300).map((text, d) =>
          text
            .split(' ')
            .slice(0, 60)
            .map((_, i) => (i % 7 === 0 ? `${name}${'x'.repeat(i)}y${d}` : `w${i % 10}`))
            .join(' '),
        ),
      );
    const report = check({reference: coined('ab'), candidate: coined('cd'), names});
    const tail = report.checks.find(({measure}) => measure === 'tail.retention')!;
    expect(tail).toMatchObject({value: 0, bound: {atLeast: 0}, verdict: 'inconclusive'});
    expect(tail.reason).toMatch(/the reference against its own other half shows 0 at this size: tail.retention is never below 0/);
    expect(report.verdict).toBe('inconclusive');
    expect(report.checks.find(({measure}) => measure === 'duplicates.exact')).toMatchObject({expected: {value: 0}, verdict: 'pass'});
  });

  it('refuses profiles whose groups of documents were made otherwise', () => {
    const grouped = {...candidate, groupField: 'source'};
    expect(() => check({reference, candidate: grouped, names})).toThrow(DataError);
    expect(() => check({reference, candidate: grouped, names})).toThrow(
      /the reference groups documents by nothing \(each is its own\), the candidate by the field source/,
    );
    expect(check({reference: {...reference, groupField: 'source'}, candidate: grouped, names}).verdict).toBe('pass');
  });

  it('cannot tell where all of the candidate is in the reference, whatever holds; what fails all the same fails', () => {
    const own = check({reference, candidate: reference, names});
    expect([own.verdict, own.reason]).toEqual(['inconclusive', expect.stringMatching(/the reference is the candidate itself/)]);
    expect(own.checks.every(({verdict}) => verdict === 'pass')).toBe(true);
    expect(own.warnings.join()).not.toMatch(/itself|are in the reference/);
    const part = profileOf(documents.filter((_, i) => i % 4 === 0));
    const within = check({reference, candidate: part, names, gates: [{measure: 'tail.retention', atLeast: 0.01}]});
    expect([within.verdict, within.reason]).toEqual([
      'inconclusive',
      expect.stringMatching(/all documents of the candidate are in the reference/),
    ]);
    const failing = check({reference, candidate: reference, names, gates: [{measure: 'words', atMost: 1}]});
    expect([failing.verdict, failing.reason]).toEqual(['fail', 'fails words']);
    expect(failing.warnings.join()).toMatch(/the reference is the candidate itself/);
    const one = profileOf([...documents.filter((_, i) => i % 4 === 0), 'one document that nobody else has']);
    expect(check({reference, candidate: one, names, gates: [{measure: 'tail.retention', atLeast: 0.01}]}).verdict).toBe('pass');
  });

  it('warns of a reference that shares the candidate’s documents', () => {
    const shared = profileOf(documents.filter((_, i) => i % 4 !== 1));
    expect(check({reference, candidate: shared, names}).warnings.join()).toMatch(/are in the reference too/);
    const known = documents.filter((_, i) => i % 4 !== 1).filter((_, i) => i < 200);
    const few = {...reference, documents: cut(reference.documents, Math.floor(reference.documents.size / 8))};
    const half = known.filter((text) => documents.indexOf(text) % 2 === 0).length / known.length;
    const said = check({reference: few, candidate: profileOf(known), names}).warnings.join();
    expect(Math.abs(Number(/(\d+)% of the candidate/.exec(said)![1]) / 100 - half), said).toBeLessThan(0.2);
  });

  it('says that the tail is seen less sharply where most letters are of scripts without spaces, and it did not fail', () => {
    const han = {...reference, scripts: Float64Array.from(SCRIPTS, (script) => (script === 'Han' ? 6 : script === 'Latin' ? 5 : 0))};
    const said = (side: Profile, atLeast: number) =>
      check({reference: side, candidate, names, gates: [{measure: 'tail.retention', atLeast}]}).warnings.join();
    expect(said(han, 0.1)).toMatch(/the tail is seen less sharply/);
    expect(said(han, 0.99)).toBe('');
    expect(said(reference, 0.1)).toBe('');
    expect(check({reference: han, candidate, names, gates: [{measure: 'entropy', atLeast: 5}]}).warnings).toEqual([]);
  });

  it('fails no corpus for the documents that it shares with its reference, though heads of rich text deflate', () => {
    // every third word is a form of its own, as in text of many endings: half against half the head loses much of its mass
    const rich = documents.slice(0, 300).map((text, d) =>
      text
        .split(' ')
        .slice(0, 20)
        .map((word, i) => (i % 3 === 0 ? word : `${word}${(d * 31 + i * 7) % 40}x`))
        .join(' '),
    );
    const own = profileOf(rich);
    const inflation = (candidate: Profile) =>
      check({reference: own, candidate, names}).checks.find(({measure}) => measure === 'head.inflation')!;
    const itself = inflation(own);
    expect(itself.expected!.value).toBeLessThan(0.85);
    expect(itself.value!).toBeGreaterThan(1.08 * itself.expected!.value);
    expect(itself.verdict).toBe('pass');
    expect(inflation(profileOf(rich.slice(30))).verdict).toBe('pass');
    expect(inflation(profileOf(rich.slice(0, 150).map((text) => `${text} `))).bound.atMost).toBeCloseTo(1.08 * itself.expected!.value, 2);
  });

  it('names the side that is too small', () => {
    const few = profileOf([documents.slice(10, 50).join(' '), ...documents.slice(0, 8)]);
    const said = (side: Profile, other: Profile) => check({reference: side, candidate: other, names}).checks[0].reason;
    expect(said(reference, few)).toMatch(/^the candidate is too small for documents as long as its own: .* give more of the candidate$/);
    expect(said(few, reference)).toMatch(/^the reference is too small for documents as long as .* give more of the reference$/);
  });

  it('judges the gates it is given, bands too, and names the bands there are', () => {
    const report = check({
      reference,
      candidate,
      names,
      gates: [
        {measure: 'entropy', atLeast: 5},
        {measure: 'tail.retention', band: '1', atLeast: 0.99},
        {measure: 'tail.retention', band: 'never', atLeast: 0.5},
      ],
    });
    expect(report.checks.map(({verdict}) => verdict)).toEqual(['pass', 'fail', 'inconclusive']);
    expect(report.checks[2].reason).toMatch(/has the bands 1, 2-3/);
    expect(report.verdict).toBe('fail');
  });
});

it('of a corpus that has all its words many times finds all of them, and no more, however sums are rounded', () => {
  const word = (i: number): string => `w${String.fromCharCode(97 + (i % 26), 97 + Math.floor(i / 26))}`;
  for (const different of [42, 63, 72, 87]) {
    const made = (rest: number): Profile =>
      profileOf(
        Array.from({length: 300}, (_, d) => {
          const length = 2 * different + ((7 * (2 * d + rest)) % 23);
          return Array.from({length}, (_, i) => word(i % different)).join(' ');
        }),
      );
    const report = check({reference: made(0), candidate: made(1), names});
    const [tail] = report.checks.filter(({measure}) => measure === 'tail.retention');
    expect(tail.value).toBeGreaterThan(0.999);
    expect([tail.value, ...(tail.expected ? [tail.expected.value] : [])].filter((value) => value! > 1)).toEqual([]);
  }
});
