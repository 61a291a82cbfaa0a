import {describe, expect, it} from 'vitest';
import {actionOf, KeysDown} from './keys.ts';

const plain = {repeat: false, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false};
const of = (key: string, code = '', more = {}) => actionOf({...plain, key, code, ...more});

describe('a key', () => {
  it.each([
    ['ArrowLeft', 'ArrowLeft', 'left'],
    ['1', 'Digit1', 'left'],
    ['2', 'Digit2', 'right'],
    ['=', 'Equal', 'tie'],
    ['0', 'Digit0', 'neither'],
    ['s', 'KeyS', 'skip'],
    ['U', 'KeyU', 'undo'],
    ['h', 'KeyH', 'hand-back'],
    // a French keyboard, a Russian one, a number pad without NumLock
    ['&', 'Digit1', 'left'],
    ['é', 'Digit2', 'right'],
    ['à', 'Digit0', 'neither'],
    ['End', 'Numpad1', 'left'],
    ['ArrowDown', 'Numpad2', 'right'],
    ['Insert', 'Numpad0', 'neither'],
  ])('%s at %s says %s', (key, code, action) => expect(of(key, code)).toBe(action));

  it('that a layout writes with Shift counts, other chords and held keys do not', () => {
    expect(of('=', 'Digit0', {shiftKey: true})).toBe('tie');
    expect(of('1', 'Digit1', {shiftKey: true})).toBe('left');
    expect(of('!', 'Digit1', {shiftKey: true})).toBeUndefined();
    expect(of('ArrowLeft', 'ArrowLeft', {shiftKey: true})).toBeUndefined();
    for (const held of ['altKey', 'ctrlKey', 'metaKey', 'repeat']) expect(of('1', 'Digit1', {[held]: true})).toBeUndefined();
    expect([of('x', 'KeyX'), of('constructor', 'toString'), of('Enter', 'Enter')]).toEqual([undefined, undefined, undefined]);
  });

  it('beside another that is down is a chord', () => {
    const keys = new KeysDown();
    expect(keys.press('Digit1', 0)).toBe(true);
    expect(keys.press('Digit2', 100)).toBe(false);
    keys.release('Digit1');
    keys.release('Digit2');
    expect(keys.press('Digit2', 200)).toBe(true);
    keys.forget();
    expect(keys.press('Digit1', 300)).toBe(true);
    // held, and told again; then never heard of any more
    expect(keys.press('Digit1', 1500)).toBe(true);
    expect(keys.press('Digit2', 2900)).toBe(false);
    expect(keys.press('Digit2', 3100)).toBe(true);
  });
});
