import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {DivergenceError} from '../src/core/error.ts';
import {Stream} from '../src/core/random/stream.ts';
import {textOf} from '../src/core/text/documents.ts';
import {countWords} from '../src/core/text/whitespace.ts';
import {type Numbers, startOf, weightInputs} from '../src/models/network/parameters.ts';
import {Trainer} from '../src/models/network/trainer.ts';
import {makeTokenizer} from '../src/models/text-tokens/make.ts';
import {beamSearch} from '../src/models/transformer/beam.ts';
import {Cache} from '../src/models/transformer/cache.ts';
import {foldedNorms} from '../src/models/transformer/folded.ts';
import {transformerModel, transformerOptions} from '../src/models/transformer/index.ts';
import {parametersOf, type TransformerShape} from '../src/models/transformer/network.ts';
import {preferenceLoss} from '../src/models/transformer/preference.ts';
import {windowsOf} from '../src/models/transformer/score.ts';
import {TransformerSteps} from '../src/models/transformer/steps.ts';
import {openRuntime} from '../src/node/tensor/runtime.ts';
import {gradients} from '../src/tensor/gradients.ts';
import {Graph} from '../src/tensor/graph.ts';
import {encodeOnnx} from '../src/tensor/onnx.ts';
import {decodeSafetensors} from '../src/tensor/safetensors.ts';

const runtime = openRuntime();
const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures/transformer', name));
const numbersOf = (name: string): Numbers =>
  new Map([...decodeSafetensors(fixture(name)).tensors].map(([key, {data}]) => [key, data as Float32Array]));
const worst = (a: Float32Array, b: Float32Array) => a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);

/** PyTorch's run of the same network: bench/peers/transformer_reference.py made it. */
describe('the transformer beside PyTorch', () => {
  const run = JSON.parse(fixture('run.json').toString());
  const {V, D, L, H, T, B} = run.shape;
  const shape: TransformerShape = {V, width: D, layers: L, heads: H, context: T, positions: 'learned', activation: 'gelu'};
  const steps = new TransformerSteps(shape, runtime);
  const initial = numbersOf('initial.safetensors');
  const optimizer = {betas: [0.9, 0.95] as const, epsilon: 1e-8, decay: 0.1};
  const batch = (s: number) => {
    const [x, y] = [new Int32Array(B * T), new Int32Array(B * T)];
    run.starts[s].forEach((from: number, b: number) => {
      x.set(run.text.slice(from, from + T), b * T);
      y.set(run.text.slice(from + 1, from + T + 1), b * T);
    });
    return {x, y, w: new Float32Array(B * T).fill(1 / (B * T))};
  };

  it('has the same parameters, by name and shape', () => {
    expect(steps.parameters.map(({name}) => name).sort()).toEqual([...initial.keys()].sort());
  });

  it('computes the same logits from the same weights, within 1e-5', () => {
    const {logits} = steps.prompt(B, T).run({...Object.fromEntries(foldedNorms(initial, shape)), x: batch(0).x}) as {logits: Float32Array};
    expect(worst(logits.subarray(0, V), Float32Array.from(run.logitsFirstRowLastPosition))).toBeLessThan(1e-5);
  });

  it.each([1, 2, 4])('has the same gradients, within 1e-5, in %i parts', (of) => {
    const graph = new Graph({fused: runtime.fused});
    const weights = weightInputs(graph, steps.parameters);
    const loss = steps.loss(B, T, 0);
    const tensors = [...weights.values()];
    const sums = Array.from({length: of}, (_, index) => gradients(loss.build(graph, weights, {index, of}), tensors));
    [...weights.keys()].forEach((name, i) => {
      sums.forEach((by, k) => {
        graph.output(`${name}/${k}`, by[i]);
      });
    });
    const results = runtime.compile(encodeOnnx(graph)).run({...Object.fromEntries(initial), ...batch(0)}) as Record<string, Float32Array>;
    for (const [name, reference] of numbersOf('gradients.safetensors')) {
      const own = new Float32Array(reference.length);
      for (let k = 0; k < of; k++)
        own.forEach((_, i) => {
          own[i] += results[`${name}/${k}`][i];
        });
      expect(worst(own, reference), name).toBeLessThan(1e-5);
    }
  });

  it('trains to the same hundred losses, within 1e-3', () => {
    const trainer = new Trainer({runtime, parameters: steps.parameters, loss: steps.loss(B, T, 0), optimizer, parts: 2}, initial);
    run.losses.forEach((loss: number, s: number) => {
      expect(Math.abs(trainer.train(batch(s), 0.003) - loss) / loss, `step ${s}`).toBeLessThan(1e-3);
    });
  });
});

