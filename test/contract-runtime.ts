/**
 * The contract of every runtime, as checks that throw: a test registers them, and a child process runs them where a device wants an
 * environment of its own.
 *
 * What a runtime computes in float32 must equal the reference interpreter's float64 within `tolerance`, forward and gradients.
 */
import assert from 'node:assert/strict';
import {DomainError} from '../src/core/error.ts';
import {Graph} from '../src/tensor/graph.ts';
import {encodeOnnx} from '../src/tensor/onnx.ts';
import {add, cast, compare, exp, multiply} from '../src/tensor/ops/elementwise.ts';
import {sum} from '../src/tensor/ops/reduce.ts';
import type {Resident, Runtime, Values} from '../src/tensor/runtime.ts';
import {differenceOf, runtimeCases} from './runtime-cases.ts';

export interface RuntimeContract {
  /** Largest difference from the reference, over the largest number of an output (or over 1 where that is smaller). */
  readonly tolerance: number;
  /** Random graphs of a case. */
  readonly draws: number;
}

export interface Check {
  readonly name: string;
  check(runtime: Runtime): void;
}

export function runtimeContract({tolerance, draws}: RuntimeContract): Check[] {
  const computes = runtimeCases.map((name) => ({
    name: `computes ${name} and its gradients as the reference does`,
    check: (runtime: Runtime) => {
      const {worst, output} = differenceOf(runtime, name, draws);
      assert(worst <= tolerance, `${output} differs by ${worst}, more than ${tolerance}`);
    },
  }));
  return [...computes, ...PORT];
}

/** y = 2 x + 1 and its sum. */
function line(): Graph {
  const graph = new Graph();
  const y = add(multiply(graph.input('x', [2, 3]), 2), 1);
  graph.output('y', y);
  graph.output('total', sum(y));
  return graph;
}

const SIX = Float32Array.of(1, 2, 3, 4, 5, 6);
const numbersOf = (value: Values | Resident): number[] => Array.from(('read' in value ? value.read() : value) as Float32Array, Number);

const PORT: Check[] = [
  {
    name: 'gives the same bytes for the same feeds, and keeps what it gave before',
    check: (runtime) => {
      const step = runtime.compile(encodeOnnx(line()));
      const first = step.run({x: SIX}).y as Float32Array;
      const kept = first.slice();
      step.run({x: SIX.map((value) => -value)});
      assert.deepEqual(first, kept);
      assert.deepEqual(step.run({x: SIX.slice()}).y, kept);
    },
  },
  {
    name: 'sees what was written into an array that it was fed before',
    check: (runtime) => {
      const step = runtime.compile(encodeOnnx(line()));
      const x = SIX.slice();
      step.run({x});
      x.fill(0);
      assert.deepEqual(numbersOf(step.run({x}).y), [1, 1, 1, 1, 1, 1]);
    },
  },
  {
    name: 'compiles graphs of equal bytes once',
    check: (runtime) => assert.equal(runtime.compile(encodeOnnx(line())), runtime.compile(encodeOnnx(line()))),
  },
  {
    name: 'feeds one array to two inputs of other shapes',
    check: (runtime) => {
      const graph = new Graph();
      graph.output('y', sum(graph.input('a', [2, 3]), {axes: [0]}));
      graph.output('z', add(graph.input('b', [6]), 1));
      const {y, z} = runtime.compile(encodeOnnx(graph)).run({a: SIX, b: SIX});
      assert.deepEqual(numbersOf(y), [5, 7, 9]);
      assert.deepEqual(numbersOf(z), [2, 3, 4, 5, 6, 7]);
    },
  },
  {
    name: 'refuses an input that is absent, of another size or of another type, and says which',
    check: (runtime) => {
      const step = runtime.compile(encodeOnnx(line()));
      for (const x of [undefined, new Float32Array(5), new Int32Array(6), new Float64Array(6)])
        assert.throws(
          () => step.run(x ? {x} : {}),
          (error) => error instanceof DomainError && /input x .*\(2, 3\)/.test(error.message),
        );
    },
  },
  {
    name: 'gives outputs that are inputs, constants, or have two names',
    check: (runtime) => {
      const graph = new Graph();
      const x = graph.input('x', [2, 3]);
      const y = exp(x);
      graph.output('same', x);
      graph.output('constant', graph.filled(7, [2]));
      graph.output('y', y);
      graph.output('again', y);
      const results = runtime.compile(encodeOnnx(graph)).run({x: new Float32Array(6)});
      assert.deepEqual(numbersOf(results.same), [0, 0, 0, 0, 0, 0]);
      assert.deepEqual(numbersOf(results.constant), [7, 7]);
      assert.deepEqual(numbersOf(results.y), [1, 1, 1, 1, 1, 1]);
      assert.deepEqual(numbersOf(results.again), [1, 1, 1, 1, 1, 1]);
    },
  },
  {
    name: 'takes and gives whole numbers and booleans',
    check: (runtime) => {
      const graph = new Graph();
      const ids = graph.input('ids', [3], 'int32');
      graph.output('more', add(ids, 5));
      graph.output('two', compare('Equal', ids, 2));
      graph.output('float', cast(ids, 'float32'));
      const results = runtime.compile(encodeOnnx(graph)).run({ids: Int32Array.of(1, 2, -3)});
      assert.deepEqual(results.more, Int32Array.of(6, 7, 2));
      assert.deepEqual(numbersOf(results.two), [0, 1, 0]);
      assert.deepEqual(results.float, Float32Array.of(1, 2, -3));
    },
  },
  {
    name: 'takes back what it keeps resident, step after step',
    check: (runtime) => {
      const graph = new Graph();
      const x = graph.input('x', [2, 3]);
      graph.output('next', multiply(x, 2));
      graph.output('total', sum(x));
      const step = runtime.compile(encodeOnnx(graph), {resident: ['next']});
      let state: Values | Resident = SIX;
      for (const total of [21, 42, 84]) {
        const results: Record<string, Values | Resident> = step.run({x: state});
        assert.deepEqual(numbersOf(results.total), [total]);
        assert.equal('read' in results.next, runtime.resident);
        if ('release' in state) state.release();
        state = results.next;
      }
      assert.deepEqual(numbersOf(state), [8, 16, 24, 32, 40, 48]);
    },
  },
];
