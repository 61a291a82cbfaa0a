import {describe, expect, it} from 'vitest';
import {Stream} from '../src/core/random/stream.ts';
import {textOf} from '../src/core/text/documents.ts';
import {transformerFiles} from '../src/models/transformer/export/index.ts';
import {type FittedTransformer, type TransformerChoice, transformerModel, transformerOptions} from '../src/models/transformer/index.ts';
import {loadOrt} from '../src/node/tensor/binding.ts';
import {openRuntime} from '../src/node/tensor/runtime.ts';
import {decodeSafetensors} from '../src/tensor/safetensors.ts';

const runtime = openRuntime();
const text = textOf(
  Array.from(
    {length: 60},
    (_, i) => `The cat number ${i} sat on the mat, and didn't move:\n\tit was ${i % 7} o'clock — très tard.  Good night!`,
  ),
);
const CONTEXT = 24;

function trained(choice: TransformerChoice): FittedTransformer {
  const options = transformerOptions({
    width: 32,
    layers: 2,
    heads: 4,
    context: CONTEXT,
    vocabulary: 120,
    steps: 12,
    batch: 4,
    rate: 0.01,
    ...choice,
  });
  return transformerModel({options, runtime, vocabulary: text}).fit([{data: text, source: 'human'}], Stream.root(5));
}

/** The exported decoder, as another program has it: names and arrays. */
class Decoder {
  private readonly session = new (loadOrt().Session)();
  private readonly fitted: FittedTransformer;

  constructor(fitted: FittedTransformer) {
    const bytes = transformerFiles(fitted).get('onnx/model.onnx')!;
    this.fitted = fitted;
    this.session.loadModel(bytes.buffer, bytes.byteOffset, bytes.byteLength, {executionProviders: ['cpu'], logSeverityLevel: 3});
  }

  /** ids: rows of new tokens; mask: rows, of what was before too; past: what a run before left. logits: (B, T, V) */
  run(ids: readonly (readonly number[])[], mask: readonly (readonly number[])[], past?: Ran): Ran {
    const {Tensor} = loadOrt();
    const {layers, heads, width, V} = this.fitted.steps.shape;
    const [B, T, S] = [ids.length, ids[0].length, mask[0].length];
    const longs = (rows: readonly (readonly number[])[], to: number) =>
      new Tensor('int64', BigInt64Array.from(rows.flat(), BigInt), [B, to]);
    // as transformers.js counts positions
    const places = mask.map((row) => {
      let seen = 0;
      return row.map((one) => (one === 0 ? 1 : seen++)).slice(S - T);
    });
    const feeds: Record<string, InstanceType<typeof Tensor>> = {
      input_ids: longs(ids, T),
      attention_mask: longs(mask, S),
      position_ids: longs(places, T),
    };
    const names = Array.from({length: layers}, (_, l) => [`${l}.key`, `${l}.value`]).flat();
    const P = S - T;
    for (const name of names)
      feeds[`past_key_values.${name}`] = new Tensor('float32', past?.present[name] ?? new Float32Array(0), [B, heads, P, width / heads]);
    const fetched = Object.fromEntries(['logits', ...names.map((name) => `present.${name}`)].map((name) => [name, null]));
    const results = this.session.run(feeds, fetched, {});
    expect(results.logits.dims).toEqual([B, T, V]);
    expect(results['present.0.key'].dims).toEqual([B, heads, S, width / heads]);
    return {
      logits: results.logits.data as Float32Array,
      present: Object.fromEntries(names.map((name) => [name, results[`present.${name}`].data as Float32Array])),
    };
  }
}

interface Ran {
  readonly logits: Float32Array;
  readonly present: Readonly<Record<string, Float32Array>>;
}

/** The model's own logits after every position of a row: (T, V) */
function ownLogits({steps, folded}: FittedTransformer, row: readonly number[]): Float32Array {
  const {V} = steps.shape;
  const all = new Float32Array(row.length * V);
  for (let t = 1; t <= row.length; t++) {
    const {logits} = steps.prompt(1, t).run({...Object.fromEntries(folded), x: Int32Array.from(row.slice(0, t))}) as {logits: Float32Array};
    all.set(logits, (t - 1) * V);
  }
  return all;
}

const worst = (a: Float32Array, b: Float32Array) => {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
};
const ones = (n: number) => new Array<number>(n).fill(1);
const rowsOf = (V: number, B: number, T: number) =>
  Array.from({length: B}, (_, b) => Array.from({length: T}, (_, t) => (t === 0 ? 0 : 2 + ((7 * b + 13 * t + t * t) % (V - 2)))));
