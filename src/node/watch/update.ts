/** What is new of a watch's data, read into its state. */
import {ConfigError, DataError} from '../../core/error.ts';
import {counted} from '../../core/text/numbers.ts';
import type {PeriodStep, WatchDefinition} from '../../guard/watch/definition.ts';
import type {ReadProgress} from '../../read/corpus.ts';
import {missingField, quoted} from '../../read/request.ts';
import {shortList} from '../../report/words.ts';
import {BLOCK_BYTES} from './blocks.ts';
import {isNewByDate, readByDate} from './by-date.ts';
import {type FilesByPeriod, filesByPath, periodsToRead, readPeriod, requirePeriodName, stampsOf} from './by-name.ts';
import {PeriodCollector} from './collector.ts';
import type {FoundFile} from './found.ts';
import {Keeper} from './keeper.ts';
import {madeNow, slicesOf} from './made.ts';
import {WatchReader} from './reader.ts';
import {referenceNow} from './reference.ts';
import type {WatchState} from './state.ts';
import type {ReadFileBlocks, ReadPeriodFiles} from './stored.ts';
import {shareSources, syntheticNow} from './synthetic.ts';
import {WatchTexts} from './texts.ts';
import {findWatched} from './watched-files.ts';

export interface UpdateOptions {
  readonly definition: WatchDefinition;
  readonly folder: string;
  readonly period?: string;
  readonly accept?: string;
  readonly workers?: number;
  /** Bytes of the blocks of growing files, and of the documents that are held; tests have smaller ones. */
  readonly sizes?: {readonly block?: number; readonly held?: number};
  /** Whether there may be no data yet. */
  readonly mayLackData?: boolean;
  readonly stdin?: AsyncIterable<Uint8Array>;
  readonly onProgress?: (progress: ReadProgress) => void;
  /** Hears, before anything is read, of the paths that may be. */
  readonly onFound?: (paths: readonly string[]) => Promise<void>;
  /** Hears, before periods are written, which were read so far, and how. */
  readonly onWrite?: (periods: readonly string[], how: Pick<Updated, 'measuredAgain' | 'incomplete'>) => void;
}

export interface Updated {
  /** Periods that were read, by name. */
  readonly read: readonly string[];
  readonly warnings: readonly string[];
  readonly texts: WatchTexts;
  /** Whether rows are made otherwise than before. */
  readonly measuredAgain: boolean;
  /** Periods that lacked something of their data, which was there no more. */
  readonly incomplete: ReadonlySet<string>;
  /** Why the share of synthetic text cannot be told as things are now. */
  readonly withoutShare?: string;
}

/** Throws what reading and writing do, and ConfigError where the state was made otherwise. */
export async function update(state: WatchState, options: UpdateOptions): Promise<Updated> {
  return new Update(state, options).run();
}

interface Work {
  readonly keeper: Keeper;
  readonly collector: PeriodCollector;
  /** Whether all is to be read, changed or not. */
  readonly again: boolean;
  /** Periods of which something is lacking that their data can tell. */
  readonly due: ReadonlySet<string>;
}

class Update {
  private readonly state: WatchState;
  private readonly options: UpdateOptions;
  private readonly warnings: string[] = [];
  private bytes = 0;
  private records = 0;
  private totalBytes = 0;
  /** The fields of some record that lacked one. */
  private others: readonly string[] | undefined;

  constructor(state: WatchState, options: UpdateOptions) {
    this.state = state;
    this.options = options;
  }

