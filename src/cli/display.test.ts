import {stripVTControlCharacters} from 'node:util';
import {afterEach, describe, expect, it, vi} from 'vitest';
import {Displays, type ProgressPicture, startDisplay} from './display.ts';
import {memoryEffects} from './effects.test-input.ts';

const picture = (more: Partial<ProgressPicture<number>> = {}): ProgressPicture<number> => ({
  line: (done, seconds) => `${done} after ${seconds} s`,
  frame: (done, {columns}) => `frame ${done} of ${columns}`,
  isLast: (done) => done === 100,
  stays: false,
  ...more,
});

/** Effects with a clock that the test turns. */
function clocked(terminal: boolean, environment: Readonly<Record<string, string>> = {TERM: 'xterm'}) {
  const memory = memoryEffects({terminal, environment});
  const clock = {ms: 0};
  return {...memory, clock, effects: {...memory.effects, now: () => clock.ms}};
}

afterEach(() => vi.useRealTimers());

describe('a display where there is no terminal', () => {
  it('writes lines 5 seconds apart, the first after 5 seconds', () => {
    const {effects, clock, err} = clocked(false);
    const display = startDisplay(picture(), {quiet: false}, effects);
    for (clock.ms = 0; clock.ms < 12_000; clock.ms += 100) display.show(clock.ms / 1000);
    display.end();
    expect(err()).toBe('5 after 5 s\n10 after 10 s\n');
  });

  it('begins with the opening line and what there is by then, and says the end at once', () => {
    const {effects, clock, err} = clocked(false);
    const display = startDisplay(picture({opening: 'An experiment'}), {quiet: false}, effects);
    expect(err()).toBe('An experiment\n');
    for (clock.ms = 0; clock.ms < 3000; clock.ms += 100) display.show(1);
    display.show(100);
    expect(err()).toBe('An experiment\n1 after 0 s\n100 after 3 s\n');
  });

  it('is what there is where colours are not wanted, or the terminal is dumb', () => {
    const plain: Record<string, string>[] = [{NO_COLOR: '1'}, {TERM: 'dumb'}];
    for (const environment of plain) {
      const {effects, clock, err} = clocked(true, environment);
      const display = startDisplay(picture(), {quiet: false}, effects);
      clock.ms = 6000;
      display.show(1);
      display.end();
      expect(err()).toBe('1 after 6 s\n');
    }
  });

  it('goes on where standard error is closed', () => {
    const {effects} = memoryEffects({errFails: Object.assign(new Error('write EPIPE'), {code: 'EPIPE'})});
    const display = startDisplay(picture({opening: 'An experiment'}), {quiet: false}, effects);
    display.show(100);
    display.end();
  });
});

describe('a display in a terminal', () => {
  it('draws one frame again and again, ten a second at most, and leaves nothing behind', async () => {
    const {effects, clock, err} = clocked(true);
    const display = startDisplay(picture(), {quiet: false}, effects);
    display.show(0);
    await vi.waitFor(() => expect(err()).toContain('frame 0 of 80'), {timeout: 60_000});
    for (clock.ms = 100; clock.ms < 1000; clock.ms += 10) display.show(clock.ms);
    const drawn = stripVTControlCharacters(err()).match(/\d+ of 80/g) ?? [];
    expect(drawn.length).toBeGreaterThan(5);
    expect(drawn.length).toBeLessThan(30);
    display.end();
    expect(err().slice(err().lastIndexOf('of 80') + 5)).toContain('\u001b[');
  });

  it('leaves its last frame where that is wanted', async () => {
    const {effects, err} = clocked(true);
    const display = startDisplay(picture({stays: true}), {quiet: false}, effects);
    display.show(1);
    await vi.waitFor(() => expect(err()).toContain('frame 1'), {timeout: 60_000});
    display.show(100);
    display.end();
    expect(stripVTControlCharacters(err()).trimEnd()).toMatch(/00 of 80$/);
  });

  it('draws again while nothing moves, so that the time left is not that of long ago', () => {
    vi.useFakeTimers();
    const {effects, clock} = clocked(true);
    const frame = vi.fn(() => '');
    const display = startDisplay(picture({frame}), {quiet: false}, effects);
    display.show(1);
    clock.ms = 1000;
    vi.advanceTimersByTime(1000);
    expect(frame.mock.calls.length).toBe(11);
    display.end();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a display that is asked to be quiet', () => {
  it('is', () => {
    for (const terminal of [false, true]) {
      const {effects, clock, err} = clocked(terminal);
      const display = startDisplay(picture({opening: 'An experiment'}), {quiet: true}, effects);
      clock.ms = 10_000;
      display.show(100);
      display.end();
      expect(err()).toBe('');
    }
  });
});

describe('displays of one part after another', () => {
  it('end the one when the next begins', () => {
    const said: string[] = [];
    const displays = new Displays<number>((title) => ({
      show: (progress) => void said.push(`${title} ${progress}`),
      end: () => void said.push(`${title} ends`),
    }));
    displays.of('a').show(1);
    displays.of('a').show(2);
    displays.of('b').show(3);
    displays.end();
    displays.end();
    expect(said).toEqual(['a 1', 'a 2', 'a ends', 'b 3', 'b ends']);
  });
});
