/** What a key says. By what it writes, and digits by where they are too: on some keyboards they want Shift, and number pads write arrows. */
import type {Saying} from '../../run/desk.ts';

export type Action = Saying | 'undo' | 'difference' | 'pause' | 'hand-back';

/** Of a keyboard event what matters. */
export interface Pressed {
  readonly key: string;
  readonly code: string;
  readonly repeat: boolean;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
}

const BY_KEY: Readonly<Record<string, Action>> = {
  ArrowLeft: 'left',
  1: 'left',
  ArrowRight: 'right',
  2: 'right',
  '=': 'tie',
  0: 'neither',
  s: 'skip',
  r: 'report',
  u: 'undo',
  d: 'difference',
  p: 'pause',
  h: 'hand-back',
};

const BY_CODE: Readonly<Record<string, Action>> = {
  Digit1: 'left',
  Numpad1: 'left',
  Digit2: 'right',
  Numpad2: 'right',
  Digit0: 'neither',
  Numpad0: 'neither',
  NumpadEqual: 'tie',
};

/** What of a digit or of `=` a layout may want Shift for. */
const WITH_SHIFT = /^[012=]$/;

/** Undefined of a key that is held, of a chord, and of one that says nothing. */
export function actionOf({key, code, repeat, altKey, ctrlKey, metaKey, shiftKey}: Pressed): Action | undefined {
  if (repeat || altKey || ctrlKey || metaKey) return undefined;
  if (shiftKey) return WITH_SHIFT.test(key) ? BY_KEY[key] : undefined;
  // the place of a digit of the number pad counts whatever NumLock says
  if (code.startsWith('Numpad') && Object.hasOwn(BY_CODE, code)) return BY_CODE[code];
  const plain = /^[A-Z]$/.test(key) ? String.fromCharCode(key.charCodeAt(0) + 32) : key;
  if (Object.hasOwn(BY_KEY, plain)) return BY_KEY[plain];
  return Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined;
}

/** A key that is held tells so again and again; one that has been silent for so long came up unseen, as keys do beside Meta. */
const UNSEEN_MS = 1_500;

/** The keys that are down: another one beside them makes a chord. */
export class KeysDown {
  private readonly seen = new Map<string, number>();

  /** True where it is the only one. `now`: milliseconds since some moment. */
  press(code: string, now: number): boolean {
    for (const [other, at] of this.seen) if (now - at > UNSEEN_MS) this.seen.delete(other);
    this.seen.set(code, now);
    return this.seen.size === 1;
  }

  release(code: string): void {
    this.seen.delete(code);
  }

  /** Where nobody sees them come up. */
  forget(): void {
    this.seen.clear();
  }
}

/** Keys that are held to write others are no part of a chord by themselves. */
export const isModifier = (key: string): boolean => ['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'NumLock'].includes(key);
