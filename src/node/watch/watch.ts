/**
 * A watch, brought up to date: what is new of its data is read, and all is judged.
 *
 * The state is written as periods are finished, so that a call that is killed goes on with the next one. It is locked meanwhile.
 */
import {basename, dirname, join, resolve} from 'node:path';
import {ConfigError} from '../../core/error.ts';
import {conclude} from '../../guard/watch/conclude.ts';
import type {WatchDefinition} from '../../guard/watch/definition.ts';
import {sortedHistory, unjudgedOf} from '../../guard/watch/history.ts';
import {judgeHistory, type WatchRules} from '../../guard/watch/judgement.ts';
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
import {type UpdateOptions, update} from './update.ts';

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
    const before = new Map(state.rows);
    if (options.accept !== undefined) requireAcceptable(options.accept, before, definition);
    const {warnings, read, texts} = await update(state, {definition, folder, ...options});
    const report = await reported(state, definition, {before, read, warnings, texts});
    return await finish(report, {state, definition, texts});
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

interface Seen {
  readonly before: WatchState['rows'];
  /** Periods that were read in this call. */
  readonly read: readonly string[];
  readonly warnings: readonly string[];
  readonly texts: WatchTexts;
}

async function reported(state: WatchState, definition: WatchDefinition, {before, read, warnings, texts}: Seen): Promise<WatchReport> {
  const {title, falseAlarms} = definition;
  const rows = sortedHistory(state.rows.values());
  const judgement = judgeHistory(rows, rulesOf(definition, state));
  const told = await tellAlarms(judgement.alarms, {state, definition, texts});
  const unjudgedBefore = unjudgedOf(sortedHistory(before.values()), definition);
  const newest = [...before.keys()].sort().at(-1);
  const late = read.filter((period) => !before.has(period) && newest !== undefined && period < newest);
  const isNews = (period: string): boolean => !unjudgedBefore.has(period) && !judgement.unjudged.has(period);
  const changed = read.filter(
    (period) => before.has(period) && isNews(period) && before.get(period)!.profile !== state.rows.get(period)!.profile,
  );
  return conclude({...{title, level: falseAlarms.periods, rows, judgement, told, late, changed, warnings}});
}

/** Throws ConfigError where no calibration can end with the period. */
function requireAcceptable(accept: string, rows: WatchState['rows'], definition: WatchDefinition): void {
  const sorted = sortedHistory(rows.values());
  const unjudged = unjudgedOf(sorted, definition);
  const judged = sorted.map(({period}) => period).filter((period) => !unjudged.has(period));
  const upTo = judged.filter((period) => period <= accept).length;
  if (judged.includes(accept) && upTo >= LEAST_CALIBRATION) return;
  const why = judged.includes(accept) ? `has ${upTo} periods before it and with it` : 'is no period that was judged';
  throw new ConfigError(`--accept ${accept}: it ${why}, and a calibration wants ${LEAST_CALIBRATION}`, {
    next: judged.length > 0 ? `The newest that was judged is ${judged.at(-1)}.` : 'Nothing was judged yet: call it without --accept first.',
  });
}
