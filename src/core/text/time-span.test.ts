import {expect, it} from 'vitest';
import {timeSpanSeconds} from './time-span.ts';

it.each([
  ['30m', 1800],
  ['36h', 129_600],
  ['7d', 604_800],
  ['1.5w', 907_200],
  [' 5s ', 5],
])('%s is %i seconds', (text, seconds) => expect(timeSpanSeconds(text)).toBe(seconds));

it.each(['', '7', 'd', '-1d', '0h', '7 d', '7days', '1e9d', '7D', '99999999999d'])('%j is none', (text) =>
  expect(timeSpanSeconds(text)).toBeUndefined(),
);
