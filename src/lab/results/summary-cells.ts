/** What lineages show, by arm, measure and generation: rows as they come, nothing but values and reasons kept. */
import {STOPPED_AT} from '../measure/stopped-at.ts';
import type {Row} from './row.ts';

/** Of one measure (or band) at one generation of one arm. */
export interface Cell {
  /** (n,), and the value of each. */
  readonly seeds: number[];
  readonly values: number[];
  /** Of human data that was measured as a sample is: how large it was, a value each. */
  readonly sizes: number[];
  /** Why other lineages have no value, by seed. */
  readonly reasons: Map<number, string>;
  /** Those of them that have nothing of the whole measure: no model, or nothing that it wrote. */
  readonly gone?: ReadonlySet<number>;
}

interface Series {
  readonly measure: string;
  readonly band?: string;
  readonly cells: Map<number, Cell>;
  /** Whether any lineage has a value at any generation. */
  known: boolean;
  /** Lineages that ever show it; made when it is asked for. */
  seeds?: Set<number>;
}

export const measureKey = (measure: string, band?: string): string => (band === undefined ? measure : `${measure}[${band}]`);

/** What is said of a lineage after its last generation. */
const ENDED = 'the lineage has ended: its stop was met';

export class Cells {
  /** By arm and key. */
  readonly arms = new Map<string, Map<string, Series>>();
  /** By arm and measure, a line each. */
  private readonly banded = new Map<string, ReadonlySet<number>>();
  /** The last generation of lineages that a stop has ended, by arm and seed. */
  private readonly ends = new Map<string, Map<number, number>>();
  /** All seeds of an arm, made when they are asked for. */
  private readonly all = new Map<string, ReadonlySet<number>>();

  add({arm, seed, measure, band, generation, value, reason, size}: Row): void {
    const key = measureKey(measure, band);
    const series = under(
      under(this.arms, arm, () => new Map<string, Series>()),
      key,
      (): Series => ({measure, band, cells: new Map(), known: false}),
    );
    const cell = under(series.cells, generation, emptyCell);
    if (value === undefined) {
      cell.reasons.set(seed, reason ?? 'no value');
      return;
    }
    if (measure === STOPPED_AT) under(this.ends, arm, () => new Map<number, number>()).set(seed, generation);
    cell.seeds.push(seed);
    cell.values.push(value);
    if (size !== undefined) cell.sizes.push(size);
    series.known = true;
  }

  /** A series with a value anywhere. */
  series(arm: string, key: string): Series | undefined {
    const found = this.arms.get(arm)?.get(key);
    return found?.known ? found : undefined;
  }

  /** Generations at which a series has a value or a lineage without one, ascending; `last`: of the experiment. */
  generations(arm: string, series: Series, last: number): number[] {
    const plain = this.plainOf(arm, series);
    const lost = [...(plain?.cells ?? [])].filter(([, cell]) => cell.reasons.size > 0).map(([generation]) => generation);
    const own = [...series.cells.keys(), ...lost];
    return [...new Set(this.ends.has(arm) ? [...own, ...this.withEnds(arm, series, last)] : own)].sort((a, b) => a - b);
  }

  /** Of an arm some of whose lineages have ended: those at which others go on, of `stoppedAt` and of bands too, and the last. */
  private withEnds(arm: string, {measure, band}: Series, last: number): number[] {
    if (measure !== STOPPED_AT && band === undefined) return [last];
    const others = [...this.arms.get(arm)!.values()].filter(
      (one) => one.band === undefined && (measure === STOPPED_AT || one.measure === measure),
    );
    return [...others.flatMap(({cells}) => [...cells.keys()]).filter((generation) => generation > 0), last];
  }

  /**
   * A cell, with those lineages among the ones without a value that have none of the whole measure, for they were stopped or wrote
   * nothing: they have none of its bands either, if they ever had them.
   */
  at(arm: string, series: Series, generation: number): Cell {
    if (series.measure === STOPPED_AT) return this.stopsAt(arm, generation);
    const cell = series.cells.get(generation) ?? emptyCell();
    const lost = this.plainOf(arm, series)?.cells.get(generation)?.reasons;
    const ended = this.endedBefore(arm, generation);
    if ((lost === undefined || lost.size === 0) && ended.length === 0) return cell;
    const more = [...(lost ?? []), ...ended].filter(([seed]) => !cell.reasons.has(seed) && this.mayHave(arm, series, seed));
    return {...cell, reasons: new Map([...cell.reasons, ...more]), gone: new Set(more.map(([seed]) => seed))};
  }

  private endedBefore(arm: string, generation: number): [number, string][] {
    const ends = this.ends.get(arm);
    return ends === undefined ? [] : [...ends].flatMap(([seed, end]): [number, string][] => (end < generation ? [[seed, ENDED]] : []));
  }

  /** The lineages that have ended by then, each with its last generation; the others without a value. */
  private stopsAt(arm: string, generation: number): Cell {
    const cell = emptyCell();
    const ends = this.ends.get(arm);
    for (const seed of this.allSeeds(arm)) {
      const end = ends?.get(seed) ?? Infinity;
      if (end > generation) cell.reasons.set(seed, 'the lineage goes on');
      else {
        cell.seeds.push(seed);
        cell.values.push(end);
      }
    }
    return cell;
  }

  private allSeeds(arm: string): ReadonlySet<number> {
    let seeds = this.all.get(arm);
    if (seeds === undefined)
      this.all.set(arm, (seeds = new Set([...this.arms.get(arm)!.values()].flatMap((series) => [...seedsOf(series)]))));
    return seeds;
  }

  /** The lineages that have any band of a measure. */
  private bandedSeeds(arm: string, measure: string): ReadonlySet<number> {
    const key = `${arm}\n${measure}`;
    let seeds = this.banded.get(key);
    if (seeds === undefined) {
      const bands = [...this.arms.get(arm)!.values()].filter((other) => other.measure === measure && other.band !== undefined);
      this.banded.set(key, (seeds = new Set(bands.flatMap((other) => [...seedsOf(other)]))));
    }
    return seeds;
  }

  private plainOf(arm: string, {measure, band}: Series): Series | undefined {
    return band === undefined ? undefined : this.arms.get(arm)!.get(measure);
  }

  /** Whether a lineage has the band at some generation, or none of the measure's bands at any. */
  private mayHave(arm: string, series: Series, seed: number): boolean {
    if (seedsOf(series).has(seed)) return true;
    return !this.bandedSeeds(arm, series.measure).has(seed);
  }
}

const emptyCell = (): Cell => ({seeds: [], values: [], sizes: [], reasons: new Map()});

function seedsOf(series: Series): Set<number> {
  series.seeds ??= new Set([...series.cells.values()].flatMap(({seeds, reasons}) => [...seeds, ...reasons.keys()]));
  return series.seeds;
}

function under<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
