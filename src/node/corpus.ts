/** From an experiment's `data` to the corpus that lineages deal out, of the files of this machine. */

import type {Text} from '../core/data.ts';
import {ConfigError} from '../core/error.ts';
import type {DataOptions} from '../lab/experiment/data-schema.ts';
import type {Corpus} from '../lab/human/human.ts';
import {readingOf} from '../read/request.ts';
import * as run from '../run/corpus.ts';
import {type DataRead, readCorpus} from './read/corpus.ts';
import {refuseIdleDialect} from './read/idle.ts';
import {readSpeeches} from './read/speeches.ts';

/** Reads a corpus whole. `base`: the folder that relative paths are resolved against. */
export const corpusOf = (data: DataOptions, base: string): Promise<Corpus> =>
  run.corpusBy(data, {files: (options) => read(options, base), speeches});

async function read({files, format, ...reading}: run.FilesOptions, base: string): Promise<{documents: Text; broken: number}> {
  const options: DataRead = {...readingOf(reading), ...(format !== undefined && {format}), base};
  await refuseIdleDialect(files, options);
  const corpus = await readCorpus(files, options);
  return {documents: plain(corpus), broken: corpus.broken.length};
}

async function speeches({from, to}: run.Years): Promise<Text> {
  const text = plain(await readSpeeches({from, to}));
  if (text.count === 0)
    throw new ConfigError(`the corpus speeches has none from ${from ?? 1790} to ${to ?? 2021}`, {next: 'its years are 1790 to 2021'});
  return text;
}

/** The text alone, without what the reader knows of its files. */
const plain = ({kind, count, bytes, offsets}: Text): Text => ({kind, count, bytes, offsets});
