import {describe, expect, it} from 'vitest';
import {saidAgain} from './said-again.ts';

const found = (text: string) => {
  const words = text.split(' ');
  const said = saidAgain(words);
  return said && [said.times, words.slice(said.from, said.from + said.length).join(' ')];
};

describe('what is said again most often', () => {
  it('is one round of a loop, the whole of a sentence, one word of a stutter', () => {
    expect(found('x a b c d e a b c d e a b c d e y')).toEqual([3, 'a b c d e']);
    expect(found('one two we will do it now three four we will do it now five')).toEqual([2, 'we will do it now']);
    expect(found('ha ha ha ha ha')).toEqual([5, 'ha']);
    expect(found('so a b a b a b a b')).toEqual([4, 'a b']);
  });

  it('reaches to what stands before the 4-gram, too', () => {
    expect(found('p q r s t u v w p q r s t u v w x r s t u')?.[0]).toBe(3);
    expect(found('k l m n o x k l m n o')).toEqual([2, 'k l m n o']);
  });

  it('is nothing where no four words come twice', () => {
    expect(found('a b c d e f g')).toBeUndefined();
    expect(found('a b c')).toBeUndefined();
  });
});
