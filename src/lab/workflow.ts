/**
 * How the training set of fit t + 1 is composed of human data and of what the fits so far produced.
 *
 *   replace      S(t)
 *   accumulate   human data + S(1) + ... + S(t)
 *   subsample    a uniform subset of accumulate's pool, as large as the human training set
 *   mix: m       m of the human training set, drawn anew, and 1 - m of S(t), as large as S(t)
 *
 * Enrichment then puts human data in place of a share of that set, or on top of it. Human records that came on top stay in the
 * pool of `accumulate` and `subsample`.
 */
import type {Data, Part} from '../core/data.ts';
import {DataError} from '../core/error.ts';
import type {Stream} from '../core/random/stream.ts';
import type {Human} from './human.ts';
import {type SizeUnit, sizeOf, sizeOfAll, subsetOf, subsetOfPool, subsetOfRecords} from './records.ts';
import type {Arm} from './resolve.ts';

/** What a generation leaves for the next: its sample, and human data that came on top of its training set. */
export interface Carry<D extends Data = Data> {
  readonly sample: D;
  readonly fresh?: D;
  /** Documents of the reserve used up to here. */
  readonly used: number;
}

export interface Composition<D extends Data = Data> {
  readonly parts: readonly Part<D>[];
  readonly fresh?: D;
  readonly used: number;
}

interface Request<D extends Data> {
  readonly arm: Arm;
  readonly human: Human<D>;
  /** Generations 1..t, or the last alone where the workflow needs no more. */
  readonly carries: readonly Carry<D>[];
  /** t + 1 */
  readonly generation: number;
  readonly unit: SizeUnit;
}

/** Whether an arm's next training set needs every sample so far. */
export function needsHistory(arm: Arm): boolean {
  return arm.workflow === 'accumulate' || arm.workflow === 'subsample';
}

/** The training set of fit `generation`, at least 2. */
export function composeTrainingSet<D extends Data>(request: Request<D>, stream: Stream): Composition<D> {
  const {arm, carries} = request;
  const last = carries[carries.length - 1];
  const base = partsOfWorkflow(request, stream);
  if (!arm.enrichment) return {parts: weighed(base, arm), used: last.used};
  const {parts, fresh, used} = enriched(base, request, stream);
  return {parts: weighed(parts, arm), fresh, used};
}

function partsOfWorkflow<D extends Data>({arm, human, carries, unit}: Request<D>, stream: Stream): Part<D>[] {
  const sample: Part<D> = {data: carries[carries.length - 1].sample, source: 'synthetic'};
  switch (arm.workflow) {
    case 'replace':
      return [sample];
    case 'accumulate':
      return poolOf(human, carries);
    case 'subsample':
      return subsetOfPool(poolOf(human, carries), sizeOf(human.training, unit), unit, stream.fork('subsample'));
    default: {
      const size = sizeOf(sample.data, unit);
      const humanSize = Math.round(arm.workflow.mix * size);
      if (humanSize > sizeOf(human.training, unit))
        throw new DataError(`mix wants ${humanSize} human ${unit}s, the human training set has ${sizeOf(human.training, unit)}`);
      return nonEmpty([
        {data: subsetOf(human.training, humanSize, unit, stream.fork('mix/human')), source: 'human'},
        {data: subsetOf(sample.data, size - humanSize, unit, stream.fork('mix/synthetic')), source: 'synthetic'},
      ]);
    }
  }
}

function poolOf<D extends Data>(human: Human<D>, carries: readonly Carry<D>[]): Part<D>[] {
  const pool: Part<D>[] = [{data: human.training, source: 'human'}];
  for (const {sample, fresh} of carries) {
    pool.push({data: sample, source: 'synthetic'});
    if (fresh) pool.push({data: fresh, source: 'human'});
  }
  return pool;
}

const nonEmpty = <D extends Data>(parts: Part<D>[]): Part<D>[] => parts.filter((part) => part.data.count > 0);

function enriched<D extends Data>(base: Part<D>[], {arm, human, carries, generation, unit}: Request<D>, stream: Stream): Composition<D> {
  const {share, count, from} = arm.enrichment!;
  const total = sizeOfAll(base, unit);
  const size = share === undefined ? count! : Math.round(share * total);
  const {used} = carries[carries.length - 1];
  const records = share === undefined;
  const taken =
    from === 'fresh'
      ? human.fresh({size, records, used, generation}, stream.fork('fresh'))
      : {data: original(human.training, {size, records, unit}, stream), used};
  const part: Part<D> = {data: taken.data, source: 'human'};
  if (!records)
    return {parts: nonEmpty([part, ...subsetOfPool(base, total - size, unit, stream.fork('enrichment/keep'))]), used: taken.used};
  return {parts: [...base, part], fresh: from === 'fresh' && needsHistory(arm) ? taken.data : undefined, used: taken.used};
}

function original<D extends Data>(training: D, {size, records, unit}: {size: number; records: boolean; unit: SizeUnit}, stream: Stream): D {
  const there = records ? training.count : sizeOf(training, unit);
  if (size > there)
    throw new DataError(`enrichment wants ${size} original human records, the human training set has ${there}`, {
      next: 'lower the enrichment or enrich `from: fresh`',
    });
  return records ? subsetOfRecords(training, size, stream.fork('original')) : subsetOf(training, size, unit, stream.fork('original'));
}

/** Spreads each source's weight over its parts by their records. */
function weighed<D extends Data>(parts: readonly Part<D>[], {weights}: Arm): readonly Part<D>[] {
  if (!weights) return parts;
  const totals = {human: 0, synthetic: 0};
  for (const part of parts) totals[part.source] += part.data.count;
  return parts.map((part) => ({...part, weight: (weights[part.source] * part.data.count) / totals[part.source]}));
}
