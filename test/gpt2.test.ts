import {describe, expect, it} from 'vitest';
import {Stream} from '../src/core/random/stream.ts';
import {type Numbers, startOf} from '../src/models/network/parameters.ts';
import {Trainer} from '../src/models/network/trainer.ts';
import {foldedNorms} from '../src/models/transformer/folded.ts';
import {transformerOptions} from '../src/models/transformer/index.ts';
import {parametersOf, type TransformerShape} from '../src/models/transformer/network.ts';
import {TransformerSteps} from '../src/models/transformer/steps.ts';
import {openRuntime} from '../src/node/tensor/runtime.ts';
import type {EncodedGraph} from '../src/tensor/onnx.ts';
import type {Runtime} from '../src/tensor/runtime.ts';
import {elementsOf} from '../src/tensor/shape.ts';

const options = transformerOptions({preset: 'gpt2'});
const shape: TransformerShape = {...options, V: 50_257};
const T = 64;

/** Keeps the graphs that are compiled, and computes nothing. */
function graphsOf(build: (runtime: Runtime) => void): EncodedGraph[] {
  const graphs: EncodedGraph[] = [];
  build({
    device: 'none',
    fused: true,
    resident: false,
    compile(graph) {
      graphs.push(graph);
      return {run: () => ({})};
    },
  });
  return graphs;
}

describe('the preset gpt2', () => {
  it('has the parameters of GPT-2 small: 124,439,808, the head tied to the embedding', () => {
    const sizes = new Map(parametersOf(shape).map(({name, shape: extents}) => [name, elementsOf(extents)]));
    expect([...sizes.values()].reduce((a, b) => a + b, 0)).toBe(124_439_808);
    expect(sizes.get('tokens')).toBe(50_257 * 768);
    expect(sizes.get('positions')).toBe(1024 * 768);
    expect([...sizes.keys()].some((name) => name.startsWith('head'))).toBe(false);
  });

  it('has graphs with the shapes of GPT-2, for a step, a prompt and a token more', () => {
    const [step, prompt, first, between, last] = graphsOf((runtime) => {
      const steps = new TransformerSteps(shape, runtime);
      const optimizer = {betas: [0.9, 0.95], epsilon: 1e-8, decay: 0.1} as const;
      new Trainer({runtime, parameters: steps.parameters, loss: steps.loss(1, T, 0), optimizer}, new Map());
      steps.prompt(1, T);
      steps.first(1);
      steps.between(1);
      steps.last(1);
    });
    expect(step.inputs.size).toBe(INPUTS);
    expect(step.outputs.get('gradient/block11.up.weight')!.shape).toEqual([768, 3072]);
    expect(step.outputs.get('gradient/tokens')!.shape).toEqual([50_257, 768]);
    expect(prompt.outputs.get('logits')!.shape).toEqual([1, 50_257]);
    expect(prompt.outputs.get('keys/11')!.shape).toEqual([1, 12, T, 64]);
    expect(first.outputs.get('qkv')!.shape).toEqual([1, 3 * 768]);
    expect(between.inputs.get('up.weight')!.shape).toEqual([768, 3072]);
    expect(last.outputs.get('logits')!.shape).toEqual([1, 50_257]);
  });

  it('trains a step and says a token, at full width and vocabulary and one layer', () => {
    const one = {...shape, layers: 1};
    const runtime = openRuntime();
    const steps = new TransformerSteps(one, runtime);
    // normal numbers are slow for 39 million tokens' weights, and any will do
    const numbers: Numbers = new Map(
      parametersOf(one).map(({name, shape: extents, start}) => [
        name,
        'value' in start ? startOf(Stream.root(1), [{name, shape: extents, start, decays: false}]).get(name)! : waves(elementsOf(extents)),
      ]),
    );
    const x = Int32Array.from({length: T}, (_, t) => (t * 7919) % 50_257);
    const batch = {x, y: Int32Array.from(x, (token) => (token + 1) % 50_257), w: new Float32Array(T).fill(1 / T)};
    const optimizer = {betas: [0.9, 0.95], epsilon: 1e-8, decay: 0.1} as const;
    const trainer = new Trainer({runtime, parameters: steps.parameters, loss: steps.loss(1, T, 0), optimizer, clip: 1}, numbers);
    const first = trainer.train(batch, 1e-3);
    expect(Math.abs(first - Math.log(50_257))).toBeLessThan(0.5);
    expect(trainer.train(batch, 1e-3)).toBeLessThan(first - 0.1);
    const {logits} = steps.prompt(1, T).run({...Object.fromEntries(foldedNorms(trainer.weights(), one)), x}) as {logits: Float32Array};
    expect(logits).toHaveLength(50_257);
    expect(logits.every(Number.isFinite)).toBe(true);
    runtime.close();
  });
});

/** Parameters of twelve blocks, of both embeddings and the last norm, and the batch: x, y, w. */
const INPUTS = 12 * 12 + 2 + 2 + 3;

/** Numbers of about the spread that weights begin with. */
function waves(n: number): Float32Array {
  const values = new Float32Array(n);
  let state = 1;
  for (let i = 0; i < n; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    values[i] = (0.035 * state) / 2 ** 31;
  }
  return values;
}
