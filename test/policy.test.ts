import {beforeAll, describe, expect, it} from 'vitest';
import {ConfigError, DataError, DomainError} from '../src/core/error.ts';
import {Stream} from '../src/core/random/stream.ts';
import {documentsAt, textOf} from '../src/core/text/documents.ts';
import {ngramModel} from '../src/models/ngram/index.ts';
import {foldedNorms} from '../src/models/transformer/folded.ts';
import type {GroupOptions} from '../src/models/transformer/group-relative.ts';
import {Prompts, writeGroups} from '../src/models/transformer/groups.ts';
import {type FittedTransformer, transformerModel, transformerOptions} from '../src/models/transformer/index.ts';
import {windowsOf} from '../src/models/transformer/score.ts';
import {tokenPrices} from '../src/models/transformer/sequences.ts';
import {openRuntime} from '../src/node/tensor/runtime.ts';
import {Annotator} from '../src/quality/preference/annotator.ts';
import {crossValidate, fitReward, type PairAnswer, rewardsOf} from '../src/quality/preference/bradley-terry.ts';
import {hiddenFeatures} from '../src/quality/preference/hidden.ts';
import {groupRelative} from '../src/quality/preference/policy.ts';
import {annotatorSchema} from '../src/quality/preference/schema.ts';

/** Policies that learn from rewards, and rewards that are read off hidden states: on a transformer of a second's training. */
const animals = ['cat', 'dog', 'fox', 'owl', 'hen'];
const places = ['on the mat', 'in the house', 'by the river', 'under a tree'];
const human = textOf(
  Array.from({length: 80}, (_, i) => {
    const clauses = Array.from({length: 1 + (i % 4)}, (__, k) => `the ${animals[(i + 2 * k) % 5]} sat ${places[(i + k) % 4]}`);
    return `${clauses.join(' and ')}.`;
  }),
);
const options = transformerOptions({
  width: 32,
  layers: 1,
  heads: 2,
  context: 32,
  batch: 8,
  steps: 80,
  rate: 0.01,
  warmup: 5,
  vocabulary: 80,
});
const model = transformerModel({options, runtime: openRuntime(), vocabulary: human});
let fitted: FittedTransformer;
beforeAll(() => {
  fitted = model.fit([{data: human, source: 'human'}], Stream.root(1));
});
const mean = (values: Float64Array) => values.reduce((a, b) => a + b, 0) / values.length;
const annotator = new Annotator(annotatorSchema.parse({kind: 'rule', measure: 'words', weight: -1}));

const grpo: GroupOptions = {group: 8, groups: 4, iterations: 12, steps: 2, epsilon: 0.2, beta: 0.02, rate: 3e-3, prompt: 0};
const train = (more: Partial<GroupOptions> = {}) =>
  fitted.optimised(fitted, {prompts: human, reward: (documents) => annotator.utility(documents)}, {...grpo, ...more}, Stream.root(3));
/** Nats a document that the policy wrote. */
const distance = (policy: FittedTransformer) => {
  const written = policy.sample(600, Stream.root(9));
  return mean(policy.logProbability(written)) - mean(fitted.logProbability(written));
};
const liked = (policy: FittedTransformer) => mean(annotator.utility(policy.sample(600, Stream.root(8))));

describe('group-relative policy optimisation', () => {
  it('raises the reward of what the policy writes, and stays nearer to the reference at a higher price', () => {
    const before = liked(fitted);
    const cheap = train();
    const dear = train({beta: 2});
    expect(liked(cheap.policy)).toBeGreaterThan(before + 3);
    expect(mean(cheap.rewards.subarray(-3))).toBeGreaterThan(mean(cheap.rewards.subarray(0, 3)) + 2);
    expect(distance(dear.policy)).toBeLessThan(0.5 * distance(cheap.policy));
    expect(liked(dear.policy)).toBeLessThan(liked(cheap.policy));
    expect(liked(dear.policy)).toBeGreaterThan(before);
  });

  it('gives the same bytes from the same stream, others from another, and leaves the model as it was', () => {
    const short = {iterations: 2};
    const bytes = fitted.save();
    const first = train(short).policy.save();
    expect(train(short).policy.save()).toEqual(first);
    expect(train({...short, beta: 0.5}).policy.save()).not.toEqual(first);
    expect(fitted.save()).toEqual(bytes);
  });

  it('does not move where nothing tells the documents of a group apart', () => {
    const indifferent = {prompts: human, reward: (documents: {count: number}) => new Float64Array(documents.count).fill(7)};
    const {policy} = fitted.optimised(fitted, indifferent, {...grpo, iterations: 2, beta: 0}, Stream.root(3));
    expect(policy.save()).toEqual(fitted.save());
  });

  it.each([
    [{group: 1}, /group of a group-relative training is 1, wanted at least 2/],
    [{beta: -1}, /beta .* is -1, wanted at least 0/],
    [{epsilon: 1}, /epsilon .* between 0 and 1/],
    [{iterations: 0}, /iterations .* is 0, wanted at least 1/],
    [{prompt: 32}, /prompt .* is 32, wanted 0 to 31/],
  ])('refuses %o', (more, message) => {
    expect(() => train(more)).toThrow(DomainError);
    expect(() => train(more)).toThrow(message);
  });

  it('refuses prompts that no document has, rewards that are no numbers, and models without gradients', () => {
    const short = {prompts: textOf(['a']), reward: (documents: {count: number}) => new Float64Array(documents.count)};
    expect(() => fitted.optimised(fitted, short, {...grpo, prompt: 5}, Stream.root(1))).toThrow(DataError);
    const broken = {prompts: human, reward: () => Float64Array.of(Number.NaN)};
    expect(() => fitted.optimised(fitted, broken, grpo, Stream.root(1))).toThrow(/32 documents want as many finite rewards, got 1/);
    const plain = ngramModel({order: 2, unit: 'word'}).fit([{data: human, source: 'human'}], Stream.root(1));
    expect(() => groupRelative(grpo).improve(plain, plain, broken, Stream.root(1))).toThrow(ConfigError);
  });
});

