/** From an experiment's `data` to the corpus that lineages deal out. */

import type {Text} from '../core/data.ts';
import {ConfigError} from '../core/error.ts';
import {fileName} from '../core/text/file-name.ts';
import {counted} from '../core/text/numbers.ts';
import type {CorpusOptions, DataOptions} from '../lab/experiment/data-schema.ts';
import type {Corpus} from '../lab/human/human.ts';
import {readingOf} from '../read/request.ts';
import {type DataRead, readCorpus} from './read/corpus.ts';
import {refuseIdleDialect} from './read/idle.ts';
import {readSpeeches} from './read/speeches.ts';

/** Reads a corpus whole. `base`: the folder that relative paths are resolved against. */
export async function corpusOf(data: DataOptions, base: string): Promise<Corpus> {
  const options = data as CorpusOptions;
  const {holdout} = options;
  const separate = typeof holdout === 'object' ? holdout : undefined;
  if ('corpus' in options) {
    const held = separate && (await read(separate, base));
    return {documents: await speeches(options), holdout: held?.documents, name: `the corpus ${options.corpus}`};
  }
  const own = {...readingOf(options), ...(options.format !== undefined && {format: options.format})};
  const held = separate && (await read({...own, ...separate}, base));
  const {documents, broken} = await read(options, base);
  const passed = broken + (held?.broken ?? 0);
  return {
    documents,
    holdout: held?.documents,
    name: options.files.map(fileName).join(', '),
    ...(passed > 0 && {notices: [`${counted(passed, 'broken record')} passed over in ${options.files.map(fileName).join(', ')}`]}),
  };
}

interface Files extends DataRead {
  readonly files: readonly string[];
}

async function read({files, format, ...reading}: Files, base: string): Promise<{documents: Text; broken: number}> {
  const options: DataRead = {...readingOf(reading), ...(format !== undefined && {format}), base};
  await refuseIdleDialect(files, options);
  const corpus = await readCorpus(files, options);
  return {documents: plain(corpus), broken: corpus.broken.length};
}

async function speeches({from, to}: {from?: number; to?: number}): Promise<Text> {
  const text = plain(await readSpeeches({from, to}));
  if (text.count === 0)
    throw new ConfigError(`the corpus speeches has none from ${from ?? 1790} to ${to ?? 2021}`, {next: 'its years are 1790 to 2021'});
  return text;
}

/** The text alone, without what the reader knows of its files. */
const plain = ({kind, count, bytes, offsets}: Text): Text => ({kind, count, bytes, offsets});
