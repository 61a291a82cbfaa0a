/** An experiment's data in words, for people: files by their names, not by their places. */
import {fileName} from '../../core/text/file-name.ts';
import type {DataOptions} from './data-schema.ts';

const MOST_NAMED = 3;

/** "the gaussian world", "the corpus speeches", "the file a.txt", "the files a.txt and b.txt", "handwritten digits". */
export function describeData(data: DataOptions): string {
  if ('world' in data) return `the ${data.world} world`;
  if ('images' in data) return `handwritten ${data.images}`;
  return 'corpus' in data ? `the corpus ${data.corpus}` : describeFiles(data.files.map(fileName));
}

function describeFiles(names: readonly string[]): string {
  if (names.length === 1) return `the file ${names[0]}`;
  const more = names.length - MOST_NAMED;
  const told = more > 0 ? [...names.slice(0, MOST_NAMED), `${more} more`] : names;
  return `the files ${told.slice(0, -1).join(', ')} and ${told[told.length - 1]}`;
}