  async run(): Promise<Updated> {
    const {state} = this;
    const {definition, period, accept, workers = 1} = this.options;
    if (period !== undefined && !('call' in definition.period))
      throw new ConfigError('--period names the period of a call, and the periods of this watch are told by its data', {
        next: 'Leave it out, or write period: {call: true}.',
      });
    const files = await findWatched({...this.options, state});
    this.warnings.push(...files.warnings);
    const {data: found, reference: ofReference, synthetic: ofSynthetic} = files;
    await this.options.onFound?.([...found, ...ofReference, ...(ofSynthetic ?? [])].map(({file}) => file.path));
    const {size, language} = definition;
    const reference = await referenceNow(ofReference.length > 0 ? ofReference : this.referenceBefore(), state, {
      ...{size, language, reader: this.reader([])},
      collector: () => this.collector([]),
    });
    const referenceChanged = reference.changed !== undefined;
    const synthetic =
      ofSynthetic?.length === 0 ? state.made?.synthetic : ofSynthetic && (await syntheticNow(ofSynthetic, state.made?.synthetic));
    const {made, measureAgain} = madeNow(
      state.made,
      {definition, reference: reference.stamps, referenceChanged, ...(synthetic && {synthetic}), ...(accept !== undefined && {accept})},
      state.directory,
    );
    const slices = slicesOf(definition);
    const sources = await shareSources(definition, {folder: this.options.folder, found: files});
    const share = sources && 'reason' in sources ? undefined : sources;
    const incomplete = new Set([...state.files.values(), ...state.periods.values()].flatMap(stuckOf));
    const keeper = new Keeper({
      ...{state, made, measureAgain, workers},
      ...(size && {size}),
      ...(language && {language}),
      ...(share && {share}),
      ...(reference.changed && {reference: reference.changed}),
      onWrite: (periods) => this.options.onWrite?.(periods, {measuredAgain: measureAgain, incomplete}),
    });
    const collector = this.collector(slices);
    const rows = [...state.rows.values()];
    const due = new Set(share ? rows.filter((row) => row.documents > 0 && row.synthetic === undefined).map(({period}) => period) : []);
    try {
      await this.readData(found, {keeper, collector, due, again: measureAgain && (slices.length > 0 || share !== undefined)});
      await keeper.settle();
      if (found.length > 0) this.requireSlices(slices);
      if (measureAgain) await keeper.measureRest();
      keeper.finish();
    } finally {
      await keeper.close();
      collector.close();
    }
    const texts = new WatchTexts({
      ...{state, definition, found, reference: ofReference, block: this.block},
      reader: (fields) => this.reader(fields),
    });
    return {
      ...{read: [...keeper.periods].sort(), warnings: this.warnings, texts, measuredAgain: measureAgain, incomplete},
      ...(sources && 'reason' in sources && {withoutShare: sources.reason}),
    };
  }

  private readData(found: readonly FoundFile[], work: Work): Promise<void> {
    const {definition, folder, period: named} = this.options;
    const {period} = definition;
    if ('field' in period) return this.readByDate(found, period, work);
    if ('call' in period) {
      const files = new Map(named === undefined ? [] : [[requirePeriodName(named, '--period'), found] as const]);
      return this.readPeriods(files, work);
    }
    const {files, passed} = filesByPath(found, period.path, folder);
    if (passed.length > 0) this.warnings.push(`of no period, and passed over: ${shortList(passed.map(({file}) => file.name))}`);
    return this.readPeriods(files, work);
  }

  private async readByDate(
    found: readonly FoundFile[],
    period: {readonly field: string; readonly by: PeriodStep},
    {keeper, collector, again, due}: Work,
  ): Promise<void> {
    const {state, block} = this;
    if (!again && due.size === 0 && !isNewByDate(found, state.files)) return;
    const slices = slicesOf(this.options.definition);
    const reader = this.reader([period.field, ...slices]);
    this.totalBytes = found.reduce((sum, {file}) => sum + file.size, 0);
    const {files, periods, stuck} = await readByDate(found, state.files, {
      ...{...period, slices, reader, again, due, block, sink: collector},
      forget: (one) => void collector.take(one),
    });
    const read = new Set(collector.periods);
    const lost = periods.filter((one) => !read.has(one));
    keeper.expect(read.size);
    for (const one of read) await keeper.add(collector.take(one));
    await keeper.settle();
    if (stuck.length > 0)
      this.warnings.push(
        `${shortList(stuck)}: ${again ? 'to be read again' : 'more came'}, but others of the data are gone; what was read of them stays as it was`,
      );
    if (lost.length > 0) this.warnings.push(`${shortList(lost)}: the data are gone; what was read of them stays`);
    this.tellRead(reader);
    keeper.note(() => {
      state.files.clear();
      for (const [name, file] of files) state.files.set(name, file);
    });
  }

