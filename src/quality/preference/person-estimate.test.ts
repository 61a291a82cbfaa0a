import {describe, expect, it} from 'vitest';
import {Stream} from '../../core/random/stream.ts';
import {estimatePerson, type PersonChoice} from './person-estimate.ts';
import type {Stated} from './stated.ts';

const WORDS = ['amber', 'birch', 'cedar', 'delta', 'ember', 'fjord', 'grove', 'heron'];

interface Planted {
  readonly noise: number;
  readonly left: number;
  readonly length: number;
  /** For each `ember`. */
  readonly taste: number;
}

/** A person whose coin, sway and taste are known, in front of `n` pairs of five to ten words. */
function choicesOf({noise, left, length, taste}: Planted, n: number, stream: Stream): PersonChoice[] {
  const text = () => Array.from({length: 5 + stream.below(6)}, () => WORDS[stream.below(WORDS.length)]).join(' ');
  const worth = (words: string[]) => taste * words.filter((word) => word === 'ember').length + length * Math.log(words.length);
  return Array.from({length: n}, () => {
    const [first, second] = [text(), text()];
    const isFirstLeft = stream.float() < 0.5;
    const eta = worth(first.split(' ')) - worth(second.split(' ')) + (isFirstLeft ? left : -left);
    const takesFirst = stream.float() < noise ? stream.float() < 0.5 : stream.float() < 1 / (1 + Math.exp(-eta));
    return {first, second, left: isFirstLeft ? 'first' : 'second', choice: takesFirst ? 'first' : 'second'};
  });
}

const covers = (stated: Stated, truth: number) => 'value' in stated && stated.low <= truth && truth <= stated.high;

describe('what is estimated of a person', () => {
  it.each([
    {noise: 0.1, left: 0.5, length: 0, taste: 4},
    {noise: 0.3, left: -0.8, length: 0.8, taste: 4},
    {noise: 0.1, left: 0.5, length: 0.8, taste: 0},
  ])(
    'has intervals that cover what was planted, about 19 times of 20: %o',
    (planted) => {
      const people = 20;
      const root = Stream.root('planted people');
      const covered = {noise: 0, left: 0, length: 0};
      for (let k = 0; k < people; k++) {
        const told = estimatePerson(choicesOf(planted, 250, root.fork(`person/${k}`)));
        for (const key of ['noise', 'left', 'length'] as const) if (covers(told[key], planted[key])) covered[key]++;
      }
      // 16 of 20: four standard errors below 19 of 20
      for (const count of Object.values(covered)) expect(count).toBeGreaterThanOrEqual(16);
    },
    120_000,
  );

  it('is the same whichever text of a pair is called the first, and turns with the side', () => {
    const choices = choicesOf({noise: 0.1, left: 1, length: 0, taste: 4}, 120, Stream.root('turned'));
    const other = {first: 'second', second: 'first'} as const;
    const turned = choices.map(({first, second, choice, left}) => ({
      ...{first: second, second: first, choice: other[choice as 'first'], left: other[left!]},
    }));
    const mirrored = choices.map((choice) => ({...choice, left: other[choice.left!]}));
    const [a, b, c] = [choices, turned, mirrored].map((list) => estimatePerson(list) as {left: {value: number}; noise: {value: number}});
    expect(b.left.value).toBeCloseTo(a.left.value, 6);
    expect(b.noise.value).toBeCloseTo(a.noise.value, 6);
    expect(c.left.value).toBeCloseTo(-a.left.value, 2);
  });

  it('is a reason where choices are few, sides are not known, or lengths never differ', () => {
    const choices = choicesOf({noise: 0.1, left: 0.5, length: 0, taste: 4}, 40, Stream.root('few'));
    expect(estimatePerson(choices.slice(0, 19)).noise).toEqual({reason: '19 judgements: at least 20 are wanted'});
    const sideless = estimatePerson(choices.map(({left: _, ...choice}) => choice));
    expect(sideless.left).toEqual({reason: '0 judgements say which text was on the left: at least 20 are wanted'});
    expect(sideless.noise).toHaveProperty('value');
    const even = estimatePerson(choices.map((choice) => ({...choice, first: 'a b', second: 'c d'})));
    expect(even.length).toEqual({reason: 'the two texts were as long as each other every time'});
  });

  it('reaches down to no noise where there are more words than choices can tell apart', () => {
    const stream = Stream.root('many words');
    const text = () => Array.from({length: 12}, () => `w${stream.below(2000)}`).join(' ');
    const choices = Array.from({length: 60}, (): PersonChoice => ({first: text(), second: text(), left: 'first', choice: 'first'}));
    expect(estimatePerson(choices).noise).toMatchObject({low: 0});
  });
});
