/** What is wrong with a record of JSON, in words, and what to do about it. */
import {DataError} from '../core/error.ts';
import {missingField, quoted} from './request.ts';
import {describe, isRecord, type NoText} from './turns.ts';

const ONE_A_LINE = 'JSONL holds one whole JSON object on each line.';
const IN_JSON = 'A .json file holds one array of objects, or one object on each line.';

/** Of a text longer than this nobody asks why it is not JSON. */
const LOOKED_AT = 1 << 20;

/** Where a record is: `where` is file:line, `shown` may say more. */
export interface Spot {
  readonly where: string;
  readonly shown: string;
}

/** What a file was taken for. */
type JsonShape = 'lines' | 'array';

export function notJson({where, shown}: Spot, text: string, cause: unknown, shape: JsonShape): DataError {
  const next = text.startsWith('[')
    ? 'A JSON array is read from files called .json, or with --input-format json.'
    : hasNoNumber(text)
      ? 'JSON has no NaN and no Infinity: write null instead (in Python, json.dumps(..., allow_nan=False) finds them).'
      : shape === 'lines'
        ? `${ONE_A_LINE} ${IN_JSON}`
        : 'Write the file again; each element of the array has to be whole.';
  return new DataError(`${shown} is not JSON: ${(cause as Error).message}`, {where, cause, next});
}

/** Whether NaN or Infinity stand where values do. */
function hasNoNumber(text: string): boolean {
  return text.length <= LOOKED_AT && /[[:,]\s*-?(NaN|Infinity)\b/.test(text.replace(/"(?:[^"\\]|\\.)*("|$)/g, '""'));
}

export function notRecord({where, shown}: Spot, value: unknown, field: string, shape: JsonShape): DataError {
  const next =
    shape === 'array' ? IN_JSON : Array.isArray(value) ? `${ONE_A_LINE} ${IN_JSON}` : 'JSONL holds one JSON object on each line.';
  return new DataError(`${shown} holds ${describe(value)}, wanted an object with the field ${quoted(field)}`, {where, next});
}

export function tooDeep({where, shown}: Spot): DataError {
  return new DataError(`${shown} nests deeper than 1000 levels, so its further fields cannot be told`, {
    where,
    next: 'Leave out the fields asked for besides the text, or let the record pass with --max-bad.',
  });
}

export function missingIn({where, shown}: Spot, field: string, record: Record<string, unknown>): DataError {
  const {message, next} = missingField(shown, field, fieldNames(record));
  return new DataError(message, {where, next});
}

/** The field is there and holds something else than text. */
export function wrongField({where, shown}: Spot, field: string, value: unknown): DataError {
  const turn = Array.isArray(value) ? value.find(isRecord) : undefined;
  const keys = turn === undefined ? [] : Object.keys(turn);
  const key = ['content', 'value', 'text'].find((usual) => keys.includes(usual)) ?? keys[0];
  const next =
    key === undefined
      ? 'Write the text as a JSON string, or let such records pass with --max-bad.'
      : `It is a list of objects: --field ${field}.${key} reads one text of each, one a line.`;
  return new DataError(`${shown}: field ${quoted(field)} holds ${describe(value)}, wanted a string`, {where, next});
}

export function wrongTurns({where, shown}: Spot, field: string, {holds}: NoText): DataError {
  return new DataError(`${shown}: field ${quoted(field)} holds ${holds}, wanted turns with a text each`, {
    where,
    next: 'A turn is an object; its text is a string, or a list of parts with a "text" each.',
  });
}

export function noTurns({where, shown}: Spot, field: string): DataError {
  return new DataError(`${shown}: field ${quoted(field)} is a text without roles`, {
    where,
    next: 'Leave out --roles, or name a field of turns, for example --field messages.content.',
  });
}

/** Of an object and of the objects in it, one level down; of a list those of its first object. */
export function fieldNames(value: Record<string, unknown>): string[] {
  return Object.entries(value).flatMap(([key, held]) => {
    const inner = Array.isArray(held) ? held.find(isRecord) : held;
    return isRecord(inner) ? [key, ...Object.keys(inner).map((k) => `${key}.${k}`)] : [key];
  });
}
