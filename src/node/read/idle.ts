/** Options that hold for no file are told, not passed over. */
import {ConfigError} from '../../core/error.ts';
import type {ReadingOptions} from '../../read/request.ts';
import {type FindOptions, findFiles} from './sources.ts';

/** Throws ConfigError where it is said how tables are written and no source is one; otherwise as findFiles does. */
export async function refuseIdleDialect(sources: readonly string[], options: ReadingOptions & FindOptions): Promise<void> {
  const given = (['delimiter', 'quote', 'header'] as const).filter((key) => options[key] !== undefined);
  if (given.length === 0) return;
  const files = await findFiles(sources, {...options, onNotice: undefined});
  if (files.some(({format}) => format === 'csv' || format === 'tsv')) return;
  throw new ConfigError(`${given.join(' and ')}: this is said of tables, and no file of the data is CSV or TSV`, {
    next: 'Leave it out, or say --input-format csv.',
  });
}
