import {expect, it} from 'vitest';
import {ConfigError} from '../core/error.ts';
import {makeProfile} from './profile/make.ts';
import {requireWorkers} from './workers.ts';

it.each([0, -1, 1.5, Number.NaN, Infinity, '2' as never])('%s is no number of workers', async (workers) => {
  expect(() => requireWorkers(workers)).toThrow(ConfigError);
  await expect(makeProfile(['corpus:speeches/2021-2021'], {workers})).rejects.toThrow(/workers is a whole number from 1/);
});

it('one and many are', () => {
  for (const workers of [1, 2, 64]) requireWorkers(workers);
});
