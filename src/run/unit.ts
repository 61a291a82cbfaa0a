/**
 * What a run leaves behind: units, each some generations of one lineage or whole lineages of many seeds, and the port of what keeps them.
 * Types only.
 */
import type {Times} from '../lab/loop/stopwatch.ts';
import type {Carry} from '../lab/loop/workflow.ts';
import type {Picture} from '../lab/observe/picture.ts';
import type {Row} from '../lab/results/row.ts';
import type {JudgedAsk} from './asked.ts';

/** From first to last, both included. */
export type InclusiveRange = readonly [number, number];

export interface UnitKey {
  readonly arm: string;
  readonly seeds: InclusiveRange;
  readonly generations: InclusiveRange;
  /** Whole lineages, with nothing kept to go on from; else generations of one lineage, with what the next one needs. */
  readonly block: boolean;
}

export interface PicturedGeneration {
  readonly generation: number;
  readonly picture: Picture;
}

export interface UnitContent {
  readonly rows: readonly Row[];
  /** Of every generation of the unit where the arm needs its history, else of the last. */
  readonly carries?: readonly Carry[];
  readonly pictures?: readonly PicturedGeneration[];
  readonly notes?: readonly string[];
  /** What its generations took, all its lineages together. */
  readonly spent?: Times;
  /** What people were asked, and what they said. */
  readonly judged?: readonly JudgedAsk[];
}

/** A unit that is kept; each part is read when it is asked for. Throws DataError where what is kept is damaged. */
export interface StoredUnit {
  rows(): readonly Row[];
  /** What its generations left for the next, in order: all of them, or the last alone. */
  carries(): readonly Carry[];
  pictures(): readonly PicturedGeneration[];
  notes(): readonly string[];
  /** Undefined where that is not known. */
  spent(): Times | undefined;
  judged(): readonly JudgedAsk[];
}

/** Keeps units: each appears whole or not at all. One contract suite (test/contract-store.ts) runs against every implementation. */
export interface Store {
  /** The units of an arm that are there, by seeds and then by generations. */
  list(arm: string): readonly UnitKey[];
  /** One of those. */
  read(key: UnitKey): StoredUnit;
  /** Keeps a unit; one that is there stays as it is. Those that it stands in place of, since it holds all of them, go when it is there. */
  write(key: UnitKey, content: UnitContent, instead?: readonly UnitKey[]): void;
}

/** The same for equal keys alone. */
export const nameOfUnit = ({seeds, generations, block}: UnitKey): string =>
  `${seeds.join('-')}.${generations.join('-')}${block ? '' : '.on'}`;

/** By seeds and then by generations. */
export const compareUnits = (a: UnitKey, b: UnitKey): number =>
  a.seeds[0] - b.seeds[0] || a.seeds[1] - b.seeds[1] || a.generations[0] - b.generations[0] || a.generations[1] - b.generations[1];

/** Rows as they stand in results.jsonl. */
export const rowLines = (rows: readonly Row[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
