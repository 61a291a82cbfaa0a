/** What `genloss watch` says on standard error, and what it never writes over. */
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {contentOf, day, put, records, texts} from '../../node/watch/series.test-input.ts';
import {run} from '../effects.test-input.ts';

const folder = mkdtempSync(join(tmpdir(), 'genloss-watch-command-'));
afterAll(() => rmSync(folder, {recursive: true}));

/** A folder with so many days of a file each, and the file of a watch. */
function series(name: string, days: number, keys: object = {}): {home: string; file: string} {
  const home = join(folder, name);
  const reference = texts(80, 'reference').map((text) => `${JSON.stringify({text})}\n`);
  put(home, 'reference.jsonl', reference.join(''));
  for (let i = 0; i < days; i++) put(home, `data/${day(i)}.jsonl`, records(day(i), texts(20, i)));
  const watch = {
    ...{title: name, reference: 'reference.jsonl', data: {files: ['data/*.jsonl']}, period: {path: 'data/{period}.jsonl'}},
    ...{calibration: 6, falseAlarms: {periods: 100}, measures: ['distinct.1'], ...keys},
  };
  return {home, file: put(home, 'watch.yaml', JSON.stringify(watch))};
}

describe('genloss watch', () => {
  it('writes over nothing that it reads or keeps', async () => {
    const {file, home} = series('over', 3, {synthetic: 'model.jsonl'});
    put(home, 'model.jsonl', readFileSync(join(home, 'reference.jsonl'), 'utf8').toUpperCase());
    const before = contentOf(home);
    for (const path of ['reference.jsonl', 'model.jsonl', `data/${day(1)}.jsonl`, 'watch.yaml'])
      expect([path, ...(await refused(['watch', file, '--html', join(home, path)]))]).toEqual([path, 64, 'would write over']);
    for (const path of ['watch.watch/page.html', 'watch.watch/periods/a.profile', 'watch.watch.delivery/page.html'])
      expect([path, ...(await refused(['watch', file, '--html', join(home, path)]))]).toEqual([path, 64, 'lies in']);
    const {'watch.watch.delivery': _, ...after} = contentOf(home);
    expect(after).toEqual(before);
    for (const textfile of ['reference.jsonl', `data/${day(1)}.jsonl`, 'watch.watch/watch.prom']) {
      const told = series('over-told', 3, {alerts: [{textfile}]});
      expect((await refused(['watch', told.file]))[0]).toBe(64);
      expect(readFileSync(join(told.home, 'reference.jsonl'), 'utf8')).toContain('{"text"');
    }
    const alerts = [{textfile: 'page.html'}];
    const both = series('over-both', 3, {alerts});
    expect(await refused(['watch', both.file, '--html', join(both.home, 'page.html')])).toEqual([64, 'name the same file']);
  });

  async function refused(words: readonly string[]): Promise<[number, string]> {
    const {code, err} = await run(words);
    return [code, /would write over|lies in|name the same file/.exec(err)?.[0] ?? err];
  }

  it('says warnings on standard error, once', async () => {
    const {file, home} = series('warned', 3);
    rmSync(join(home, 'data', `${day(1)}.jsonl`));
    const said = `genloss: warning: 1 period between the others missing: ${day(1)}\n`;
    const text = await run(['watch', file, '-q']);
    expect([text.err, text.out.includes('missing')]).toEqual([said, false]);
    const json = await run(['watch', file, '-q', '--json']);
    expect([json.err, JSON.parse(json.out).warnings.length]).toEqual([said, 1]);
  });

  it('names late periods by the call whose page was written', async () => {
    const {file, home} = series('late', 4);
    const path = join(home, 'data', `${day(1)}.jsonl`);
    const content = readFileSync(path, 'utf8');
    rmSync(path);
    await run(['watch', file, '-q']);
    writeFileSync(path, content);
    expect((await run(['watch', file, '-q', '--html', '/dev/full'])).code).toBe(73);
    expect(JSON.parse((await run(['watch', file, '-q', '--json'])).out).late).toEqual([day(1)]);
    expect(JSON.parse((await run(['watch', file, '-q', '--json'])).out).late).toEqual([]);
  });
});
