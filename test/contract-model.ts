/**
 * The contract of every family of models. A family's own test calls this once for each way it can be made.
 */
import {expect, test} from 'vitest';
import type {Data, TrainingSet} from '../src/core/data.ts';
import {DataError} from '../src/core/error.ts';
import {Stream} from '../src/core/random/stream.ts';
import type {Fitted, Model, Sampler} from '../src/models/model.ts';

export interface ModelContract<D extends Data> {
  /** Names the way the family was made. */
  readonly name: string;
  readonly model: Model<D>;
  readonly training: TrainingSet<D>;
  /** Records (for text: words or bytes) of a sample. */
  readonly count: number;
  /** Size of a sample in the unit of `count`; its `count` unless given. */
  readonly size?: (data: D) => number;
  /** In place of `sample`, for families that draw only given something: `count` records of it. */
  readonly draw?: (fitted: Fitted<D>, count: number, stream: Stream) => D;
  /** An empty data set of the family's kind. */
  readonly empty: D;
}

/** Registers the suite. */
export function contractModel<D extends Data>(contract: ModelContract<D>): void {
  contractOfSamples(contract);
  contractOfBytes(contract);
  contractOfFits(contract);
}

const root = Stream.root('contract');
const fitOf = <D extends Data>({model, training}: ModelContract<D>) => model.fit(training, root.fork('fit'));
const drawOf = <D extends Data>(contract: ModelContract<D>, fitted: Fitted<D>, count: number, label: string): D => {
  const stream = root.fork(label);
  return contract.draw === undefined ? (fitted as Sampler<D>).sample(count, stream) : contract.draw(fitted, count, stream);
};

function contractOfSamples<D extends Data>(contract: ModelContract<D>): void {
  const {name, count, size = (data: D) => data.count} = contract;

  test(`${name}: a sample has exactly the size asked for`, () => {
    const fitted = fitOf(contract);
    for (const wanted of [1, 2, count]) {
      const sample = drawOf(contract, fitted, wanted, 'size');
      expect(size(sample)).toBe(wanted);
      expect(sample.kind).toBe(contract.training[0].data.kind);
    }
  });

  test(`${name}: the same stream gives the same bytes, another stream others`, () => {
    const fitted = fitOf(contract);
    const first = drawOf(contract, fitted, count, 'a');
    const other = drawOf(contract, fitted, count, 'b');
    expect(drawOf(contract, fitted, count, 'a')).toStrictEqual(first);
    expect(other).not.toStrictEqual(first);
  });

  test(`${name}: the fit is the same from the same stream, and sampling leaves fit and training set as they were`, () => {
    const before = structuredClone(contract.training);
    const fitted = fitOf(contract);
    const bytes = fitted.save();
    drawOf(contract, fitted, count, 'a');
    expect(fitted.save()).toStrictEqual(bytes);
    expect(fitOf(contract).save()).toStrictEqual(bytes);
    expect(contract.training).toStrictEqual(before);
  });
}

function contractOfBytes<D extends Data>(contract: ModelContract<D>): void {
  const {name, model, count} = contract;

  test(`${name}: what is loaded from its bytes samples and scores the same`, () => {
    const fitted = fitOf(contract);
    const loaded = model.load(fitted.save());
    const sample = drawOf(contract, fitted, count, 'a');
    expect(drawOf(contract, loaded, count, 'a')).toStrictEqual(sample);
    expect(loaded.save()).toStrictEqual(fitted.save());
    if (fitted.logProbability !== undefined) expect(loaded.logProbability!(sample)).toStrictEqual(fitted.logProbability(sample));
  });

  test(`${name}: bytes read from the middle of a larger buffer load as well`, () => {
    const fitted = fitOf(contract);
    const bytes = fitted.save();
    const larger = new Uint8Array(bytes.length + 16);
    larger.set(bytes, 5);
    expect(drawOf(contract, model.load(larger.subarray(5, 5 + bytes.length)), count, 'a')).toStrictEqual(
      drawOf(contract, fitted, count, 'a'),
    );
  });

  test(`${name}: other bytes are a DataError`, () => {
    const bytes = fitOf(contract).save();
    const renamed = bytes.slice();
    renamed[0] ^= 0x20;
    const longer = new Uint8Array(bytes.length + 1);
    longer.set(bytes);
    const others: Uint8Array[] = [new Uint8Array(0), new Uint8Array(64), new TextEncoder().encode('{}\n'), renamed, longer];
    for (const length of [1, 8, bytes.length >> 1, bytes.length - 1]) others.push(bytes.subarray(0, length));
    for (const other of others) expect(() => model.load(other)).toThrow(DataError);
  });
}

function contractOfFits<D extends Data>(contract: ModelContract<D>): void {
  const {name, model, training, count} = contract;

  test(`${name}: it has a name, and its notes are sentences`, () => {
    expect(model.kind).toMatch(/^[a-z-]+$/);
    for (const note of fitOf(contract).notes ?? []) expect(note).toMatch(/\S/);
  });

  test(`${name}: an empty training set is a DataError`, () => {
    expect(() => model.fit([], root.fork('fit'))).toThrow(DataError);
    expect(() => model.fit([{data: contract.empty, source: 'human'}], root.fork('fit'))).toThrow(DataError);
  });

  test(`${name}: an empty part changes nothing`, () => {
    const withEmpty = [...training, {data: contract.empty, source: 'synthetic' as const, weight: training[0].weight}];
    const a = drawOf(contract, fitOf(contract), count, 'a');
    expect(drawOf(contract, model.fit(withEmpty, root.fork('fit')), count, 'a')).toStrictEqual(a);
  });

  test(`${name}: log-probability, where there is one, is a number of nats for each record, and never NaN`, ({skip}) => {
    const fitted = fitOf(contract);
    if (fitted.logProbability === undefined) return skip(`${name} has none`);
    const sample = drawOf(contract, fitted, count, 'a');
    const scores = fitted.logProbability(sample);
    expect(scores.length).toBe(sample.count);
    for (const score of scores) expect(score).toBeGreaterThan(-Infinity);
  });
}
