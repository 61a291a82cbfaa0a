/** A graph that wants 576 MB where 200 are left: its own process, whose limit of address space is set when all is loaded. Prints the error. */
import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {plainError} from '../src/node/plain-error.ts';
import {openRuntime} from '../src/node/tensor/runtime.ts';
import {Graph} from '../src/tensor/graph.ts';
import {encodeOnnx} from '../src/tensor/onnx.ts';
import {matmul} from '../src/tensor/ops/matrix.ts';
import {sum} from '../src/tensor/ops/reduce.ts';
import {prlimitPath} from './tools.ts';

const n = 12_000;
const graph = new Graph();
graph.output('y', sum(matmul(graph.input('x', [n, 8]), graph.input('w', [8, n]))));
const step = openRuntime().compile(encodeOnnx(graph));
const feeds = {x: new Float32Array(8 * n), w: new Float32Array(8 * n)};
const [, kilobytes] = /VmSize:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))!;
execFileSync(prlimitPath()!, ['--pid', `${process.pid}`, `--as=${Number(kilobytes) * 1024 + 200e6}`]);
try {
  step.run(feeds);
  process.stdout.write(JSON.stringify({message: 'it ran'}));
} catch (error) {
  process.stdout.write(JSON.stringify({...plainError(error), cause: (error as Error & {cause?: Error}).cause?.message}));
}
