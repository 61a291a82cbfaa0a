import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {memoryEffects} from './effects.test-input.ts';
import {Interrupted, interruptible} from './interrupt.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Work that ends when it is told to, and hears whether it was asked to stop. */
function open() {
  let finish: (value: string) => void = () => {};
  let fail: (error: Error) => void = () => {};
  const heard = {signal: undefined as AbortSignal | undefined};
  const work = (signal: AbortSignal): Promise<string> => {
    heard.signal = signal;
    return new Promise((resolve, reject) => {
      finish = resolve;
      fail = reject;
    });
  };
  return {work, heard, finish: (value: string) => finish(value), fail: (error: Error) => fail(error)};
}

const words = {stopping: (seconds: number) => `stopping within ${seconds} s`, stopped: 'stopped at once'};

describe('work that can be brought to an end', () => {
  it('is asked at the first signal, and its result counts', async () => {
    const {effects, send, err} = memoryEffects();
    const {work, heard, finish} = open();
    const ended = interruptible(work, words, effects);
    expect(heard.signal?.aborted).toBe(false);
    send('SIGINT');
    expect(heard.signal?.aborted).toBe(true);
    expect(err()).toBe('\ngenloss: stopping within 30 s\n');
    finish('what there is');
    expect(await ended).toBe('what there is');
    expect([vi.getTimerCount(), send('SIGINT')]).toEqual([0, false]);
  });

  it('is left at the second', async () => {
    const {effects, send, err} = memoryEffects();
    const ended = interruptible(open().work, words, effects);
    send('SIGTERM');
    send('SIGINT');
    await expect(ended).rejects.toThrow(Interrupted);
    expect(err()).toBe('\ngenloss: stopping within 5 s\ngenloss: stopped at once\n');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is left after a while', async () => {
    const {effects, send} = memoryEffects();
    const ended = interruptible(open().work, words, effects);
    const left = vi.fn();
    ended.catch(left);
    send('SIGTERM');
    await vi.advanceTimersByTimeAsync(4999);
    expect(left).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(left).toHaveBeenCalledWith(expect.any(Interrupted));
  });
});

describe('work that cannot', () => {
  it('is left at the first signal', async () => {
    const {effects, send, err} = memoryEffects();
    const ended = interruptible(open().work, {stopped: 'nothing is kept'}, effects);
    send('SIGHUP');
    await expect(ended).rejects.toThrow(Interrupted);
    expect(err()).toBe('\ngenloss: nothing is kept\n');
  });

  it('and fails because it was ended was interrupted', async () => {
    const {effects, send} = memoryEffects();
    const {work, fail} = open();
    const ended = interruptible(work, {stopped: 'nothing is kept'}, effects);
    send('SIGINT');
    fail(new Error('the program ended'));
    await expect(ended).rejects.toThrow(Interrupted);
  });
});

it('work that fails by itself fails', async () => {
  const {effects, send} = memoryEffects();
  const {work, fail} = open();
  const ended = interruptible(work, words, effects);
  fail(new RangeError('no'));
  await expect(ended).rejects.toThrow(RangeError);
  expect(send('SIGINT')).toBe(false);
});
