import {describe, expect, it} from 'vitest';
import {
  beyond,
  categoryNotice,
  coreCells,
  densityNotice,
  differentWords,
  imageNotice,
  imageSpread,
  lineNotice,
  middleWidth,
  passageNotice,
  perplexityNotice,
} from './notices.ts';

describe('of passages', () => {
  it('words that differ are counted, of text without spaces its characters', () => {
    expect(differentWords('the union of the union')).toEqual({words: 5, different: 3});
    expect(
      differentWords(
        '\u5929\u5730\u5929\u5730\u5929\u5730\u5929\u5730\u5929\u5730\u5929\u5730\u5929\u5730\u5929\u5730\u5929\u5730\u5929\u5730\u5929\u5730',
      ),
    ).toEqual({words: 22, different: 2});
    expect(differentWords('')).toEqual({words: 0, different: 0});
  });

  it('the first and the last generation are told, in whatever order they come', () => {
    const arms = {
      replace: [
        {generation: 9, text: 'a a a'},
        {generation: 1, text: 'a b c'},
      ],
      once: [{generation: 1, text: 'a'}],
    };
    expect(passageNotice({prompt: '', arms}, ['replace', 'once', 'absent'])).toBe(
      'Each model added words to the beginning; so many of them are different from one another: replace 3 of 3 at generation 1 and 1 of 3 at generation 9.',
    );
    expect(passageNotice({prompt: '', arms}, ['once'])).toBe('');
  });
});

describe('of perplexities', () => {
  const edges = [0, 1, 2, 3];

  it('what lies beyond the low and the high 5% of another histogram is counted', () => {
    expect(beyond([7, 1, 2], [0, 10, 0])).toEqual({low: 0.7, high: 0.2, edge: 1});
    expect(beyond([1, 1, 1], [0, 0, 0])).toBeUndefined();
  });

  it('people are what is held against, where they are known', () => {
    const arms = {
      replace: [
        {generation: 1, counts: [0, 10, 0]},
        {generation: 5, counts: [7, 1, 2]},
      ],
    };
    expect(perplexityNotice({edges, arms, human: {replace: [0, 1, 9]}}, ['replace'])).toBe(
      'Of passages by people, at most 5% lie below the perplexity that is named; of those of replace at generation 5, 70% lie below 10.',
    );
    expect(perplexityNotice({edges, arms}, ['replace'])).toContain('first model\u2019s own passages');
  });
});

describe('of points', () => {
  it('places of the plane that hold the truth are counted where a sample is', () => {
    expect(coreCells([50, 0, 45, 5])).toEqual([0, 2]);
    const frame = {x: [0, 1], y: [0, 1], bins: 2} as const;
    const arms = {
      replace: [
        {generation: 1, counts: [1, 0, 3, 0]},
        {generation: 3, counts: [0, 9, 1, 0]},
      ],
    };
    expect(densityNotice({...frame, arms, truth: {replace: [50, 0, 45, 5]}}, ['replace'])).toBe(
      'Of the places where 95% of the truth lies, some of the sample is in: replace 100% at generation 1 and 50% at generation 3.',
    );
    expect(densityNotice({...frame, arms}, ['replace'])).toBe('');
  });

  it('on a line the middle 80% is measured', () => {
    const ten = Array.from({length: 11}, (_, i) => i);
    expect(middleWidth(ten)).toBe(8);
    const arms = {
      replace: [
        {generation: 1, points: ten},
        {generation: 4, points: [1, 1, 1]},
      ],
    };
    expect(lineNotice({truth: {replace: ten}, arms}, ['replace'])).toBe(
      'The middle 80% of the points span: replace 8 at generation 1 and 0 at generation 4; the truth\u2019s 8.',
    );
  });
});

it('of images the spread of ink from image to image is measured, alike images have none', () => {
  expect(imageSpread('0f0f'.repeat(3), 2)).toBe(0);
  expect(imageSpread('0000ffff', 2)).toBe(0.5);
  const arms = {
    replace: [
      {generation: 1, pixels: '0000ffff'},
      {generation: 2, pixels: '00000000'},
    ],
  };
  expect(imageNotice({side: 2, arms, human: {replace: '0000ffff'}}, ['replace'])).toBe(
    'From image to image a pixel differs by so much of full ink: replace 50% at generation 1 and 0% at generation 2; by people 50%.',
  );
});

it('of categories those that are drawn are counted', () => {
  const arms = {
    replace: [
      {generation: 1, counts: [3, 1, 0]},
      {generation: 7, counts: [4, 0, 0]},
    ],
  };
  expect(categoryNotice({human: {replace: [2, 1, 1]}, arms}, ['replace'])).toBe(
    'People have 3 of 3 categories. So many are drawn: replace 2 at generation 1 and 1 at generation 7.',
  );
  const both = {replace: arms.replace, larger: arms.replace};
  expect(categoryNotice({human: {replace: [2, 1, 0], larger: [9, 3, 2]}, arms: both}, ['replace', 'larger'])).toBe(
    'So many are drawn: replace (people 2 of 3) 2 at generation 1 and 1 at generation 7 and larger (people 3 of 3) 2 at generation 1 and 1 at generation 7.',
  );
});
