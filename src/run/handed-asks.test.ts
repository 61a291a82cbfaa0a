import {describe, expect, it} from 'vitest';
import {askOf, type PersonJudgement} from '../quality/preference/judgement.ts';
import {askedOf, handedAsks} from './handed-asks.ts';
import type {JudgementLine} from './judgement.ts';
import type {OpenAsk, PairsAsked} from './queue.ts';

const said = (annotator: string): PersonJudgement => ({annotator, choice: 'first'});
const open = (text: string, annotators: number, ...judgements: PersonJudgement[]): OpenAsk => ({
  ...askOf({first: text, second: 'other', prompt: 'p'}),
  ...{question: 'Which?', annotators, judgements},
});
const askedWith = (asks: readonly OpenAsk[], lines: readonly JudgementLine[] = []): PairsAsked => ({
  ...{open: asks, lines},
  asks: new Map(asks.map((one) => [one.ask, one])),
});
const ASKS = [open('a', 2), open('b', 2, said('bob')), open('c', 1, said('bob')), open('d', 2, said('ada'))];
const LINES = [1, 2, 3].map((i): JudgementLine => ({ask: ASKS[i].ask, choice: 'first', annotator: i === 3 ? 'ada' : 'bob'}));

describe('asks that are handed over', () => {
  it('are those that want judgements, with how many, and nothing of who judged', () => {
    const handed = handedAsks(askedWith(ASKS, LINES), undefined);
    expect(handed.map(({first, wanted}) => [first, wanted])).toEqual([
      ['a', 2],
      ['b', 1],
      ['d', 1],
    ]);
    expect(handed[1]).toEqual({ask: ASKS[1].ask, first: 'b', second: 'other', prompt: 'p', question: 'Which?', wanted: 1});
  });

  it('to one person are those that wait for that person', () => {
    const of = (annotator: string) => handedAsks(askedWith(ASKS, LINES), annotator).map(({first, wanted}) => [first, wanted]);
    expect(of('ada')).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
    expect(of('bob')).toEqual([
      ['a', 2],
      ['d', 1],
    ]);
  });

  it('and what is said of them are what a run has asked and been told', () => {
    const handed = handedAsks(askedWith(ASKS, LINES), undefined);
    const lines: JudgementLine[] = [{ask: ASKS[0].ask, choice: 'tie', annotator: 'eve'}];
    const asked = askedOf(handed, lines);
    expect(asked.open.map(({annotators, judgements}) => [annotators, judgements])).toEqual([
      [2, [{annotator: 'eve', choice: 'tie'}]],
      [1, []],
      [1, []],
    ]);
    expect([...asked.asks.keys()]).toEqual(handed.map(({ask}) => ask));
  });
});
