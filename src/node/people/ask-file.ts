/**
 * asks.jsonl: every pair that a run has asked people about, under the first lineage that asked.
 *
 *   {"ask", "arm", "seed", "generation", "first", "second", "prompt"?}
 *
 * In the order of arms, seeds and generations. It is replaced whole, and what stands in it once stays.
 */
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import * as z from 'zod';
import {DataError, ResourceError} from '../../core/error.ts';
import {replaceFile} from '../files.ts';
import {readStored, storedJson} from '../stored.ts';

export const ASKS = 'asks.jsonl';

const askSchema = z.object({
  ask: z.string().min(1),
  arm: z.string(),
  seed: z.number(),
  generation: z.number(),
  first: z.string(),
  second: z.string(),
  prompt: z.string().optional(),
});
export type AskLine = z.infer<typeof askSchema>;

/** None where there is no file. Throws DataError. */
export function readAsks(directory: string): AskLine[] {
  const path = join(directory, ASKS);
  if (!existsSync(path)) return [];
  const lines = textOf(path).split('\n');
  return lines.flatMap((line, i) => {
    if (line.trim() === '') return [];
    try {
      return [storedJson(line, askSchema)];
    } catch (cause) {
      throw new DataError(`not an ask: ${(cause as Error).message}`, {
        where: `${path}:${i + 1}`,
        next: 'delete the file and run the same command again: it is written anew',
        cause,
      });
    }
  });
}

function textOf(path: string): string {
  try {
    return readStored(path).toString('utf8');
  } catch (error) {
    if (error instanceof ResourceError) throw error;
    throw new DataError(`asks cannot be read: ${(error as Error).message}`, {
      where: path,
      next: 'remove what is there and run the same command again: the file is written anew',
      cause: error,
    });
  }
}

/** The asks of a run directory, to add to. */
export class AskBook {
  private readonly path: string;
  private readonly arms: readonly string[];
  private readonly asks: Map<string, AskLine>;
  /** Those that were there before. */
  private readonly settled: ReadonlySet<string>;

  /** `arms`: in the order of the experiment. */
  constructor(directory: string, arms: readonly string[]) {
    this.path = join(directory, ASKS);
    this.arms = arms;
    this.asks = new Map(readAsks(directory).map((line) => [line.ask, line]));
    this.settled = new Set(this.asks.keys());
  }

  has(ask: string): boolean {
    return this.asks.has(ask);
  }

  /** Writes the file where something is new. */
  add(lines: Iterable<AskLine>): void {
    let isNew = false;
    for (const {ask, arm, seed, generation, first, second, prompt} of lines) {
      const line: AskLine = {ask, arm, seed, generation, first, second, ...(prompt !== undefined && {prompt})};
      const known = this.asks.get(ask);
      if (known && (this.settled.has(ask) || this.compare(known, line) <= 0)) continue;
      this.asks.set(ask, line);
      isNew = true;
    }
    if (!isNew) return;
    const sorted = [...this.asks.values()].sort((a, b) => this.compare(a, b));
    replaceFile(
      this.path,
      sorted.map((line) => `${JSON.stringify(line)}\n`),
    );
  }

  private compare(a: AskLine, b: AskLine): number {
    return this.arms.indexOf(a.arm) - this.arms.indexOf(b.arm) || a.seed - b.seed || a.generation - b.generation;
  }
}
