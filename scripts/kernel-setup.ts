/** Before tests: kernels that are older than their sources are built again. */
import {buildKernels} from './kernel.ts';

export async function setup(): Promise<void> {
  await buildKernels();
}
