/**
 * The human side of a lineage: its training set, the text that no model sees, and fresh records for enrichment.
 */
import type {Data, Text} from '../core/data.ts';
import {DataError} from '../core/error.ts';
import {permutation} from '../core/random/permutation.ts';
import type {Stream} from '../core/random/stream.ts';
import {firstOf, recordsAt, type SizeUnit, sizeOf} from './records.ts';
import type {Arm} from './resolve.ts';
import type {World} from './world/index.ts';

/** A corpus as the reader brought it: every document, and the held-out ones where they come from files of their own. */
export interface Corpus {
  readonly documents: Text;
  readonly holdout?: Text;
  /** For messages: the files, or the name of the corpus. */
  readonly name: string;
}

export interface Human<D extends Data = Data> {
  readonly training: D;
  readonly holdout?: Text;
  /** `size` fresh records (words of text), and how far the reserve is used after them. Throws DataError, naming the generation, when they run out. */
  fresh(want: {size: number; records?: boolean; used: number; generation: number}, stream: Stream): {data: D; used: number};
}

/** A world's human data: drawn for this lineage, without end. */
export function humanOfWorld(world: World, size: number, stream: Stream): Human {
  return {
    training: world.sample(size, stream.fork('training')),
    fresh: ({size: count, used}, freshStream) => ({data: world.sample(count, freshStream), used}),
  };
}

/** A corpus's human data: its documents in an order drawn for this lineage, dealt out to holdout, reserve and training. */
export function humanOfCorpus(corpus: Corpus, arm: Arm, stream: Stream): Human<Text> {
  const options = arm.data as {holdout: number | object; reserve: number};
  const {documents, name} = corpus;
  const unit = sizeUnitOf(arm);
  const order = permutation(documents.count, stream.fork('split'));
  const share = typeof options.holdout === 'number' ? options.holdout : 0;
  const held = share > 0 ? Math.max(1, Math.round(share * documents.count)) : 0;
  const reserved = options.reserve > 0 ? Math.max(1, Math.round(options.reserve * documents.count)) : 0;
  if (held + reserved >= documents.count) {
    throw new DataError(
      `${name} has ${documents.count} document${documents.count === 1 ? '' : 's'}: too few to set ${held + reserved} aside and train on the rest`,
      {
        next: 'split the text into more documents (unit: paragraph or line), or lower data.holdout and data.reserve',
      },
    );
  }
  const rest = recordsAt(
    documents,
    order
      .subarray(held + reserved)
      .slice()
      .sort(),
  );
  return {
    training: trainingOf(rest, {arm, corpus, unit}, order.subarray(held + reserved)),
    holdout: corpus.holdout ?? recordsAt(documents, order.subarray(0, held).slice().sort()),
    fresh: reserveOf(recordsAt(documents, order.subarray(held, held + reserved)), name, unit),
  };
}

interface Given {
  arm: Arm;
  corpus: Corpus;
  unit: SizeUnit;
}

function trainingOf(rest: Text, {arm, corpus, unit}: Given, order: Uint32Array): Text {
  const size = arm.sample?.first ?? arm.sample?.size;
  const there = sizeOf(rest, 'word');
  if (there === 0) throw new DataError(`${corpus.name} holds no words to train on`, {next: 'give a corpus of text'});
  if (size === undefined || size === 'same') return rest;
  if (size > there) {
    throw new DataError(`${corpus.name} has ${there} words to train on after the holdout, the sample size is ${size}`, {
      next: 'lower sample.size, write `same`, or give a larger corpus',
    });
  }
  return firstOf(recordsAt(corpus.documents, order), unit === 'word' ? size : bytesOf(rest, size), unit);
}

/** About as many bytes as `words` words of this text take. */
function bytesOf(text: Text, words: number): number {
  return Math.max(1, Math.round((words * text.bytes.length) / sizeOf(text, 'word')));
}

/** How much is drawn from each fit, in the model's own tokens. */
export function drawSize(arm: Arm, training: Data): number {
  const unit = sizeUnitOf(arm);
  const {size, first} = arm.sample ?? {};
  if (typeof size !== 'number' || first === undefined) return sizeOf(training, unit);
  return unit === 'byte' ? bytesOf(training as Text, size) : size;
}

function reserveOf(reserve: Text, name: string, unit: SizeUnit): Human<Text>['fresh'] {
  return ({size, records, used, generation}) => {
    const rest = recordsAt(
      reserve,
      Uint32Array.from({length: reserve.count - used}, (_, i) => used + i),
    );
    const there = records ? rest.count : sizeOf(rest, unit);
    if (there < size) {
      const what = records ? 'documents' : `${unit}s`;
      throw new DataError(
        `the fresh human data of ${name} runs out at generation ${generation}: ${size} ${what} are asked for, ${there} are left`,
        {
          next: 'raise data.reserve, lower the enrichment, run fewer generations, or enrich `from: original`',
        },
      );
    }
    const data = records
      ? recordsAt(
          rest,
          Uint32Array.from({length: size}, (_, i) => i),
        )
      : firstOf(rest, size, unit);
    return {data, used: used + data.count};
  };
}

/** What sizes of an arm's text count: the model's own tokens. */
export function sizeUnitOf(arm: Arm): SizeUnit {
  return arm.model.kind === 'ngram' ? arm.model.unit : 'word';
}
