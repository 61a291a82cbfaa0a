import {readFileSync} from 'node:fs';
import {afterEach, describe, expect, it} from 'vitest';
import {ownData, type Points} from '../../core/data.ts';
import {registerNormalKernel} from '../../core/random/normal-kernel.ts';
import {Stream} from '../../core/random/stream.ts';
import {compileModule} from '../../core/webassembly.ts';
import {DrawnLine} from './drawn-line.ts';
import {gaussianModel, gaussianOf} from './index.ts';

const module = compileModule(readFileSync(new URL('../../core/random/normal.wasm', import.meta.url)));
const none = () => registerNormalKernel(() => null);
afterEach(none);

/** A lineage of `replace`: what is fitted, and the samples. */
function lineage(variance: 'ml' | 'unbiased', n: number): {fitted: number[]; samples: Points[]; state: number[]} {
  const model = gaussianModel({variance});
  const stream = Stream.root('lineage');
  let data = gaussianOf(Float64Array.of(0.5), Float64Array.of(2)).sample(n, stream);
  const samples = [data];
  const fitted: number[] = [];
  for (let t = 0; t < 6; t++) {
    const one = model.fit([{data, source: 'synthetic'}], stream);
    fitted.push(one.mean[0], one.covariance[0]);
    data = one.sample(n, stream);
    samples.push(data);
  }
  const pooled = model.fit(
    samples.map((sample) => ({data: sample, source: 'synthetic'})),
    stream,
  );
  return {fitted: [...fitted, pooled.mean[0], pooled.covariance[0]], samples, state: [...stream.state]};
}

describe('a sample on a line', () => {
  it.each([
    ['ml', 100],
    ['unbiased', 64],
    ['ml', 1003],
  ] as const)('of a fit by %s of %i records is the same with the kernel and without, its values asked for in any order', (variance, n) => {
    none();
    const plain = lineage(variance, n);
    registerNormalKernel(() => module);
    const drawn = lineage(variance, n);
    expect(plain.samples.some((sample) => sample instanceof DrawnLine)).toBe(false);
    expect(drawn.samples.every((sample) => sample instanceof DrawnLine)).toBe(true);
    expect(drawn.fitted).toEqual(plain.fitted);
    expect(drawn.state).toEqual(plain.state);
    for (const t of [6, 0, 3, 3, 1, 5, 2, 4]) expect(drawn.samples[t].values).toEqual(plain.samples[t].values);
    expect(drawn.samples.map(({count, dimension, kind, origin}) => ({count, dimension, kind, origin}))).toEqual(
      plain.samples.map(({count, dimension, kind, origin}) => ({count, dimension, kind, origin})),
    );
  });

  it('is copied and stored with the values that are not made yet', () => {
    const wanted = gaussianOf(Float64Array.of(2), Float64Array.of(1)).sample(80, Stream.root('own'));
    registerNormalKernel(() => module);
    const drawn = gaussianOf(Float64Array.of(2), Float64Array.of(1)).sample(80, Stream.root('own'));
    expect(drawn).toBeInstanceOf(DrawnLine);
    expect(Object.keys(ownData(drawn))).toEqual(Object.keys(wanted));
    expect(ownData(drawn)).toEqual(wanted);
    expect(ownData(wanted)).toBe(wanted);
  });

  it('that is small is drawn one by one', () => {
    registerNormalKernel(() => module);
    expect(gaussianOf(Float64Array.of(0), Float64Array.of(1)).sample(20, Stream.root(1))).not.toBeInstanceOf(DrawnLine);
  });
});
