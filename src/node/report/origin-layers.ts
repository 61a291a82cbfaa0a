/**
 * What training sets are made of, as layers: people at the bottom, then what each model wrote in each generation.
 *
 *   share of a layer = sum over seeds of its share / sum over seeds of all shares     (a seed without the layer counts as 0)
 *
 * shape    bands of `origin` in a summary -> L layers of G shares, each column of which sums to 1
 * edge     more than 24 generations are joined to at most 12 groups of neighbours; of more than 5 models only their generations are told apart
 */
import type {ReportInput, SummaryRow} from './input.ts';
import {SERIES_LIMIT} from './palette.ts';

export interface Layer {
  readonly name: string;
  readonly people: boolean;
  /** Of a population's model, its place among them. */
  readonly model?: number;
  /** The first generation that is in it. Undefined for people. */
  readonly generation?: number;
  /** (G,) */
  readonly shares: readonly number[];
}

export interface ArmLayers {
  readonly arm: string;
  /** (G,) ascending: those that have a training set. */
  readonly generations: readonly number[];
  readonly layers: readonly Layer[];
  readonly models: readonly string[];
  /** Where layers never change from the second fit on: what they are, in words. */
  readonly steady?: string;
}

interface Origin {
  readonly people: boolean;
  readonly model: string;
  readonly generation: number;
}

const MOST_LAYERS = 24;
const GROUPS = 12;
const MOST_MODELS = 5;
const SAME = 0.01;

/** `model b, generation 3` and the like; whatever names no generation came from people, unless it says otherwise. */
export function originOf(band: string): Origin {
  const written = /^(?:(.+), )?generation (\d+)$/.exec(band);
  if (written) return {people: false, model: written[1] ?? '', generation: Number(written[2])};
  return {people: band !== 'synthetic', model: '', generation: 0};
}

/** How many neighbouring generations are drawn as one layer. */
export const groupSize = (generations: number): number => (generations > MOST_LAYERS ? Math.ceil(generations / GROUPS) : 1);

/** Undefined where nothing is known of an arm's training sets. */
export function layersOf(input: ReportInput, arm: string): ArmLayers | undefined {
  const bands = bandsOf(input, arm);
  const totals = new Map<number, number>();
  for (const {rows} of bands) for (const row of rows) totals.set(row.generation, (totals.get(row.generation) ?? 0) + weightOf(row));
  const generations = [...totals.keys()].filter((generation) => totals.get(generation)! > 0).sort((a, b) => a - b);
  if (generations.length === 0) return undefined;
  const told = bands.map(({band, rows}) => {
    const at = new Map(rows.map((row) => [row.generation, weightOf(row)]));
    return {band, origin: originOf(band), shares: generations.map((generation) => (at.get(generation) ?? 0) / totals.get(generation)!)};
  });
  const names = [...new Set(told.map(({origin}) => origin.model))].filter((name) => name !== '').sort(byNumberIn);
  const models = names.length <= MOST_MODELS ? names : [];
  const group = groupSize(input.generations);
  const layers = joinedLayers(told, models, group).sort(byPlace);
  const steady = steadyMix(told, generations);
  return {arm, generations, layers, models, ...(steady !== undefined && {steady})};
}

function bandsOf(input: ReportInput, arm: string): {band: string; rows: readonly SummaryRow[]}[] {
  return Object.entries(input.summary.arms[arm] ?? {}).flatMap(([key, rows]) =>
    key.startsWith('origin[') ? [{band: key.slice('origin['.length, -1), rows}] : [],
  );
}

const weightOf = ({mean = 0, n, nLost = 0}: SummaryRow): number => mean * (n + nLost);

interface Told {
  readonly band: string;
  readonly origin: Origin;
  readonly shares: readonly number[];
}

