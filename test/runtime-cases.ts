/** Runs a case on a runtime and beside it in the reference interpreter: what the contract of runtimes asserts, and a child process reports. */
import {Stream} from '../src/core/random/stream.ts';
import {assemble} from '../src/tensor/cases/case.test-help.ts';
import {CASES} from '../src/tensor/cases/index.test-help.ts';
import {LARGE} from '../src/tensor/cases/large.test-help.ts';
import {encodeOnnx} from '../src/tensor/onnx.ts';
import {interpret} from '../src/tensor/reference.test-help.ts';
import type {Runtime} from '../src/tensor/runtime.ts';

export const runtimeCases: readonly string[] = [...Object.keys(CASES), ...Object.keys(LARGE)];

/** The random graphs of a case, with their numbers: forward and gradients, in float32. */
export function graphsOf(name: string, {fused, draws}: {fused: boolean; draws: number}) {
  const draw = CASES[name] ?? LARGE[name];
  return Array.from({length: name in LARGE ? 1 : draws}, (_, k) => {
    const stream = Stream.root(`runtime/${name}/${k}`);
    return assemble(draw(stream.fork('shapes')), stream.fork('numbers'), {fused, gradients: true});
  });
}

export interface Difference {
  readonly name: string;
  /** Largest |runtime - reference| over the largest |reference| of the same output, or over 1 where that is smaller. */
  readonly worst: number;
  readonly output: string;
}

/** The worst difference of a case; NaN counts as infinite. */
export function differenceOf(runtime: Runtime, name: string, draws: number): Difference {
  let found: Difference = {name, worst: 0, output: ''};
  for (const {graph, feeds} of graphsOf(name, {fused: runtime.fused, draws})) {
    const results = runtime.compile(encodeOnnx(graph)).run(feeds) as Record<string, Float32Array>;
    for (const [output, wanted] of Object.entries(interpret(graph, feeds))) {
      const worst = worstOf(results[output], wanted);
      if (worst > found.worst) found = {name, worst, output};
    }
  }
  return found;
}

/** The worst difference of a case between two runtimes, in the same measure. */
export function differenceBetween(a: Runtime, b: Runtime, name: string): number {
  let worst = 0;
  for (const {graph, feeds} of graphsOf(name, {fused: a.fused && b.fused, draws: 2})) {
    const encoded = encodeOnnx(graph);
    const [mine, others] = [a, b].map((runtime) => runtime.compile(encoded).run(feeds) as Record<string, Float32Array>);
    for (const [output, values] of Object.entries(mine))
      worst = Math.max(worst, worstOf(values, Float64Array.from(others[output], Number)));
  }
  return worst;
}

function worstOf(actual: Float32Array, wanted: Float64Array): number {
  if (actual.length !== wanted.length) return Number.POSITIVE_INFINITY;
  const scale = wanted.reduce((a, b) => Math.max(a, Math.abs(b)), 1);
  let worst = 0;
  for (let i = 0; i < wanted.length; i++) {
    const difference = Math.abs(actual[i] - wanted[i]) / scale;
    if (!(difference <= worst)) worst = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
  }
  return worst;
}
