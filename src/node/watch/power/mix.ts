/** A period in which texts of a lab stand in the places of some documents, so that it has as many as before. */
import type {Text} from '../../../core/data.ts';
import {DataError} from '../../../core/error.ts';
import type {Stream} from '../../../core/random/stream.ts';
import {subset} from '../../../core/random/subset.ts';
import {documentsAt, withDocuments} from '../../../core/text/documents.ts';
import type {PeriodDocuments} from '../period-documents.ts';

/** `share`: of the documents. Slices stay as they are, a text being of those of the document in whose place it stands. */
export function mixed(
  {bytes, ends, slices}: PeriodDocuments,
  share: number,
  {pool, stream}: {pool: Text; stream: Stream},
): PeriodDocuments {
  const text: Text = {kind: 'text', count: ends.length - 1, bytes, offsets: ends};
  const count = Math.round(share * text.count);
  const texts = drawn(pool, count, stream.fork('texts'));
  const places = new Map([...subset(stream.fork('places'), text.count, count)].map((place, i) => [place, i]));
  const made = withDocuments(text, (document) => {
    const i = places.get(document);
    return i === undefined ? undefined : texts.bytes.subarray(texts.offsets[i], texts.offsets[i + 1]);
  });
  return {bytes: made.bytes, ends: made.offsets, slices};
}

/** So many documents, none twice: copies are a measure of their own. Throws DataError. */
export function drawn(pool: Text, count: number, stream: Stream): Text {
  if (count > pool.count)
    throw new DataError(`the lab wrote ${pool.count} documents, and ${count} are wanted for one period`, {
      next: 'Give a larger reference: the lab writes as much as it is trained on.',
    });
  return documentsAt(pool, subset(stream, pool.count, count));
}
