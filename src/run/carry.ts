/**
 * What a generation leaves for the next, as named bytes: text as JSONL, everything else as one piece (a line of JSON that says kind and sizes, then
 * the arrays, little-endian).
 *
 * Refuses to compress: whoever keeps the files does.
 */
import {concatenatedBytes} from '../core/concatenated.ts';
import {type Data, ownData, type Text} from '../core/data.ts';
import {DataError} from '../core/error.ts';
import {isUtf8} from '../core/text/utf8.ts';
import type {Carry} from '../lab/loop/workflow.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Files by name: `sample.*` and, where human records came on top, `fresh.*`. */
export function encodeCarry(carry: Carry): Record<string, Uint8Array> {
  const files: Record<string, Uint8Array> = encodeData('sample', carry.sample);
  if (carry.fresh) Object.assign(files, encodeData('fresh', carry.fresh));
  carry.models?.forEach((model, i) => {
    files[`model-${i}.safetensors`] = model;
  });
  files['carry.json'] = encoder.encode(`${JSON.stringify({used: carry.used, ...(carry.state && {state: carry.state})})}\n`);
  return files;
}

/** Throws where they are not what `encodeCarry` made. */
export function decodeCarry(files: Readonly<Record<string, Uint8Array>>): Carry {
  const {used, state} = JSON.parse(decoder.decode(files['carry.json'])) as Pick<Carry, 'used' | 'state'>;
  const sample = decodeData('sample', files);
  if (!sample) throw new DataError('the sample is missing');
  const fresh = decodeData('fresh', files);
  const models = Object.keys(files)
    .filter((name) => name.startsWith('model-'))
    .map((_, i) => files[`model-${i}.safetensors`]);
  return {sample, ...(fresh && {fresh}), used, ...(state && {state}), ...(models.length > 0 && {models})};
}

function encodeData(name: string, data: Data): Record<string, Uint8Array> {
  if (data.kind === 'text' && isUtf8(data.bytes.subarray(0, data.offsets[data.count])))
    return {[`${name}.jsonl`]: encoder.encode(linesOf(data))};
  const isArray = (entry: [string, unknown]): entry is [string, Float64Array | Uint32Array | Uint8Array] => ArrayBuffer.isView(entry[1]);
  const fields = Object.entries(ownData(data));
  const arrays = fields.filter(isArray);
  const plain = Object.fromEntries(fields.filter((entry) => !isArray(entry)));
  const header = JSON.stringify({...plain, arrays: arrays.map(([key, a]) => [key, a.constructor.name, a.length])});
  const parts = [encoder.encode(`${header}\n`), ...arrays.map(([, a]) => new Uint8Array(a.buffer, a.byteOffset, a.byteLength))];
  return {[`${name}.bin`]: concatenatedBytes(parts)};
}

function decodeData(name: string, files: Readonly<Record<string, Uint8Array>>): Data | undefined {
  const jsonl = files[`${name}.jsonl`];
  if (jsonl) return textOfLines(jsonl);
  const bin = files[`${name}.bin`];
  return bin ? dataOfBytes(bin) : undefined;
}

function linesOf(text: Text): string {
  let lines = '';
  for (let i = 0; i < text.count; i++)
    lines += `${JSON.stringify({text: decoder.decode(text.bytes.subarray(text.offsets[i], text.offsets[i + 1]))})}\n`;
  return lines;
}

function textOfLines(raw: Uint8Array): Text {
  const documents = decoder
    .decode(raw)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => encoder.encode((JSON.parse(line) as {text: string}).text));
  const offsets = new Uint32Array(documents.length + 1);
  documents.forEach((document, i) => {
    offsets[i + 1] = offsets[i] + document.length;
  });
  return {kind: 'text', count: documents.length, bytes: concatenatedBytes(documents), offsets};
}

const ARRAYS = {Float64Array, Uint32Array, Uint8Array};

function dataOfBytes(raw: Uint8Array): Data {
  const end = raw.indexOf(10);
  const {arrays, ...plain} = JSON.parse(decoder.decode(raw.subarray(0, end))) as Data & {arrays: [string, keyof typeof ARRAYS, number][]};
  let at = end + 1;
  const read = arrays.map(([key, type, length]): [string, ArrayBufferView] => {
    const array = new ARRAYS[type](length);
    new Uint8Array(array.buffer).set(raw.subarray(at, at + array.byteLength));
    at += array.byteLength;
    return [key, array];
  });
  return {...plain, ...Object.fromEntries(read)};
}
