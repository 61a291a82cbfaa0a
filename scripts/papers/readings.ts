/** Reads off a run what rows want: per lineage a map of readings, of the measures that are asked for alone. */
import {createReadStream} from 'node:fs';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import type {At} from './row.ts';

interface Line {
  readonly arm: string;
  readonly seed: number;
  readonly generation: number;
  readonly measure: string;
  readonly band?: string;
  readonly value?: number;
  readonly reason?: string;
}

const keyOf = (measure: string, generation: number | 'last', band?: string): string => `${measure} ${generation} ${band ?? ''}`;

/** By arm and seed. Generations beyond those of `wanted` are passed over. */
export async function readingsOf(directory: string, wanted: ReadonlySet<string>): Promise<Map<string, Map<number, At>>> {
  const arms = new Map<string, Map<number, Map<string, number | string>>>();
  const lines = createInterface({input: createReadStream(join(directory, 'results.jsonl')), crlfDelay: Number.POSITIVE_INFINITY});
  for await (const text of lines) {
    const {arm, seed, generation, measure, band, value, reason} = JSON.parse(text) as Line;
    const keys = [keyOf(measure, generation, band), keyOf(measure, 'last', band)].filter((key) => wanted.has(key));
    if (keys.length === 0) continue;
    const seeds = arms.get(arm) ?? new Map<number, Map<string, number | string>>();
    arms.set(arm, seeds);
    const readings = seeds.get(seed) ?? new Map<string, number | string>();
    seeds.set(seed, readings);
    for (const key of keys) readings.set(key, value ?? reason ?? 'no reason');
  }
  return new Map([...arms].map(([arm, seeds]) => [arm, new Map([...seeds].map(([seed, readings]) => [seed, atOf(readings)]))]));
}

function atOf(readings: ReadonlyMap<string, number | string>): At {
  return (measure, generation, band) => {
    const value = readings.get(keyOf(measure, generation, band));
    if (typeof value === 'number') return value;
    throw new Error(`${measure} of generation ${generation}${band === undefined ? '' : `, band ${band}`}: ${value ?? 'not there'}`);
  };
}

/** What a function of a lineage asks for. */
export function wantedBy(value: (at: At) => number): string[] {
  const asked: string[] = [];
  value((measure, generation, band) => {
    asked.push(keyOf(measure, generation, band));
    return 1;
  });
  return asked;
}
