/** Whether a graph has room, said before it runs; and what to say where it had none. */
import {ResourceError} from '../core/error.ts';
import {LOWER_IT, type MemoryNeed, shownBytes, shownTensors} from './memory.ts';
import type {EncodedGraph} from './onnx.ts';
import {MOST_MODEL_BYTES} from './onnx-model.ts';

/** Operators that compute in place of what they take have half of what lives at once, at best. */
const IN_PLACE = 2;

/** Throws ResourceError where the graph has no room whatever the runtime does. `limit`: bytes; undefined where it is not known. */
export function checkGraphRoom({bytes, memory}: EncodedGraph, limit: number | undefined): void {
  if (bytes.length > MOST_MODEL_BYTES)
    throw new ResourceError(`the graph has ${shownBytes(bytes.length)}, and ONNX holds ${shownBytes(MOST_MODEL_BYTES)} at most`, {
      next: LOWER_IT,
    });
  const least = Math.max(memory.least, memory.peak / IN_PLACE);
  if (limit !== undefined && least > limit)
    throw new ResourceError(
      `the model needs at least ${shownBytes(least)} of memory, and here are ${shownBytes(limit)}; its largest tensors: ${shownTensors(memory.largest)}`,
      {next: LOWER_IT},
    );
}

export const isOutOfMemory = ({message}: Error): boolean =>
  /failed to allocate|allocation failed|out of memory|bad.?alloc|invalid (typed )?array length|\bOOM\b/i.test(message);

/** Names of nodes carry the shape of what they compute, so that the message says which tensor had no room. `device`: where it ran. */
export function outOfMemory(cause: Error, device: string, {least, peak, largest}: MemoryNeed): ResourceError {
  const [, node] = /Name:'([^']*?)(?: #\d+)?'/.exec(cause.message) ?? [];
  const [, wanted] = /requested buffer of size (\d+)/.exec(cause.message) ?? [];
  const at = node ? ` at ${node}` : '';
  const size = wanted ? `, which wanted ${shownBytes(Number(wanted))}` : '';
  return new ResourceError(
    `out of memory on ${device}${at}${size}: the graph holds between ${shownBytes(least)} and about ${shownBytes(peak)} at once; its largest tensors: ${shownTensors(largest)}`,
    {next: LOWER_IT, cause},
  );
}