const argmax = (logits: Float32Array) => logits.indexOf(Math.max(...logits));

describe.each([
  {positions: 'learned', activation: 'gelu'},
  {positions: 'learned', activation: 'relu', tokens: 'bytes'},
  {positions: 'learned', activation: 'swiglu'},
  {positions: 'rotary', activation: 'gelu'},
  {positions: 'rotary', activation: 'relu'},
  {positions: 'rotary', activation: 'swiglu'},
] as const)('an exported decoder, $positions and $activation,', (choice) => {
  const fitted = trained(choice);
  const decoder = new Decoder(fitted);
  const {V} = fitted.steps.shape;

  it.each([
    [1, 1],
    [1, CONTEXT],
    [3, 9],
  ])('has the logits of the model, for %i rows of %i tokens', (B, T) => {
    const rows = rowsOf(V, B, T);
    const {logits} = decoder.run(
      rows,
      rows.map(() => ones(T)),
    );
    rows.forEach((row, b) => {
      const own = ownLogits(fitted, row);
      expect(worst(logits.subarray(b * T * V, (b + 1) * T * V), own)).toBeLessThan(1e-5);
    });
    expect(Math.max(...logits) - Math.min(...logits)).toBeGreaterThan(0.5);
  });

  it('has them token by token, and in two halves, from what went before', () => {
    const rows = rowsOf(V, 2, CONTEXT);
    const own = rows.map((row) => ownLogits(fitted, row));
    for (const pieces of [ones(CONTEXT), [5, CONTEXT - 5]]) {
      let past: Ran | undefined;
      let at = 0;
      for (const T of pieces) {
        const mask = rows.map(() => ones(at + T));
        past = decoder.run(
          rows.map((row) => row.slice(at, at + T)),
          mask,
          past,
        );
        for (let b = 0; b < 2; b++)
          expect(worst(past.logits.subarray(b * T * V, (b + 1) * T * V), own[b].subarray(at * V, (at + T) * V))).toBeLessThan(1e-5);
        at += T;
      }
    }
  });

  it('says that the document ends behind the last position of the context, and not before', () => {
    const [row] = rowsOf(V, 1, CONTEXT);
    const whole = decoder.run([row], [ones(CONTEXT)]);
    expect(whole.logits.every((logit) => Math.abs(logit) < 1e3)).toBe(true);
    const {logits} = decoder.run([[5]], [ones(CONTEXT + 1)], whole);
    expect(argmax(logits)).toBe(fitted.tokenizer.end);
    expect(logits.filter((logit) => logit > -1e8)).toHaveLength(1);
  });

  it('goes on the same after padding on the left', () => {
    const [long, short] = [rowsOf(V, 1, 8)[0], rowsOf(V, 2, 5)[1]];
    const alone = [long, short].map((row) => {
      let ran = decoder.run([row], [ones(row.length)]);
      const written: number[] = [];
      for (let t = 0; t < 6; t++) {
        written.push(argmax(ran.logits.subarray(-V)));
        ran = decoder.run([[written[t]]], [ones(row.length + t + 1)], ran);
      }
      return {written, logits: ran.logits.slice(-V)};
    });
    const padding = long.length - short.length;
    const masks = (more: number) => [ones(long.length + more), [...new Array<number>(padding).fill(0), ...ones(short.length + more)]];
    let ran = decoder.run([long, [...new Array<number>(padding).fill(0), ...short]], masks(0));
    const written: number[][] = [[], []];
    for (let t = 0; t < 6; t++) {
      const from = ran.logits.length / 2;
      for (const b of [0, 1]) written[b].push(argmax(ran.logits.subarray((b + 1) * from - V, (b + 1) * from)));
      ran = decoder.run(
        written.map((row) => [row[t]]),
        masks(t + 1),
        ran,
      );
    }
    expect(written).toEqual(alone.map((one) => one.written));
    for (const b of [0, 1]) expect(worst(ran.logits.subarray(b * V, (b + 1) * V), alone[b].logits)).toBeLessThan(1e-5);
  });
});

