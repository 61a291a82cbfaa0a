import {expect, it} from 'vitest';
import {addTimes, Stopwatch} from './stopwatch.ts';

it('counts time inside another activity once, as the inner one', () => {
  let now = 100;
  const watch = new Stopwatch(() => now);
  const pass = (seconds: number) => {
    now += seconds;
  };
  pass(7);
  watch.time('treat', () => {
    pass(1);
    watch.time('sample', () => pass(2));
    pass(4);
  });
  pass(50);
  watch.time('fit', () => pass(8));
  expect(watch.take()).toEqual({fit: 8, sample: 2, treat: 5, measure: 0});
  expect(watch.take()).toEqual({fit: 0, sample: 0, treat: 0, measure: 0});
});

it('counts what an activity took that failed', () => {
  let now = 0;
  const watch = new Stopwatch(() => now);
  expect(() =>
    watch.time('fit', () => {
      now += 3;
      throw new Error('no');
    }),
  ).toThrow('no');
  watch.time('measure', () => {
    now += 1;
  });
  expect(watch.take()).toEqual({fit: 3, sample: 0, treat: 0, measure: 1});
});

it('adds', () => {
  expect(addTimes({fit: 1, sample: 2, treat: 3, measure: 4}, {fit: 1, sample: 1, treat: 1, measure: 1})).toEqual({
    fit: 2,
    sample: 3,
    treat: 4,
    measure: 5,
  });
});
