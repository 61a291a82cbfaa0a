import {describe, expect, it} from 'vitest';
import {normal} from '../core/random/normal.ts';
import {Stream} from '../core/random/stream.ts';
import {assemble, type Case, type Feeds} from './cases/case.test-help.ts';
import {CASES} from './cases/index.test-help.ts';
import {interpret} from './reference.test-help.ts';

const DRAWS = 4;
const STEP = 1e-5;
/** Of a central difference in float64, relative to one more than the value. */
const OF_DIFFERENCES = 1e-7;
const OF_TWO_FORMS = 1e-10;
/** Numbers of an input that are moved alone; beyond them all are moved together, in a random direction. */
const ALONE = 5;

/** Every random case: its shapes and numbers differ from draw to draw. */
function draws(name: string): {one: Case; stream: Stream}[] {
  return Array.from({length: DRAWS}, (_, k) => {
    const stream = Stream.root(`gradients/${name}/${k}`);
    return {one: CASES[name](stream.fork('shapes')), stream: stream.fork('numbers')};
  });
}

function expectClose(actual: number, wanted: number, what: string, tolerance: number): void {
  if (!(Math.abs(actual - wanted) <= tolerance * (1 + Math.abs(wanted)))) expect.fail(`${what}: ${actual} where ${wanted} is wanted`);
}

/** Directions in which an input is moved: some of its numbers alone, and all together. */
function directions(size: number, stream: Stream): Float64Array[] {
  const alone = Array.from({length: Math.min(ALONE, size)}, () => new Float64Array(size));
  for (const direction of alone) direction[stream.below(size)] = 1;
  return [...alone, Float64Array.from({length: size}, () => normal(stream))];
}

const dot = (a: Float64Array, b: Float64Array) => a.reduce((total, value, i) => total + value * b[i], 0);

/** How fast the loss changes when an input is moved, by a central difference. */
function slope(loss: (feeds: Feeds) => number, feeds: Feeds, {name, direction}: {name: string; direction: Float64Array}): number {
  const values = feeds[name] as Float64Array;
  const at = (step: number) => loss({...feeds, [name]: values.map((value, i) => value + step * direction[i])});
  return (at(STEP) - at(-STEP)) / (2 * STEP);
}

describe.each([{fused: false}, {fused: true}])('the gradients of a graph that is fused: $fused', ({fused}) => {
  it.each(Object.keys(CASES))('of %s are its central differences', (name) => {
    for (const {one, stream} of draws(name)) {
      const {graph, feeds, by} = assemble(one, stream, {fused, float: 'float64', gradients: true});
      const results = interpret(graph, feeds);
      const forward = assemble(one, stream, {fused, float: 'float64', gradients: false}).graph;
      const loss = (fed: Feeds) => interpret(forward, fed).loss[0];
      for (const input of by)
        for (const direction of directions(feeds[input].length, stream.fork(`directions/${input}`)))
          expectClose(
            dot(results[`d/${input}`], direction),
            slope(loss, feeds, {name: input, direction}),
            `d/${input} along ${direction}`,
            OF_DIFFERENCES,
          );
    }
  });

  it.each(Object.keys(CASES).filter((name) => draws(name)[0].one.plain))('of %s, and it, are those of elementary operators', (name) => {
    for (const {one, stream} of draws(name)) {
      const {graph, feeds} = assemble(one, stream, {fused, float: 'float64', gradients: true});
      const plain = assemble(one, stream, {fused: false, float: 'float64', gradients: true, plain: true});
      const [results, wanted] = [interpret(graph, feeds), interpret(plain.graph, plain.feeds)];
      for (const [output, values] of Object.entries(wanted)) {
        expect(results[output].length, output).toBe(values.length);
        for (const [i, value] of values.entries()) expectClose(results[output][i], value, `${output}[${i}]`, OF_TWO_FORMS);
      }
    }
  });
});
