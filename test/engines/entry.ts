/** What is bundled and run on each engine: takes and gives text alone, since an engine's shell has nothing else. */
import {runInMemory, type Texts} from './in-memory.ts';

/** Experiments by name, as their YAML says them; the speeches, a character a byte, and where each ends. */
export interface Input {
  readonly experiments: Record<string, unknown>;
  readonly speeches: {readonly bytes: string; readonly offsets: readonly number[]};
}

export function runAll({experiments, speeches}: Input): Record<string, Texts> {
  const bytes = Uint8Array.from(speeches.bytes, (character) => character.charCodeAt(0));
  const offsets = Uint32Array.from(speeches.offsets);
  const corpus = {documents: {kind: 'text' as const, count: offsets.length - 1, bytes, offsets}, name: 'the corpus speeches'};
  return Object.fromEntries(Object.entries(experiments).map(([name, data]) => [name, runInMemory(data, corpus)]));
}
