import {describe, expect, it} from 'vitest';
import {textOf} from '../../core/text/documents.ts';
import {LostWordsGatherer} from './lost-words.ts';

const people = {
  seed: 0,
  generation: 0,
  source: 'training',
  data: textOf(['Rare words, and the the frequent ones: \u2014 Rare!', 'another']),
};
const written = (generation: number, text: string, source?: string) => ({
  seed: 0,
  generation,
  ...(source && {source}),
  data: textOf([text]),
});

describe('words that are lost', () => {
  it('are those of the passage that a sample has nowhere, whatever their case and what stands around them', () => {
    const gatherer = new LostWordsGatherer();
    expect(gatherer.found).toBeUndefined();
    gatherer.take('alone', [people, written(1, 'the frequent and rare words'), written(2, 'The ones the OTHERS frequent')]);
    gatherer.take('other', [people, written(1, 'and nothing')]);
    expect(gatherer.found).toEqual({
      pieces: ['Rare', 'words,', 'and', 'the', 'the', 'frequent', 'ones:', '\u2014', 'Rare!'],
      arms: {
        alone: [
          {generation: 1, lost: [6]},
          {generation: 2, lost: [0, 1, 2, 8]},
        ],
        other: [{generation: 1, lost: [0, 1, 3, 4, 5, 6, 8]}],
      },
    });
  });

  it('are lost to a population where none of its models writes them', () => {
    const gatherer = new LostWordsGatherer();
    gatherer.take('web', [people, written(1, 'rare words and', 'a'), written(1, 'the frequent words', 'b')]);
    expect(gatherer.found?.arms.web).toEqual([{generation: 1, lost: [6]}]);
  });
});
