import {execFileSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {isLinux, needsPosix} from '../../../test/needs.ts';
import type {Data, Text} from '../../core/data.ts';
import {ConfigError, DataError} from '../../core/error.ts';
import {textOf} from '../../core/text/documents.ts';
import type {CommandAnswer} from '../../quality/command-rule.ts';
import {askOnce, CommandProcess} from './command.ts';
import {endPrograms} from './live-programs.ts';

/** A program that reads lines and, for each, runs `body` with `text` and its number `i`; `say` answers. */
const program = (body: string, after = '') => [
  process.execPath,
  '-e',
  `let i = 0; const say = (x) => console.log(typeof x === 'string' ? x : JSON.stringify(x));
   require('readline').createInterface({input: process.stdin}).on('line', (line) => {const {text} = JSON.parse(line); ${body}; i++}).on('close', () => {${after}})`,
];
const documents = ['a "quoted" line\nand one more', 'short', 'a third, with \u{1f600}'];
const records = textOf(documents);

const once = (run: readonly string[], batch: Text) => askOnce({run: [...run]}, batch);

async function streamed(run: readonly string[], batches: readonly Text[]): Promise<CommandAnswer[]> {
  const process = new CommandProcess({run: [...run]});
  try {
    const answers: CommandAnswer[] = [];
    for (const batch of batches) answers.push(...(await process.judge(batch)));
    await process.close();
    return answers;
  } finally {
    await process.stop();
  }
}

async function problemsOf(run: readonly string[], batch = records): Promise<Error[]> {
  const problems: Error[] = [];
  await once(run, batch).catch((error) => problems.push(error));
  await streamed(run, [batch]).catch((error) => problems.push(error));
  expect(problems.length).toBe(2);
  return problems;
}

describe.concurrent('a command', () => {
  it('gets each record as it is, and its answers come back in order, started once or for each batch', async () => {
    const run = program('say({keep: text.length > 5, reason: "has " + text.length, weight: 0.5, more: 1})');
    const expected = documents.map(({length}) => ({keep: length > 5, reason: `has ${length}`, weight: 0.5}));
    expect(await once(run, records)).toEqual(expected);
    expect(await streamed(run, [records, textOf([]), records])).toEqual([...expected, ...expected]);
    expect(await once(run, textOf([]))).toEqual([]);
  });

  it('may hold its answers back until it has read a batch of more than any pipe holds', async () => {
    const many = textOf(Array.from({length: 300}, (_, i) => `${i} ${'x'.repeat(5000)}`));
    const run = program('say({keep: text.startsWith(String(i))})');
    const late = [
      process.execPath,
      '-e',
      `const all = require('fs').readFileSync(0, 'utf8').trim().split('\\n'); console.log(all.map(() => '{"keep":true}').join('\\n'))`,
    ];
    expect((await once(late, many)).length).toBe(300);
    expect((await streamed(run, [many])).every(({keep}) => keep)).toBe(true);
  });

  it('that fails is told with the record, its exit code and the end of its standard error', async () => {
    for (const error of await problemsOf(
      program('if (i === 1) {console.error("no model\\nat line 7"); process.exit(3)} else say({keep: true})'),
    )) {
      expect(error).toBeInstanceOf(DataError);
      expect(error.message).toContain('it answered 1 of 3 records; the first without an answer is record 2 ("short") (exit code 3)');
      expect(error.message).toContain('no model\n  at line 7');
    }
  });

  it('that fails after its last answer is told too', async () => {
    for (const error of await problemsOf(program('say({keep: true})', 'process.exit(4)')))
      expect(error.message).toContain('answered every record, but did not end well (exit code 4)');
  });

  it('that answers what is no answer is told with the record and the answer', async () => {
    const cases: [string, string][] = [
      ['say("yes")', 'is not a JSON object: "yes"'],
      ['say({kept: true})', 'has no "keep": "{\\"kept\\":true}"'],
      ['say({keep: 1})', 'has a "keep" that is neither true nor false'],
      ['say({keep: true, weight: 2})', 'has a "weight" that is not a number from 0 to 1'],
      ['say({keep: false, reason: 4})', 'has a "reason" that is not a string'],
    ];
    for (const [body, expected] of cases) {
      for (const error of await problemsOf(program(`i === 2 ? ${body} : say({keep: true})`))) {
        expect(error).toBeInstanceOf(DataError);
        expect(error.message).toContain('its answer to record 3 ("a third, with \u{1f600}")');
        expect(error.message).toContain(expected);
      }
    }
  });

  it('that changes records answers what they become, and may leave `keep` out', async () => {
    const change = (run: readonly string[], batch: Data) => askOnce({run: [...run], changes: true}, batch);
    const body = 'say(i === 0 ? {text: text.toUpperCase(), reason: "loud"} : i === 1 ? {keep: false, text: 4} : {keep: true, weight: 0.5})';
    expect(await change(program(body), records)).toEqual([
      {keep: true, reason: 'loud', change: documents[0].toUpperCase()},
      {keep: false, change: 4},
      {keep: true, weight: 0.5},
    ]);
    // a command that is not told to change anything does not
    expect(await once(program('say({keep: true, text: "other"})'), records)).toEqual(Array(3).fill({keep: true}));
  });

  it('is given points, categories and rows as numbers, and answers them so', async () => {
    const negative = (key: string) => [
      process.execPath,
      '-e',
      `require('readline').createInterface({input: process.stdin}).on('line', (line) => {
         const {${key}} = JSON.parse(line); console.log(JSON.stringify({${key}: Array.isArray(${key}) ? ${key}.map((x) => -x) : ${key} + 1}))})`,
    ];
    const changes = async (data: Data, key: string) => (await askOnce({run: negative(key), changes: true}, data)).map(({change}) => change);
    const points: Data = {kind: 'points', count: 2, dimension: 2, values: Float64Array.of(1, 2, 3, 4), origin: Float64Array.of(10, 20)};
    expect(await changes(points, 'point')).toEqual([
      [-11, -22],
      [-13, -24],
    ]);
    expect(await changes({kind: 'categories', count: 2, categories: 9, values: Uint32Array.of(7, 0)}, 'category')).toEqual([8, 1]);
    expect(await changes({kind: 'rows', count: 1, dimension: 2, x: Float64Array.of(1, 2), y: Float64Array.of(-1)}, 'y')).toEqual([0]);
  });

  it('that changes a record to what is none is told with what was wanted', async () => {
    const points: Data = {kind: 'points', count: 1, dimension: 2, values: Float64Array.of(1, 2)};
    const cases: [Data, string, string][] = [
      [records, 'say({text: 4})', 'has a "text" that is not a string'],
      [records, 'say({text: ""})', 'has an empty "text": to drop a record answer {"keep": false}'],
      [records, 'say({})', 'has neither "text" nor "keep"'],
      [records, 'say({text: "x", keep: 1})', 'has a "keep" that is neither true nor false'],
      [points, 'say({point: [1]})', 'has a "point" that is not a list of 2 numbers'],
      [points, 'say({point: [1, null]})', 'its answer to record 1 ("{\\"point\\":[1,2]}")'],
      [
        {kind: 'categories', count: 1, categories: 3, values: Uint32Array.of(1)},
        'say({category: 3})',
        'that is not a whole number from 0 to 2',
      ],
      [
        {kind: 'rows', count: 1, dimension: 1, x: Float64Array.of(1), y: Float64Array.of(1)},
        'say({y: "1"})',
        'has a "y" that is not a number',
      ],
    ];
    for (const [data, body, expected] of cases) await expect(askOnce({run: program(body), changes: true}, data)).rejects.toThrow(expected);
    const untold = await askOnce({run: program('say({text: "other"})')}, records).catch((error) => error);
    expect(untold.message).toContain('has no "keep"');
    expect(untold.next).toContain('changes: true');
  });

  it('that holds its answers back is asked about', async () => {
    const said: string[] = [];
    const body = 'process.stdin.on("data", () => setTimeout(() => {console.log(JSON.stringify({keep: true})); process.exit(0)}, 300))';
    const slow = new CommandProcess(
      {run: [process.execPath, '-e', body]},
      {onSilence: (message) => said.push(message), silenceSeconds: 0.05},
    );
    expect(await slow.judge(textOf(['one']))).toEqual([{keep: true}]);
    // that it is slow to end may be asked about too
    expect(said.length).toBe(1);
    expect(said[0]).toContain('has answered 0 records, and none for 0.05 seconds: does it flush');
    await slow.close();
  });

  it('that answers too much is told', async () => {
    for (const error of await problemsOf(program('say({keep: true})', 'say({keep: false})')))
      expect(error.message).toContain('more than the 3 records it was given; the first line too many is "{\\"keep\\":false}"');
  });

  it('that reads nothing, or is not there, is told', async () => {
    const big = textOf(Array.from({length: 50}, () => 'x'.repeat(50_000)));
    for (const error of await problemsOf([process.execPath, '-e', 'process.exit(5)'], big)) {
      expect(error.message).toContain('it answered 0 of 50 records');
      expect(error.message).toContain('exit code 5');
    }
    for (const error of await problemsOf(['genloss-no-such-program'])) {
      expect(error).toBeInstanceOf(ConfigError);
      expect(error.message).toContain('genloss-no-such-program cannot be started: there is no such program');
    }
  });
});

/** Whether a process is there and not a zombie. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (!isLinux) return true;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat[stat.lastIndexOf(')') + 2] !== 'Z';
}

const until = async (condition: () => boolean): Promise<void> => {
  for (let i = 0; i < 200 && !condition(); i++) await new Promise((resolve) => setTimeout(resolve, 25));
  expect(condition()).toBe(true);
};

const folder = mkdtempSync(join(tmpdir(), 'genloss-command-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));
const noted = (name: string): number => Number(readFileSync(join(folder, name), 'utf8'));
/** Writes a number into a file of the test's folder. */
const note = (name: string, value: string) => `require('fs').writeFileSync(${JSON.stringify(join(folder, name))}, String(${value}));`;

describe('a command that does not end', needsPosix('a command that does not end is not tested'), () => {
  it('is ended, however deaf it is to SIGTERM, and with it what it has started', async () => {
    const deaf = `process.on('SIGTERM', () => {}); ${note('deaf', 'process.pid')}
      const child = require('child_process').spawn('sleep', ['300'], {stdio: 'inherit'}); ${note('child', 'child.pid')}
      console.log('no answer'); setInterval(() => {}, 1000)`;
    const from = performance.now();
    await expect(once([process.execPath, '-e', deaf], records)).rejects.toThrow('is not a JSON object: "no answer" (still running)');
    expect(performance.now() - from).toBeLessThan(20_000);
    await until(() => !isAlive(noted('deaf')) && !isAlive(noted('child')));
  });

  it('holds nobody back by what it has left behind with its pipes open, in its group or out of it', async () => {
    for (const detached of [false, true]) {
      const run = program(
        `if (i === 0) {const child = require('child_process').spawn('sleep', ['${detached ? 5 : 300}'], {stdio: 'inherit', detached: ${detached}}); child.unref(); ${note('left', 'child.pid')}} say({keep: true})`,
        'process.exit(0)',
      );
      expect((await once(run, records)).length).toBe(3);
      expect(await streamed(run, [records])).toEqual(Array(3).fill({keep: true}));
      if (!detached) await until(() => !isAlive(noted('left')));
    }
  });

  it('is ended after so many seconds without an answer, which every answer puts off', async () => {
    const hanging = program('if (i < 2) setTimeout(() => say({keep: true}), 2000 * (i + 1)); else setInterval(() => {}, 1000)');
    const lingering = program('say({keep: true})', 'setInterval(() => {}, 1000)');
    const said = await Promise.all(
      [
        askOnce({run: hanging, timeout: 3}, records),
        judged({run: hanging, timeout: 3}, records),
        askOnce({run: lingering, timeout: 3}, records),
      ].map((ask) => ask.catch((caught) => caught)),
    );
    for (const error of said) {
      expect(error).toBeInstanceOf(DataError);
      expect(error.next).toContain('timeout: SECONDS');
    }
    const [late, alike, lingers] = said.map(({message}) => message);
    for (const message of [late, alike])
      expect(message).toContain('no answer to record 3 ("a third, with \u{1f600}") after 3 seconds (still running)');
    expect(lingers).toContain('it has not ended after 3 seconds (still running)');
  });

  it('is ended where a line of its answers has no end, without that being kept', async () => {
    const endless = [
      process.execPath,
      '-e',
      `const write = () => {while (process.stdout.write('x'.repeat(65536))); process.stdout.once('drain', write)}; write()`,
    ];
    const before = process.memoryUsage().rss;
    for (const error of await problemsOf(endless)) expect(error.message).toContain('its answer to record 1 ("a \\"quoted\\" line');
    for (const error of await problemsOf(endless)) expect(error.message).toContain('is longer than a mebibyte');
    expect(process.memoryUsage().rss - before).toBeLessThan(200e6);
    const long = program('say({keep: true, reason: "x".repeat(1e6)})');
    expect((await once(long, records))[2].reason?.length).toBe(1e6);
  });

  it('ends with this process, and when all are asked to end', async () => {
    const hanging = `${note('hanging', 'process.pid')} setInterval(() => {}, 1000)`;
    const asked = once([process.execPath, '-e', hanging], records).catch((error) => error);
    await until(() => existsSync(join(folder, 'hanging')));
    await endPrograms();
    expect((await asked).message).toContain('it answered 0 of 3 records');
    expect(isAlive(noted('hanging'))).toBe(false);
    const code = `import {askOnce} from ${JSON.stringify(new URL('./command.ts', import.meta.url).href)};
      const records = {kind: 'text', count: 1, bytes: Uint8Array.of(97), offsets: Uint32Array.of(0, 1)};
      void askOnce({run: [process.execPath, '-e', ${JSON.stringify(`${note('orphan', 'process.pid')} process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)`)}]}, records);
      const {existsSync} = await import('node:fs');
      while (!existsSync(${JSON.stringify(join(folder, 'orphan'))})) await new Promise((resolve) => setTimeout(resolve, 20));
      process.exit(0);`;
    execFileSync(process.execPath, ['--input-type=module-typescript', '-e', code]);
    await until(() => !isAlive(noted('orphan')));
  });
});

async function judged(command: {run: string[]; timeout: number}, batch: Text): Promise<CommandAnswer[]> {
  const asked = new CommandProcess(command);
  try {
    return await asked.judge(batch);
  } finally {
    await asked.stop();
  }
}
