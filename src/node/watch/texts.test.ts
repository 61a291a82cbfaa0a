import {appendFileSync, rmSync, utimesSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import type {Text} from '../../core/data.ts';
import type {WatchDefinition} from '../../guard/watch/definition.ts';
import {readWatch} from './definition-file.ts';
import {byPath, upTo, watch, watchHome} from './home.test-input.ts';
import {WatchReader} from './reader.ts';
import {day, records, texts} from './series.test-input.ts';
import {WatchState} from './state.ts';
import {type TextThere, WatchTexts} from './texts.ts';
import {stateBeside} from './watch.ts';
import {findWatched} from './watched-files.ts';

const {at, daily, data, definition, put} = watchHome();

async function textsOf(file: string): Promise<WatchTexts> {
  const {definition, folder} = readWatch(file);
  const state = new WatchState(stateBeside(file));
  const {data, reference} = await findWatched({state, definition, folder});
  const progress = {onBytes: () => {}, onRecords: () => {}};
  const reader = (fields: readonly string[]) => new WatchReader((definition as WatchDefinition).data, {fields, progress});
  return new WatchTexts({state, definition, found: data, reference, reader, block: 2000});
}

function wordsOf(there: TextThere): string {
  if ('reason' in there) return there.reason;
  const {bytes, offsets, count} = there as Text;
  return new TextDecoder().decode(bytes.subarray(0, offsets[count]));
}

describe('the text of a watch', () => {
  const GONE = 'the data of the change are gone, or not as they were';

  it.each([byPath, {}])('is that of the periods that are asked for, as they were read: %j', async (keys) => {
    const file = definition(keys);
    daily(upTo(4), 6);
    data('2026-02-01', records('2026-02-01', texts(6, 'later')));
    await watch(file, {sizes: {block: 2000}});
    const wanted = [day(1), day(3)];
    expect(wordsOf(await (await textsOf(file)).ofPeriods(wanted))).toBe([...texts(6, 1), ...texts(6, 3)].join(''));
    utimesSync(at('data', `${day(2)}.jsonl`), 1, 1);
    expect(wordsOf(await (await textsOf(file)).ofPeriods(wanted))).toBe([...texts(6, 1), ...texts(6, 3)].join(''));
    expect(wordsOf(await (await textsOf(file)).ofPeriods([day(2)]))).toBe(GONE);
    appendFileSync(at('data', `${day(1)}.jsonl`), records(day(1), texts(1, 'more')));
    expect(wordsOf(await (await textsOf(file)).ofPeriods(wanted))).toBe(GONE);
    rmSync(at('data', `${day(3)}.jsonl`));
    expect(wordsOf(await (await textsOf(file)).ofPeriods([day(3)]))).toBe(GONE);
  });

  it('is that of the reference where it is data that are there', async () => {
    const file = definition(byPath);
    daily([0]);
    await watch(file);
    expect(wordsOf(await (await textsOf(file)).ofReference())).toBe(texts(80, 'reference').join(''));
    rmSync(at('reference.jsonl'));
    expect(wordsOf(await (await textsOf(file)).ofReference())).toBe('the data of the reference are gone');
    put('reference.jsonl', '');
  });
});
