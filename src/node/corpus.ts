/** From an experiment's `data` to the corpus that lineages deal out. */
import type {Text} from '../core/data.ts';
import {ConfigError} from '../core/error.ts';
import type {CorpusOptions, DataOptions} from '../lab/experiment.ts';
import type {Corpus} from '../lab/human.ts';
import {readCorpus} from './read/corpus.ts';
import {readSpeeches} from './read/speeches.ts';

/** Reads a corpus whole. `base`: the folder that relative paths are resolved against. */
export async function corpusOf(data: DataOptions, base: string): Promise<Corpus> {
  const options = data as CorpusOptions;
  const {holdout} = options;
  const separate = typeof holdout === 'object' ? holdout.files : undefined;
  if ('corpus' in options) {
    const held = separate && plain(await readCorpus(separate, {base}));
    return {documents: await speeches(options), holdout: held, name: `the corpus ${options.corpus}`};
  }
  const {files, field, unit} = options;
  const read = async (list: readonly string[]) => plain(await readCorpus(list, {field, unit, base}));
  return {documents: await read(files), holdout: separate && (await read(separate)), name: files.join(', ')};
}

async function speeches({from, to}: {from?: number; to?: number}): Promise<Text> {
  const text = plain(await readSpeeches({from, to}));
  if (text.count === 0)
    throw new ConfigError(`the corpus speeches has none from ${from ?? 1790} to ${to ?? 2021}`, {next: 'its years are 1790 to 2021'});
  return text;
}

/** The text alone, without what the reader knows of its files. */
const plain = ({kind, count, bytes, offsets}: Text): Text => ({kind, count, bytes, offsets});
