/** What is wrong with a second side of the data, in words for one: it is read as the first is, by the same field unless its own is named. */
import {DataError} from '../core/error.ts';

const SAME = 'References are read by the same field as the data';
/** Of commands that have the option. */
export const REFERENCE_FIELD_NEXT = `${SAME}: --reference-field names theirs where it is another.`;
const WRITE_ANEW = `${SAME}: where theirs has another name, write the file anew with that name.`;

/** The error to throw in place of one from reading a side whose field was not named. `advice`: what to do where it is another. */
export function referenceError(error: unknown, advice = WRITE_ANEW): unknown {
  if (!(error instanceof DataError) || !/ has no field /.test(error.message)) return error;
  const {message, where, next = ''} = error;
  return new DataError(message, {where, next: `${next} ${advice}`.trim(), cause: error});
}
