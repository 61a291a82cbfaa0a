/**
 * A record as a user's command is given it, and as it may answer it: one JSON object a line.
 *
 *   text        {"text": "..."}              points      {"point": [x, ...]}
 *   categories  {"category": k}              rows        {"x": [x, ...], "y": y}, of which y alone may be answered
 */
import {absoluteValues, type Data, type Points} from '../../core/data.ts';
import {DataError} from '../../core/error.ts';
import {documentAt} from '../../core/text/documents.ts';
import {CHANGE_KEYS, type ChangedRecord} from '../../quality/command-rule.ts';

/** The line of each record, its end included. Throws DataError where a line would be longer than a string can be. */
export function linesOf(records: Data): (record: number) => string {
  const fields = fieldsOf(records);
  return (record) => {
    try {
      return `${JSON.stringify(fields(record))}\n`;
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause;
      throw new DataError('a record is too long to be handed to a command', {next: 'Cut records into parts (unit).', cause});
    }
  };
}

function fieldsOf(records: Data): (record: number) => object {
  switch (records.kind) {
    case 'text':
      return (i) => ({text: documentAt(records, i)});
    case 'points': {
      const point = pointsOf(records);
      return (i) => ({point: point(i)});
    }
    case 'categories':
      return (i) => ({category: records.values[i]});
    default: {
      const {x, y, dimension: d} = records;
      return (i) => ({x: [...x.subarray(i * d, (i + 1) * d)], y: y[i]});
    }
  }
}

function pointsOf(records: Points): (record: number) => number[] {
  const values = absoluteValues(records);
  const d = records.dimension;
  return (i) => [...values.subarray(i * d, (i + 1) * d)];
}

/** What is wrong with a changed record, if anything: said of the answer. */
export function problemOfChange(records: Data, value: unknown): string | undefined {
  const key = CHANGE_KEYS[records.kind];
  switch (records.kind) {
    case 'text':
      if (typeof value !== 'string') return `has a "${key}" that is not a string`;
      return value === '' ? `has an empty "${key}": to drop a record answer {"keep": false}` : undefined;
    case 'points': {
      const {dimension: d} = records;
      const isPoint = Array.isArray(value) && value.length === d && value.every((x) => Number.isFinite(x));
      return isPoint ? undefined : `has a "${key}" that is not a list of ${d} number${d === 1 ? '' : 's'}`;
    }
    case 'categories':
      return Number.isInteger(value) && (value as number) >= 0 && (value as number) < records.categories
        ? undefined
        : `has a "${key}" that is not a whole number from 0 to ${records.categories - 1}`;
    default:
      return Number.isFinite(value) ? undefined : `has a "${key}" that is not a number`;
  }
}

export const changeIn = (records: Data, answer: Readonly<Record<string, unknown>>): ChangedRecord | undefined =>
  answer[CHANGE_KEYS[records.kind]] as ChangedRecord | undefined;

/** How a record begins, for messages: the text itself, else its line. */
export function beginningOf(records: Data, record: number, most: number): string {
  if (records.kind !== 'text') return linesOf(records)(record).trimEnd();
  const {bytes, offsets} = records;
  return new TextDecoder().decode(bytes.subarray(offsets[record], Math.min(offsets[record + 1], offsets[record] + 4 * most)));
}

/** The records without what else their buffers hold, which would be copied to another thread too. */
export function compactRecords(records: Data): Data {
  if (records.kind === 'points')
    return {...records, values: records.values.slice(), ...(records.origin && {origin: records.origin.slice()})};
  if (records.kind !== 'text') return records;
  const {kind, count, bytes, offsets} = records;
  const [from, to] = [offsets[0], offsets[count]];
  return {kind, count, bytes: bytes.slice(from, to), offsets: Uint32Array.from({length: count + 1}, (_, i) => offsets[i] - from)};
}
