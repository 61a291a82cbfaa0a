import {readFileSync} from 'node:fs';
import {afterEach, describe, expect, it} from 'vitest';
import {fillNormal} from '../../core/random/normal.ts';
import {Stream} from '../../core/random/stream.ts';
import {compileModule} from '../../core/webassembly.ts';
import {type Components, expectationMaximisation, passOf} from './em.ts';
import {PlaneKernel, registerPlaneKernel} from './plane-kernel.ts';
import {planeStepper} from './plane-stepper.ts';
import {stepPlane} from './step.ts';

const module = compileModule(readFileSync(new URL('./plane.wasm', import.meta.url)));
const kernel = new PlaneKernel(module);
afterEach(() => registerPlaneKernel(() => null));

/** K components in a row, `apart` from each other, and n records about them, some far from all. */
function drawn(n: number, K: number, apart: number): {values: Float64Array; components: Components} {
  const stream = Stream.root(`plane/${n}/${K}/${apart}`);
  const values = new Float64Array(2 * n);
  fillNormal(stream, values);
  for (let i = 0; i < n; i++) values[2 * i] += apart * stream.below(K + 1);
  const covariances = Float64Array.from({length: 4 * K}, (_, c) => [1 + stream.float(), 0.3, 0.3, 0.5 + stream.float()][c % 4]);
  for (let k = 0; k < K; k++) covariances[4 * k + 2] = covariances[4 * k + 1];
  return {
    values,
    components: {
      weights: new Float64Array(K).fill(1 / K),
      means: Float64Array.from({length: 2 * K}, (_, c) => (c % 2 === 0 ? apart * (c >> 1) : stream.float())),
      covariances,
    },
  };
}

describe('the kernel of a step in the plane', () => {
  it.each([
    [1, 1, 0],
    [127, 2, 1],
    [128, 3, 6],
    [129, 5, 2],
    [1000, 26, 4],
    [777, 31, 30],
  ])('gives the sums and the likelihood of %i records and %i components, %f apart, to the bit, weighted or not', (n, K, apart) => {
    const {values, components} = drawn(n, K, apart);
    const weights = Float64Array.from({length: n}, (_, i) => ((i + 1) % 5) / 2);
    for (const cloud of [
      {values, n, d: 2},
      {values, n, d: 2, weights},
    ]) {
      const [ours, plain] = [passOf(cloud, components), passOf(cloud, components)];
      expect(kernel.step(ours)).toBe(stepPlane(plain));
      expect(ours.sums).toEqual(plain.sums);
      expect(plain.sums.some((sum) => sum !== 0)).toBe(true);
    }
  });

  it('is what a fit takes where it is registered, for the same fit', () => {
    const {values, components} = drawn(600, 7, 3);
    const result = () =>
      expectationMaximisation({values, n: 600, d: 2}, components, {regularization: 1e-6, tolerance: Number.MIN_VALUE, iterations: 12});
    registerPlaneKernel(() => null);
    expect(planeStepper()).toBeNull();
    const plain = result();
    registerPlaneKernel(() => module);
    expect(planeStepper()).toBeInstanceOf(PlaneKernel);
    expect(result()).toEqual(plain);
  });
});
