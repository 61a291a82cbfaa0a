/**
 * `stepPlane` by the WebAssembly of kernel/mixture: the same bits, records and components two by two.
 *
 * The outer layer says where the module is (`registerPlaneKernel`); where none is built, or vectors are missing, `stepPlane` does it.
 */
import {ResourceError} from '../../core/error.ts';
import {log} from '../../core/math/index.ts';
import {type CompiledModule, exportsOf} from '../../core/webassembly.ts';
import {FRACTIONS, HIGH, LOW, STEPS_OF_EXP} from './exponential.ts';
import {type PlaneStepper, registerPlaneStepper} from './plane-stepper.ts';
import type {MixturePass} from './step.ts';

/** Records of a block, and numbers of a component. */
const BLOCK = 128;
const STRIDE = 6;

interface Exports {
  readonly memory: {readonly buffer: ArrayBuffer};
  readonly records: {readonly value: number};
  readonly constants: {readonly value: number};
  readonly packed: {readonly value: number};
  reserve(K: number): boolean | number;
  expect(K: number, length: number): void;
  gather(K: number, length: number): void;
}

export class PlaneKernel implements PlaneStepper {
  private readonly wasm: Exports;

  constructor(module: CompiledModule) {
    this.wasm = exportsOf<Exports>(module);
    this.reserve(2);
    new Float64Array(this.wasm.memory.buffer, this.wasm.constants.value).set([STEPS_OF_EXP, HIGH, LOW, 0, ...FRACTIONS]);
  }

  /** As `stepPlane`. */
  step(pass: MixturePass): number {
    const {wasm} = this;
    const {n, packed, sums} = pass;
    // components are taken two by two: one that nothing falls to makes up an odd number
    const even = pass.K + (pass.K % 2);
    this.reserve(even);
    const {buffer} = wasm.memory;
    const components = new Float64Array(buffer, wasm.packed.value, 2 * even * STRIDE).fill(0);
    components.set(packed);
    if (even > pass.K) components[even * STRIDE - 1] = -Infinity;
    const block = new Float64Array(buffer, wasm.records.value, 4 * BLOCK);
    let total = 0;
    for (let from = 0; from < n; from += BLOCK) {
      const length = Math.min(BLOCK, n - from);
      enter(block, pass, from, length);
      wasm.expect(even, length);
      total += likelihood(block, pass, from, length);
      wasm.gather(even, length);
    }
    sums.set(components.subarray(even * STRIDE, (even + pass.K) * STRIDE));
    return total;
  }

  private reserve(K: number): void {
    if (!this.wasm.reserve(K))
      throw new ResourceError(`there is no memory for a mixture of ${K} components`, {next: 'Take fewer components, or free some memory.'});
  }
}

/** block: x, y, most, scale, (BLOCK,) each. */
function enter(block: Float64Array, {values}: MixturePass, from: number, length: number): void {
  for (let b = 0, i = 2 * from; b < length; b++, i += 2) {
    block[b] = values[i];
    block[BLOCK + b] = values[i + 1];
  }
}

/** scale -> weight / scale; returns the weighted sum of log-likelihoods. */
function likelihood(block: Float64Array, {weights}: MixturePass, from: number, length: number): number {
  let total = 0;
  for (let b = 0; b < length; b++) {
    const weight = weights === undefined ? 1 : weights[from + b];
    const scale = block[3 * BLOCK + b];
    total += weight * (block[2 * BLOCK + b] + log(scale));
    block[3 * BLOCK + b] = weight / scale;
  }
  return total;
}

/** Says where the module is; it is loaded at the first step, once a thread. */
export function registerPlaneKernel(loader: () => CompiledModule | null): void {
  registerPlaneStepper(() => {
    const module = loader();
    return module && new PlaneKernel(module);
  });
}
