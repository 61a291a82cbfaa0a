/**
 * A transformer as safetensors: its parameters by name, and in the metadata what it needs to be used again, as JSON.
 *
 *   metadata: {"genloss.model": "transformer", "options": "{...}", "tokenizer": "{...}"}
 */
import {DataError} from '../../core/error.ts';
import {decodeSafetensors, encodeSafetensors} from '../../tensor/safetensors.ts';
import {elementsOf, sameShape, shown} from '../../tensor/shape.ts';
import {broken} from '../codec.ts';
import type {Numbers} from '../network/parameters.ts';
import {loadTokenizer} from '../text-tokens/make.ts';
import type {Tokenizer} from '../text-tokens/port.ts';
import {parametersOf} from './network.ts';
import {type TransformerOptions, transformerOptions} from './options.ts';

const KIND = 'transformer';

export interface SavedTransformer {
  readonly options: TransformerOptions;
  readonly tokenizer: Tokenizer;
  readonly weights: Numbers;
}

export function saveTransformer({options, tokenizer, weights}: SavedTransformer): Uint8Array {
  const parameters = parametersOf({...options, V: tokenizer.size});
  const tensors = new Map(parameters.map(({name, shape}) => [name, {shape, data: weights.get(name)!}]));
  return encodeSafetensors(tensors, {
    'genloss.model': KIND,
    options: JSON.stringify(options),
    tokenizer: JSON.stringify({kind: tokenizer.kind, ...(tokenizer.save() as object)}),
  });
}

/** Throws DataError on bytes that are no saved transformer, and names the parameter that is missing or of another shape. */
export function loadTransformer(bytes: Uint8Array): SavedTransformer {
  const {tensors, metadata} = decodeSafetensors(bytes);
  if (metadata?.['genloss.model'] !== KIND) throw broken(KIND, `metadata of kind ${JSON.stringify(metadata?.['genloss.model'])}`);
  const options = transformerOptions(parsed(metadata.options));
  const {kind, ...saved} = parsed(metadata.tokenizer) as {kind?: unknown};
  const tokenizer = loadTokenizer(kind, saved);
  const weights = new Map<string, Float32Array>();
  for (const {name, shape} of parametersOf({...options, V: tokenizer.size})) {
    const tensor = tensors.get(name);
    if (!tensor || !sameShape(tensor.shape, shape) || !(tensor.data instanceof Float32Array) || tensor.data.length !== elementsOf(shape))
      throw broken(KIND, `${tensor ? `${name} of shape ${shown(tensor.shape)}` : `no ${name}`}, wanted float32 of shape ${shown(shape)}`);
    weights.set(name, tensor.data);
  }
  return {options, tokenizer, weights};
}

function parsed(json: string | undefined): object {
  try {
    return JSON.parse(json ?? '');
  } catch (cause) {
    throw new DataError('these bytes are not a saved transformer model: their metadata is not JSON', {cause});
  }
}
