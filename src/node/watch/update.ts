/** What is new of a watch's data, read into its state. */
import {ConfigError, type DataError} from '../../core/error.ts';
import {counted} from '../../core/text/numbers.ts';
import type {PeriodStep, WatchDefinition} from '../../guard/watch/definition.ts';
import type {ReadProgress} from '../../read/corpus.ts';
import {shortList} from '../../report/words.ts';
import {isProfileFile} from '../profile/files.ts';
import {BLOCK_BYTES} from './blocks.ts';
import {isNewByDate, readByDate} from './by-date.ts';
import {type FilesByPeriod, filesByPath, periodsToRead, readPeriod, requirePeriodName, stampsOf} from './by-name.ts';
import {PeriodCollector} from './collector.ts';
import {CORPUS, type Finding, type FoundFile, findStamped} from './found.ts';
import {Keeper} from './keeper.ts';
import {madeNow, slicesOf} from './made.ts';
import {WatchReader} from './reader.ts';
import {referenceNow} from './reference.ts';
import type {WatchState} from './state.ts';
import type {WatchMade} from './stored.ts';
import {sharePlan, syntheticNow} from './synthetic.ts';
import {WatchTexts} from './texts.ts';

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
}

export interface Updated {
  /** Periods that were read, by name. */
  readonly read: readonly string[];
  readonly warnings: readonly string[];
  readonly texts: WatchTexts;
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
}

