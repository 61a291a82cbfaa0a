/** Self-correction as an arm names it: what a point is moved to, and from where that is known. The arithmetic stands in quality/correct.ts. */
import type {Data, Points} from '../../core/data.ts';
import {absoluteValues} from '../../core/data.ts';
import {DataError} from '../../core/error.ts';
import type {Stream} from '../../core/random/stream.ts';
import {joined, subsetOfRecords} from '../../core/records.ts';
import {clusterCentres} from '../../models/mixture/start.ts';
import {pooledMoments} from '../../models/moments.ts';
import {aimAtCentres, aimAtMoments, aimAtRecords, moved, type Target} from '../../quality/correct.ts';
import type {Rule} from '../../quality/rule.ts';
import type {CorrectOptions} from '../experiment/rules-schema.ts';
import type {World} from '../world/index.ts';

/** Of more points than these a matching takes minutes; on the line it takes a sort. */
export const MOST_MATCHED = 3000;

interface CorrectContext {
  readonly human: Points;
  readonly world?: World;
  /** The same for all generations. */
  readonly stream: Stream;
}

export function correctRule({toward, of, rate, clusters}: CorrectOptions, {human, world, stream}: CorrectContext): Rule<Data> {
  const aims = {
    moments: () => {
      const target = of === 'human' ? momentsOf(human) : (world!.truth as Target);
      return (points: Points) => aimAtMoments(points, target);
    },
    records: () => (points: Points, own: Stream) => {
      const {count, dimension: d} = points;
      if (d > 1 && count > MOST_MATCHED) throw tooMany(count);
      return aimAtRecords(points, of === 'human' ? asMany(human, count, own) : (world!.sample(count, own) as Points));
    },
    clusters: () => {
      const centres = of === 'human' ? clusterCentres(stream, cloudOf(human), clusters!) : world!.truth.modes!;
      return (points: Points) => aimAtCentres(points, centres);
    },
  };
  const aim: (points: Points, own: Stream) => Float64Array = aims[toward]();
  return {
    name: `correct ${toward}`,
    judge: (records, own) => ({
      kept: new Uint8Array(records.count).fill(1),
      reason: () => '',
      changes: {
        records: moved(records as Points, aim(records as Points, own.fork('correct')), rate),
        changed: new Uint8Array(records.count).fill(1),
      },
    }),
  };
}

const momentsOf = (points: Points): Target => pooledMoments([{data: points, share: 1}]);

const cloudOf = (points: Points) => ({values: absoluteValues(points), n: points.count, d: points.dimension});

/** Each human record as often as any other, but for one: those that are there once more are drawn. */
function asMany(human: Points, count: number, stream: Stream): Points {
  const whole = Math.floor(count / human.count);
  return joined([...Array.from({length: whole}, () => human), subsetOfRecords(stream, human, count - whole * human.count)]);
}

function tooMany(count: number): DataError {
  return new DataError(`${count} points are too many to match with records: at most ${MOST_MATCHED}, but on the line`, {
    next: 'Lower sample.size, or correct toward: moments or clusters.',
  });
}