describe('the files beside it', () => {
  const fitted = trained({temperature: 0.8, topK: 40, repetitionPenalty: 1.2});
  const files = transformerFiles(fitted, {title: 'Cats', trainedOn: 'Sixty sentences on cats.'});
  const json = (name: string) => JSON.parse(new TextDecoder().decode(files.get(name)));

  it('are those of a folder of Hugging Face', () => {
    expect([...files.keys()].sort()).toEqual([
      'README.md',
      'config.json',
      'generation_config.json',
      'model.safetensors',
      'onnx/model.onnx',
      'tokenizer.json',
      'tokenizer_config.json',
    ]);
  });

  it('say what transformers.js asks of a configuration', () => {
    expect(json('config.json')).toMatchObject({model_type: 'gpt2', n_head: 4, n_layer: 2, n_embd: 32, vocab_size: fitted.tokenizer.size});
    const rotary = trained({positions: 'rotary', steps: 1});
    const config = JSON.parse(new TextDecoder().decode(transformerFiles(rotary).get('config.json')));
    expect(config).toMatchObject({model_type: 'starcoder2', num_key_value_heads: 4, num_hidden_layers: 2, hidden_size: 32});
  });

  it('say how samples are drawn: as the lab draws them', () => {
    expect(json('generation_config.json')).toMatchObject({
      do_sample: true,
      temperature: 0.8,
      top_k: 40,
      top_p: 1,
      repetition_penalty: 1.2,
      suppress_tokens: [1],
      begin_suppress_tokens: [0],
      max_length: CONTEXT,
    });
  });

  it('hold every weight by its published name', () => {
    const {tensors, metadata} = decodeSafetensors(files.get('model.safetensors')!);
    expect(metadata).toEqual({format: 'pt'});
    expect(tensors.get('transformer.h.1.attn.c_attn.weight')!.data).toEqual(fitted.weights.get('block1.qkv.weight'));
    const count = (all: Iterable<{length: number}>) => [...all].reduce((sum, {length}) => sum + length, 0);
    expect(count([...tensors.values()].map(({data}) => data))).toBe(count(fitted.weights.values()));
    const rotary = trained({positions: 'rotary', activation: 'relu', steps: 1});
    const turned = decodeSafetensors(transformerFiles(rotary).get('model.safetensors')!).tensors;
    const own = rotary.weights.get('block0.qkv.weight')!;
    // weights as (in, out) here and (out, in) there: from input 3 to output 32 + 5, the keys' fifth
    expect(turned.get('model.layers.0.self_attn.k_proj.weight')!.data[5 * 32 + 3]).toBe(own[3 * 96 + 32 + 5]);
    expect(count([...turned.values()].map(({data}) => data))).toBe(count(rotary.weights.values()));
  });

  it('say what it was trained on, in the card', () => {
    const card = new TextDecoder().decode(files.get('README.md'));
    expect(card).toContain('# Cats');
    expect(card).toContain('Sixty sentences on cats.');
  });

  it('take a title as text, whatever is in it', () => {
    const hostile = '<script>x</script> [l](u)\n## More\u001b[2J';
    const card = new TextDecoder().decode(transformerFiles(fitted, {title: hostile, trainedOn: hostile}).get('README.md'));
    const said = '&lt;script&gt;x&lt;/script&gt; \\[l\\](u) \\#\\# More\ufffd\\[2J';
    expect(card).toContain(`\n# ${said}\n\n${said}\n`);
    expect(card).not.toContain('<script>');
  });

  it('name every token once, with merges in the order learned', () => {
    const {model, added_tokens: added} = json('tokenizer.json');
    expect(Object.keys(model.vocab)).toHaveLength(fitted.tokenizer.size);
    expect(Object.values(model.vocab).sort((a, b) => (a as number) - (b as number))).toEqual(
      Array.from({length: fitted.tokenizer.size}, (_, token) => token),
    );
    expect(added.map(({id}: {id: number}) => id)).toEqual([0, 1]);
    for (const merge of model.merges) expect(model.vocab).toHaveProperty([merge.split(' ').join('')]);
  });
});

describe('a vocabulary that tokenizer.json cannot hold', () => {
  it('is refused, and named', async () => {
    const {tokenizerJson} = await import('../src/models/transformer/export/tokenizer-json.ts');
    const {BpeTokenizer} = await import('../src/models/text-tokens/bpe.ts');
    // a, b, c; ab, bc; ab + c and a + bc
    const twice = new BpeTokenizer({alphabet: [97, 98, 99], merges: [2, 3, 3, 4, 5, 4, 2, 6]});
    expect(() => tokenizerJson(twice)).toThrow('"abc" twice');
  });
});
