import {existsSync, mkdirSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {OutputError} from '../../core/error.ts';
import type {WatchReport} from '../../guard/watch-report.ts';
import {byPath, upTo, watch, watchHome} from './home.test-input.ts';
import {contentOf, day} from './series.test-input.ts';
import {bringUpToDate, deliveryBeside, stateBeside} from './watch.ts';

const {at, daily, definition, put, whole} = watchHome();

describe('a state', () => {
  it('is measured again by its profiles where other measures are asked for, and by the data where slices are', async () => {
    daily(upTo(8));
    await watch(definition(byPath));
    const more = {...byPath, measures: ['unseen', 'distinct.2']};
    expect(Object.keys((await watch(definition(more))).periods[0].measures)).toEqual(['unseen', 'distinct.2']);
    expect(contentOf(at('watch.watch'))).toEqual(await whole(definition(more)));
    rmSync(at('data', `${day(0)}.jsonl`));
    const sliced = await watch(definition({...more, slices: ['source']}));
    expect(sliced.periods.map(({slices}) => slices?.length)).toEqual([0, ...Array(7).fill(3)]);
    expect(sliced.changed).toEqual([]);
  });

  it('is not of other data', async () => {
    daily(upTo(2));
    await watch(definition(byPath));
    await expect(watch(definition({...byPath, data: {files: 'data/*.jsonl', unit: 'line'}}))).rejects.toThrow(
      /unit was not said and is "line"/,
    );
    await expect(watch(definition())).rejects.toThrow(/period was "path"/);
    put('other/notes.txt', 'mine');
    await expect(watch(definition(byPath), {state: at('other')})).rejects.toThrow(/not the state of a watch: it holds notes.txt/);
  });

  it('goes on from whatever a killed call left', async () => {
    daily(upTo(4));
    const file = definition(byPath);
    await watch(file);
    const state = stateBeside(file);
    const done = contentOf(state);
    // killed while it moved files into place, and while it wrote some aside
    mkdirSync(join(state, '.aside-pending', 'periods'), {recursive: true});
    for (const name of ['history.jsonl', join('periods', `${day(2)}.profile`)])
      renameSync(join(state, name), join(state, '.aside-pending', name));
    put('watch.watch/.aside-123-abc/history.jsonl', 'half a li');
    put('watch.watch/.aside-parts/1.profile', 'part');
    await watch(file);
    expect(contentOf(state)).toEqual(done);
  });

  it('is of one call at a time, and says what is broken', async () => {
    daily(upTo(2));
    const file = definition(byPath);
    const second = (): Promise<WatchReport> => watch(file);
    await bringUpToDate(file, {}, async () => async () => {
      await expect(second()).rejects.toThrow(OutputError);
    });
    await expect(second()).resolves.toMatchObject({status: 'calibrating'});
    writeFileSync(join(stateBeside(file), 'history.jsonl'), '{"period":"a"}\n');
    await expect(second()).rejects.toThrow(/history.jsonl of the watch's state cannot be read: line 1/);
    expect(existsSync(deliveryBeside(stateBeside(file)))).toBe(true);
  });

  it('tells of data that are gone from it', async () => {
    daily(upTo(3));
    const file = definition(byPath);
    const {periods} = await watch(file);
    rmSync(at('data'), {recursive: true});
    const report = await watch(file);
    expect(report.periods).toEqual(periods);
    expect(report.warnings.join()).toContain('no file matches data/*.jsonl');
  });
});
