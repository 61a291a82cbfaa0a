/** How far the reading of data is: one line. Nothing of it where reading is over before 5 seconds and there is no terminal. */
import {grouped} from '../core/text/numbers.ts';
import type {ReadProgress} from '../read/corpus.ts';
import {type Display, Displays, type ProgressPicture, startDisplay} from './display.ts';
import {duration} from './duration.ts';
import type {Effects} from './effects.ts';

type Shown = Pick<Effects, 'stderr' | 'environment' | 'now'>;

export function startReadingDisplay(title: string, options: {readonly quiet: boolean}, effects: Shown): Display<ReadProgress> {
  return startDisplay(readingPicture(title), options, effects);
}

/** Of what is read part by part, each by its title. */
export const readingDisplays = (options: {readonly quiet: boolean}, effects: Shown): Displays<ReadProgress> =>
  new Displays((title) => startReadingDisplay(title, options, effects));

function readingPicture(title: string): ProgressPicture<ReadProgress> {
  return {
    line: (progress, seconds) => readingLine(title, progress, seconds),
    frame: (progress, {columns, seconds}) => readingLine(title, progress, seconds).slice(0, columns - 1),
    isLast: () => false,
    stays: false,
  };
}

/** `title: 120 of 400 MB (30%), 41 MB/s, 52,000 records, 7 s left`; without the total where it is not known. */
export function readingLine(title: string, {bytes, totalBytes, records}: Omit<ReadProgress, 'file'>, seconds: number): string {
  const speed = seconds > 0 ? bytes / seconds : 0;
  const known = totalBytes > 0 && bytes <= totalBytes;
  const read = known
    ? `${megabytes(bytes)} of ${megabytes(totalBytes)} MB (${Math.floor((100 * bytes) / totalBytes)}%)`
    : `${megabytes(bytes)} MB`;
  const parts = [read, `${megabytes(speed)} MB/s`, `${grouped(records)} records`];
  if (known && seconds >= 1 && speed > 0) parts.push(`${duration((totalBytes - bytes) / speed)} left`);
  return `${title}: ${parts.join(', ')}`;
}

/** Three digits at most, but whole from 10 on. */
function megabytes(bytes: number): string {
  const value = bytes / 1e6;
  return value < 10 ? value.toFixed(1) : grouped(Math.round(value));
}
