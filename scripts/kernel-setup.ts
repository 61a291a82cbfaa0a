/** Before tests: a kernel that is older than its sources is built again. */
import {buildKernel} from './kernel.ts';

export async function setup(): Promise<void> {
  await buildKernel();
}
