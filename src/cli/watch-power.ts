/** `genloss watch --power`: the watch is brought up to date, and what it can see is told in place of its verdict. */
import {availableParallelism} from 'node:os';
import {ConfigError} from '../core/error.ts';
import {plainLine} from '../core/text/terminal.ts';
import {type Display, type ProgressPicture, startDisplay} from './display.ts';
import type {Effects} from './effects.ts';
import {EXIT} from './exit.ts';
import {print, printJson, tell} from './print.ts';
import {startReadingDisplay} from './reading-picture.ts';

export interface WatchPowerFlags {
  readonly file: string;
  readonly state?: string;
  readonly period?: string;
  readonly accept?: string;
  readonly workers?: number;
  readonly html?: string;
  readonly acknowledge?: boolean;
  readonly silence?: number;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

export async function showWatchPower(flags: WatchPowerFlags, effects: Effects): Promise<number> {
  refuseOthers(flags);
  const {file, state, period, accept, workers = availableParallelism(), json, quiet = false} = flags;
  const {bringUpToDate} = await import('../node/watch/watch.ts');
  const {watchPowerOf, requireTextOfReference} = await import('../node/watch/power/power.ts');
  const reading = startReadingDisplay('reading', {quiet}, effects);
  let measuring: Display<number> | undefined;
  const power = await bringUpToDate(
    file,
    {
      ...{
        workers,
        mayLackData: true,
        stdin: effects.stdin,
        onProgress: (progress) => void (measuring === undefined && reading.show(progress)),
      },
      ...(state !== undefined && {state}),
      ...(period !== undefined && {period}),
      ...(accept !== undefined && {accept}),
    },
    async ({definition, folder}) => {
      await requireTextOfReference(definition, folder);
      return async (report, now) => {
        reading.end();
        measuring = startDisplay(picture, {quiet}, effects);
        return watchPowerOf(report, now, {workers, onProgress: (done) => measuring!.show(done)});
      };
    },
  ).finally(() => (measuring ?? reading).end());
  for (const warning of power.warnings) tell(`genloss: warning: ${plainLine(warning)}\n`, effects);
  if (json) printJson(power, effects);
  else {
    const {watchPowerText} = await import('../report/formats/watch-power.ts');
    print(watchPowerText(power), effects);
  }
  return EXIT.done;
}

/** Throws ConfigError where something is asked for that a power does not give. */
function refuseOthers({html, acknowledge, silence}: WatchPowerFlags): void {
  const other = html !== undefined ? '--html' : acknowledge ? '--acknowledge' : silence !== undefined ? '--silence' : undefined;
  if (other === undefined) return;
  const why =
    other === '--html' ? 'is the page of a verdict, and --power gives none' : 'is about what is delivered, and --power delivers nothing';
  throw new ConfigError(`${other} ${why}`, {next: 'Call it twice, or leave one of them out.'});
}

const lineOf = (done: number): string => `what the watch can see: ${Math.floor(100 * done)}%`;
const picture: ProgressPicture<number> = {line: lineOf, frame: lineOf, isLast: () => false, stays: false};
