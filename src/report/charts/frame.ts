/** Sizes of charts of lines: wide and narrow with the names of the lines at the right, small without. */
import type {ChartFrame} from './plot.ts';

export interface LineFrame extends ChartFrame {
  readonly className: 'wide' | 'narrow' | 'small';
  /** About how many ticks of generations there is room for. */
  readonly generationTicks: number;
  /** Of a line's name; 0 where there is no room for any. */
  readonly letters: number;
}

const LETTER = 6.9;

/** With room at the right for the longest label, labels cut where they would take the picture's place. */
export function labelledFrame(className: 'wide' | 'narrow', labels: readonly string[]): LineFrame {
  const letters = Math.min(className === 'wide' ? 26 : 12, Math.max(...labels.map((label) => label.length)));
  const shape = className === 'wide' ? {width: 720, height: 320, generationTicks: 12} : {width: 360, height: 280, generationTicks: 5};
  return {className, ...shape, left: 48, right: Math.ceil(letters * LETTER) + 24, top: 14, bottom: 40, letters};
}

export const SMALL_FRAME: LineFrame = {
  className: 'small',
  width: 224,
  height: 168,
  left: 46,
  right: 10,
  top: 10,
  bottom: 26,
  generationTicks: 3,
  letters: 0,
};
