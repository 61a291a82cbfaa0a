/** One run of the list, as it is now. */
import {createHash} from 'node:crypto';
import {join} from 'node:path';
import type {ListedRun, RunStatus} from '../../report/pages/view/records.ts';
import {nameOfUnit, type UnitKey} from '../../run/unit.ts';
import type {KeptEntry} from './entry-cache.ts';
import type {FoundRun} from './find-runs.ts';
import {Life} from './life.ts';
import {statsOfOwn} from './own-files.ts';
import {type RunEntry, readEntry, readLock, stampOf, stampOfArms} from './run-entry.ts';
import {OwnStore} from './run-files.ts';
import {shownPlace} from './shown-text.ts';

export class ViewedRun {
  readonly id: string;
  readonly directory: string;
  readonly place: string;
  /** The same for people. */
  readonly folder: string;
  private readonly life: Life;
  private kept: KeptEntry | undefined;
  private alive = false;
  private changedMs: number;
  /** Units that were told of, while it runs. */
  private known: ReadonlySet<string> | undefined;

  constructor({directory, place, changedMs}: FoundRun, kept?: KeptEntry) {
    this.id = createHash('sha256').update(`genloss run ${directory}`).digest('base64url').slice(0, 20);
    this.directory = directory;
    this.place = place;
    this.folder = shownPlace(place);
    this.changedMs = changedMs;
    this.kept = kept;
    this.life = new Life(directory);
  }

  /** False where it is none any more. */
  read(now: number): boolean {
    this.alive = this.life.isAlive(now);
    const stamp = stampOf(this.directory);
    const {kept} = this;
    const arms = kept === undefined || !kept.entry.isWhole ? stampOfArms(this.directory) : undefined;
    if (kept?.stamp === stamp && kept.arms === arms) return true;
    const entry = readEntry(this.directory);
    this.changedMs = Math.max(...['lock.json', 'results.jsonl'].map((name) => statsOfOwn(join(this.directory, name))?.mtimeMs ?? 0));
    this.kept = entry && {stamp, entry, ...(!entry.isWhole && {arms: stampOfArms(this.directory)})};
    return entry !== undefined;
  }

  /** It has begun while somebody looked: every unit of it is new. */
  tellsOfAll(): void {
    if (this.alive) this.known = new Set();
  }

  /** Units that have ended since it was last asked, the last ones once it runs no more; none the first time. */
  newUnits(): UnitKey[] {
    if (!this.alive && this.known === undefined) return [];
    try {
      const lock = readLock(this.directory);
      const store = new OwnStore(this.directory, lock);
      const units = Object.keys(lock.arms).flatMap((arm) => store.list(arm));
      const before = this.known;
      this.known = this.alive ? new Set(units.map(nameOf)) : undefined;
      return before === undefined ? [] : units.filter((unit) => !before.has(nameOf(unit)));
    } catch {
      return [];
    }
  }

  get entry(): RunEntry | undefined {
    return this.kept?.entry;
  }

  /** As the cache keeps it. */
  get keptEntry(): KeptEntry | undefined {
    return this.kept;
  }

  get status(): RunStatus {
    return this.alive ? 'running' : this.entry?.isWhole ? 'done' : 'stopped';
  }

  listed(): ListedRun {
    const {title, done, total, arms, seeds, generations, waits} = this.kept!.entry;
    const {id, status, folder} = this;
    return {
      id,
      title,
      status,
      done,
      total,
      folder,
      changed: new Date(this.changedMs).toISOString(),
      arms,
      seeds,
      generations,
      ...(waits && {waits}),
    };
  }
}

const nameOf = (unit: UnitKey): string => `${unit.arm}/${nameOfUnit(unit)}`;
