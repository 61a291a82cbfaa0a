/**
 * How the training set of fit t + 1 is composed of human data and of what the fits so far produced.
 *
 *   replace      S(t)
 *   accumulate   human data + S(1) + ... + S(t)
 *   subsample    a uniform subset of accumulate's pool, as large as the human training set
 *   window: k    S(t), S(t - 1), ...: the newest k of S(t) ... S(1) and, before them, the human data
 *   edit         T(t) with records, or tokens, that a model drew anew
 *   mix: m       m of the human training set, drawn anew, and 1 - m of S(t), as large as S(t)
 *
 * Enrichment then puts human data in place of a share of that set, or on top of it. Human records that came on top stay in the
 * pool of `accumulate` and `subsample`; in that of `window` those do that came on top of what is still in it. Generations that left nothing,
 * because they were rolled back, do not count in a window.
 */
import type {Data, Part} from '../../core/data.ts';
import {DataError} from '../../core/error.ts';
import type {Stream} from '../../core/random/stream.ts';
import {joined, recordsAt, type SizeUnit, sizeOf, sizeOfAll, subsetOf, subsetOfPool, subsetOfRecords} from '../../core/records.ts';
import {portions} from '../../core/stats/portions.ts';
import {type Arm, type ArmNow, historyOf, needsHistory} from '../experiment/arm.ts';
import type {Human} from '../human/human.ts';
import {planEnrichment, type WantedHuman, type WantedSource} from '../mitigation/enrichment.ts';
import type {LineageState} from '../mitigation/state.ts';

/** What a generation leaves for the next: its sample, and human data that came on top of its training set. */
export interface Carry<D extends Data = Data> {
  readonly sample: D;
  /** Human records that entered at this generation, and stay in the pool. */
  readonly fresh?: D;
  /** Documents of the reserve used up to here. */
  readonly used: number;
  readonly state?: LineageState;
  /** Of each model of the arm, saved, where its next training goes on from it, or where models are kept. */
  readonly models?: readonly Uint8Array[];
}

export interface Composition<D extends Data = Data> {
  readonly parts: readonly Part<D>[];
  readonly fresh?: D;
  readonly used: number;
  /** How far each further source is used. */
  readonly sources?: readonly number[];
}

interface CompositionRequest<D extends Data> {
  readonly arm: ArmNow;
  readonly human: Human<D>;
  /** Generations 1..t, or the last alone where the workflow needs no more. */
  readonly carries: readonly Carry<D>[];
  /** t + 1 */
  readonly generation: number;
  readonly unit: SizeUnit;
  /** How far the reserve is used, where it is not as far as the last carry says: by another model of the population. */
  readonly used?: number;
  readonly sources?: readonly number[];
  /** Whether human records of the last generation belong to what its models wrote: the web of a population. */
  readonly web?: boolean;
  /** Names of the models by which the records of a sample are told apart. */
  readonly names?: readonly string[];
  /** Of the model that is trained; that of the last carry unless said. */
  readonly state?: LineageState;
}

/** The training set of fit `generation`, at least 2. */
export function composeTrainingSet<D extends Data>(stream: Stream, request: CompositionRequest<D>): Composition<D> {
  const {arm, carries, generation} = request;
  const last = carries[carries.length - 1];
  const base = partsOfWorkflow(stream, request);
  const state = request.state ?? last.state ?? {};
  const wanted = planEnrichment(arm, generation, state);
  const sources = request.sources ?? last.state?.sources;
  const used = request.used ?? last.used;
  if (!wanted) return {parts: weighed(base, arm), used, ...(sources && {sources})};
  const {parts, ...rest} = enriched(stream, base, wanted, {...request, used, sources});
  return {parts: weighed(parts, arm), ...rest};
}

