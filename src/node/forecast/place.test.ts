import {describe, expect, it} from 'vitest';
import type {Text} from '../../core/data.ts';
import {Stream} from '../../core/random/stream.ts';
import {textOf} from '../../core/text/documents.ts';
import {failureOf} from '../folder.test-input.ts';
import {type PlaceRequest, placeText} from './place.ts';

/** Documents of words by rank, chosen with chance in proportion to 1 / (rank + 2), of so many types. */
function corpus(types: number, documents: number, seed: string): Text {
  const stream = Stream.root(seed);
  const total = Array.from({length: types}, (_, i) => 1 / (i + 3)).reduce((a, b) => a + b);
  const word = (): string => {
    let u = stream.float() * total;
    for (let rank = 0; rank < types; rank++) {
      u -= 1 / (rank + 3);
      if (u < 0) return `w${rank}`;
    }
    return 'w0';
  };
  return textOf(Array.from({length: documents}, () => `${Array.from({length: 60}, word).join(' ')}.`));
}

const human = corpus(3000, 80, 'human');
const place = (candidate: Text, more: Partial<PlaceRequest> = {}) =>
  placeText({human, candidate, name: 'c.jsonl', generations: 2, token: 'word', order: 2, seed: 1, size: 2000, ...more});

describe('a candidate', () => {
  it('of the same source shows no loss, one that is poorer some', () => {
    expect(place(corpus(3000, 40, 'more')).value).toBeLessThan(0.5);
    const poorer = place(corpus(700, 40, 'poor'));
    expect(poorer.value).toBeGreaterThan(0.8);
    expect(poorer.value).toBeLessThanOrEqual(2);
  });

  it('that has too little text is refused with how much there is', async () => {
    const error = await failureOf(() => place(corpus(3000, 16, 'little')));
    expect(error).toMatchObject({
      name: 'DataError',
      message: expect.stringMatching(/^c\.jsonl and the human text have 9\d\d words .* wanted 1000$/),
    });
    expect((await failureOf(() => place(human, {size: 999}))).message).toContain('have 999 words');
  });

  it('of another domain is not placed, and the reason is said', () => {
    const stream = Stream.root('other');
    const other = textOf(Array.from({length: 60}, () => Array.from({length: 60}, () => `x${stream.below(900)}`).join(' ')));
    const {value, by, reason, line} = place(other);
    expect([value, by]).toEqual([undefined, []]);
    expect(line).toBe(`cannot be placed among generations: ${reason}`);
    expect(reason?.length).toBeGreaterThan(0);
  });
});
