/**
 * How far a command is, on standard error: a picture that is drawn again in place where there is a terminal, plain lines 5 seconds apart
 * where there is none or NO_COLOR is set. The one display of all commands; what is shown is a `ProgressPicture`.
 */
import {drawerOn} from './drawer.ts';
import type {Effects} from './effects.ts';
import {tell} from './print.ts';

/** What is shown of some progress `P`. `seconds`: since the display was started. */
export interface ProgressPicture<P> {
  /** The line before all others, where lines are plain: the first of those then follows at once. */
  readonly opening?: string;
  readonly line: (progress: P, seconds: number) => string;
  readonly frame: (progress: P, size: {readonly columns: number; readonly rows: number; readonly seconds: number}) => string;
  /** Whether there is nothing more to come: that is shown at once. */
  readonly isLast: (progress: P) => boolean;
  /** Whether the last frame stays when the display ends. */
  readonly stays: boolean;
}

export interface Display<P> {
  show(progress: P): void;
  end(): void;
}

type Shown = Pick<Effects, 'stderr' | 'environment' | 'now'>;

const FRAME_MS = 100;
const PLAIN_MS = 5_000;

export function startDisplay<P>(picture: ProgressPicture<P>, {quiet}: {readonly quiet: boolean}, effects: Shown): Display<P> {
  if (quiet) return {show() {}, end() {}};
  const {stderr, environment} = effects;
  const live = stderr.isTerminal && !environment.NO_COLOR && environment.TERM !== 'dumb';
  return live ? liveDisplay(picture, effects) : plainDisplay(picture, effects);
}

function liveDisplay<P>(picture: ProgressPicture<P>, {stderr, now}: Shown): Display<P> {
  const drawer = drawerOn(stderr);
  const start = now();
  let latest: {readonly progress: P} | undefined;
  let painted = Number.NEGATIVE_INFINITY;
  const paint = (): void => {
    if (latest === undefined) return;
    painted = now();
    drawer.draw(picture.frame(latest.progress, {columns: stderr.columns, rows: stderr.rows, seconds: (painted - start) / 1000}));
  };
  const timer = setInterval(paint, FRAME_MS);
  return {
    show(progress) {
      latest = {progress};
      if (now() - painted >= FRAME_MS) paint();
    },
    end() {
      clearInterval(timer);
      if (picture.stays) paint();
      else drawer.clear();
      drawer.done();
    },
  };
}

function plainDisplay<P>({opening, line, isLast}: ProgressPicture<P>, {stderr, now}: Shown): Display<P> {
  const start = now();
  let last = opening === undefined ? start : Number.NEGATIVE_INFINITY;
  if (opening !== undefined) tell(`${opening}\n`, {stderr});
  return {
    show(progress) {
      const at = now();
      if (at - last < PLAIN_MS && !isLast(progress)) return;
      last = at;
      tell(`${line(progress, (at - start) / 1000)}\n`, {stderr});
    },
    end() {},
  };
}

/** One display at a time: that of the part of the work that is under way. */
export class Displays<P> {
  private readonly start: (title: string) => Display<P>;
  private title?: string;
  private display?: Display<P>;

  constructor(start: (title: string) => Display<P>) {
    this.start = start;
  }

  of(title: string): Display<P> {
    if (title !== this.title || this.display === undefined) {
      this.end();
      this.title = title;
      this.display = this.start(title);
    }
    return this.display;
  }

  end(): void {
    this.display?.end();
    this.display = undefined;
    this.title = undefined;
  }
}
