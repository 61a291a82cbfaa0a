/** `genloss judgements`, names at `genloss label`, and what else reads a run and writes a file: what is refused, counted and said. */
import {spawn} from 'node:child_process';
import {cpSync, existsSync, readFileSync, writeFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {describe, expect, it} from 'vitest';
import type {Desk} from '../src/run/desk.ts';
import {genloss, main, root, temporaryFolder} from './command.ts';
import {askingRun, asksOf, judgementsOf, linesIn, textIn} from './label-desk.ts';

const folder = temporaryFolder();
const {run} = askingRun(folder, {comparisons: 8});
const asks = asksOf(run);
const judgement = (ask: string, choice = 'first', more = {}) => `${JSON.stringify({ask, choice, annotator: 'ada', ...more})}\n`;

/** The run as it asks first, with judgements of its own. */
function runWith(name: string, ...lines: string[]): string {
  const copy = join(folder, name);
  cpSync(run, copy, {recursive: true});
  if (lines.length > 0) writeFileSync(judgementsOf(copy), lines.join(''));
  return copy;
}

describe('a file that a command writes of a run', () => {
  it.each([
    ['judgements', ['--export', 'trl'], 'judgements.jsonl'],
    ['judgements', ['--export', 'argilla'], 'asks.jsonl'],
    ['judgements', ['--as-annotator', 'ada'], 'experiment.yaml'],
    ['texts', ['--generation', '1'], 'lock.json'],
    ['export-data', ['--format', 'csv'], 'summary.json'],
    ['table', [], 'lineages/table.tex'],
    ['figure', ['support', '--arms', 'judged'], 'samples/support.svg'],
    ['export', [], 'lineages/model'],
  ])('is none of its own: genloss %s %j -o %s', (name, more, file) => {
    const own = runWith(`own-${name}-${file.replace('/', '-')}`, judgement(asks[0].ask));
    const path = join(own, file);
    const before = existsSync(path) ? readFileSync(path) : undefined;
    const {code, err} = genloss([name, own, ...more, '-o', path]);
    expect([code, err]).toEqual([64, expect.stringContaining("which is the run's own")]);
    expect(err).toContain('--output');
    expect(existsSync(path) ? readFileSync(path) : undefined).toEqual(before);
  });
});

describe('genloss judgements', () => {
  const told = (own: string, ...more: string[]) => genloss(['judgements', own, ...more]);
  const people = (own: string) => JSON.parse(told(own, '--json').out).annotators;

  it('counts what was asked, and tells what never was apart', () => {
    const [x, y] = asks.map(({ask}) => ask);
    const strange = ['p', 'q', 'r'].map((ask) => judgement(ask));
    const own = runWith(
      'unknown',
      ...[judgement(x), judgement(y, 'skip', {reported: true}), ...strange, judgement('s', 'skip', {reported: true})],
      ...[judgement('t', 'skip'), judgement('p', 'first', {again: true}), judgement('p', 'tie', {annotator: 'eve'})],
    );
    expect(people(own)).toMatchObject([
      {annotator: 'ada', judgements: 1, reported: 1, unknown: 3},
      {annotator: 'eve', judgements: 0, reported: 0, unknown: 1},
    ]);
    expect(people(own)[0].repeats).toBeUndefined();
    const {out} = told(own);
    expect(out).toContain('ada: 1 judgement\n  noise   unknown: 1 judgement: at least 20');
    expect(out).toContain('unknown 3 judgements of what was never asked');
    expect(people(runWith('known', judgement(x)))[0]).not.toHaveProperty('unknown');
  });

  it('names ten of what was never asked, and how many more', () => {
    const own = runWith('many-unknown', ...Array.from({length: 12}, (_, i) => judgement(`strange-${i}\u001b`)));
    const {err} = told(own);
    expect(err.match(/strange-\d+/g)).toHaveLength(10);
    expect(err).toContain('and of 2 more that were never asked');
    expect(err).not.toContain('\u001b');
  });

  it('says what it wrote as JSON too, and refuses to write nothing', () => {
    const own = runWith('export', judgement(asks[0].ask), judgement(asks[1].ask, 'tie'));
    const [pairs, ranks] = [join(folder, 'pairs.jsonl'), join(folder, 'ranks.jsonl')];
    const trl = told(own, '--export', 'trl', '-o', pairs, '--json');
    expect(JSON.parse(trl.out)).toEqual({file: pairs, format: 'trl', pairs: 1, leftOut: 1});
    expect(trl).toMatchObject({code: 0, err: ''});
    expect(JSON.parse(told(own, '--export', 'argilla', '-o', ranks, '--json').out)).toEqual({
      file: ranks,
      format: 'argilla',
      pairs: 2,
      leftOut: 0,
    });
    expect([linesIn(pairs).length, linesIn(ranks).length]).toEqual([1, 2]);
    expect(told(own, '--export', 'trl', '-o', pairs).err).toContain('1 pair; 1 judgement that prefers neither text is left out');
    const empty = runWith('empty');
    for (const format of ['trl', 'argilla']) {
      const none = told(empty, '--export', format, '-o', join(folder, `none-${format}`));
      expect(none).toMatchObject({
        code: 65,
        err: expect.stringMatching(/there are no (pairs|rankings) to write\n {2}next: judge some pairs first/),
      });
      expect(existsSync(join(folder, `none-${format}`))).toBe(false);
    }
  });

  it('makes an annotator of who is there, whatever the name, and says who is', () => {
    expect(told(runWith('nobody'), '--as-annotator', 'ada').err).toContain('next: nobody has judged anything yet');
    const long = '\u674e'.repeat(300);
    const names = ['\u001b[31mred', long, ...Array.from({length: 11}, (_, i) => `p${i}`)];
    const own = runWith('names', ...names.map((annotator) => judgement(asks[0].ask, 'first', {annotator})));
    const nobody = told(own, '--as-annotator', 'zoe');
    expect(nobody).toMatchObject({code: 64, err: expect.stringMatching(/give one of: .*, and 3 more/)});
    expect(nobody.err + told(own).out).not.toContain('\u001b');
    const made = told(own, '--as-annotator', long);
    expect(made.code).toBe(0);
    expect(basename(JSON.parse(made.out).file).length).toBeLessThan(200);
    expect(linesIn(JSON.parse(made.out).file)).toMatchObject([{annotator: long}]);
  });
});

describe('genloss label', () => {
  it('writes what can be read again for a user without a name', async () => {
    const own = runWith('no-name');
    const child = spawn(process.execPath, [main, 'label', own], {
      ...{cwd: root, env: {...process.env, USER: '', LOGNAME: ' '}},
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      let said = '';
      for await (const piece of child.stdout) {
        said += piece;
        if (said.includes('\n')) break;
      }
      const url = new URL(said.trim());
      const headers = {Authorization: `Bearer ${url.hash.slice('#token='.length)}`, 'Content-Type': 'application/json'};
      const desk = (await (await fetch(new URL('api/desk', url), {headers})).json()) as Desk;
      expect(desk.annotator).toBe('me');
      const body = JSON.stringify({ask: desk.pair!.ask, says: 'tie', again: false, seconds: 1});
      expect((await fetch(new URL('api/judgements', url), {method: 'POST', headers, body})).status).toBe(200);
    } finally {
      child.kill('SIGKILL');
    }
    expect(linesIn(judgementsOf(own))).toMatchObject([{annotator: 'me', choice: 'tie'}]);
    expect(genloss(['judgements', own])).toMatchObject({code: 0, out: expect.stringContaining('me: 1 judgement')});
  });

  it('takes no name that is empty, too long or cannot be seen', () => {
    for (const name of ['', ' ', 'x'.repeat(101), 'a\nb', 'a\u202eb'])
      for (const more of [[], ['--bundle', join(folder, 'no-page')]])
        expect(genloss(['label', run, '--annotator', name, ...more])).toMatchObject({
          code: 64,
          err: expect.stringMatching(/--annotator.*no name of somebody who judges/s),
        });
    expect(existsSync(join(folder, 'no-page'))).toBe(false);
  });

  it('names the line that counts of files that change what a generation was trained with', () => {
    const own = runWith('changed', ...asks.map(({ask}) => judgement(ask)));
    expect(genloss(['run', join(own, 'experiment.yaml'), '--output', own, '--quiet']).code).toBe(0);
    const [x] = asks.map(({ask}) => ask);
    const [first, second] = [join(folder, 'first.jsonl'), join(folder, 'second.jsonl')];
    writeFileSync(first, judgement(x, 'second', {seconds: 1}));
    writeFileSync(second, judgement(x, 'first', {seconds: 2}) + judgement(x, 'second', {seconds: 3}) + judgement(x, 'tie', {again: true}));
    const before = textIn(judgementsOf(own));
    const {code, err} = genloss(['label', own, '--take', first, second]);
    expect([code, err]).toEqual([65, expect.stringContaining(`${second}:2: ada says second of ask ${x}`)]);
    writeFileSync(second, judgement(x, 'tie') + judgement(x, 'first', {seconds: 3}));
    // the last line says what the generation was trained with
    expect(genloss(['label', own, '--take', first, second]).code).toBe(0);
    expect(textIn(judgementsOf(own))).toBe(before + textIn(first) + textIn(second));
  });
});
