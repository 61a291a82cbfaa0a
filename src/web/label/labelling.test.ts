import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import type {Desk, SentJudgement} from '../../run/desk.ts';
import {Labelling} from './labelling.ts';
import {type Answered, type DeskSource, NotKept} from './source.ts';

const deskOf = (ask: string, more: Partial<Desk> = {}): Desk => ({
  ...{annotator: 'ada', asked: 9, waiting: 9, judged: 0, canUndo: true, ofOthers: 0, run: {status: 'waits'}, trained: [], notices: []},
  pair: {ask, left: 'l', right: 'r', again: false},
  ...more,
});

/** Answers when it is told to. */
class Source implements DeskSource {
  readonly sent: SentJudgement[] = [];
  readonly open: {resolve: (answered: Answered) => void; reject: (error: Error) => void}[] = [];
  look = () => this.wait();
  undo = () => this.wait();
  answer(sent: SentJudgement): Promise<Answered> {
    this.sent.push(sent);
    return this.wait();
  }
  private wait(): Promise<Answered> {
    return new Promise((resolve, reject) => this.open.push({resolve, reject}));
  }
  async tell(desk: Desk, isTaken = true): Promise<void> {
    this.open.shift()!.resolve({desk, isTaken});
    await vi.advanceTimersByTimeAsync(0);
  }
  async fail(error: Error): Promise<void> {
    this.open.shift()!.reject(error);
    await vi.advanceTimersByTimeAsync(0);
  }
}

let source: Source;
let labelling: Labelling;
beforeEach(async () => {
  vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance']});
  vi.stubGlobal('document', {hidden: false, hasFocus: () => true});
  source = new Source();
  labelling = new Labelling(source);
  labelling.begin();
  await source.tell(deskOf('a'));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('a visit', () => {
  it('sends one answer at a time, with the time that it took, a pause left out', async () => {
    await vi.advanceTimersByTimeAsync(1_500);
    labelling.act('pause');
    await vi.advanceTimersByTimeAsync(60_000);
    labelling.act('left');
    labelling.act('pause');
    source.open.length = 0;
    await vi.advanceTimersByTimeAsync(1_000);
    labelling.act('left');
    labelling.act('right');
    expect(source.sent).toEqual([{ask: 'a', says: 'left', again: false, seconds: 2.5}]);
    await source.tell(deskOf('b', {waiting: 8, judged: 1}));
    expect([labelling.desk.value?.pair?.ask, labelling.said.value]).toEqual(['b', 'The left text is chosen, 8 left.']);
  });

  it('says why an answer was not kept, anew each time, and that it waits', async () => {
    for (const error of [new NotKept(': full.'), new TypeError('no such thing')]) {
      labelling.act('tie');
      expect(labelling.message.value).toBe('');
      await vi.advanceTimersByTimeAsync(2_100);
      expect(labelling.message.value).toContain('No answer yet');
      await source.fail(error);
      expect(labelling.message.value).toMatch(/^This was not written: (full|no such thing)\. The next key counts\.$/);
      expect([labelling.isBusy.value, labelling.desk.value?.pair?.ask]).toEqual([false, 'a']);
    }
  });

  it('leaves the pair in front where it is while it looks what others do, and holds no key back for it', async () => {
    await vi.advanceTimersByTimeAsync(2_100);
    expect(source.open).toHaveLength(1);
    await source.tell(deskOf('z', {asked: 11, waiting: 11}));
    expect([labelling.desk.value?.pair?.ask, labelling.desk.value?.waiting, labelling.message.value]).toEqual([
      'a',
      11,
      '2 new pairs have come.',
    ]);
    await vi.advanceTimersByTimeAsync(2_100);
    labelling.act('right');
    expect(source.sent).toHaveLength(1);
    // what was looked up before the answer is old
    await source.tell(deskOf('y', {waiting: 3}));
    expect(labelling.desk.value?.waiting).toBe(11);
    await source.tell(deskOf('b', {asked: 11, waiting: 10}));
    expect([labelling.desk.value?.pair?.ask, labelling.message.value]).toEqual(['b', '']);
  });
});
