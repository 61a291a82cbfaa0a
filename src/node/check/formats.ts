/** The formats of a check's report, with what they need of this machine. */
import {sep} from 'node:path';
import {type CheckFormat, type Formatter, loadFormatWith} from '../../report/formats/check/formats.ts';
import {drawingDocument} from '../document.ts';

export async function loadFormat(format: CheckFormat): Promise<Formatter> {
  const formatter = await loadFormatWith(format, drawingDocument);
  return (report, options) => formatter(report, {separator: sep, ...options});
}
