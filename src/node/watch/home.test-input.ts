/** A folder of its own for each test of a watch, with a reference, and what tests do in it. */
import {mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeEach} from 'vitest';
import type {WatchReport} from '../../guard/watch-report.ts';
import {registerNodeDictionary} from '../dictionary.ts';
import {contentOf, day, put, records, texts} from './series.test-input.ts';
import {bringUpToDate, stateBeside, type WatchOptions} from './watch.ts';

/** Records of text alone. */
export const asRecords = (list: readonly string[]): string => list.map((text) => `${JSON.stringify({text})}\n`).join('');
export const upTo = (n: number): number[] => Array.from({length: n}, (_, i) => i);
export const byPath = {period: {path: 'data/{period}.jsonl'}};

export const periodsOf = ({periods}: WatchReport): string[] => periods.map(({period}) => period);
export const sizesOf = ({periods}: WatchReport): number[] => periods.map(({documents}) => documents);

export const watch = (file: string, options: WatchOptions = {}): Promise<WatchReport> =>
  bringUpToDate(file, options, async () => async (report) => report);

/** To be called where tests are declared. */
export function watchHome() {
  registerNodeDictionary();
  const home = mkdtempSync(join(tmpdir(), 'genloss-watch-'));
  afterAll(() => rmSync(home, {recursive: true}));
  let folder = home;
  let count = 0;
  beforeEach(() => {
    folder = join(home, String(count++));
    mkdirSync(folder);
    put(folder, 'reference.jsonl', asRecords(texts(80, 'reference')));
  });
  const at = (...names: readonly string[]): string => join(folder, ...names);
  const data = (name: string, content: string): string => put(folder, `data/${name}.jsonl`, content);
  return {
    /** A path in it. */
    at,
    put: (name: string, content: string): string => put(folder, name, content),
    data,
    /** A file a day. */
    daily: (days: readonly number[], size = 20): void => {
      for (const i of days) data(day(i), records(day(i), texts(size, i)));
    },
    /** The file of a watch by days, with other keys. */
    definition: (keys: object = {}): string =>
      put(
        folder,
        'watch.yaml',
        JSON.stringify({
          ...{title: 'test', reference: 'reference.jsonl', data: {files: ['data/*.jsonl']}, period: {field: 'date', by: 'day'}},
          ...{calibration: 6, falseAlarms: {periods: 100}, measures: ['tail.retention', 'distinct.1', 'duplicates.exact']},
          ...keys,
        }),
      ),
    stateOf: (file: string) => contentOf(stateBeside(file)),
    /** What the same data give that are read at once. */
    whole: async (file: string): Promise<Record<string, string>> => {
      rmSync(at('whole'), {recursive: true, force: true});
      await watch(file, {state: at('whole')});
      return contentOf(at('whole'));
    },
  };
}
