/**
 * How far the reading of data is, on standard error: one line that is drawn again where there is a terminal, else a line every 5 seconds.
 * Nothing of it where reading is over before that.
 */
import type {ReadProgress} from '../read/corpus.ts';
import {duration} from './display.ts';
import {drawerOn} from './drawer.ts';

export interface ReadingDisplay {
  show(progress: ReadProgress): void;
  end(): void;
}

export interface ReadingDisplayOptions {
  readonly quiet: boolean;
  readonly stream: NodeJS.WriteStream;
  /** Milliseconds since some moment; the clock if absent. */
  readonly now?: () => number;
}

const FRAME_MS = 100;
const PLAIN_MS = 5_000;

export function startReadingDisplay(title: string, {quiet, stream, now = () => performance.now()}: ReadingDisplayOptions): ReadingDisplay {
  if (quiet) return {show() {}, end() {}};
  const live = stream.isTTY && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
  const drawer = live ? drawerOn(stream) : undefined;
  const start = now();
  let last = live ? Number.NEGATIVE_INFINITY : start;
  return {
    show(progress) {
      const at = now();
      if (at - last < (live ? FRAME_MS : PLAIN_MS)) return;
      last = at;
      const line = readingLine(title, progress, (at - start) / 1000);
      if (drawer === undefined) stream.write(`${line}\n`);
      else drawer.draw(line.slice(0, (stream.columns ?? 80) - 1));
    },
    end() {
      drawer?.clear();
      drawer?.done();
    },
  };
}

/** `title: 120 of 400 MB (30%), 41 MB/s, 52,000 records, 7 s left`; without the total where it is not known. */
export function readingLine(title: string, {bytes, totalBytes, records}: ReadProgress, seconds: number): string {
  const speed = seconds > 0 ? bytes / seconds : 0;
  const known = totalBytes > 0 && bytes <= totalBytes;
  const read = known
    ? `${megabytes(bytes)} of ${megabytes(totalBytes)} MB (${Math.floor((100 * bytes) / totalBytes)}%)`
    : `${megabytes(bytes)} MB`;
  const parts = [read, `${megabytes(speed)} MB/s`, `${records.toLocaleString('en')} records`];
  if (known && seconds >= 1 && speed > 0) parts.push(`${duration((totalBytes - bytes) / speed)} left`);
  return `${title}: ${parts.join(', ')}`;
}

/** Three digits at most, but whole from 10 on. */
function megabytes(bytes: number): string {
  const value = bytes / 1e6;
  return value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en');
}

/** One display at a time: that of what is being read. */
export class Displays {
  private readonly quiet: boolean;
  private title?: string;
  private display?: ReadingDisplay;

  constructor({quiet}: {quiet: boolean}) {
    this.quiet = quiet;
  }

  of(title: string): ReadingDisplay {
    if (title !== this.title || this.display === undefined) {
      this.end();
      this.title = title;
      this.display = startReadingDisplay(title, {quiet: this.quiet, stream: process.stderr});
    }
    return this.display;
  }

  end(): void {
    this.display?.end();
    this.display = undefined;
    this.title = undefined;
  }
}
