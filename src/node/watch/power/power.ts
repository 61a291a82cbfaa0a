/**
 * What a watch can see: text of a lab on its reference comes into its periods, they are measured as periods are, and the detector of the
 * watch says after how many it alarms.
 *
 * The reference is dealt into what the lab is trained on and what everything is held against: a model repeats the rare words of its own
 * training set as no other text does, and would look like people. So past periods are measured again, against the rest.
 */
import type {Text} from '../../../core/data.ts';
import {ConfigError, DataError} from '../../../core/error.ts';
import {Stream} from '../../../core/random/stream.ts';
import {encodeProfile} from '../../../guard/profile/encode.ts';
import type {WatchDefinition} from '../../../guard/watch/definition.ts';
import type {HistoryRow} from '../../../guard/watch/history.ts';
import {type ChangedPeriods, HORIZON, measureFalseAlarms, measurePower, type PowerInput, SERIES} from '../../../guard/watch/power.ts';
import type {WatchPower} from '../../../guard/watch-power.ts';
import type {WatchReport} from '../../../guard/watch-report.ts';
import {isProfileFile} from '../../profile/files.ts';
import {findStamped} from '../found.ts';
import {measuresOf, slicesOf} from '../made.ts';
import {profilesOf} from '../period-documents.ts';
import type {UpToDate} from '../watch.ts';
import {type HumanPeriods, humanPeriods, medianOf} from './human-periods.ts';
import {GENERATIONS, LINEAGES, labPools} from './lab.ts';
import {type PowerRows, rowsOfDocuments, rowsOfProfiles} from './power-rows.ts';

const SHARES = [0.1, 0.3, 0.5] as const;
/** Changed periods of each cell: series are drawn of them. */
const ROWS = 24;

export interface PowerOptions {
  readonly workers: number;
  /** How much of the work is done; 0..1 */
  readonly onProgress?: (done: number) => void;
}

/** Refused before any work: throws ConfigError where the reference is a profile. */
export async function requireTextOfReference({reference, data}: WatchDefinition, folder: string): Promise<void> {
  const format = 'corpus' in data ? undefined : data.format;
  const found = await findStamped(reference, {base: folder, ...(format && {format}), onMissing: () => {}, isOther: isProfileFile});
  for (const {file} of found)
    if (await isProfileFile(file.path))
      throw new ConfigError(`${file.name} is a profile, which holds no text for the lab to be trained on`, {
        where: file.name,
        next: 'Name as reference the data that it was made of.',
      });
}

/** Throws ConfigError where the watch raises no alarm, DataError where there is too little text, and what reading throws. */
export async function watchPowerOf(
  {watch, level, late, changed, warnings}: WatchReport,
  now: UpToDate,
  options: PowerOptions,
): Promise<WatchPower> {
  const reference = await now.texts.documentsOfReference();
  if ('reason' in reference) throw new DataError(reference.reason, {next: 'The lab is trained on its text: put it back, or name another.'});
  const stream = Stream.root('watch').fork('power');
  const human = await humanPeriods(reference, now, stream.fork('reference'));
  const slices = human.from === 'periods' ? slicesOf(now.definition) : [];
  const lacksSlices = slices.length < slicesOf(now.definition).length;
  const work = new Work(reference, human, {now, slices, stream, options});
  const {past, cells} = await work.measured();
  const input: PowerInput = {
    ...{calibration: past, measures: measuresOf(now.definition), least: now.definition.least},
    // half of the stake is on slices: those that are not looked at add nothing
    ...{level: lacksSlices ? 2 * level : level, stream: stream.fork('series')},
  };
  const powers = cells.map((cell) => work.counted(SERIES_WORK, () => measurePower(cell, input)));
  const falseAlarms = work.counted(SERIES_WORK, () => measureFalseAlarms(input));
  return {
    ...{watch, level, horizon: HORIZON, series: SERIES},
    calibration: {from: human.from, periods: past.length, documents: medianOf(past, 'documents'), words: medianOf(past, 'words')},
    lab: {words: human.dealt.trainingWords, lineages: LINEAGES},
    ...{cells: powers, falseAlarms},
    notes: [...human.notes, ...(lacksSlices ? [NO_SLICES] : []), ...NOTES],
    ...{late, changed, warnings},
  };
}

