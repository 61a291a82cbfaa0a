/** Keeps what was read of periods: has each measured against the reference, and writes the state every few periods. */
import {decodeProfile} from '../../guard/profile/decode.ts';
import type {PeriodParts, ProfileMaking} from './period-documents.ts';
import type {ShareSources} from './period-share.ts';
import {type RowMaker, rowsHere, rowsInThreads} from './row-makers.ts';
import {type MadeRow, type RowPlan, rowAgain} from './rows.ts';
import type {WatchState} from './state.ts';
import type {WatchMade} from './stored.ts';

export interface KeeperOptions extends ProfileMaking {
  /** Where the share of synthetic text is asked for, and can be told. */
  readonly share?: ShareSources;
  readonly state: WatchState;
  /** As the state is to be made from now on. */
  readonly made: WatchMade;
  /** The reference, encoded, where it is not as the state has it. */
  readonly reference?: Uint8Array;
  readonly workers: number;
  /** Whether rows are made otherwise than those of the state: all are written at once then, so that no state has both. */
  readonly measureAgain: boolean;
  /** Hears, before periods are written, which were read so far in this call. */
  readonly onWrite?: (periods: readonly string[]) => void;
}

/** Periods that are written at once: a call that is killed loses as many at most, and each writing costs its flush. */
const AT_ONCE = 16;
/** A thread is worth its start for so many periods. */
const LEAST_FOR_A_THREAD = 6;

export class Keeper {
  private readonly options: KeeperOptions;
  private readonly plan: RowPlan;
  /** As the state was made before. */
  private readonly before: WatchMade | undefined;
  private readonly profiles = new Map<string, Uint8Array>();
  private readonly inWork = new Set<Promise<void>>();
  private isPending: boolean;
  private failure: {error: unknown} | undefined;
  private maker: RowMaker | undefined;
  private most = 1;
  readonly periods: string[] = [];

  constructor(options: KeeperOptions) {
    this.options = options;
    this.before = options.state.made;
    const {state, made, reference, size, language, share} = options;
    this.plan = {measures: made.measures, slices: made.slices, ...(size && {size}), ...(language && {language}), ...(share && {share})};
    this.isPending = reference !== undefined || JSON.stringify(made) !== JSON.stringify(state.made);
  }

  /** Says how many periods will come. */
  expect(periods: number): void {
    const threads = Math.min(this.options.workers, Math.floor(periods / LEAST_FOR_A_THREAD));
    const making = {reference: this.reference(), plan: this.plan};
    this.maker = threads > 1 ? rowsInThreads(threads, making) : rowsHere(making);
    // as many wait as are in work, so that no thread does
    this.most = threads > 1 ? 2 * threads : 1;
  }

  /** Takes in a period; `haveRead` notes what was read of it. Waits where much is in work. Throws what went wrong with any before it. */
  async add(parts: PeriodParts, haveRead: () => void = () => {}): Promise<void> {
    if (this.maker === undefined) this.expect(1);
    const work = this.maker!.make(parts)
      .then((made) => this.keep(made, haveRead))
      .catch((error: unknown) => {
        this.failure ??= {error};
      })
      .finally(() => void this.inWork.delete(work));
    this.inWork.add(work);
    while (this.inWork.size >= this.most) await Promise.race(this.inWork);
    this.throwFailure();
  }

  /** Notes what was read. */
  note(haveRead: () => void): void {
    haveRead();
    this.isPending = true;
  }

  /** Measures all periods again that were not added, by their profiles. */
  async measureRest(): Promise<void> {
    await this.settle();
    const {state, made, reference} = this.options;
    const sameReference = reference === undefined;
    const sameShare = sameReference && made.synthetic !== undefined && made.synthetic.digest === this.before?.synthetic?.digest;
    const decoded = decodeProfile(this.reference());
    const added = new Set(this.periods);
    for (const [period, row] of state.rows) {
      if (added.has(period)) continue;
      const profile = await state.readProfile(period);
      state.rows.set(period, rowAgain(row, {profile, reference: decoded, sameReference, sameShare}, this.plan));
      this.isPending = true;
    }
  }

  /** Waits for all that is in work. Throws what went wrong with it. */
  async settle(): Promise<void> {
    await Promise.all(this.inWork);
    this.throwFailure();
  }

  /** Writes what is not written yet; all must have settled. */
  finish(): void {
    if (this.isPending) this.write();
  }

  async close(): Promise<void> {
    await this.maker?.close();
  }

  private keep({row, bytes}: MadeRow, haveRead: () => void): void {
    if (this.failure !== undefined) return;
    const {state, measureAgain} = this.options;
    if (state.rows.get(row.period)?.profile !== row.profile) this.profiles.set(row.period, bytes);
    state.rows.set(row.period, row);
    this.periods.push(row.period);
    this.note(haveRead);
    if (!measureAgain && this.profiles.size >= AT_ONCE) this.write();
  }

  private throwFailure(): void {
    if (this.failure !== undefined) throw this.failure.error;
  }

  private write(): void {
    const {state, made, reference, onWrite} = this.options;
    onWrite?.(this.periods);
    state.commit({made, profiles: this.profiles, ...(reference && {reference})});
    this.profiles.clear();
    this.isPending = false;
  }

  private reference(): Uint8Array {
    return this.options.reference ?? this.options.state.referenceBytes();
  }
}
