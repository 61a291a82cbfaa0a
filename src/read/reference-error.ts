/** What is wrong with a reference, in words for one: it is read as the data are, by the same field. */
import {DataError} from '../core/error.ts';

/** The error to throw in place of one from reading a reference. */
export function referenceError(error: unknown): unknown {
  if (!(error instanceof DataError) || !/ has no field /.test(error.message)) return error;
  const {message, where, next = ''} = error;
  return new DataError(message, {
    where,
    next: `${next} References are read by the same field as the data: where theirs has another name, write the file anew with that name.`.trim(),
    cause: error,
  });
}
