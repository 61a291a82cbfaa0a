/** The memory of this machine. */
import {totalmem} from 'node:os';

/** Bytes that this process may have: the machine's, or those of its control group. */
export function memoryOfMachine(): number {
  const allowed = process.constrainedMemory?.() ?? 0;
  return allowed > 0 ? Math.min(totalmem(), allowed) : totalmem();
}
