/** From an experiment's `data` to the corpus that lineages deal out; what reads files and speeches is a port. */
import type {Text} from '../core/data.ts';
import {fileName} from '../core/text/file-name.ts';
import {counted} from '../core/text/numbers.ts';
import type {Arm} from '../lab/experiment/arm.ts';
import type {CorpusOptions, DataOptions} from '../lab/experiment/data-schema.ts';
import type {Corpus} from '../lab/human/human.ts';

/** Files as an experiment names them, and how they are read. */
export type FilesOptions = Omit<Extract<CorpusOptions, {files: unknown}>, 'holdout' | 'reserve' | 'passage' | 'language'>;

export interface Years {
  readonly from?: number;
  readonly to?: number;
}

export interface CorpusPorts {
  /** `broken`: records passed over. */
  readonly files: (options: FilesOptions) => Promise<{readonly documents: Text; readonly broken: number}>;
  readonly speeches: (years: Years) => Promise<Text>;
}

/** Reads a corpus whole. Throws what reading throws. */
export async function corpusBy(data: DataOptions, {files, speeches}: CorpusPorts): Promise<Corpus> {
  const options = data as CorpusOptions;
  const separate = typeof options.holdout === 'object' ? options.holdout : undefined;
  if ('corpus' in options) {
    const held = separate && (await files(separate));
    return {documents: await speeches(options), holdout: held?.documents, name: `the corpus ${options.corpus}`};
  }
  // what is held out is read as the rest is, unless said
  const held = separate && (await files({...options, ...separate}));
  const {documents, broken} = await files(options);
  const passed = broken + (held?.broken ?? 0);
  const name = options.files.map(fileName).join(', ');
  return {
    documents,
    holdout: held?.documents,
    name,
    ...(passed > 0 && {notices: [`${counted(passed, 'broken record')} passed over in ${name}`]}),
  };
}

/** Further human text of an arm's enrichment, one a source that names files or a corpus, in their order. */
export function sourcesOf({enrichment}: Arm, corpus: (data: DataOptions) => Promise<Corpus>): Promise<NonNullable<Corpus['sources']>> {
  const from = enrichment?.from;
  const further = Array.isArray(from) ? from.filter((one) => !('source' in one)) : [];
  return Promise.all(
    further.map(async ({weight: _, ...source}) => {
      const {documents, name} = await corpus(source as unknown as DataOptions);
      return {documents, name};
    }),
  );
}
