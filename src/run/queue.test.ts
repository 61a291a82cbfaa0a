import {describe, expect, it} from 'vitest';
import type {JudgementLine} from './judgement.ts';
import {leftTextOf, type PairsAsked, queueOf} from './queue.ts';

const open = (count: number, annotators = 1) =>
  Array.from({length: count}, (_, i) => ({
    ...{ask: `ask-${i}`, arm: 'a', seed: 0, generation: 1, first: `f${i}`, second: `s${i}`},
    annotators,
    judgements: [],
  }));
const line = (i: number, choice: JudgementLine['choice'], more: Partial<JudgementLine> = {}): JudgementLine => ({
  ...{ask: `ask-${i}`, choice, annotator: 'ada'},
  ...more,
});
const run = (asks: PairsAsked['open'], lines: readonly JudgementLine[]): PairsAsked => ({
  ...{open: asks, lines},
  asks: new Map(asks.map((ask) => [ask.ask, ask])),
});
const at = (lines: readonly JudgementLine[], asks: PairsAsked['open'] = open(4)) => {
  const {next, waiting, judged, last} = queueOf(run(asks, lines), 'ada');
  return {next: next?.ask, waiting: waiting.length, judged, last: last?.ask};
};

describe('what is shown next', () => {
  it('comes in the order in which it was asked, skipped pairs last and again', () => {
    expect(at([])).toEqual({next: 'ask-0', waiting: 4, judged: 0, last: undefined});
    expect(at([line(0, 'skip')])).toEqual({next: 'ask-1', waiting: 4, judged: 0, last: 'ask-0'});
    const later = [line(0, 'skip'), line(1, 'first'), line(2, 'skip'), line(3, 'tie')];
    expect(at(later)).toEqual({next: 'ask-0', waiting: 2, judged: 2, last: 'ask-3'});
    expect(at([...later, line(0, 'skip')]).next).toBe('ask-2');
  });

  it('is what was just taken back, as often as one likes', () => {
    const lines = [line(0, 'first'), line(1, 'second'), line(2, 'skip')];
    expect(at([...lines, line(2, 'undone')])).toEqual({next: 'ask-2', waiting: 2, judged: 2, last: 'ask-1'});
    expect(at([...lines, line(2, 'undone'), line(1, 'undone')])).toEqual({next: 'ask-1', waiting: 3, judged: 1, last: 'ask-0'});
    expect(at([...lines, line(2, 'undone'), line(1, 'undone'), line(1, 'tie')])).toMatchObject({next: 'ask-2', last: 'ask-1'});
    expect(at([line(0, 'first'), line(0, 'undone')]).last).toBeUndefined();
  });

  it('is never again what this person has reported, unless that is taken back', () => {
    const reported = [line(0, 'skip', {reported: true}), line(1, 'first'), line(2, 'skip')];
    expect(at(reported)).toEqual({next: 'ask-3', waiting: 2, judged: 1, last: 'ask-2'});
    expect(at([...reported, line(3, 'tie'), line(2, 'tie')])).toEqual({next: undefined, waiting: 0, judged: 3, last: 'ask-2'});
    expect(at([line(0, 'skip', {reported: true}), line(0, 'undone')])).toMatchObject({next: 'ask-0', waiting: 4});
    expect(at(reported.map((one) => ({...one, annotator: 'bob'})))).toMatchObject({next: 'ask-0', waiting: 4});
  });

  it('leaves out what others have answered often enough, and what is trained', () => {
    const [first, ...others] = open(3);
    const asks = [{...first, judgements: [{annotator: 'bob', choice: 'first' as const}]}, ...others];
    expect(at([], asks)).toMatchObject({next: 'ask-1', waiting: 2});
    expect(at([], [{...asks[0], annotators: 2}, ...others])).toMatchObject({next: 'ask-0', waiting: 3});
    expect(queueOf({...run(others, [line(0, 'first')]), asks: run(asks, []).asks}, 'ada').last).toBeUndefined();
  });

  it('is now and then an earlier pair, after the first fifty; that leaves the number as it is', () => {
    const asks = open(80);
    const judged = (count: number) => Array.from({length: count}, (_, i) => line(i, 'first'));
    const of = (lines: readonly JudgementLine[]) => queueOf(run(asks, lines), 'ada');
    expect(of(judged(49)).next).toEqual({ask: 'ask-49', again: false});
    const {next, waiting} = of(judged(50));
    expect([next!.again, waiting.length]).toEqual([true, 30]);
    const repeat = line(0, 'second', {ask: next!.ask, again: true});
    expect(of([...judged(50), repeat])).toMatchObject({next: {ask: 'ask-50', again: false}, judged: 50, last: next});
    const back = {...repeat, choice: 'undone' as const};
    expect(of([...judged(50), repeat, back]).next).toEqual(next);
    expect(of([...judged(60), repeat]).next?.again).toBe(true);
    expect(of(judged(80)).next).toBeUndefined();
  });

  it('has its sides drawn by lot, the same again', () => {
    const sides = Array.from({length: 400}, (_, i) => leftTextOf({ask: `ask-${i}`, again: false}, 'ada'));
    const left = sides.filter((side) => side === 'first').length;
    // four standard errors of a fair coin
    expect(Math.abs(left - 200)).toBeLessThan(40);
    expect(Array.from({length: 400}, (_, i) => leftTextOf({ask: `ask-${i}`, again: false}, 'ada'))).toEqual(sides);
    expect(Array.from({length: 400}, (_, i) => leftTextOf({ask: `ask-${i}`, again: false}, 'Zoë'))).not.toEqual(sides);
  });
});
