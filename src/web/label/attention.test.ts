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
  expect(attention.seconds).toBe(42.5);
  attention.begin();
  now = 618_000;
  expect(attention.seconds).toBe(0.5);
});
