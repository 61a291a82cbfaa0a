/**
 * Human data of points that are not a world's: a finite number of real records, such as images, dealt out to a lineage.
 *
 *   order      a permutation of all records, drawn for this lineage
 *   holdout    its first round(holdout n), at least 1: no model sees them, and samples are measured against them
 *   reserve    the next round(reserve n), at least 1 where the share is more than 0: fresh records for enrichment
 *   training   of the rest the first `size`, in the order they were dealt; all of the rest, in the corpus's order, where no size is given
 *
 * So more training data only adds to less, and neither holdout nor reserve depends on its size: arms of one seed share them.
 * Refuses to know what the points are, and to draw more than there are.
 */
import type {Points} from '../../core/data.ts';
import {DataError} from '../../core/error.ts';
import {permutation} from '../../core/random/permutation.ts';
import type {Stream} from '../../core/random/stream.ts';
import {firstOf, recordsAt} from '../../core/records.ts';
import {type Reserve, runsOut, setAside} from './reserve.ts';

/** Real points as the reader brought them. */
export interface PointsCorpus {
  readonly points: Points;
  /** For messages: what they are. */
  readonly name: string;
}

export interface PointsSplit {
  /** Share of the records that no model sees, more than 0 and less than 1. */
  readonly holdout: number;
  /** Share of the records set aside as fresh human data, 0 or more. */
  readonly reserve: number;
  /** Records of the training set; all that are left unless given. */
  readonly size?: number;
}

/** The human side of a lineage, as `Human` has it. */
interface PointsHuman {
  readonly training: Points;
  readonly holdout: Points;
  readonly fresh: Reserve<Points>;
  /** Records that samples are not held against: the training set, since samples are held against the holdout. */
  readonly spare: (size: number) => Points | undefined;
}

/** Deals out a corpus of points. Throws DataError where there are too few. */
export function humanOfPoints(stream: Stream, {points, name}: PointsCorpus, {holdout, reserve, size}: PointsSplit): PointsHuman {
  const {count} = points;
  const held = setAside(holdout, count);
  const reserved = setAside(reserve, count);
  const left = count - held - reserved;
  if (left < 1) {
    throw new DataError(`${name} has ${counted(count)}: too few to set ${held + reserved} aside and train on the rest`, {
      next: 'lower data.holdout and data.reserve, or give more records',
    });
  }
  if (size !== undefined && size > left) {
    throw new DataError(`${name} has ${counted(left)} to train on after the holdout and the reserve, the sample size is ${size}`, {
      next: 'lower sample.size, write `same`, or give more records',
    });
  }
  const order = permutation(stream.fork('split'), count);
  const rest = order.subarray(held + reserved);
  const training = recordsAt(points, size === undefined ? rest.slice().sort() : rest.subarray(0, size));
  return {
    training,
    spare: (wanted) => (wanted <= training.count ? firstOf(training, wanted, 'word') : undefined),
    holdout: recordsAt(points, order.subarray(0, held)),
    fresh: reserveOf({points, name}, order.subarray(held, held + reserved)),
  };
}

function reserveOf({points, name}: PointsCorpus, numbers: Uint32Array): Reserve<Points> {
  return ({size, used, generation}) => {
    const left = numbers.length - used;
    if (size > left) throw runsOut({name, generation, asked: counted(size), left});
    return {data: recordsAt(points, numbers.subarray(used, used + size)), used: used + size};
  };
}

const counted = (count: number): string => `${count} record${count === 1 ? '' : 's'}`;
