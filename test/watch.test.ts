/** `genloss watch` as it is called: what it prints and leaves, and what stays of a call that is killed or finds no room. */
import {execFileSync} from 'node:child_process';
import {once as heard} from 'node:events';
import {existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {run} from '../src/cli/effects.test-input.ts';
import type {WatchReport} from '../src/guard/watch-report.ts';
import {contentOf, day, put, records, texts} from '../src/node/watch/series.test-input.ts';
import {genloss, startGenloss, temporaryFolder} from './command.ts';
import {needs} from './needs.ts';
import {canMount} from './tools.ts';

const folder = temporaryFolder();

/** A folder with so many days of a file each, from day 12 on in few words, and the file of a watch. */
function series(name: string, days: number, keys: object = {}): {home: string; file: string} {
  const home = join(folder, name);
  put(
    home,
    'reference.jsonl',
    texts(80, 'reference')
      .map((text) => `${JSON.stringify({text})}\n`)
      .join(''),
  );
  for (let i = 0; i < days; i++) put(home, `data/${day(i)}.jsonl`, records(day(i), texts(20, i, i < 12 ? {} : {vocabulary: 150})));
  const watch = {
    ...{title: name, reference: 'reference.jsonl', data: {files: ['data/*.jsonl']}, period: {path: 'data/{period}.jsonl'}},
    ...{calibration: 6, falseAlarms: {periods: 100}, measures: ['tail.retention', 'distinct.1', 'duplicates.exact'], ...keys},
  };
  return {home, file: put(home, 'watch.yaml', JSON.stringify(watch))};
}

describe('genloss watch', () => {
  it('says in text that an alarm stands, since when, by what, and what to do', async () => {
    const {file, home} = series('alarm', 20);
    const {code, out, err} = await run(['watch', file, '-q'], {workingDirectory: home});
    expect([code, err]).toEqual([1, '']);
    expect(out).toContain('x ALARM  alarm: the text has lost what it had since 2026-01-17');
    expect(out).toMatch(/^kind +collapse$/m);
    expect(out).toMatch(/^words lost +a million words before and after: \w+ [\d,]+ to \d+/m);
    expect(out).toMatch(/^2026-01-24 +20 /m);
    expect(out).toContain('genloss check since.profile --reference watch.watch/reference.profile --html check.html');
    const shown = (name: string) => new RegExp(`^ +genloss (${name} .*)$`, 'm').exec(out)![1].split(' ');
    expect(genloss(shown('merge'), {cwd: home}).code).toBe(0);
    expect(genloss(shown('check'), {cwd: home}).code).toBe(1);
  });

  it('prints one JSON document, and leaves what it concludes as its exit code', async () => {
    for (const [days, status, code] of [
      [4, 'calibrating', 2],
      [10, 'quiet', 0],
      [20, 'alarm', 1],
    ] as const) {
      const done = await run(['watch', series(status, days).file, '--json', '--workers', '2']);
      const report = JSON.parse(done.out) as WatchReport;
      expect([done.code, report.status, report.periods.length, report.level]).toEqual([code, status, days, 100]);
      expect(Object.keys(report)).toEqual(expect.arrayContaining(['watch', 'alarm', 'late', 'changed']));
      for (const {evidence, hint, measures} of report.periods) {
        expect([typeof evidence, typeof hint]).toEqual(['number', 'boolean']);
        expect(Object.keys(measures)).toEqual(['tail.retention', 'distinct.1', 'duplicates.exact']);
      }
    }
  });

  it('writes a page, tells who is to be told, and leaves both where it is asked to', async () => {
    const {file, home} = series('told', 20, {alerts: [{textfile: 'watch.prom'}]});
    const page = join(home, 'page.html');
    await run(['watch', file, '--no-deliver', '--html', page]);
    expect([existsSync(join(home, 'watch.prom')), readFileSync(page, 'utf8').includes('2026-01-24')]).toEqual([false, true]);
    const {out} = await run(['watch', file, '--acknowledge', '--silence', '7d', '--json']);
    expect(JSON.parse(out).alarm).toMatchObject({acknowledged: true, silencedUntil: expect.stringMatching(/^\d{4}-/)});
    expect(readFileSync(join(home, 'watch.prom'), 'utf8')).toContain('genloss_watch_alarm{watch="told"} 1');
  });

  it('refuses what it cannot do before it reads anything', async () => {
    const {file, home} = series('refused', 3);
    for (const [flags, said] of [
      [['--silence', 'long'], 'wanted a time such as'],
      [['--no-deliver', '--acknowledge'], '--no-deliver delivers nothing'],
      [['--period', 'a'], '--period names the period of a call'],
      [['--accept', day(1)], 'Nothing was judged yet'],
      [['--html', file], 'would write over'],
    ] as const) {
      const {code, err} = await run(['watch', file, ...flags]);
      expect([flags, code, err.includes(said)]).toEqual([flags, 64, true]);
    }
    const secret = series('secret', 3, {alerts: [{webhook: 'http://localhost:9/', headers: {Authorization: {env: 'NO_SUCH_TOKEN'}}}]});
    const {code, err} = await run(['watch', secret.file]);
    expect([code, err.includes('NO_SUCH_TOKEN')]).toEqual([64, true]);
    for (const one of [home, secret.home]) expect(existsSync(join(one, 'watch.watch'))).toBe(false);
  });
});

describe('a state', () => {
  it('is that of one call, however often it was killed', {timeout: 120_000}, async () => {
    const {file} = series('killed', 24, {slices: ['source']});
    const [once, often] = ['once', 'often'].map((name) => join(folder, name));
    const start = performance.now();
    expect(genloss(['watch', file, '--state', once, '-q']).code).toBe(1);
    const whole = performance.now() - start;
    let kills = 0;
    for (let i = 1; i <= 6; i++) {
      const child = startGenloss(['watch', file, '--state', often, '-q']);
      const timer = setTimeout(() => process.kill(-child.pid!, 'SIGKILL'), (whole * (0.4 + 0.1 * i)) | 0);
      const [, signal] = await heard(child, 'exit');
      clearTimeout(timer);
      if (signal === 'SIGKILL') kills++;
    }
    expect(genloss(['watch', file, '--state', often, '-q']).code).toBe(1);
    expect(kills).toBeGreaterThan(0);
    expect(contentOf(often)).toEqual(contentOf(once));
  });

  it('is of one call at a time: a second one leaves', async () => {
    const {file} = series('busy', 12);
    const child = startGenloss(['watch', file, '-q', '--workers', '1']);
    while (!existsSync(join(folder, 'busy', 'watch.watch.delivery', 'running.lock'))) await new Promise((done) => setTimeout(done, 5));
    const {code, err} = await run(['watch', file, '-q']);
    expect([code, err.includes('is working in this directory')]).toEqual([73, true]);
    await heard(child, 'exit');
    expect((await run(['watch', file, '-q'])).code).toBe(0);
  });

  const onlyRoot = needs(canMount(), 'leave to mount a small disk', 'a full disk is not tested');
  it('goes on after a disk was full', onlyRoot, async () => {
    const {file} = series('full', 20);
    const disk = join(folder, 'disk');
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400k', 'tmpfs', disk]);
    try {
      const state = join(disk, 'state');
      const full = await run(['watch', file, '--state', state, '-q']);
      expect([full.code, full.err.includes('the disk is full')]).toEqual([73, true]);
      execFileSync('mount', ['-o', 'remount,size=200m', disk]);
      expect((await run(['watch', file, '--state', state, '-q'])).code).toBe(1);
      const elsewhere = join(folder, 'elsewhere');
      await run(['watch', file, '--state', elsewhere, '-q']);
      expect(contentOf(state)).toEqual(contentOf(elsewhere));
    } finally {
      execFileSync('umount', [disk]);
      rmSync(disk, {recursive: true, force: true});
    }
  });

  it('is looked at by names, sizes and times alone where nothing is new', async () => {
    const {file, home} = series('same', 12);
    await run(['watch', file, '-q']);
    const before = contentOf(join(home, 'watch.watch'));
    const spy = put(
      folder,
      'spy.cjs',
      `const fs = require('node:fs'), note = (p) => fs.appendFileSync(process.env.OPENED, String(p) + '\\n');
for (const [o, names] of [[fs, ['open', 'openSync', 'readFile', 'readFileSync']], [fs.promises, ['open', 'readFile']]]) for (const n of names) { const real = o[n]; o[n] = function (p, ...rest) { if (typeof p !== 'number' && String(p) !== process.env.OPENED) note(p); return real.call(this, p, ...rest); }; }
require('node:module').syncBuiltinESMExports();\n`,
    );
    const opened = join(folder, 'opened.log');
    writeFileSync(opened, '');
    expect(genloss(['watch', file, '-q'], {env: {OPENED: opened, NODE_OPTIONS: `--require ${spy}`}}).code).toBe(0);
    const names = readFileSync(opened, 'utf8')
      .split('\n')
      .filter((name) => name.startsWith(home));
    expect(names.filter((name) => name.includes('/data/') || name.endsWith('reference.jsonl') || name.endsWith('.profile'))).toEqual([]);
    expect(names.some((name) => name.endsWith('history.jsonl'))).toBe(true);
    expect(contentOf(join(home, 'watch.watch'))).toEqual(before);
  });
});
