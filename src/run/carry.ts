/**
 * What a generation leaves for the next, as files: text as zstd-compressed JSONL that any tool reads, everything else as one
 * binary file (a line of JSON that says kind and sizes, then the arrays, little-endian).
 */
import {isUtf8} from 'node:buffer';
import {zstdCompressSync, zstdDecompressSync} from 'node:zlib';
import type {Data, Text} from '../core/data.ts';
import {DataError} from '../core/error.ts';
import type {Carry} from '../lab/loop/workflow.ts';

/** Files by name: `sample.*` and, where human records came on top, `fresh.*`. */
export function encodeCarry(carry: Carry): Record<string, string | Uint8Array> {
  const files: Record<string, string | Uint8Array> = encodeData('sample', carry.sample);
  if (carry.fresh) Object.assign(files, encodeData('fresh', carry.fresh));
  carry.models?.forEach((model, i) => {
    files[`model-${i}.safetensors`] = model;
  });
  files['carry.json'] = `${JSON.stringify({used: carry.used, ...(carry.state && {state: carry.state})})}\n`;
  return files;
}

export function decodeCarry(files: Record<string, Uint8Array>): Carry {
  const {used, state} = JSON.parse(Buffer.from(files['carry.json']).toString()) as Pick<Carry, 'used' | 'state'>;
  const sample = decodeData('sample', files);
  if (!sample) throw new DataError('the sample is missing');
  const fresh = decodeData('fresh', files);
  const models = Object.keys(files)
    .filter((name) => name.startsWith('model-'))
    .map((_, i) => files[`model-${i}.safetensors`]);
  return {sample, ...(fresh && {fresh}), used, ...(state && {state}), ...(models.length > 0 && {models})};
}

function encodeData(name: string, data: Data): Record<string, Uint8Array> {
  if (data.kind === 'text' && isUtf8(data.bytes.subarray(0, data.offsets[data.count]))) {
    return {[`${name}.jsonl.zst`]: zstdCompressSync(Buffer.from(linesOf(data)))};
  }
  const arrays = Object.entries(data).filter(([, value]) => ArrayBuffer.isView(value)) as [
    string,
    Float64Array | Uint32Array | Uint8Array,
  ][];
  const plain = Object.fromEntries(Object.entries(data).filter(([, value]) => !ArrayBuffer.isView(value)));
  const header = JSON.stringify({...plain, arrays: arrays.map(([key, a]) => [key, a.constructor.name, a.length])});
  const bodies = arrays.map(([, a]) => Buffer.from(a.buffer, a.byteOffset, a.byteLength));
  const whole = Buffer.concat([Buffer.from(`${header}\n`), ...bodies]);
  return {[`${name}.bin.zst`]: zstdCompressSync(whole)};
}

function decodeData(name: string, files: Record<string, Uint8Array>): Data | undefined {
  const jsonl = files[`${name}.jsonl.zst`];
  if (jsonl) return textOfLines(zstdDecompressSync(jsonl));
  const bin = files[`${name}.bin.zst`];
  return bin ? dataOfBytes(zstdDecompressSync(bin)) : undefined;
}

function linesOf(text: Text): string {
  const bytes = Buffer.from(text.bytes.buffer, text.bytes.byteOffset, text.bytes.byteLength);
  let lines = '';
  for (let i = 0; i < text.count; i++) lines += `${JSON.stringify({text: bytes.toString('utf8', text.offsets[i], text.offsets[i + 1])})}\n`;
  return lines;
}

function textOfLines(raw: Buffer): Text {
  const documents = raw
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Buffer.from((JSON.parse(line) as {text: string}).text));
  const offsets = new Uint32Array(documents.length + 1);
  documents.forEach((document, i) => {
    offsets[i + 1] = offsets[i] + document.length;
  });
  return {kind: 'text', count: documents.length, bytes: new Uint8Array(Buffer.concat(documents)), offsets};
}

const ARRAYS = {Float64Array, Uint32Array, Uint8Array};

function dataOfBytes(raw: Buffer): Data {
  const end = raw.indexOf(10);
  const {arrays, ...plain} = JSON.parse(raw.toString('utf8', 0, end)) as {arrays: [string, keyof typeof ARRAYS, number][]};
  let at = end + 1;
  const data: Record<string, unknown> = {...plain};
  for (const [key, type, length] of arrays) {
    const array = new ARRAYS[type](length);
    new Uint8Array(array.buffer).set(raw.subarray(at, at + array.byteLength));
    at += array.byteLength;
    data[key] = array;
  }
  return data as unknown as Data;
}
