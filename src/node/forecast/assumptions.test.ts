import {describe, expect, it} from 'vitest';
import {type Assumed, assumptionsOf} from './assumptions.ts';

const whole: Assumed = {
  token: 'word',
  order: 3,
  topP: 0.95,
  words: 2000,
  corpusWords: 9000,
  seeds: 2,
  generations: 4,
  measured: 4,
  // the last generation of each lineage: means .3 and .55
  half: [
    [0.9, 0.2],
    [0.8, 0.4],
  ],
  full: [
    [0.9, 0.5],
    [0.8, 0.6],
  ],
};
const told = (more: Partial<Assumed> = {}): string => assumptionsOf({...whole, ...more}).join('\n');

describe('what a forecast takes for granted', () => {
  it('names the model, how it is drawn from, and the size', () => {
    expect(told()).toContain('a word 3-gram (modified Kneser-Ney), its samples drawn with top-p 0.95');
    expect(told({topP: undefined})).toContain('untruncated');
    expect(told()).toContain("2,000 words of the corpus's 9,000, drawn anew for each of 2 seeds");
    expect(told({words: 9000})).toContain('9,000 words: the corpus, dealt out anew for each of 2 seeds');
    expect(told({seeds: 1})).toContain('anew for each of 1 seed.');
  });

  it('says by how much the size matters, at the last generation', () => {
    expect(told()).toContain('At half of that tail retention under replace ends at 0.30 instead of 0.55');
    expect(told({measured: 2})).toContain('At an eighth of that instead of a quarter, where all generations were run, tail retention');
  });

  it('speaks of characters, passages and generations that were not run where there are any, and else not', () => {
    const [characters, passages, later] = [/counts characters/, /passages of about 80 words/, /Generations after 2 were not run/];
    for (const one of [characters, passages, later]) expect(told()).not.toMatch(one);
    expect(told({token: 'character', order: 5})).toMatch(characters);
    expect(told({passage: 80})).toMatch(passages);
    expect(told({measured: 2})).toMatch(later);
  });
});
