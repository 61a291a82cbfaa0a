/** How far a run is: each arm with what is done of it, and its first measure as a sparkline. */
import {styleText} from 'node:util';
import {visible} from '../core/text/plain.ts';
import {plainLine} from '../core/text/terminal.ts';
import {measureOf} from '../lab/measure/catalog.ts';
import type {ArmProgress, Progress} from '../run/progress.ts';
import type {ProgressPicture} from './display.ts';
import {duration} from './duration.ts';

export function runPicture(title: string): ProgressPicture<Progress> {
  const plain = plainLine(title);
  return {
    opening: plain,
    line: lineOf,
    frame: (progress, size) => frame(plain, progress, size),
    isLast: (progress) => progress.fraction() >= 1,
    stays: true,
  };
}

const MOST_NAMED = 8;

function lineOf(progress: Progress, seconds: number): string {
  const {arms} = progress;
  const sum = (of: (arm: ArmProgress) => number): number => arms.reduce((total, arm) => total + of(arm), 0);
  const shown =
    arms.length > MOST_NAMED
      ? `${sum(({done}) => done)}/${sum(({lineages}) => lineages)} lineages`
      : arms.map(({name, done, lineages}) => `${plainLine(name)} ${done}/${lineages}`).join(', ');
  return `${percent(progress.fraction())}  ${timeLeft(progress.fraction(), seconds)}  ${shown}`;
}

const percent = (fraction: number): string => `${Math.floor(100 * fraction)}%`.padStart(4);

function timeLeft(fraction: number, seconds: number): string {
  if (fraction >= 1) return `${duration(seconds)} in all`;
  if (fraction < 0.01 || seconds < 1) return 'estimating';
  return `${duration((seconds * (1 - fraction)) / fraction)} left`;
}

function frame(
  title: string,
  progress: Progress,
  {columns, rows, seconds}: {readonly columns: number; readonly rows: number; readonly seconds: number},
): string {
  const width = Math.min(28, Math.max(...progress.arms.map((arm) => arm.name.length), 3));
  const fraction = progress.fraction();
  const head = [styled('bold', clipped(title, columns - 2)), `${barOf(fraction, 24)} ${percent(fraction)}  ${timeLeft(fraction, seconds)}`];
  const most = Math.max(1, rows - 6);
  const moving = [...progress.arms].sort((a, b) => b.running - a.running).slice(0, most);
  const shown = progress.arms.filter((arm) => moving.includes(arm));
  const spark = Math.max(8, Math.min(40, columns - width - 30));
  const lines = shown.map((arm) => armLine(arm, width, spark));
  const hidden = progress.arms.length - shown.length;
  const label = styled(
    'dim',
    `${'arm'.padEnd(width)}  lineages   ${measureOf(progress.measure)?.title ?? progress.measure}, by generation`,
  );
  return [...head, label, ...lines, ...(hidden > 0 ? [styled('dim', `and ${hidden} more arms`)] : [])]
    .map((line) => `  ${line}`)
    .join('\n');
}

/** A frame is drawn where there are colours alone. */
const styled = (style: Parameters<typeof styleText>[0], text: string): string => styleText(style, text, {validateStream: false});

function armLine(arm: ArmProgress, width: number, spark: number): string {
  const series = arm.series.filter((v) => v !== undefined);
  const last = series.at(-1);
  const count = `${arm.done}/${arm.lineages}`.padStart(9);
  const mark = arm.running > 0 ? styled('cyan', '▸') : arm.done >= arm.lineages ? styled('green', '✓') : ' ';
  const value = last === undefined ? '' : `  ${Number(last.toPrecision(4))}`;
  return `${clipped(visible(arm.name), width).padEnd(width)} ${count} ${mark} ${styled('cyan', sparkline(series, spark))}${value}`;
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
  return styled('cyan', '█'.repeat(full)) + styled('dim', '░'.repeat(width - full));
}
