/** The worker of the tests: counts records and sums what they hold; does what it is told when a record says so. */
import {DataError} from '../../core/error.ts';
import {type ScanHandlers, scanData, serveParts} from './worker-side.ts';

export interface Counted {
  readonly records: number;
  readonly bytes: number;
  readonly sum: number;
}

/** word: a record that starts with it makes the handlers fail in the way that `how` says. joins: whether threads join what others counted. */
export interface CountingData {
  readonly joins?: boolean;
  readonly word?: string;
  readonly how?: 'throw' | 'data' | 'exit';
}

export function counting({word, how, joins = false}: CountingData = {}): ScanHandlers {
  let records = 0;
  let bytes = 0;
  let sum = 0;
  let inPart: string[] = [];
  return {
    batch(batch) {
      for (let r = 0; r < batch.count; r++) {
        const text = Buffer.from(batch.bytes.subarray(batch.offsets[r], batch.offsets[r + 1])).toString();
        if (word !== undefined && text.startsWith(word)) {
          if (how === 'exit') process.exit(7);
          if (how === 'data') throw new DataError('a record that nobody wants', {where: `${batch.file}:x`, next: 'Leave it out.'});
          throw new TypeError('a mistake in the handlers');
        }
        for (const {bytes, offsets} of batch.extra ?? []) for (let i = offsets[r]; i < offsets[r + 1]; i++) sum += 31 * bytes[i];
        for (let i = 0; i < text.length; i++) sum += text.charCodeAt(i) * (i + 1);
        inPart.push(text);
      }
      records += batch.count;
      bytes += batch.bytes.length;
    },
    part() {
      const message = inPart;
      inPart = [];
      return {message, transfer: []};
    },
    finish: () => ({message: {records, bytes, sum} satisfies Counted, transfer: []}),
    ...(joins && {
      join(message: unknown) {
        const other = message as Counted;
        records += other.records;
        bytes += other.bytes;
        sum += other.sum;
      },
    }),
  };
}

/** In a thread, not where a test imports it. */
if (scanData() !== undefined) serveParts(counting(scanData<CountingData>()));
