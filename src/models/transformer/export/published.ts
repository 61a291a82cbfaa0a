/**
 * The published architecture that a transformer is one of, under the names and layouts that Hugging Face's libraries know it by.
 *
 *   learned positions, gelu or relu   GPT-2: the same network
 *   rotary positions, gelu or relu    StarCoder2 with as many key heads as heads: the same network
 *   swiglu                            none has it with layers of norm and biases: its ONNX runs anywhere, its weights have our own names
 *
 * Hugging Face's PyTorch code refuses a configuration whose activation it does not know, so that nobody gets a network of chance by it.
 */
import type {StoredTensor} from '../../../tensor/safetensors.ts';
import type {Numbers} from '../../network/parameters.ts';
import {parametersOf, type TransformerShape} from '../network.ts';
import type {TransformerOptions} from '../options.ts';

export const isPublished = ({activation}: TransformerShape): boolean => activation !== 'swiglu';

/** The contents of config.json. */
export function configJson(shape: TransformerShape, {dropout}: TransformerOptions, end: number): object {
  const {V, width, layers, heads, context, positions, activation} = shape;
  const common = {
    vocab_size: V,
    max_position_embeddings: context,
    tie_word_embeddings: true,
    bos_token_id: end,
    eos_token_id: end,
    pad_token_id: end,
    initializer_range: 0.02,
    torch_dtype: 'float32',
    // in a browser it would look for a quantised file
    'transformers.js_config': {dtype: 'fp32'},
  };
  if (positions === 'learned')
    return {
      model_type: 'gpt2',
      architectures: ['GPT2LMHeadModel'],
      n_embd: width,
      n_layer: layers,
      n_head: heads,
      n_positions: context,
      n_inner: 4 * width,
      activation_function: activation,
      layer_norm_epsilon: 1e-5,
      embd_pdrop: dropout,
      resid_pdrop: dropout,
      attn_pdrop: 0,
      ...common,
    };
  return {
    model_type: 'starcoder2',
    architectures: ['Starcoder2ForCausalLM'],
    hidden_size: width,
    intermediate_size: 4 * width,
    num_hidden_layers: layers,
    num_attention_heads: heads,
    num_key_value_heads: heads,
    hidden_act: activation,
    norm_epsilon: 1e-5,
    rope_theta: 10_000,
    rope_parameters: {rope_type: 'default', rope_theta: 10_000},
    use_bias: true,
    sliding_window: null,
    embedding_dropout: dropout,
    residual_dropout: dropout,
    attention_dropout: 0,
    ...common,
  };
}

/** The weights by the names of the published architecture, or by our own where there is none. */
export function publishedTensors(shape: TransformerShape, weights: Numbers): Map<string, StoredTensor> {
  const own = new Map(parametersOf(shape).map(({name, shape: extents}) => [name, {shape: extents, data: weights.get(name)!}]));
  if (!isPublished(shape)) return own;
  const renamed = shape.positions === 'learned' ? gpt2Tensors : starcoder2Tensors;
  return new Map([...own].flatMap(([name, tensor]) => renamed(name, tensor)));
}

type Tensors = [string, StoredTensor & {readonly data: Float32Array}][];
type Renamed = (name: string, tensor: Tensors[0][1]) => Tensors;

const partsOf = (name: string) => {
  const [, layer, part, kind] = /^block(\d+)\.(\w+)\.(\w+)$/.exec(name) ?? [];
  return {layer, part, kind};
};

/** GPT-2 has its weights as (in, out), as we do. */
const gpt2Tensors: Renamed = (name, tensor) => {
  const {layer, part, kind} = partsOf(name);
  const to = layer === undefined ? GPT2[name] : `transformer.h.${layer}.${GPT2[part]}.${kind === 'gain' ? 'weight' : kind}`;
  return [[to, tensor]];
};

const GPT2: Readonly<Record<string, string>> = {
  tokens: 'transformer.wte.weight',
  positions: 'transformer.wpe.weight',
  'norm.gain': 'transformer.ln_f.weight',
  'norm.bias': 'transformer.ln_f.bias',
  norm1: 'ln_1',
  qkv: 'attn.c_attn',
  out: 'attn.c_proj',
  norm2: 'ln_2',
  up: 'mlp.c_fc',
  down: 'mlp.c_proj',
};

/** StarCoder2 has its weights as (out, in), and queries, keys and values apart. */
const starcoder2Tensors: Renamed = (name, tensor) => {
  const {layer, part, kind} = partsOf(name);
  if (layer === undefined) return [[STARCODER2[name], tensor]];
  const at = `model.layers.${layer}`;
  if (kind === 'gain') return [[`${at}.${STARCODER2[part]}.weight`, tensor]];
  const turned = kind === 'weight' ? transposed(tensor) : tensor;
  if (part !== 'qkv') return [[`${at}.${STARCODER2[part]}.${kind}`, turned]];
  const rows = turned.shape[0] / 3;
  const size = turned.data.length / 3;
  return ['q', 'k', 'v'].map((one, i) => [
    `${at}.self_attn.${one}_proj.${kind}`,
    {shape: [rows, ...turned.shape.slice(1)], data: turned.data.subarray(i * size, (i + 1) * size)},
  ]);
};

const STARCODER2: Readonly<Record<string, string>> = {
  tokens: 'model.embed_tokens.weight',
  'norm.gain': 'model.norm.weight',
  'norm.bias': 'model.norm.bias',
  norm1: 'input_layernorm',
  out: 'self_attn.o_proj',
  norm2: 'post_attention_layernorm',
  up: 'mlp.c_fc',
  down: 'mlp.c_proj',
};

function transposed({shape: [m, n], data}: Tensors[0][1]): Tensors[0][1] {
  const turned = new Float32Array(data.length);
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) turned[j * m + i] = data[i * n + j];
  return {shape: [n, m], data: turned};
}