describe('direct preference optimisation beside PyTorch', () => {
  const run = JSON.parse(fixture('run.json').toString());
  const {V, D, L, H, T, B} = run.shape;
  const shape: TransformerShape = {V, width: D, layers: L, heads: H, context: T, positions: 'learned', activation: 'gelu'};
  const steps = new TransformerSteps(shape, runtime);
  const [initial, final] = [numbersOf('initial.safetensors'), numbersOf('final.safetensors')];
  const length = T - 1;
  const side = (rows: number[][]) => ({
    x: rows.flatMap((row) => row.slice(0, -1)),
    y: rows.flatMap((row) => row.slice(1)),
  });
  const [chosen, rejected] = [side(run.dpo.chosen), side(run.dpo.rejected)];
  const x = Int32Array.of(...chosen.x, ...rejected.x);
  const y = Int32Array.of(...chosen.y, ...rejected.y);
  const prices = (weights: Numbers) => {
    const feeds = {...Object.fromEntries(foldedNorms(weights, shape)), x, y};
    const {logProbability} = steps.score(2 * B, length).run(feeds) as {logProbability: Float32Array};
    return Float32Array.from({length: 2 * B}, (_, b) =>
      logProbability.subarray(b * length, (b + 1) * length).reduce((sum, v) => sum + v, 0),
    );
  };

  it.each([1, 2])('has the same loss and norm of its gradient, within 1e-4, in %i parts', (of) => {
    const graph = new Graph({fused: runtime.fused});
    const weights = weightInputs(graph, steps.parameters);
    const {beta, loss, gradientNorm} = run.dpo;
    const built = preferenceLoss(shape, {B, T: length, beta});
    const names = [...weights.keys()];
    for (let index = 0; index < of; index++) {
      const part = built.build(graph, weights, {index, of});
      graph.output(`loss/${index}`, part);
      gradients(part, [...weights.values()]).forEach((gradient, i) => {
        graph.output(`${names[i]}/${index}`, gradient);
      });
    }
    const feeds = {...Object.fromEntries(final), x, y, mask: new Float32Array(x.length).fill(1), reference: prices(initial)};
    const results = runtime.compile(encodeOnnx(graph)).run(feeds) as Record<string, Float32Array>;
    let sum = 0;
    let squares = 0;
    for (let index = 0; index < of; index++) sum += results[`loss/${index}`][0];
    for (const name of names)
      for (let i = 0; i < results[`${name}/0`].length; i++) {
        let value = 0;
        for (let index = 0; index < of; index++) value += results[`${name}/${index}`][i];
        squares += value * value;
      }
    expect(Math.abs(sum - loss) / loss).toBeLessThan(1e-4);
    expect(Math.abs(Math.sqrt(squares) - gradientNorm) / gradientNorm).toBeLessThan(1e-4);
  });

  it('has the same margins', () => {
    const [after, before] = [prices(final), prices(initial)];
    for (let b = 0; b < B; b++) {
      const margin = run.dpo.beta * (after[b] - before[b] - (after[B + b] - before[B + b]));
      expect(margin).toBeCloseTo(run.dpo.margins[b], 4);
    }
  });
});

