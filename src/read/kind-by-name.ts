/** What a file's name says of how it is to be read. */
import type {Format} from '../core/reading.ts';
import type {InputKind} from './input-batches.ts';

const FORMATS: ReadonlyMap<string, Format> = new Map([
  ['txt', 'text'],
  ['text', 'text'],
  ['md', 'text'],
  ['jsonl', 'jsonl'],
  ['ndjson', 'jsonl'],
  ['json', 'json'],
  ['csv', 'csv'],
  ['tsv', 'tsv'],
  ['parquet', 'parquet'],
]);

/** Names that say something, for messages. */
export const KNOWN_NAMES = '.txt .text .md .jsonl .ndjson .json .csv .tsv (each also .gz or .zst) and .parquet';

/** Empty where it says nothing. `name`: without its folder. */
export function kindByName(name: string): InputKind {
  const parts = name.toLowerCase().split('.').slice(1);
  const last = parts.pop() ?? '';
  if (last !== 'gz' && last !== 'zst') return {format: FORMATS.get(last)};
  const format = FORMATS.get(parts.pop() ?? '');
  return {format: format === 'parquet' ? undefined : format, compression: last};
}