function partsOfWorkflow<D extends Data>(stream: Stream, request: CompositionRequest<D>): Part<D>[] {
  const {arm, human, carries, unit} = request;
  switch (arm.workflow) {
    case 'replace':
      return nonEmpty(partsOfGeneration(request, carries.length - 1));
    case 'accumulate':
      return poolOf(request);
    case 'subsample':
      return subsetOfPool(stream.fork('subsample'), poolOf(request), sizeOf(human.training, unit), unit);
    default: {
      if ('window' in arm.workflow) return nonEmpty(poolOf(request, startOfWindow(request, arm.workflow.window)));
      if ('edit' in arm.workflow) return nonEmpty(partsOfGeneration(request, carries.length - 1));
      const written = nonEmpty(partsOfGeneration(request, carries.length - 1));
      const size = sizeOfAll(written, unit);
      const humanSize = Math.round(arm.workflow.mix * size);
      if (humanSize > sizeOf(human.training, unit))
        throw new DataError(`mix wants ${humanSize} human ${unit}s, the human training set has ${sizeOf(human.training, unit)}`, {
          next: 'lower the share of `mix`, or raise sample.first',
        });
      const kept = stream.fork('mix/synthetic');
      return nonEmpty([
        {data: subsetOf(stream.fork('mix/human'), human.training, humanSize, unit), source: 'human', origin: 'original'},
        ...(written.length === 1
          ? [{...written[0], data: subsetOf(kept, written[0].data, size - humanSize, unit)}]
          : subsetOfPool(kept, written, size - humanSize, unit)),
      ]);
    }
  }
}

/** What generation k of the carries brought: a part a model, and the human records that entered with them. */
function partsOfGeneration<D extends Data>({carries, generation, names, web}: CompositionRequest<D>, k: number): Part<D>[] {
  const {sample, fresh, state} = carries[k];
  const origin = `generation ${generation - carries.length + k}`;
  const parts: Part<D>[] = [];
  const members = state?.members;
  if (state?.parts) return partsOf(sample, state.parts);
  if (names && members && members.length > 1) {
    let at = 0;
    members.forEach(({count}, m) => {
      const numbers = Uint32Array.from({length: count}, (_, i) => at + i);
      parts.push({data: recordsAt(sample, numbers), source: 'synthetic', origin: `${names[m]}, ${origin}`});
      at += count;
    });
  } else parts.push({data: sample, source: 'synthetic', origin});
  if (fresh && web) parts.push({data: fresh, source: 'human', origin: 'fresh'});
  return parts;
}

/** Data as the parts that it was joined of. */
function partsOf<D extends Data>(data: D, counts: NonNullable<LineageState['parts']>): Part<D>[] {
  let at = 0;
  return counts.map(({count, ...whose}) => {
    const from = at;
    at += count;
    return {
      data: recordsAt(
        data,
        Uint32Array.from({length: count}, (_, i) => from + i),
      ),
      ...whose,
    };
  });
}

/** What people and models have written, from the carry `start` on; with the human training set where that is undefined. */
function poolOf<D extends Data>(request: CompositionRequest<D>, start?: number): Part<D>[] {
  const {human, carries, web} = request;
  const pool: Part<D>[] = start === undefined ? [{data: human.training, source: 'human', origin: 'original'}] : [];
  carries.forEach(({fresh}, k) => {
    if (k < (start ?? 0)) return;
    pool.push(...partsOfGeneration(request, k));
    // what came on top of the training set of fit k came on top of what fit k - 1 had left
    if (fresh && !web && k > (start ?? -1)) pool.push({data: fresh, source: 'human', origin: 'fresh'});
  });
  return pool;
}

/** The carry that a window begins with; undefined where the human training set is in it. */
function startOfWindow({carries, generation}: CompositionRequest<Data>, window: number): number | undefined {
  return newestOf(carries, window) ?? (carries.length === generation - 1 ? undefined : 0);
}

/** The carry from which on `count` generations have left something; undefined where fewer have. */
export function newestOf(carries: readonly Carry[], count: number): number | undefined {
  let left = count;
  for (let k = carries.length - 1; k >= 0; k--) {
    const {sample, fresh} = carries[k];
    if ((sample.count > 0 || fresh !== undefined) && --left === 0) return k;
  }
  return undefined;
}

