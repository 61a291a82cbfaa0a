/**
 * Writes every case of the runtimes' contract as an ONNX file, so that a checker that is not ours can read them.
 *
 *   node bench/onnx-models.ts <folder>
 *   python bench/peers/onnx_check.py <folder>
 *
 * Portable graphs only: those with ONNX Runtime's own operators are no business of the checker.
 */
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {encodeOnnx} from '../src/tensor/onnx.ts';
import {graphsOf, runtimeCases} from '../test/runtime-cases.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: node bench/onnx-models.ts <folder>');
mkdirSync(folder, {recursive: true});
let count = 0;
for (const name of runtimeCases)
  for (const [k, {graph}] of graphsOf(name, {fused: false, draws: 2}).entries()) {
    writeFileSync(join(folder, `${name.replace(/[^a-zA-Z0-9]+/g, '-')}.${k}.onnx`), encodeOnnx(graph).bytes);
    count++;
  }
process.stdout.write(`${count} models in ${folder}\n`);
