import {describe, expect, it} from 'vitest';
import {askOf} from '../../quality/preference/judgement.ts';
import type {Saying} from '../../run/desk.ts';
import type {HandedAsk} from '../../run/handed-asks.ts';
import {KeptDesk} from './kept-desk.ts';
import {KeptLines} from './kept-lines.ts';
import {storageOf} from './storage.test-input.ts';

const ASKS: HandedAsk[] = Array.from({length: 70}, (_, i) => ({
  ...askOf({first: `one ${i}`, second: `other ${i}`}),
  question: 'Which?',
  wanted: 2,
}));
const NOTICE = 'a copy';
const opened = (storage = storageOf(), {id = 'now', earlier = [] as string[], annotator = 'ada'} = {}) => {
  const linesOf = (of: string) => new KeptLines({path: '/', id: of, annotator, storage, window: 'one'});
  return new KeptDesk({
    asks: ASKS,
    annotator,
    lines: linesOf(id),
    earlier: earlier.map(linesOf),
    notice: NOTICE,
    now: () => '2026-03-01T09:00:00Z',
  });
};
const say = async (desk: KeptDesk, says: Saying) => {
  const {pair} = (await desk.look()).desk;
  return desk.answer({ask: pair!.ask, says, again: pair!.again, seconds: 1.26});
};

describe('a desk without a server', () => {
  it('says how much is left, that the run is elsewhere, and what to know of the page', async () => {
    const {desk} = await opened().look();
    expect(desk).toMatchObject({
      waiting: 70,
      judged: 0,
      canUndo: false,
      ofOthers: 70,
      run: {status: 'elsewhere'},
      notices: [NOTICE],
      trained: [],
    });
    expect([desk.pair!.left, desk.pair!.right].sort()).toEqual(['one 0', 'other 0']);
    expect(desk.pair!.question).toBe('Which?');
  });

  it('makes of an answer the line that a served desk writes, and shows what comes next', async () => {
    const desk = opened();
    const shown = (await desk.look()).desk.pair!;
    const left = shown.left === 'one 0' ? 'first' : 'second';
    const {desk: next, isTaken} = await say(desk, 'left');
    expect([isTaken, next.waiting, next.judged, next.pair!.ask]).toEqual([true, 69, 1, ASKS[1].ask]);
    await say(desk, 'report');
    const [{name, text}] = desk.own.handBack();
    expect(name).toBe('ada.judgements.jsonl');
    const other = text.split('\n')[1].includes('"left":"first"') ? 'first' : 'second';
    expect(text).toBe(
      `{"ask":"${ASKS[0].ask}","choice":"${left}","seconds":1.3,"left":"${left}","annotator":"ada","at":"2026-03-01T09:00:00Z"}\n` +
        `{"ask":"${ASKS[1].ask}","choice":"skip","reported":true,"seconds":1.3,"left":"${other}","annotator":"ada","at":"2026-03-01T09:00:00Z"}\n`,
    );
  });

  it('takes back one answer after another, and goes on where it was when it is opened again', async () => {
    const storage = storageOf();
    const desk = opened(storage);
    await say(desk, 'tie');
    await say(desk, 'left');
    expect((await desk.undo()).desk).toMatchObject({judged: 1, waiting: 69, pair: {ask: ASKS[1].ask}});
    const again = opened(storage);
    expect((await again.look()).desk).toEqual((await desk.look()).desk);
    expect((await again.undo()).desk).toMatchObject({judged: 0, canUndo: false});
    expect((await again.undo()).isTaken).toBe(false);
  });

  it('takes no answer to what another window has answered', async () => {
    const storage = storageOf();
    const [one, two] = [opened(storage), opened(storage)];
    const {ask} = (await one.look()).desk.pair!;
    await say(two, 'left');
    const late = await one.answer({ask, says: 'right', again: false, seconds: 1});
    expect([late.isTaken, late.desk.judged, late.desk.pair!.ask]).toEqual([false, 1, ASKS[1].ask]);
  });

  it('shows pairs again after fifty, and has an end', async () => {
    const desk = opened();
    let repeats = 0;
    for (let pair = (await desk.look()).desk.pair; pair; ) {
      if (pair.again) repeats++;
      pair = (await say(desk, 'left')).desk.pair;
    }
    expect(repeats).toBe(2);
    expect((await desk.look()).desk).toMatchObject({waiting: 0, judged: 70});
    expect(desk.own.handBack()[0].text.match(/"again":true/g)).toHaveLength(2);
  });

  it('says that nothing is kept, or that there is no room, and works all the same', async () => {
    const lines = new KeptLines({path: '/', id: 'now', annotator: 'ada', window: 'one'});
    const refused = new KeptDesk({asks: ASKS, annotator: 'ada', lines, notice: NOTICE, now: () => ''});
    expect((await say(refused, 'left')).desk).toMatchObject({judged: 1, notices: [expect.stringContaining('keeps nothing'), NOTICE]});
    const full = opened(storageOf(100));
    expect((await say(full, 'left')).desk).toMatchObject({judged: 1, notices: [expect.stringContaining('is full'), NOTICE]});
  });

  it('brings along what was judged at its place before and not handed back, as a file of its own, once', async () => {
    const storage = storageOf();
    await say(opened(storage, {id: 'then'}), 'tie');
    const desk = opened(storage, {earlier: ['then']});
    expect([desk.own.unsaved, (await desk.look()).desk.notices]).toEqual([1, [expect.stringContaining('other pairs'), NOTICE]]);
    await say(desk, 'left');
    expect(desk.own.handBack().map(({name}) => name)).toEqual(['ada.judgements.jsonl', 'ada.earlier-then.judgements.jsonl']);
    expect([desk.own.unsaved, (await desk.look()).desk.notices]).toEqual([0, [NOTICE]]);
    expect(desk.own.handBack()).toHaveLength(1);
  });

  it('names the file by what of a name may stand in one', async () => {
    const desk = opened(storageOf(), {annotator: '../Zoë <x>/2'});
    expect(desk.own.handBack()).toEqual([]);
    await say(desk, 'left');
    expect(desk.own.handBack()[0].name).toBe('_Zoë_x_2.judgements.jsonl');
  });
});