const NO_SLICES =
  'slices are not looked at, though half of the budget is theirs: where a change is in one alone, your watch may see it sooner';
const NOTES = [
  'the change begins at once and lasts, in all slices alike; one that comes slowly is seen later',
  'the lab is trained on a part of the reference, and all is held against the rest: models of more text lose more, and the whole reference shows more, so that your watch sees a change sooner',
];

/** What steps cost beside one period that is measured. */
const LAB_WORK = 20;
const SERIES_WORK = 10;

interface WorkOptions {
  readonly now: UpToDate;
  readonly slices: readonly string[];
  readonly stream: Stream;
  readonly options: PowerOptions;
}

interface MeasuredRows {
  readonly past: readonly HistoryRow[];
  readonly cells: readonly ChangedPeriods[];
}

/** The rows of a power, and how far they are. */
class Work {
  private readonly reference: Text;
  private readonly human: HumanPeriods;
  private readonly more: WorkOptions;
  private readonly total: number;
  private done = 0;

  constructor(reference: Text, human: HumanPeriods, more: WorkOptions) {
    this.reference = reference;
    this.human = human;
    this.more = more;
    const cells = GENERATIONS.length * SHARES.length;
    this.total = LAB_WORK * LINEAGES + (human.documents ?? human.rows).length + cells * (ROWS + SERIES_WORK) + SERIES_WORK;
  }

  async measured(): Promise<MeasuredRows> {
    const {stream} = this.more;
    const onStep = (): void => this.counted(LAB_WORK, () => {});
    const pools = labPools(this.human.dealt.training, this.reference, {stream: stream.fork('lab'), onStep});
    const rows = this.rows();
    try {
      const past = await Promise.all(Array.from({length: rows.count}, (_, i) => this.row(rows.unchanged(i))));
      const cells: ChangedPeriods[] = [];
      for (const generation of GENERATIONS)
        for (const share of SHARES) cells.push(await this.cell({generation, share, rows, pools: pools.get(generation)!}));
      return {past, cells};
    } finally {
      await rows.close();
    }
  }

  counted<T>(part: number, work: () => T): T {
    const result = work();
    this.done += part;
    this.more.options.onProgress?.(this.done / this.total);
    return result;
  }

  private async row(measured: Promise<HistoryRow>): Promise<HistoryRow> {
    const row = await measured;
    return this.counted(1, () => row);
  }

  private async cell({
    generation,
    share,
    rows,
    pools,
  }: {
    generation: number;
    share: number;
    rows: PowerRows;
    pools: readonly Text[];
  }): Promise<ChangedPeriods> {
    const stream = this.more.stream.fork(`generation/${generation}`).fork(`share/${share}`);
    const changed = Array.from({length: ROWS}, (_, i) =>
      this.row(rows.changed(i % rows.count, {share, pool: pools[i % pools.length], stream: stream.fork(`period/${i}`)})),
    );
    return {generation, share, rows: await Promise.all(changed)};
  }

  private rows(): PowerRows {
    const {now, slices, options} = this.more;
    const {size, language} = now.definition;
    const plan = {measures: measuresOf(now.definition), slices, ...(size && {size}), ...(language && {language})};
    const {bytes, offsets} = this.human.dealt.rest;
    const {profile} = profilesOf({period: 'reference', documents: {bytes, ends: offsets, slices: []}, aside: []}, [], plan);
    const making = {reference: encodeProfile(profile), plan};
    const {documents, rows} = this.human;
    if (documents === undefined) return rowsOfProfiles(rows, (period) => now.state.readProfile(period), making);
    return rowsOfDocuments(documents, making, {workers: options.workers, expected: GENERATIONS.length * SHARES.length * ROWS});
  }
}
