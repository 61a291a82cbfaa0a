import {describe, expect, it} from 'vitest';
import {decodeSafetensors, encodeSafetensors} from './safetensors.ts';

/** python -c "from safetensors.numpy import save; import numpy as n, base64; print(base64.b64encode(save({'b': n.arange(6, dtype='f4').reshape(2, 3), 'a': n.array([7], 'i8')}, {'x': 'y'})).decode())" */
const tensors = new Map([
  ['b', {shape: [2, 3], data: Float32Array.of(0, 1, 2, 3, 4, 5)}],
  ['a', {shape: [1], data: BigInt64Array.of(7n)}],
]);

describe('safetensors', () => {
  it('come back as they were, from the same bytes whatever their order', () => {
    const bytes = encodeSafetensors(tensors, {x: 'y'});
    expect(encodeSafetensors(new Map([...tensors].reverse()), {x: 'y'})).toEqual(bytes);
    const {tensors: read, metadata} = decodeSafetensors(bytes);
    expect(metadata).toEqual({x: 'y'});
    expect(read.get('b')).toEqual({shape: [2, 3], data: Float32Array.of(0, 1, 2, 3, 4, 5)});
    expect(read.get('a')!.data).toEqual(BigInt64Array.of(7n));
  });

  it('of the reference writer are the same bytes', () => {
    const written =
      'iAAAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJ4IjoieSJ9LCJhIjp7ImR0eXBlIjoiSTY0Iiwic2hhcGUiOlsxXSwiZGF0YV9vZmZzZXRzIjpbMCw4XX0sImIiOnsiZHR5cGUiOiJGMzIiLCJzaGFwZSI6WzIsM10sImRhdGFfb2Zmc2V0cyI6WzgsMzJdfX0gBwAAAAAAAAAAAAAAAACAPwAAAEAAAEBAAACAQAAAoEA=';
    expect(btoa(String.fromCharCode(...encodeSafetensors(tensors, {x: 'y'})))).toBe(written);
  });

  it('begin with the length of a header of JSON, as the format says', () => {
    const bytes = encodeSafetensors(tensors);
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect(JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)))).toEqual({
      a: {dtype: 'I64', shape: [1], data_offsets: [0, 8]},
      b: {dtype: 'F32', shape: [2, 3], data_offsets: [8, 32]},
    });
    expect(bytes.length).toBe(8 + length + 32);
  });

  it('that are cut, overlap, lie or have another type are refused, the tensor named', () => {
    const whole = encodeSafetensors(tensors);
    const withHeader = (header: unknown, body = 32) => {
      const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
      const bytes = new Uint8Array(8 + json.length + body);
      new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
      bytes.set(json, 8);
      return bytes;
    };
    const entry = (over: object) => ({b: {dtype: 'F32', shape: [2, 4], data_offsets: [0, 32], ...over}});
    expect(() => decodeSafetensors(whole.subarray(0, whole.length - 1))).toThrow(/tensor b ends at byte/);
    expect(() => decodeSafetensors(whole.subarray(0, 5))).toThrow(/5 bytes/);
    expect(() => decodeSafetensors(withHeader('{'))).toThrow(/not JSON/);
    expect(() => decodeSafetensors(withHeader(entry({dtype: 'F16'})))).toThrow(/tensor b is of type "F16"/);
    expect(() => decodeSafetensors(withHeader(entry({shape: [2, 5]})))).toThrow(/tensor b of F32 \(2, 5\) has 32 bytes/);
    expect(() => decodeSafetensors(withHeader(entry({data_offsets: [8, 40]}), 40))).toThrow(/tensor b begins at 8, wanted 0/);
    expect(() => decodeSafetensors(withHeader(entry({}), 40))).toThrow(/8 bytes behind the last tensor/);
    expect(decodeSafetensors(withHeader(entry({}))).tensors.get('b')!.data.length).toBe(8);
  });
});
