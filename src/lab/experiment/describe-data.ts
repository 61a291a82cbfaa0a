/** An experiment's data in words, for people: files by their names, not by their places. */
import {fileName} from '../../core/text/file-name.ts';
import type {DataOptions} from './data-schema.ts';

/** "the gaussian world", "the corpus speeches", "files (a.txt, b.txt)", "handwritten digits". */
export function describeData(data: DataOptions): string {
  if ('world' in data) return `the ${data.world} world`;
  if ('images' in data) return `handwritten ${data.images}`;
  return 'corpus' in data ? `the corpus ${data.corpus}` : `files (${data.files.map(fileName).join(', ')})`;
}
