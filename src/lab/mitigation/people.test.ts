import {describe, expect, it} from 'vitest';
import {textOf} from '../../../test/documents.ts';
import type {Answer, Ask, PersonJudgement} from '../../quality/preference/judgement.ts';
import {AskedPeople, JudgementsWanted} from './people.ts';

const records = textOf(['a', 'b', 'a', 'c']);
const person = (annotators = 1) => ({kind: 'person' as const, annotators});
const says = (...choices: Answer[]): PersonJudgement[] => choices.map((choice, i) => ({annotator: `n${i}`, choice}));

describe('people who are asked', () => {
  it('make comparisons of what they say, each pair once, equal texts never', () => {
    const asked: Ask[] = [];
    const people = new AskedPeople(person(), {
      judgementsOf(ask) {
        asked.push(ask);
        return ask.second === 'b' ? says('second') : says('tie', 'first');
      },
    });
    const answers = people.session(
      records,
      3,
    )([
      [0, 1],
      [0, 2],
      [2, 1],
      [3, 1],
      [0, 3],
    ]);
    expect(asked.map(({first, second}) => `${first}${second}`)).toEqual(['ab', 'cb', 'ac']);
    expect(answers).toEqual([
      {chosen: 1, rejected: 0, wins: 1, losses: 0},
      {chosen: 1, rejected: 3, wins: 1, losses: 0},
      {chosen: 0, rejected: 3, wins: 1.5, losses: 0.5},
    ]);
  });

  it('are waited for, once all pairs are asked, until as many have answered as are wanted', () => {
    let count = 0;
    const people = new AskedPeople(person(2), {
      judgementsOf() {
        count++;
        return says('first');
      },
    });
    const ask = () =>
      people.session(
        records,
        7,
      )([
        [0, 1],
        [1, 3],
      ]);
    expect(ask).toThrow(JudgementsWanted);
    expect(ask).toThrow('generation 7 waits for people: 2 judgements are wanted');
    expect(count).toBe(4);
  });
});