/** Of the carries so far, in their order, those that later training sets may need; of a lineage that has ended, the last. */
export function neededCarries(arm: Arm, carries: readonly Carry[]): Carry[] {
  const history = historyOf(arm);
  if (history === 1 || carries.at(-1)?.state?.ended !== undefined) return carries.slice(-1);
  return carries.slice(newestOf(carries, history) ?? 0);
}

const nonEmpty = <D extends Data>(parts: Part<D>[]): Part<D>[] => parts.filter((part) => part.data.count > 0);

function enriched<D extends Data>(stream: Stream, base: Part<D>[], wanted: WantedHuman, request: CompositionRequest<D>): Composition<D> {
  const {arm, unit} = request;
  const {share, count} = wanted;
  const total = sizeOfAll(base, unit);
  const size = share === undefined ? count! : Math.round(share * total);
  const records = share === undefined;
  const {parts, used, sources} = humanParts(stream, {...request, wanted, size, records});
  const rest = {used, ...(sources && {sources})};
  if (!records) return {parts: nonEmpty([...parts, ...subsetOfPool(stream.fork('enrichment/keep'), base, total - size, unit)]), ...rest};
  const kept = needsHistory(arm) ? parts.filter(({origin}) => origin !== 'original') : [];
  return {parts: [...base, ...parts], ...(kept.length > 0 && {fresh: joined(kept.map(({data}) => data))}), ...rest};
}

interface HumanRequest<D extends Data> extends CompositionRequest<D> {
  readonly wanted: WantedHuman;
  readonly size: number;
  readonly records: boolean;
}

/** The human part by its sources, each with its share of the size. */
function humanParts<D extends Data>(stream: Stream, request: HumanRequest<D>): Composition<D> & {parts: Part<D>[]} {
  const {wanted, human, generation, size, records, unit} = request;
  const sizes = portions(
    size,
    wanted.sources.map(({weight}) => weight),
  );
  let used = request.used!;
  const sources = [...(request.sources ?? [])];
  const parts = wanted.sources.map(({source}: WantedSource, k): Part<D> => {
    const own = {size: sizes[k], records, generation};
    if (source === 'original') return {data: original(stream, human.training, {...own, unit}), source: 'human', origin: 'original'};
    if (source === 'fresh') {
      const taken = human.fresh({...own, used}, stream.fork('fresh'));
      used = taken.used;
      return {data: taken.data, source: 'human', origin: 'fresh'};
    }
    const {fresh, name} = human.sources![source];
    const taken = fresh({...own, used: sources[source] ?? 0}, stream.fork(`source/${source}`));
    while (sources.length < source) sources.push(0);
    sources[source] = taken.used;
    return {data: taken.data, source: 'human', origin: `fresh from ${name}`};
  });
  return {parts, used, ...(sources.length > 0 && {sources})};
}

function original<D extends Data>(stream: Stream, training: D, {size, records, unit}: {size: number; records: boolean; unit: SizeUnit}): D {
  const there = records ? training.count : sizeOf(training, unit);
  if (size > there)
    throw new DataError(`enrichment wants ${size} original human records, the human training set has ${there}`, {
      next: 'lower the enrichment or enrich `from: fresh`',
    });
  return records ? subsetOfRecords(stream.fork('original'), training, size) : subsetOf(stream.fork('original'), training, size, unit);
}

/** Spreads each source's weight over its parts by their records. */
function weighed<D extends Data>(parts: readonly Part<D>[], {weights}: ArmNow): readonly Part<D>[] {
  if (!weights) return parts;
  const totals = {human: 0, synthetic: 0};
  for (const part of parts) totals[part.source] += part.data.count;
  return parts.map((part) => ({...part, weight: (weights[part.source] * part.data.count) / totals[part.source]}));
}
