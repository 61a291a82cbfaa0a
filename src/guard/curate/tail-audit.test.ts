import {beforeAll, describe, expect, it} from 'vitest';
import {pieces, profileOf} from '../../../test/profiled.ts';
import {exactRetention, setsOf, tailOf, wordsOf} from '../../../test/tail-count.ts';
import {Stream} from '../../core/random/stream.ts';
import {Comparison} from '../check/comparison.ts';
import {auditTail, coverage, judgeLoss, randomDrop} from './tail-audit.ts';

let all: string[];
let reference: string[];
let data: string[];

beforeAll(async () => {
  all = await pieces(8);
  const some = all.filter((_, i) => i % 40 === 0);
  reference = some.filter((_, i) => i % 2 === 0);
  data = some.filter((_, i) => i % 2 === 1);
});

const drawn = <D>(documents: readonly D[], count: number, stream: Stream): D[] =>
  documents
    .map((document) => ({document, time: stream.float()}))
    .sort((a, b) => a.time - b.time)
    .slice(0, count)
    .map(({document}) => document);

describe('the tail audit', () => {
  it('counts what each step leaves of the tail as a plain count does', () => {
    const long = data.filter((document) => wordsOf(document).length > 250);
    const few = long.filter((_, i) => i % 3 === 0);
    const {stages} = auditTail(profileOf(reference), [
      {profile: profileOf(data)},
      {step: 'filter words', profile: profileOf(long)},
      {step: 'budget', profile: profileOf(few)},
    ]);
    const tail = tailOf(reference);
    const exact = [data, long, few].map((documents) => exactRetention(tail, setsOf(documents)));
    expect(exact[0]).toBeGreaterThan(exact[2] + 0.1);
    stages.forEach((stage, i) => {
      expect(stage['tail.retention']?.value).toBeCloseTo(exact[i], 12);
      expect(stage['tail.retention']?.low).toBe(stage['tail.retention']?.high);
      if (i > 0) expect(stage.loss?.value).toBeCloseTo(exact[i - 1] - exact[i], 12);
    });
    expect(stages[2].step).toBe('budget');
    expect(stages[2].records).toBe(few.length);
  });

  it('reads all stages against the same parts of the reference: a draw at random changes nothing at equal size', () => {
    const some = drawn(data, Math.round(data.length / 6), Stream.root(9));
    const {stages} = auditTail(profileOf(reference), [{profile: profileOf(data)}, {step: 'budget', profile: profileOf(some)}]);
    const [whole, part] = stages.map(({atEqualSize}) => atEqualSize['tail.retention']);
    expect(part.value).toBeGreaterThan(whole.low - (part.value - part.low));
    expect(Math.abs(part.value / whole.value - 1)).toBeLessThan(0.12);
  });

  it('says of a random drop what random drops show: its mean, and a range that holds most of them', () => {
    const stream = Stream.root(4);
    const ratios: number[] = [];
    const within: boolean[] = [];
    for (let set = 0; set < 5; set++) {
      const some = all.filter((_, i) => i % 40 === set);
      const human = some.filter((_, i) => i % 2 === 0);
      const candidate = some.filter((_, i) => i % 2 === 1);
      const profiles = {human: profileOf(human), candidate: profileOf(candidate)};
      const whole = coverage(profiles.human, profiles.candidate)!;
      const tail = tailOf(human);
      const rare = setsOf(candidate).map((document) => new Set([...document].filter((word) => tail.has(word))));
      const kept = Math.round([0.9, 0.5, 0.25][set % 3] * candidate.length);
      const told = randomDrop(new Comparison(profiles.human, profiles.candidate), whole, kept)!;
      const seen = Array.from({length: 100}, (_, i) => exactRetention(tail, drawn(rare, kept, stream.fork(`${set}/${i}`))));
      const mean = seen.reduce((sum, x) => sum + x, 0) / seen.length;
      const spread = Math.sqrt(seen.reduce((sum, x) => sum + (x - mean) ** 2, 0) / seen.length);
      expect(Math.abs(told.value - mean)).toBeLessThan(4 * (spread / Math.sqrt(seen.length)) + 0.002);
      ratios.push((told.high - told.low) / (2 * 2.131 * spread));
      within.push(...seen.map((x) => x >= told.low && x <= told.high));
    }
    const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
    expect(mean).toBeGreaterThan(0.75);
    expect(mean).toBeLessThan(1.35);
    expect(within.filter(Boolean).length / within.length).toBeGreaterThan(0.9);
  });

  it('tells a step that prunes the tail from a random one', () => {
    const rare = tailOf(reference);
    const rareness = (document: string): number => wordsOf(document).filter((word) => rare.has(word)).length;
    const pruned = [...data].sort((a, b) => rareness(a) - rareness(b)).slice(0, Math.round(0.7 * data.length));
    const random = drawn(data, pruned.length, Stream.root(9));
    const audit = (left: string[]) =>
      auditTail(profileOf(reference), [{profile: profileOf(data)}, {step: 'it', profile: profileOf(left)}]).stages[1];
    const bad = audit(pruned);
    const fair = audit(random);
    expect(bad.loss!.value).toBeGreaterThan(bad.randomLoss!.high);
    expect(fair.loss!.value).toBeGreaterThan(fair.randomLoss!.low);
    expect(fair.loss!.value).toBeLessThan(fair.randomLoss!.high);
    expect(bad.atEqualSize['tail.retention'].value).toBeLessThan(fair.atEqualSize['tail.retention'].value);
  });

  it('stops at a limit, and where it cannot tell', () => {
    const audit = auditTail(profileOf(reference), [{profile: profileOf(data)}, {step: 'half', profile: profileOf(data.slice(0, 40))}]);
    const loss = audit.stages[1].loss!.value;
    expect(judgeLoss(audit, loss + 0.001).verdict).toBe('pass');
    expect(judgeLoss(audit, loss - 0.001)).toMatchObject({verdict: 'fail', reason: expect.stringContaining('half')});
    const bare = {...audit, stages: [{...audit.stages[0], 'tail.retention': {value: 0.01, low: 0.01, high: 0.01}}, audit.stages[1]]};
    expect(judgeLoss(bare, 0.05)).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringMatching(/had 0.0100 of the reference's tail to begin with/),
    });
    const unsure = {...audit, stages: [audit.stages[0], {...audit.stages[1], loss: {value: loss, low: loss - 0.01, high: loss + 0.01}}]};
    expect(judgeLoss(unsure, loss).verdict).toBe('inconclusive');
    expect(judgeLoss(unsure, loss - 0.02).verdict).toBe('fail');
    expect(judgeLoss(auditTail(profileOf(['...']), [{profile: profileOf(data)}, {step: 'x', profile: profileOf(data)}]), 1).verdict).toBe(
      'inconclusive',
    );
  });
});