describe('groups', () => {
  const drawn = (size: number, group: number, {count = 2, write = Infinity} = {}) => {
    const writer = {steps: fitted.steps, weights: foldedNorms(fitted.weights, fitted.steps.shape), tokenizer: fitted.tokenizer};
    const prompts = new Prompts(human, fitted.tokenizer, size).draw(count, Stream.root(4));
    return {writer, prompts, written: writeGroups(Stream.root(5), writer, prompts, {group, write})};
  };
  const T = options.context;

  it('go on after their prompts; what counts is what was written, to its end', () => {
    const {prompts, written} = drawn(4, 5);
    const {end} = fitted.tokenizer;
    for (let i = 0; i < 10; i++) {
      const prompt = prompts[Math.floor(i / 5)];
      const [x, y, mask] = [written.x, written.y, written.mask].map((all) => [...all.subarray(i * T, (i + 1) * T)]);
      expect(x.slice(0, 5)).toEqual([...prompt]);
      const length = written.lengths[i];
      expect(mask).toEqual(Array.from({length: T}, (_, t) => (t >= 4 && t < 4 + length ? 1 : 0)));
      for (let t = 0; t + 1 < Math.min(T, 4 + length); t++) expect(y[t]).toBe(x[t + 1]);
      expect(y.slice(4, 3 + length)).not.toContain(end);
      if (4 + length < T) expect(y[3 + length]).toBe(end);
      const text = new TextDecoder().decode(documentsAt(written.documents, [i]).bytes);
      expect(text.startsWith(new TextDecoder().decode(fitted.tokenizer.decode(prompt.subarray(1))))).toBe(true);
    }
  });

  it('are drawn by the probabilities of the policy, by chi-square of their first tokens', () => {
    const n = 4000;
    const {writer, written} = drawn(0, n, {count: 1, write: 1});
    const {x} = written;
    const {logits} = fitted.steps.prompt(1, 1).run({...Object.fromEntries(writer.weights), x: x.subarray(0, 1)}) as {logits: Float32Array};
    const odds = Array.from(logits, (l, token) => (token === fitted.tokenizer.end || token === fitted.tokenizer.unknown ? 0 : Math.exp(l)));
    const total = odds.reduce((a, b) => a + b, 0);
    const counts = new Float64Array(odds.length);
    for (let i = 0; i < n; i++) counts[written.y[i * T]]++;
    let [chiSquare, cells, rest, restCount] = [0, 0, 0, 0];
    odds.forEach((o, token) => {
      const expected = (n * o) / total;
      if (expected < 5) {
        rest += expected;
        restCount += counts[token];
        return;
      }
      chiSquare += (counts[token] - expected) ** 2 / expected;
      cells++;
    });
    if (rest > 0) chiSquare += (restCount - rest) ** 2 / rest;
    // beyond .9999 of as many degrees of freedom (Wilson and Hilferty)
    expect(cells).toBeGreaterThan(0);
    expect(chiSquare).toBeLessThan(cells * (1 - 2 / (9 * cells) + 3.72 * Math.sqrt(2 / (9 * cells))) ** 3);
  });

  it('are priced as the policy prices their documents', () => {
    const {writer, written} = drawn(0, 8, {count: 1});
    const each = tokenPrices(written, 8, {steps: fitted.steps, weights: writer.weights});
    const priced = fitted.logProbability(written.documents);
    const whole = [...written.lengths.keys()].filter((i) => written.y[i * T + written.lengths[i] - 1] === fitted.tokenizer.end);
    expect(whole.length).toBeGreaterThan(3);
    for (const i of whole) {
      const sum = each.subarray(i * T, i * T + written.lengths[i]).reduce((a, b) => a + b, 0);
      expect(sum).toBeCloseTo(priced[i], 3);
    }
  });
});