describe.each([
  ['learned', 'gelu'],
  ['rotary', 'swiglu'],
  ['rotary', 'relu'],
] as const)('a transformer with %s positions and %s', (positions, activation) => {
  const shape: TransformerShape = {V: 50, width: 32, layers: 2, heads: 4, context: 80, positions, activation};
  const steps = new TransformerSteps(shape, runtime);
  const start = startOf(
    Stream.root(4),
    parametersOf(shape).map((parameter) => ({...parameter, start: {sd: 0.2}})),
  );
  const weights = foldedNorms(start, shape);
  const B = 3;
  const token = (b: number, t: number) => (t * 7 + b * 13 + t * t) % 50;
  const tokens = (T: number) => Int32Array.from({length: B * T}, (_, i) => token(Math.floor(i / T), i % T));
  const whole = (T: number) => (steps.prompt(B, T).run({...Object.fromEntries(weights), x: tokens(T)}) as {logits: Float32Array}).logits;

  it('says the same with a cache, token by token, as at once', () => {
    const cache = new Cache(steps, weights, B);
    let logits = cache.prompt(tokens(5));
    for (let t = 5; t < 70; t++) {
      logits = cache.next(Int32Array.from({length: B}, (_, b) => token(b, t)));
      if (t % 16 === 0) expect(worst(logits, whole(t + 1)), `position ${t}`).toBeLessThan(1e-4);
    }
  });

  it('goes on with other rows in a cache that was put in another order', () => {
    const cache = new Cache(steps, weights, B);
    cache.prompt(tokens(9));
    cache.reorder(Int32Array.of(2, 2, 0));
    const logits = cache.next(Int32Array.from([2, 2, 0], (b) => token(b, 9)));
    const rows = whole(10);
    for (const [k, b] of [2, 2, 0].entries())
      expect(worst(logits.subarray(50 * k, 50 * (k + 1)), rows.subarray(50 * b, 50 * (b + 1)))).toBeLessThan(1e-4);
  });

  it('sees nothing of what comes later', () => {
    const scores = (change: number) => {
      const x = tokens(20);
      x[15] = change;
      const y = Int32Array.from({length: B * 20}, () => 3);
      return (steps.score(B, 20).run({...Object.fromEntries(weights), x, y}) as {logProbability: Float32Array}).logProbability;
    };
    const [a, b] = [scores(1), scores(2)];
    expect(a.subarray(0, 15)).toEqual(b.subarray(0, 15));
    expect(worst(a.subarray(15, 20), b.subarray(15, 20))).toBeGreaterThan(1e-4);
  });
});

describe('beam search', () => {
  it('finds the most probable continuation where the beams hold every prefix', () => {
    const text = textOf(['ab']);
    const tokenizer = makeTokenizer(text, {kind: 'bytes', size: 4});
    const V = tokenizer.size;
    const shape: TransformerShape = {V, width: 16, layers: 1, heads: 2, context: 16, positions: 'learned', activation: 'gelu'};
    const steps = new TransformerSteps(shape, runtime);
    const start = startOf(
      Stream.root(9),
      parametersOf(shape).map((parameter) => ({...parameter, start: {sd: 0.5}})),
    );
    const weights = foldedNorms(start, shape);
    const prompt = Int32Array.of(0, 2, 3);
    const [found] = beamSearch({steps, weights, tokenizer, drawing: {}}, prompt, {rows: 1, write: 3, beams: 4});
    const price = (tail: number[]) => {
      const all = [...prompt, ...tail];
      const x = Int32Array.from(all.slice(0, -1));
      const {logProbability} = steps.score(1, x.length).run({...Object.fromEntries(weights), x, y: Int32Array.from(all.slice(1))}) as {
        logProbability: Float32Array;
      };
      return logProbability.subarray(-3).reduce((a, b) => a + b, 0);
    };
    const letters = [2, 3];
    const every = letters.flatMap((a) => letters.flatMap((b) => letters.map((c) => [a, b, c])));
    const best = every.reduce((a, b) => (price(a) >= price(b) ? a : b));
    expect([...found]).toEqual(best);
  });
});

