/**
 * A watch, brought up to date: what is new of its data is read, and all is judged.
 *
 * The state is written as periods are finished, so that a call that is killed goes on with the next one. It is locked meanwhile.
 */
import {basename, dirname, join, resolve} from 'node:path';
import {ConfigError} from '../../core/error.ts';
import {counted} from '../../core/text/numbers.ts';
import {conclude} from '../../guard/watch/conclude.ts';
import type {WatchDefinition} from '../../guard/watch/definition.ts';
import {type HistoryRow, sortedHistory, unjudgedOf} from '../../guard/watch/history.ts';
import {calibrationOf, type JudgedAlarm, judgeHistory, type WatchRules} from '../../guard/watch/judgement.ts';
import {LEAST_CALIBRATION} from '../../guard/watch/rank.ts';
import type {WatchReport} from '../../guard/watch-report.ts';
import type {ReadProgress} from '../../read/corpus.ts';
import {makeFolder, sweepAside} from '../files.ts';
import {takeLock} from '../run/lock.ts';
import {readWatch} from './definition-file.ts';
import {measuresOf} from './made.ts';
import {WatchState} from './state.ts';
import {tellAlarms} from './tell.ts';
import type {WatchTexts} from './texts.ts';
import {forgetUnnamed, isOtherData, type Named, readUnnamed, withUnnamed, writeUnnamed} from './unnamed.ts';
import {type Updated, type UpdateOptions, update} from './update.ts';

export interface WatchOptions {
  /** Folder of the state; beside the file of the watch unless said. */
  readonly state?: string;
  /** Of a watch by calls, the name of the period whose data this call reads. */
  readonly period?: string;
  /** The period with which a new calibration ends. */
  readonly accept?: string;
  /** Threads that measure. */
  readonly workers?: number;
  readonly sizes?: UpdateOptions['sizes'];
  /** Whether there may be no data yet. */
  readonly mayLackData?: boolean;
  readonly stdin?: AsyncIterable<Uint8Array>;
  readonly onProgress?: (progress: ReadProgress) => void;
  /** Hears, before anything is read, of the paths that may be. */
  readonly onFound?: UpdateOptions['onFound'];
}

export interface WatchBegun {
  readonly definition: WatchDefinition;
  /** What its paths are relative to. */
  readonly folder: string;
  /** Of the state. */
  readonly directory: string;
  /** What is delivered is kept in it. */
  readonly beside: string;
}

/** Where a watch keeps its state unless that is said. */
export const stateBeside = (file: string): string => join(dirname(file), `${basename(file).replace(/\.[^.]+$/, '')}.watch`);

/** What is delivered, and by whom, lies beside the state. */
export const deliveryBeside = (directory: string): string => `${directory.replace(/[/\\]+$/, '')}.delivery`;

/**
 * `begin`: asked before any work, it gives what is done with the report, while the state is still locked. Throws as reading and writing do;
 * OutputError where another call is at work.
 */
export async function bringUpToDate<T>(
  file: string,
  options: WatchOptions,
  begin: (begun: WatchBegun) => Promise<(report: WatchReport, now: UpToDate) => Promise<T>>,
): Promise<T> {
  const {definition, folder} = readWatch(file);
  const directory = resolve(options.state ?? stateBeside(file));
  const beside = deliveryBeside(directory);
  const finish = await begin({definition, folder, directory, beside});
  makeFolder(beside);
  const release = takeLock(beside);
  try {
    sweepAside(beside);
    const state = new WatchState(directory);
    const call = new WatchCall(state, definition, beside);
    if (options.accept !== undefined) requireAcceptable(options.accept, state.rows, definition);
    const alarm = options.accept === undefined ? undefined : standingAlarm(state, definition);
    const updated = await update(state, {...options, definition, folder, onWrite: (read, how) => call.note(read, how)});
    const mixed = alarm === undefined ? [] : mixedCalibration(alarm, state, definition);
    const report = await call.report({...updated, warnings: [...updated.warnings, ...mixed]});
    const done = await finish(report, {state, definition, texts: updated.texts});
    forgetUnnamed(beside);
    return done;
  } finally {
    release();
  }
}

/** A watch whose state is up to date. */
export interface UpToDate {
  readonly state: WatchState;
  readonly definition: WatchDefinition;
  readonly texts: WatchTexts;
}

/** How a watch judges its history. */
export const rulesOf = (definition: WatchDefinition, {made}: WatchState): WatchRules => {
  const {open, least, calibration, falseAlarms} = definition;
  return {
    ...{measures: measuresOf(definition), open, least, calibration},
    ...{accepted: made?.accepted ?? [], level: falseAlarms.periods},
  };
};

