import {describe, expect, it} from 'vitest';
import type {Until} from './report.ts';
import {forecastAnswer, untilWords} from './words.ts';

const answer = (humanShareNeeded: Until, replace: Until, generations = 4, seeds = 2) =>
  forecastAnswer({
    humanShareNeeded,
    generationsUntilBound: {replace},
    bound: {measure: 'tail.retention', atLeast: 0.3, from: 'given'},
    generations,
    seeds,
  });

describe('what a forecast says first', () => {
  it('is that nothing is needed, and where to look further', () => {
    expect(answer({value: 0, low: 0, high: 0}, {reason: 'not within 4 generations'})).toBe(
      'No human text is needed for 4 generations. Look further: --generations 10.',
    );
    expect(answer({value: 0, low: 0, high: 0}, {reason: 'not within 12 generations'}, 12)).toContain('--generations 24.');
  });

  it('is that on average nothing is, where single runs may fall below', () => {
    const single = {low: 3.1, reason: 'not within 4 generations on average; a single run may'};
    expect(answer({value: 0, low: 0, high: 1}, single)).toBe(
      'On average no human text is needed for 4 generations; 2 runs cannot rule out that some is. More would tell: --seeds 4. Without it tail retention stays above the bound for 4 generations on average; a single run may fall below it after 3.10. Look further: --generations 10.',
    );
  });

  it('speaks of one run as of one', () => {
    const single = {low: 3.1, reason: 'not within 4 generations on average; a single run may'};
    expect(answer({value: 0, low: 0, high: 1}, single, 4, 1)).toContain('1 run cannot rule out that some is. More would tell: --seeds 2.');
    expect(answer({value: 0.3, low: 0, high: 1}, {value: 2.9, low: 2.7}, 4, 1)).toContain('which 1 run hardly tells: more would');
  });

  it('is how much to mix in, with its interval, and when the bound falls without it', () => {
    expect(answer({value: 0.22, low: 0.21, high: 0.24}, {value: 2.9, low: 2.7, high: 3.2})).toBe(
      'Mix 22% of human text into each training set (95% interval 21% to 24%): that keeps tail retention at .300 or more for 4 generations. Without it tail retention falls below that after 2.90 generations (2.70 to 3.20).',
    );
    expect(answer({value: 0.3, low: 0, high: 1}, {value: 2.9, low: 2.7})).toContain(
      'Mix 30% of human text into each training set, which 2 runs hardly tell: more would, --seeds 4: that keeps',
    );
    expect(answer({value: 0.3, low: 0, high: 1}, {value: 2.9, low: 2.7})).toContain(
      'after 2.90 generations (from 2.70 on, without an upper end)',
    );
  });

  it('is that no share is enough', () => {
    expect(answer({reason: 'even human data alone does not hold the bound'}, {value: 1, low: 1, high: 1})).toBe(
      'No share of human text keeps tail retention at .300 or more for 4 generations: even human data alone does not hold the bound. Ask for less with --bound. Without it tail retention falls below that after 1.00 generation (1.00 to 1.00).',
    );
  });
});

it('when a bound falls is a number with its interval, or the reason why there is none', () => {
  expect(untilWords({value: 2.9, low: 2.7, high: 3.2}, 4)).toBe('after 2.90 generations (2.70 to 3.20)');
  expect(untilWords({reason: 'not within 4 generations'}, 4)).toBe('not within 4 generations');
});
