/** Keeps what was read of periods: measures each against the reference, and writes the state every few periods. */
import type {Profile} from '../../guard/profile/profile.ts';
import type {PeriodProfiles} from './collector.ts';
import {rowAgain, rowOf} from './rows.ts';
import type {WatchState} from './state.ts';
import type {Made} from './stored.ts';

export interface KeeperOptions {
  readonly state: WatchState;
  /** As the state is to be made from now on. */
  readonly made: Made;
  /** Where the reference is not as the state has it. */
  readonly reference?: {readonly profile: Profile; readonly bytes: Uint8Array};
}

/** Periods that are written at once: a call that is killed loses as many at most, and each writing costs its flush. */
const AT_ONCE = 16;

export class Keeper {
  private readonly options: KeeperOptions;
  private readonly profiles = new Map<string, Uint8Array>();
  private loaded: Promise<Profile> | undefined;
  private isPending: boolean;
  readonly periods: string[] = [];

  constructor(options: KeeperOptions) {
    this.options = options;
    const {state, made, reference} = options;
    this.isPending = reference !== undefined || JSON.stringify(made) !== JSON.stringify(state.made);
  }

  /** Takes in a period; `haveRead` notes what was read of it. */
  async add(period: string, profiles: PeriodProfiles, haveRead: () => void = () => {}): Promise<void> {
    const {made, state} = this.options;
    const {row, bytes} = rowOf(period, profiles, {...made, reference: await this.reference(), hasSlices: made.slices.length > 0});
    state.rows.set(period, row);
    this.profiles.set(period, bytes);
    this.periods.push(period);
    this.note(haveRead);
    if (this.profiles.size >= AT_ONCE) this.write();
  }

  /** Notes what was read. */
  note(haveRead: () => void): void {
    haveRead();
    this.isPending = true;
  }

  /** Measures all other periods again, by their profiles. */
  async measureRest(): Promise<void> {
    const {made, state, reference} = this.options;
    const read = new Set(this.periods);
    const measuring = {
      ...made,
      reference: await this.reference(),
      hasSlices: made.slices.length > 0,
      sameReference: reference === undefined,
    };
    for (const [period, row] of state.rows) {
      if (read.has(period)) continue;
      state.rows.set(period, rowAgain(row, await state.readProfile(period), measuring));
      this.isPending = true;
    }
  }

  /** Writes what is not written yet. */
  finish(): void {
    if (this.isPending) this.write();
  }

  private write(): void {
    const {state, made, reference} = this.options;
    state.commit({made, profiles: this.profiles, ...(reference && {reference: reference.bytes})});
    this.profiles.clear();
    this.isPending = false;
  }

  private reference(): Promise<Profile> {
    const {state, reference} = this.options;
    this.loaded ??= reference === undefined ? state.readReference() : Promise.resolve(reference.profile);
    return this.loaded;
  }
}
