/**
 * A small network as safetensors: its parameters by name, further arrays, and in the metadata what it needs to be used again, as JSON.
 *
 *   metadata: {"genloss.model": "mlp", "fields": "{...}"}
 */
import {ConfigError, DataError} from '../../core/error.ts';
import {decodeSafetensors, encodeSafetensors, type StoredTensor} from '../../tensor/safetensors.ts';
import {elementsOf, sameShape, shown} from '../../tensor/shape.ts';
import {broken} from '../codec.ts';
import type {Numbers, Parameter} from './parameters.ts';

interface SavedNetwork {
  readonly parameters: readonly Parameter[];
  readonly weights: Numbers;
  /** Float64 arrays, such as a scale. */
  readonly arrays: Readonly<Record<string, Float64Array>>;
  readonly fields: object;
}

export function saveNetwork(kind: string, {parameters, weights, arrays, fields}: SavedNetwork): Uint8Array {
  const tensors = new Map<string, StoredTensor>(parameters.map(({name, shape}) => [name, {shape, data: weights.get(name)!}]));
  for (const [name, data] of Object.entries(arrays)) tensors.set(name, {shape: [data.length], data});
  return encodeSafetensors(tensors, {'genloss.model': kind, fields: JSON.stringify(fields)});
}

interface LoadedNetwork {
  /** Throws DataError, naming the parameter that is missing or of another shape. */
  weights(parameters: readonly Parameter[]): Map<string, Float32Array>;
  /** Throws DataError where it is missing, of another length, or holds what is no number. */
  array(name: string, length: number): Float64Array;
}

/** What `saveNetwork` wrote for this family, made by `make` from its fields. Throws DataError on any other bytes. */
export function loadNetwork<T>(kind: string, bytes: Uint8Array, make: (fields: Record<string, unknown>, saved: LoadedNetwork) => T): T {
  const {tensors, metadata} = decodeSafetensors(bytes);
  if (metadata?.['genloss.model'] !== kind) throw broken(kind, `metadata of kind ${JSON.stringify(metadata?.['genloss.model'])}`);
  const saved: LoadedNetwork = {
    weights: (parameters) => new Map(parameters.map((parameter) => [parameter.name, weightOf(kind, parameter, tensors)])),
    array(name, length) {
      const data = tensors.get(name)?.data;
      if (!(data instanceof Float64Array) || data.length !== length || !data.every(Number.isFinite))
        throw broken(kind, `${data ? `${data.length} numbers as ${name}` : `no ${name}`}, wanted ${length} finite ones of float64`);
      return data;
    },
  };
  try {
    return make(parsed(kind, metadata.fields), saved);
  } catch (cause) {
    if (cause instanceof ConfigError) throw new DataError(`these bytes are not a saved ${kind} model: ${cause.message}`, {cause});
    throw cause;
  }
}

/** A whole number of the fields. Throws DataError. */
export function wholeField(kind: string, fields: Record<string, unknown>, name: string): number {
  const value = fields[name];
  if (!Number.isSafeInteger(value) || (value as number) < 1) throw broken(kind, `${name} ${JSON.stringify(value)}, wanted a whole number`);
  return value as number;
}

function weightOf(kind: string, {name, shape}: Parameter, tensors: ReadonlyMap<string, StoredTensor>): Float32Array {
  const tensor = tensors.get(name);
  if (!tensor || !sameShape(tensor.shape, shape) || !(tensor.data instanceof Float32Array) || tensor.data.length !== elementsOf(shape))
    throw broken(kind, `${tensor ? `${name} of shape ${shown(tensor.shape)}` : `no ${name}`}, wanted float32 of shape ${shown(shape)}`);
  return tensor.data;
}

function parsed(kind: string, json: string | undefined): Record<string, unknown> {
  let fields: unknown;
  try {
    fields = JSON.parse(json ?? '');
  } catch (cause) {
    throw new DataError(`these bytes are not a saved ${kind} model: their metadata is not JSON`, {cause});
  }
  if (typeof fields !== 'object' || fields === null) throw broken(kind, 'metadata without fields');
  return fields as Record<string, unknown>;
}
