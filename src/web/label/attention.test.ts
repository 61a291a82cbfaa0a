import {expect, it} from 'vitest';
import {Attention} from './attention.ts';

it('counts the time that somebody was there, and half a minute of each silence', () => {
  let now = 0;
  const attention = new Attention(() => now);
  now = 5_000;
  attention.begin();
  now = 15_000;
  attention.noticed();
  now = 615_000;
  attention.noticed();
  now = 617_500;
  expect(attention.takeSeconds()).toBe(42.5);
  attention.begin();
  now = 618_000;
  expect(attention.takeSeconds()).toBe(0.5);
});

it('counts nothing of a pause, and what was before it', () => {
  let now = 0;
  const attention = new Attention(() => now);
  now = 3_000;
  attention.stop();
  now = 9_000;
  attention.noticed();
  now = 60_000;
  attention.goOn();
  now = 61_000;
  expect(attention.takeSeconds()).toBe(4);
});