describe('hidden states', () => {
  it('are the mean over a document of the states behind each of its tokens, whatever stands beside it', () => {
    const all = fitted.hidden(human);
    expect([all.kind, all.count, all.dimension]).toEqual(['points', 80, 32]);
    for (const i of [0, 1, 40]) {
      const own = documentsAt(human, [i]);
      const {tokens} = fitted.tokenizer.encodeDocuments(own);
      const x = Int32Array.of(fitted.tokenizer.end, ...tokens);
      expect(x.length).toBeLessThanOrEqual(options.context);
      const {features} = fitted.steps.features(1, x.length).run({...Object.fromEntries(fitted.weights), x}) as {features: Float32Array};
      for (let d = 0; d < 32; d++) {
        let sum = 0;
        for (let t = 1; t < x.length; t++) sum += features[t * 32 + d];
        expect(all.values[i * 32 + d]).toBeCloseTo(sum / tokens.length, 4);
        expect(fitted.hidden(own).values[d]).toBeCloseTo(all.values[i * 32 + d], 5);
      }
    }
  });

  it('of a document beyond the context count each token once, and of an empty one are those of its beginning', () => {
    const long = textOf([Array(12).fill('the cat sat on the mat').join(' and '), '']);
    const {values} = fitted.hidden(long);
    const {tokens} = fitted.tokenizer.encodeDocuments(documentsAt(long, [0]));
    expect(tokens.length).toBeGreaterThan(1.5 * options.context);
    const T = options.context;
    const inputs = Int32Array.of(fitted.tokenizer.end, ...tokens);
    const sums = new Float64Array(32);
    for (const {start, from, to} of windowsOf(tokens.length, T)) {
      const x = new Int32Array(T);
      x.set(inputs.subarray(start, start + T));
      const {features} = fitted.steps.features(1, T).run({...Object.fromEntries(fitted.weights), x}) as {features: Float32Array};
      for (let i = Math.max(1, from); i < to; i++) for (let d = 0; d < 32; d++) sums[d] += features[(i - start) * 32 + d];
    }
    sums.forEach((sum, d) => {
      expect(values[d]).toBeCloseTo(sum / tokens.length, 4);
    });
    const x = Int32Array.of(fitted.tokenizer.end);
    const {features} = fitted.steps.features(1, 1).run({...Object.fromEntries(fitted.weights), x}) as {features: Float32Array};
    features.forEach((value, d) => {
      expect(values[32 + d]).toBeCloseTo(value, 4);
    });
  });

  it('carry a reward: held-out comparisons are answered nearly as well as the annotator answers itself, and calibrated', () => {
    const pool = fitted.sample(6000, Stream.root(6));
    const map = hiddenFeatures(fitted, human);
    const rows = map.of(pool);
    expect(map.columns).toBe(32);
    const stream = Stream.root(7);
    const hidden = Float64Array.from({length: 32}, () => 2 * (stream.float() - 0.5));
    const worth = rewardsOf(rows, hidden);
    const comparisons: PairAnswer[] = Array.from({length: 1500}, () => {
      const [a, b] = [stream.below(pool.count), stream.below(pool.count)];
      const first = stream.float() < 1 / (1 + Math.exp(worth[b] - worth[a]));
      return first ? {chosen: a, rejected: b} : {chosen: b, rejected: a};
    });
    const right = comparisons.filter(({chosen, rejected}) => worth[chosen] >= worth[rejected]).length / comparisons.length;
    const quality = crossValidate(rows, comparisons, {columns: map.columns, stream})!;
    expect(right).toBeGreaterThan(0.6);
    expect(quality.accuracy).toBeGreaterThan(right - 0.04);
    expect(quality.calibrationError).toBeLessThan(0.05);
    const weights = fitReward(rows, comparisons, {columns: map.columns, stream});
    expect(correlation(rewardsOf(rows, weights), worth)).toBeGreaterThan(0.9);
  });

  it('are asked of transformers alone', () => {
    const plain = ngramModel({order: 2, unit: 'word'}).fit([{data: human, source: 'human'}], Stream.root(1));
    expect(() => hiddenFeatures(plain as never, human)).toThrow(/the model has none/);
  });
});

function correlation(a: Float64Array, b: Float64Array): number {
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i] - ma) * (b[i] - mb);
    aa += (a[i] - ma) ** 2;
    bb += (b[i] - mb) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}