  private async readPeriods(files: FilesByPeriod['files'], {keeper, collector, again, due}: Work): Promise<void> {
    const {state} = this;
    const {definition} = this.options;
    const slices = slicesOf(definition);
    const {wanted, stuck} = periodsToRead(files, state.periods, {again, due, mayShrink: 'call' in definition.period});
    if (stuck.length > 0) this.warnings.push(`${shortList(stuck)}: some of the files are gone; what was read of them stays as it was`);
    if (again) keeper.note(() => this.noteUnread(new Set(wanted)));
    const reader = this.reader(slices);
    this.totalBytes = wanted.reduce((sum, period) => sum + files.get(period)!.reduce((all, {file}) => all + file.size, 0), 0);
    if (wanted.length > 0) keeper.expect(wanted.length);
    for (const period of wanted) {
      await readPeriod(period, files.get(period)!, {reader, sink: collector, slices});
      await keeper.add(collector.take(period), () => {
        state.periods.set(period, {period, files: stampsOf(files.get(period)!)});
      });
    }
    this.tellRead(reader);
  }

  /** Notes that all but some periods are to be read again when their data are there. */
  private noteUnread(read: ReadonlySet<string>): void {
    for (const [period, {files}] of this.state.periods) if (!read.has(period)) this.state.periods.set(period, {period, files, stuck: true});
  }

  /** Throws DataError where no record of all that was ever read has the field of a slice. */
  private requireSlices(slices: readonly string[]): void {
    const rows = [...this.state.rows.values()].filter(({documents}) => documents > 0);
    const lacking = slices.find((field) => !rows.some((row) => row.slices?.some((slice) => slice.field === field)));
    if (lacking === undefined || rows.length === 0) return;
    const next = 'Name fields that the records have.';
    if (this.others !== undefined) throw missingField('the data', lacking, this.others, next);
    throw new DataError(`the data has no field ${quoted(lacking)}`, {where: 'slices', next});
  }

  private referenceBefore(): FoundFile[] {
    return (this.state.made?.reference ?? []).map((stamp) => ({stamp, file: {name: stamp.name, path: stamp.name, size: stamp.size}}));
  }

  private reader(fields: readonly string[]): WatchReader {
    const progress = (bytes: number, records: number, file: string): void => {
      this.bytes += bytes;
      this.records += records;
      this.options.onProgress?.({bytes: this.bytes, totalBytes: this.totalBytes, records: this.records, file});
    };
    return new WatchReader(this.options.definition.data, {
      fields: [...new Set(fields)],
      progress: {onBytes: (bytes, file) => progress(bytes, 0, file), onRecords: (records, file) => progress(0, records, file)},
    });
  }

  private get block(): number {
    return this.options.sizes?.block ?? BLOCK_BYTES;
  }

  private tellRead({broken, others}: WatchReader): void {
    this.others ??= others;
    if (broken > 0) this.warnings.push(`${counted(broken, 'broken record')} passed over`);
  }

  private collector(slices: readonly string[]): PeriodCollector {
    const {size, language, data, synthetic} = this.options.definition;
    const samples = synthetic !== undefined;
    const {held: mostHeld} = this.options.sizes ?? {};
    return new PeriodCollector({size, language, passage: data.passage, slices, samples, folder: this.state.directory, mostHeld});
  }
}

const stuckOf = (one: ReadPeriodFiles | ReadFileBlocks): readonly string[] =>
  'period' in one ? (one.stuck ? [one.period] : []) : (one.stuck ?? []);
