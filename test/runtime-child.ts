/** Runs the contract of runtimes on one device, in a process of its own: one line of JSON a check, and the runtime's profiles. */
import {openRuntime} from '../src/node/tensor/runtime.ts';
import {runtimeContract} from './contract-runtime.ts';

const [device, tolerance, draws, profile] = process.argv.slice(2);
const runtime = openRuntime({device: device as 'webgpu', profile});
for (const {name, check} of runtimeContract({tolerance: Number(tolerance), draws: Number(draws)})) {
  let error: string | undefined;
  try {
    check(runtime);
  } catch (cause) {
    error = (cause as Error).message;
  }
  process.stdout.write(`${JSON.stringify({name, error})}\n`);
}
runtime.close();
