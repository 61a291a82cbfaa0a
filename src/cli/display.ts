/**
 * The progress of a run in the terminal: a live picture with sparklines where there is a terminal, plain lines where there is none or
 * NO_COLOR is set.
 */

import {styleText} from 'node:util';
import {visible} from '../core/text/plain.ts';
import {plainLine} from '../core/text/terminal.ts';
import type {ArmProgress, Progress} from '../node/run/progress.ts';
import {drawerOn} from './drawer.ts';

export interface Display {
  show(progress: Progress): void;
  end(): void;
}

interface DisplayOptions {
  quiet: boolean;
  stream: NodeJS.WriteStream;
}

export function startDisplay(title: string, {quiet, stream}: DisplayOptions): Display {
  if (quiet) return {show() {}, end() {}};
  const live = stream.isTTY && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
  return (live ? liveDisplay : plainDisplay)(plainLine(title), stream);
}

const FRAME_MS = 100;

function liveDisplay(title: string, stream: NodeJS.WriteStream): Display {
  const drawer = drawerOn(stream, {showCursor: false});
  const clock = new Clock();
  let latest: Progress | undefined;
  const paint = () => latest && drawer.draw(frame(title, latest, clock, stream.columns ?? 80, stream.rows ?? 24));
  const timer = setInterval(paint, FRAME_MS);
  return {
    show(progress) {
      latest = progress;
      clock.tick(progress.fraction());
    },
    end() {
      clearInterval(timer);
      paint();
      drawer.done();
    },
  };
}

const PLAIN_MS = 5_000;

function plainDisplay(title: string, stream: NodeJS.WriteStream): Display {
  const clock = new Clock();
  let last = 0;
  stream.write(`${title}\n`);
  return {
    show(progress) {
      clock.tick(progress.fraction());
      const now = Date.now();
      if (now - last < PLAIN_MS && progress.fraction() < 1) return;
      last = now;
      const arms = progress.arms.map((arm) => `${plainLine(arm.name)} ${arm.done}/${arm.lineages}`);
      const shown =
        arms.length > 8
          ? `${progress.arms.reduce((n, a) => n + a.done, 0)}/${progress.arms.reduce((n, a) => n + a.lineages, 0)} lineages`
          : arms.join(', ');
      stream.write(`${percent(progress.fraction())}  ${clock.left()}  ${shown}\n`);
    },
    end() {},
  };
}

const percent = (fraction: number): string => `${Math.floor(100 * fraction)}%`.padStart(4);

/** Time left, from how the fraction grew so far; recent growth counts more. */
class Clock {
  private readonly start = Date.now();
  private fraction = 0;

  tick(fraction: number): void {
    this.fraction = fraction;
  }

  left(): string {
    const seconds = (Date.now() - this.start) / 1000;
    if (this.fraction >= 1) return `${duration(seconds)} in all`;
    if (this.fraction < 0.01 || seconds < 1) return 'estimating';
    return `${duration((seconds * (1 - this.fraction)) / this.fraction)} left`;
  }
}

export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

function frame(title: string, progress: Progress, clock: Clock, columns: number, rows: number): string {
  const width = Math.min(28, Math.max(...progress.arms.map((arm) => arm.name.length), 3));
  const bar = barOf(progress.fraction(), 24);
  const head = [styleText('bold', clipped(title, columns - 2)), `${bar} ${percent(progress.fraction())}  ${clock.left()}`];
  const most = Math.max(1, rows - 6);
  const moving = [...progress.arms].sort((a, b) => b.running - a.running).slice(0, most);
  const shown = progress.arms.filter((arm) => moving.includes(arm));
  const spark = Math.max(8, Math.min(40, columns - width - 30));
  const lines = shown.map((arm) => armLine(arm, width, spark));
  const hidden = progress.arms.length - shown.length;
  const label = styleText('dim', `${'arm'.padEnd(width)}  lineages   ${progress.measure} by generation`);
  return [...head, label, ...lines, ...(hidden > 0 ? [styleText('dim', `and ${hidden} more arms`)] : [])]
    .map((line) => `  ${line}`)
    .join('\n');
}

function armLine(arm: ArmProgress, width: number, spark: number): string {
  const series = arm.series.filter((v) => v !== undefined);
  const last = series.at(-1);
  const count = `${arm.done}/${arm.lineages}`.padStart(9);
  const mark = arm.running > 0 ? styleText('cyan', '▸') : arm.done >= arm.lineages ? styleText('green', '✓') : ' ';
  const value = last === undefined ? '' : `  ${Number(last.toPrecision(4))}`;
  return `${clipped(visible(arm.name), width).padEnd(width)} ${count} ${mark} ${styleText('cyan', sparkline(series, spark))}${value}`;
}

const clipped = (text: string, width: number): string => (text.length <= width ? text : `${text.slice(0, width - 1)}…`);

const BLOCKS = '▁▂▃▄▅▆▇█';

/** Values as a row of blocks, at most `width`; where there are more, evenly picked ones, the last among them. */
function sparkline(values: readonly number[], width: number): string {
  if (values.length === 0) return '';
  const n = Math.min(width, values.length);
  const picked = Array.from({length: n}, (_, i) => values[n === 1 ? values.length - 1 : Math.round((i * (values.length - 1)) / (n - 1))]);
  const low = Math.min(...picked);
  const high = Math.max(...picked);
  return picked.map((v) => BLOCKS[high === low ? 3 : Math.round(((v - low) / (high - low)) * (BLOCKS.length - 1))]).join('');
}

function barOf(fraction: number, width: number): string {
  const full = Math.round(fraction * width);
  return styleText('cyan', '█'.repeat(full)) + styleText('dim', '░'.repeat(width - full));
}
