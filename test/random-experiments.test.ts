import {describe, expect, it} from 'vitest';
import {DataError, DomainError, GenlossError, ResourceError} from '../src/core/error.ts';
import {Stream} from '../src/core/random/stream.ts';
import {checkRoom} from '../src/lab/experiment/memory.ts';
import {randomExperiment, type Style, tried} from './random-experiments.ts';

/** Bytes: less than a machine has, so that what is let through is soon done. */
const ROOM = 2e7;
const COUNT = 300;

describe('an experiment drawn at random', () => {
  it.each<[Style, number, number]>([
    ['ordinary', 50, 10],
    ['extreme', 30, 20],
  ])(
    'of %s numbers is refused with its place, measured, or ended by an error that says arm, generation and why',
    (style, measured, ended) => {
      const root = Stream.root(`random experiments/${style}`);
      const seen = {refused: 0, measured: 0, ended: 0, fault: 0};
      for (let i = 0; i < COUNT; i++) {
        const experiment = randomExperiment(root.fork(`${i}`), style);
        const outcome = tried(experiment, {most: 180_000, checkRoom: (arms, whole) => checkRoom(arms, whole, ROOM)});
        seen[outcome.kind]++;
        if (outcome.kind === 'fault') throw new Error(`${outcome.error}\n${JSON.stringify(experiment)}`, {cause: outcome.error});
        if (outcome.kind !== 'ended') continue;
        expect(outcome.error.where).toMatch(/^(arm ".*"(, seed 0(, generation [0-3])?)?|results)$/);
        expect(outcome.error.next).toBeDefined();
      }
      expect(seen.measured).toBeGreaterThan(measured);
      expect(seen.refused).toBeGreaterThan(20);
      expect(seen.ended).toBeGreaterThan(ended);
    },
  );

  it('counts as a fault where an error is no error of data or memory, and where it never ends', () => {
    const trial = (error: Error) =>
      tried(valid, {
        checkRoom: () => {
          throw error;
        },
      }).kind;
    expect(trial(new DataError('x'))).toBe('ended');
    expect(trial(new ResourceError('x'))).toBe('ended');
    for (const error of [new DomainError('x'), new TypeError('x'), new GenlossError('other', 'x')]) expect(trial(error)).toBe('fault');
    const endless = tried(valid, {
      most: 50,
      checkRoom: () => {
        for (;;);
      },
    });
    expect(endless).toMatchObject({kind: 'fault', error: {code: 'ERR_SCRIPT_EXECUTION_TIMEOUT'}});
  });
});

const valid = {
  title: 't',
  data: {world: 'gaussian'},
  model: {kind: 'gaussian'},
  sample: {size: 20},
  generations: 3,
  seeds: 1,
  arms: {a: {workflow: 'replace'}},
  measures: ['variance'],
};