describe('a transformer as a model of text', () => {
  const documents = Array.from({length: 60}, (_, i) => `the cat ${i % 3 === 0 ? 'sat on the mat' : 'saw a dog'} and the dog ran.`);
  const vocabulary = textOf(documents);
  const options = transformerOptions({
    width: 32,
    layers: 1,
    heads: 2,
    context: 32,
    batch: 8,
    steps: 60,
    rate: 0.01,
    warmup: 5,
    vocabulary: 40,
  });
  const model = transformerModel({options, runtime, vocabulary});
  const training = [{data: vocabulary, source: 'human' as const}];
  let fitted: ReturnType<typeof model.fit>;
  beforeAll(() => {
    fitted = model.fit(training, Stream.root(1));
  });

  it('learns: bits per byte fall far below those of the untrained', () => {
    const bits = (of: typeof fitted) => -of.logProbability(vocabulary).reduce((a, b) => a + b, 0) / Math.LN2 / vocabulary.bytes.length;
    const untrained = transformerModel({options: {...options, steps: 1, rate: 1e-9}, runtime, vocabulary}).fit(training, Stream.root(1));
    expect(bits(fitted)).toBeLessThan(0.5 * bits(untrained));
  });

  it('draws exactly the words asked for, the same for the same stream', () => {
    const sample = fitted.sample(137, Stream.root(2));
    expect(countWords(sample.bytes, 0, sample.bytes.length) >= 137 - sample.count).toBe(true);
    let words = 0;
    for (let i = 0; i < sample.count; i++) words += countWords(sample.bytes, sample.offsets[i], sample.offsets[i + 1]);
    expect(words).toBe(137);
    expect(fitted.sample(137, Stream.root(2))).toEqual(sample);
    expect(fitted.sample(137, Stream.root(3)).bytes).not.toEqual(sample.bytes);
  });

  it('is the same after it was saved and loaded', () => {
    const again = model.load(fitted.save());
    expect(again.logProbability(vocabulary)).toEqual(fitted.logProbability(vocabulary));
    expect(again.sample(50, Stream.root(5))).toEqual(fitted.sample(50, Stream.root(5)));
    expect(() => model.load(fitted.save().subarray(0, 3000))).toThrow(/safetensors/);
  });

  it('fits to the same bytes again, and to others from another stream', () => {
    expect(model.fit(training, Stream.root(1)).save()).toEqual(fitted.save());
    expect(model.fit(training, Stream.root(2)).save()).not.toEqual(fitted.save());
  });

  it('goes on from the last fit where it is told to', () => {
    const goes = transformerModel({options: {...options, start: 'continue', steps: 1, rate: 1e-9, decay: 0}, runtime, vocabulary});
    const [a, b] = [goes.fit(training, Stream.root(7), fitted), fitted];
    expect(worst(a.weights.get('tokens')!, b.weights.get('tokens')!)).toBeLessThan(1e-6);
  });

  it('goes on after prompts, a document for each', () => {
    const continued = transformerModel({options: {...options, steps: 20, continues: {prompt: 8, write: 8}, beams: 3}, runtime, vocabulary});
    const sample = continued.fit(training, Stream.root(1)).sample(60, Stream.root(1));
    expect(sample.count).toBeGreaterThan(3);
    expect(continued.fit(training, Stream.root(1)).sample(60, Stream.root(99))).toEqual(sample);
  });

  it('prices all texts of a byte to 1 at most, those of bytes that it has not seen among them', () => {
    const bytes = Uint8Array.from({length: 256}, (_, byte) => byte);
    const prices = fitted.logProbability({kind: 'text', count: 256, bytes, offsets: Uint32Array.from({length: 257}, (_, i) => i)});
    expect(prices.map(Math.exp).reduce((a, b) => a + b, 0)).toBeLessThan(1);
    const [unseen] = fitted.logProbability(textOf(['\u0001']));
    const [twice] = fitted.logProbability(textOf(['\u0001\u0001']));
    expect(twice - unseen).toBeLessThan(-Math.log(256));
  });

  it('trains on weighted sources by their weights', () => {
    const [cats, dogs] = [textOf(Array(30).fill('the cat sat.')), textOf(Array(30).fill('a dog ran.'))];
    const weighted = (weight: number) =>
      model.fit(
        [
          {data: cats, source: 'human', weight},
          {data: dogs, source: 'synthetic', weight: 1},
        ],
        Stream.root(1),
      );
    const price = (of: typeof fitted) => of.logProbability(textOf(['the cat sat.', 'a dog ran.']));
    const [even, uneven] = [price(weighted(1)), price(weighted(20))];
    expect(uneven[0] - uneven[1]).toBeGreaterThan(even[0] - even[1] + 1);
  });

  it('that diverges says at which step, with the last losses', () => {
    const wild = transformerModel({options: {...options, rate: 1e12, clip: 1e12}, runtime, vocabulary});
    let error: unknown;
    try {
      wild.fit(training, Stream.root(1));
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(DivergenceError);
    expect((error as DivergenceError).step).toBeGreaterThan(1);
    expect((error as DivergenceError).message).toMatch(/diverged at step \d+: the last losses are .*NaN|Infinity/);
  });

  it('learns what is preferred, and stays nearer to itself at a higher price', () => {
    const [cats, dogs] = [
      textOf(documents.filter((text) => text.includes('mat'))),
      textOf(documents.filter((text) => text.includes('saw')).slice(0, 20)),
    ];
    const pairs = {chosen: cats, rejected: dogs};
    const at = (beta: number) => fitted.preferring(fitted, pairs, {beta, rate: 1e-3, epochs: 4, batch: 8}, Stream.root(1));
    const lead = (of: typeof fitted) => mean(of.logProbability(cats)) - mean(of.logProbability(dogs));
    const mean = (values: Float64Array) => values.reduce((a, b) => a + b, 0) / values.length;
    const cheap = at(0.1);
    expect(cheap.accuracy).toBeGreaterThan(0.9);
    expect(lead(cheap.policy)).toBeGreaterThan(lead(fitted) + 1);
    expect(lead(at(10).policy)).toBeLessThan(lead(cheap.policy));
    expect(at(0.1).policy.save()).toEqual(cheap.policy.save());
  });

  it('stops early at the lowest held-out loss', () => {
    const few = textOf(documents.slice(0, 8));
    const early = transformerModel({
      options: {...options, steps: 400, patience: 2},
      runtime,
      vocabulary,
      holdout: textOf(documents.slice(3, 6)),
    });
    expect(early.fit([{data: few, source: 'human'}], Stream.root(1)).notes[0]).toMatch(/lowest after step \d+/);
  });
});

describe('options', () => {
  it.each([
    [{width: 100, heads: 3}, 'model.heads', /not divided by 3 heads/],
    [{positions: 'rotary', width: 12, heads: 4}, 'model.positions', /even width/],
    [{beams: 5}, 'model.beams', /want prompts/],
    [{beams: 5, topP: 0.9, continues: {prompt: 64, write: 64}}, 'model.topP', /has no say/],
    [{continues: {prompt: 100, write: 64}}, 'model.continues', /do not fit a context of 128/],
    [{steps: 5, epochs: 2}, 'model.steps', /not both/],
  ] as const)('that do not fit each other are refused: %o', (choice, where, message) => {
    expect(() => transformerOptions(choice)).toThrow(expect.objectContaining({where, message: expect.stringMatching(message)}));
  });
});

describe('windows', () => {
  it.each([
    [5, 8],
    [8, 8],
    [30, 8],
    [31, 8],
  ])('of %i tokens in a context of %i price every target once', (n, T) => {
    const seen = windowsOf(n, T).flatMap(({start, from, to}) => {
      expect(to - start).toBeLessThanOrEqual(T);
      return Array.from({length: to - from}, (_, i) => from + i);
    });
    expect(seen).toEqual(Array.from({length: n + 1}, (_, i) => i));
  });
});
