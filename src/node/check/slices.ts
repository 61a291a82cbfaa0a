/** The candidate's slices by a field: one more pass over its data, a profile for each value. */
import {ConfigError} from '../../core/error.ts';
import {compressedSize} from '../../core/measure/compressed-size.ts';
import {documentsAt} from '../../core/text/documents.ts';
import type {CandidateSlice} from '../../guard/check/slices.ts';
import {ProfileBuilder} from '../../guard/profile/builder.ts';
import type {RecordBatch} from '../../read/batch.ts';
import {decodeText} from '../../read/bytes.ts';
import {isProfileFile} from '../profile/files.ts';
import type {MakeOptions} from '../profile/make.ts';
import {type DataRead, readBatches} from '../read/corpus.ts';
import {refuseReadOnce} from '../read/once.ts';
import {makeKernel} from '../scan/kernel.ts';
import {parseBy, sliceName} from '../slice-name.ts';

/** Each has a profile in memory: the values beyond are one slice. */
const MOST_SLICES = 16;
const OTHERS = '(others)';

/** Throws ConfigError where the data cannot be read again. */
export async function requireSliceable(sources: readonly string[], read: DataRead | undefined): Promise<void> {
  if ((await Promise.all(sources.map(isProfileFile))).includes(true))
    throw new ConfigError('--by reads the candidate once more, and a profile holds no text', {next: 'Give the data of the candidate.'});
  await refuseReadOnce(sources, read ?? {}, '--by reads the candidate once more');
}

/** `by`: a field, or `field:month` of dates. Throws ConfigError where the data cannot be read again, and what reading throws. */
export async function sliceProfiles(
  sources: readonly string[],
  by: string,
  {read, size, group, language}: MakeOptions,
): Promise<CandidateSlice[]> {
  await requireSliceable(sources, read);
  const {field, period} = parseBy(by, '--by');
  const builders = new Map<string, ProfileBuilder>();
  const builderOf = (value: string): ProfileBuilder => {
    const name = builders.has(value) || builders.size < MOST_SLICES ? value : OTHERS;
    const builder =
      builders.get(name) ?? new ProfileBuilder({size, groupField: group, language, compress: compressedSize, kernel: makeKernel});
    builders.set(name, builder);
    return builder;
  };
  const extra = group === undefined ? [field] : [field, group];
  for await (const batch of readBatches(sources, {...read, extra, onNotice: undefined})) {
    for (const [value, numbers] of numbersByValue(batch, (text) => sliceName(text, period))) builderOf(value).add(partOf(batch, numbers));
  }
  return [...builders].map(([value, builder]) => ({value, profile: builder.finish()}));
}

function numbersByValue({count, extra}: RecordBatch, nameOf: (value: string) => string): Map<string, number[]> {
  const [{bytes, offsets}] = extra!;
  const found = new Map<string, number[]>();
  for (let i = 0; i < count; i++) {
    const value = nameOf(decodeText(bytes, offsets[i], offsets[i + 1]));
    if (!found.get(value)?.push(i)) found.set(value, [i]);
  }
  return found;
}

/** Some records of a batch, with the field that groups them where there is one. */
function partOf({bytes, offsets, count, extra = []}: RecordBatch, numbers: readonly number[]) {
  const pick = (of: {readonly bytes: Uint8Array; readonly offsets: Uint32Array}) => documentsAt({kind: 'text', count, ...of}, numbers);
  const {bytes: texts, offsets: ends} = pick({bytes, offsets});
  return {count: numbers.length, bytes: texts, offsets: ends, extra: extra.slice(1).map((one) => pick(one))};
}
