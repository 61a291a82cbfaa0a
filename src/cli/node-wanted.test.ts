import {readFileSync} from 'node:fs';
import {expect, it} from 'vitest';
import {NODE_WANTED, olderThan} from './node-wanted.ts';

it('the oldest Node is the one that package.json names', () => {
  const {engines} = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(engines.node).toBe(`>=${NODE_WANTED}`);
});

it.each([
  ['20.20.2', true],
  ['22.9.0', true],
  ['22.17.9', true],
  ['22.18.0', false],
  ['22.20.0', false],
  ['24.1.0', false],
  ['100.0.0', false],
])('%s is older: %s', (version, older) => {
  expect(olderThan(version, '22.18')).toBe(older);
});