function joinedLayers(told: readonly Told[], models: readonly string[], group: number): Layer[] {
  const layers = new Map<string, {-readonly [K in keyof Layer]: Layer[K]}>();
  for (const {band, origin, shares} of told) {
    const first = group * Math.floor((origin.generation - 1) / group) + 1;
    const model = models.includes(origin.model) ? models.indexOf(origin.model) : undefined;
    const generations = group === 1 ? `${first}` : `${first}\u2013${first + group - 1}`;
    const name = origin.people ? band : [model === undefined ? '' : origin.model, `generation ${generations}`].filter(Boolean).join(', ');
    const there = layers.get(name);
    if (there) there.shares = there.shares.map((share, i) => share + shares[i]);
    else
      layers.set(name, {
        name,
        people: origin.people,
        shares,
        ...(!origin.people && {generation: first, ...(model !== undefined && {model})}),
      });
  }
  return [...layers.values()];
}

function byPlace(a: Layer, b: Layer): number {
  if (a.people !== b.people) return a.people ? -1 : 1;
  if (a.people) return rankOf(a.name) - rankOf(b.name) || byNumberIn(a.name, b.name);
  return (a.model ?? 0) - (b.model ?? 0) || (a.generation ?? 0) - (b.generation ?? 0);
}

const rankOf = (name: string): number =>
  ['original', 'human', 'fresh'].indexOf(name) + (['original', 'human', 'fresh'].includes(name) ? 0 : 9);

/** `arm 2` before `arm 10`: runs of digits by their number, the rest by code units. */
function byNumberIn(a: string, b: string): number {
  const [x, y] = [a, b].map((text) => text.match(/\d+|\D+/g) ?? []);
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const by = Number(x[i]) - Number(y[i]);
    if (by) return by;
    if (x[i] !== y[i]) return x[i] < y[i] ? -1 : 1;
  }
  return x.length - y.length;
}

/** By age instead of generation, a mix that stays the same looks the same in every column. */
function steadyMix(told: readonly Told[], generations: readonly number[]): string | undefined {
  const later = generations.flatMap((generation, i) => (generation >= 2 ? [i] : []));
  const mixes = later.map((i) => {
    const mix = new Map<string, number>();
    for (const {band, origin, shares} of told) {
      if (shares[i] === 0) continue;
      const part = origin.people ? band : [origin.model, agedName(generations[i] - origin.generation)].filter(Boolean).join(': ');
      mix.set(part, (mix.get(part) ?? 0) + shares[i]);
    }
    return mix;
  });
  if (mixes.length === 0) return '100% original';
  const [first] = mixes;
  const parts = [...new Set(mixes.flatMap((mix) => [...mix.keys()]))].sort(byPart);
  const same = mixes.every((mix) => parts.every((part) => Math.abs((mix.get(part) ?? 0) - (first.get(part) ?? 0)) <= SAME));
  if (!same) return undefined;
  const models = parts.filter((part) => part.endsWith(`: ${LAST}`));
  const shown = models.length > 1 ? [...parts.filter((part) => !models.includes(part)), LAST] : parts;
  const meanShare = (part: string) => mixes.reduce((sum, mix) => sum + shareIn(mix, part, models), 0) / mixes.length;
  return shown.map((part) => `${percent(meanShare(part))} ${part}`).join(', ');
}

const byPart = (a: string, b: string): number =>
  Number(a.includes(AGED)) - Number(b.includes(AGED)) || rankOf(a) - rankOf(b) || byNumberIn(a, b);

const shareIn = (mix: ReadonlyMap<string, number>, part: string, models: readonly string[]): number =>
  mix.get(part) ?? models.reduce((sum, model) => sum + (mix.get(model) ?? 0), 0);

const AGED = 'what models wrote';
const LAST = `${AGED} in the last generation`;

const agedName = (age: number): string => (age === 1 ? LAST : `${AGED} ${age} generations before`);

/** Whole per cent; a tenth of one where that would be 0. */
export const percent = (share: number): string =>
  share > 0 && share < 0.005 ? `${(100 * share).toFixed(1)}%` : `${Math.round(100 * share)}%`;

/** The share of people at every generation. (G,) */
export const peopleShares = ({generations, layers}: ArmLayers): number[] =>
  generations.map((_, i) => layers.reduce((sum, layer) => sum + (layer.people ? layer.shares[i] : 0), 0));

/** Colours of models that are told apart: those of the arms that are furthest from the colours of people. */
export const modelSeries = (model: number): number => [1, 2, 3, 5, 7][model] % SERIES_LIMIT;