class Update {
  private readonly state: WatchState;
  private readonly options: UpdateOptions;
  private readonly warnings: string[] = [];
  private bytes = 0;
  private records = 0;
  private totalBytes = 0;

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
    const found = await this.findData();
    const foundReference = await this.findReference();
    const reference = await referenceNow(foundReference ?? this.referenceBefore(), state, {
      ...{size: definition.size, language: definition.language, reader: this.reader([])},
      collector: () => this.collector([]),
    });
    const referenceChanged = reference.changed !== undefined;
    const synthetic = await this.synthetic();
    const {made, measureAgain} = madeNow(
      state.made,
      {definition, reference: reference.stamps, referenceChanged, synthetic, ...(accept !== undefined && {accept})},
      state.directory,
    );
    const slices = slicesOf(definition);
    const {size, language} = definition;
    const share = await sharePlan(definition, {folder: this.options.folder, found: foundReference ?? []});
    const keeper = new Keeper({state, made, size, language, workers, share, ...(reference.changed && {reference: reference.changed})});
    const collector = this.collector(slices);
    try {
      await this.readData(found, {keeper, collector, again: measureAgain && (slices.length > 0 || share !== undefined)});
      await keeper.settle();
      if (measureAgain) await keeper.measureRest();
      keeper.finish();
    } finally {
      await keeper.close();
      collector.close();
    }
    const texts = new WatchTexts({
      ...{state, definition, found, reference: foundReference ?? [], block: this.block},
      reader: (fields) => this.reader(fields),
    });
    return {read: [...keeper.periods].sort(), warnings: this.warnings, texts};
  }

  private readData(found: readonly FoundFile[], work: Work): Promise<void> {
    const {definition, folder, period: named} = this.options;
    const {period} = definition;
    if ('field' in period) return this.readByDate(found, period, work);
    if ('call' in period)
      return named === undefined ? Promise.resolve() : this.readPeriods(new Map([[requirePeriodName(named, '--period'), found]]), work);
    const {files, passed} = filesByPath(found, period.path, folder);
    if (passed.length > 0) this.warnings.push(`of no period, and passed over: ${shortList(passed.map(({file}) => file.name))}`);
    return this.readPeriods(files, work);
  }

  private async readByDate(
    found: readonly FoundFile[],
    period: {readonly field: string; readonly by: PeriodStep},
    {keeper, collector, again}: Work,
  ): Promise<void> {
    const {state, block} = this;
    if (!again && !isNewByDate(found, state.files)) return;
    const slices = slicesOf(this.options.definition);
    const reader = this.reader([period.field, ...slices]);
    this.totalBytes = found.reduce((sum, {file}) => sum + file.size, 0);
    const {files, periods, stuck} = await readByDate(found, state.files, {
      ...{...period, slices, reader, again, block, sink: collector},
      forget: (one) => void collector.take(one),
    });
    const read = new Set(collector.periods);
    const lost = periods.filter((one) => !read.has(one));
    keeper.expect(read.size);
    for (const one of read) await keeper.add(collector.take(one));
    await keeper.settle();
    if (stuck.length > 0)
      this.warnings.push(`${shortList(stuck)}: more came, but others of the data are gone; what was read of them stays as it was`);
    if (lost.length > 0) this.warnings.push(`${shortList(lost)}: the data are gone; what was read of them stays`);
    this.tellBroken(reader);
    keeper.note(() => {
      state.files.clear();
      for (const [name, file] of files) state.files.set(name, file);
    });
  }

  private async readPeriods(files: FilesByPeriod['files'], {keeper, collector, again}: Work): Promise<void> {
    const {state} = this;
    const slices = slicesOf(this.options.definition);
    const wanted = periodsToRead(files, state.periods, {again});
    const reader = this.reader(slices);
    this.totalBytes = wanted.reduce((sum, period) => sum + files.get(period)!.reduce((all, {file}) => all + file.size, 0), 0);
    if (wanted.length > 0) keeper.expect(wanted.length);
    for (const period of wanted) {
      await readPeriod(period, files.get(period)!, {reader, sink: collector, slices});
      await keeper.add(collector.take(period), () => {
        state.periods.set(period, {period, files: stampsOf(files.get(period)!)});
      });
    }
    this.tellBroken(reader);
  }

  /** Where there is a history, data that are gone are told and no error. */
  private async findData(): Promise<FoundFile[]> {
    const {data, period} = this.options.definition;
    // a call that names no period only judges
    if ('call' in period && this.options.period === undefined) return [];
    const mayMiss = this.state.rows.size > 0 || this.options.mayLackData === true;
    return findStamped('corpus' in data ? [`${CORPUS}${data.corpus}`] : data.files, {
      ...this.finding(),
      ...(mayMiss && !('call' in period) && {onMissing: (error: DataError) => this.warnings.push(error.message)}),
    });
  }

  /** Undefined where it was read before, and is gone. */
  private async findReference(): Promise<FoundFile[] | undefined> {
    const {reference} = this.options.definition;
    const {made} = this.state;
    const missing: string[] = [];
    const onMissing = made === undefined ? {} : {onMissing: (error: DataError) => missing.push(error.message)};
    const found = await findStamped(reference, {...this.finding(), ...onMissing, isOther: isProfileFile});
    if (missing.length === 0) return found;
    this.warnings.push(...missing.map((message) => `of the reference: ${message}; the profile in the state stands for it`));
    return undefined;
  }

  private referenceBefore(): FoundFile[] {
    return (this.state.made?.reference ?? []).map((stamp) => ({stamp, file: {name: stamp.name, path: stamp.name, size: stamp.size}}));
  }

  private async synthetic(): Promise<WatchMade['synthetic']> {
    const {synthetic} = this.options.definition;
    return synthetic && syntheticNow(await findStamped(synthetic, this.finding()), this.state.made?.synthetic);
  }

  private finding(): Finding {
    const {folder, definition, stdin} = this.options;
    const format = 'corpus' in definition.data ? undefined : definition.data.format;
    return {
      base: folder,
      ...(format !== undefined && {format}),
      ...(stdin && {stdin}),
      onNotice: (message) => this.warnings.push(message),
    };
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

  private tellBroken({broken}: WatchReader): void {
    if (broken > 0) this.warnings.push(`${counted(broken, 'broken record')} passed over`);
  }

  private collector(slices: readonly string[]): PeriodCollector {
    const {size, language, data, synthetic} = this.options.definition;
    const samples = synthetic !== undefined;
    const {held: mostHeld} = this.options.sizes ?? {};
    return new PeriodCollector({size, language, passage: data.passage, slices, samples, folder: this.state.directory, mostHeld});
  }
}
