/** A command run once, as a whole: by the clock, by the processors' time of all its threads, and its memory at its highest. */
import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

export const TIME = '/usr/bin/time';

/** `processor` and `peak` (MB) are absent where GNU time is. */
export interface Run {
  readonly seconds: number;
  readonly processor?: number;
  readonly peak?: number;
}

/** Throws where the command ends with another exit status. */
export function timed(
  command: string,
  args: readonly string[],
  {env = {}, statuses = [0]}: {env?: NodeJS.ProcessEnv; statuses?: readonly number[]} = {},
): Run {
  const report = join(tmpdir(), `genloss-bench-time-${process.pid}`);
  // a child's peak begins with that of its parent, so a small one stands between
  const [program, all] = existsSync(TIME) ? [TIME, ['-q', '-f', '%U %S %M', '-o', report, command, ...args]] : [command, [...args]];
  const start = performance.now();
  const {status, stderr} = spawnSync(program, all, {
    ...{encoding: 'utf8', env: {...process.env, ...env}, maxBuffer: 1 << 28},
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const seconds = (performance.now() - start) / 1000;
  if (status === null || !statuses.includes(status))
    throw new Error(`${command} ${args.slice(0, 8).join(' ')} ended with ${status}: ${stderr}`);
  if (program !== TIME) return {seconds};
  const [user, system, kilobytes] = readFileSync(report, 'utf8').trim().split(/\s+/).slice(-3).map(Number);
  rmSync(report);
  return {seconds, processor: user + system, peak: (kilobytes * 1024) / 1e6};
}