/** One call on a state: what it finds late and changed is kept beside the state until it has ended. */
class WatchCall {
  private readonly state: WatchState;
  private readonly definition: WatchDefinition;
  private readonly beside: string;
  private readonly before: WatchState['rows'];
  private readonly unnamed: ReturnType<typeof readUnnamed>;

  constructor(state: WatchState, definition: WatchDefinition, beside: string) {
    this.state = state;
    this.definition = definition;
    this.beside = beside;
    this.before = new Map(state.rows);
    this.unnamed = readUnnamed(beside);
  }

  /** Before periods are written. */
  note(read: readonly string[], how: HowMade): void {
    writeUnnamed(this.beside, this.namedOf(read, how));
  }

  async report({read, warnings, texts, withoutShare, ...how}: Updated): Promise<WatchReport> {
    const {state, definition} = this;
    const {title, falseAlarms} = definition;
    const rows = sortedHistory(state.rows.values());
    const judgement = judgeHistory(rows, rulesOf(definition, state));
    const told = await tellAlarms(judgement.alarms, {state, definition, texts});
    const named = this.namedOf(read, how);
    const late = named.late.filter((period) => state.rows.has(period));
    const changed = named.changed.filter((period) => !judgement.unjudged.has(period));
    const shown = rows.map((row) => (definition.synthetic === undefined ? row : withShare(row, withoutShare)));
    const damaged = this.unnamed.warning === undefined ? [] : [this.unnamed.warning];
    return conclude({
      ...{title, level: falseAlarms.periods, rows: shown, judgement, told, late, changed, warnings: [...damaged, ...warnings]},
    });
  }

  /** With what earlier calls have left. */
  private namedOf(read: readonly string[], {measuredAgain, incomplete}: HowMade): Named {
    const {before, state} = this;
    const unjudged = unjudgedOf(sortedHistory(before.values()), this.definition);
    const newest = [...before.keys()].sort().at(-1);
    const late = read.filter((period) => !before.has(period) && newest !== undefined && period < newest);
    const changed = read.filter((period) => {
      const [was, is] = [before.get(period), state.rows.get(period)];
      if (was === undefined || is === undefined || unjudged.has(period)) return false;
      return isOtherData(was, is, {madeAlike: !measuredAgain, knownWhole: !incomplete.has(period)});
    });
    return withUnnamed(this.unnamed, {late, changed});
  }
}

type HowMade = Pick<Updated, 'measuredAgain' | 'incomplete'>;

/** What could not be told when a period was read is not kept: why it cannot be told now is. */
const withShare = (row: HistoryRow, reason = 'it was not told when the period was read, and its data are gone'): HistoryRow =>
  row.synthetic === undefined && row.documents > 0 ? {...row, synthetic: {reason}} : row;

const standingAlarm = (state: WatchState, definition: WatchDefinition): JudgedAlarm | undefined =>
  judgeHistory(sortedHistory(state.rows.values()), rulesOf(definition, state)).alarms.find(({ended}) => ended === undefined);

/** What is to be said of a calibration that was accepted with periods of before a change and since. */
function mixedCalibration({since: {value}}: JudgedAlarm, state: WatchState, definition: WatchDefinition): string[] {
  const {rows} = calibrationOf(sortedHistory(state.rows.values()), rulesOf(definition, state));
  const before = rows.filter(({period}) => period < value).length;
  if (before === 0 || before === rows.length) return [];
  return [
    `of the new calibration ${counted(before, 'period')} are from before the change of ${value} and ${rows.length - before} since: both are normal now; accept a period by which ${rows.length} have come since, or one before it`,
  ];
}

/** Throws ConfigError where no calibration can end with the period, or the one that is there is not done before. */
function requireAcceptable(accept: string, rows: WatchState['rows'], definition: WatchDefinition): void {
  const sorted = sortedHistory(rows.values());
  const unjudged = unjudgedOf(sorted, definition);
  const judged = sorted.map(({period}) => period).filter((period) => !unjudged.has(period));
  const upTo = judged.filter((period) => period <= accept).length;
  const {calibration} = definition;
  const wants = typeof calibration === 'number' ? calibration : LEAST_CALIBRATION;
  const until = typeof calibration === 'object' ? calibration.until : undefined;
  if (judged.includes(accept) && upTo >= wants && (until === undefined || accept >= until)) return;
  const why = !judged.includes(accept)
    ? `is no period that was judged, and a calibration wants ${wants}`
    : upTo < wants
      ? `has ${upTo} periods before it and with it, and the calibration wants ${wants}`
      : `lies in the calibration, which goes on until ${until}`;
  throw new ConfigError(`--accept ${accept}: it ${why}`, {
    next: judged.length > 0 ? `The newest that was judged is ${judged.at(-1)}.` : 'Nothing was judged yet: call it without --accept first.',
  });
}
