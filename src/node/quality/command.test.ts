import {describe, expect, it} from 'vitest';
import type {Text} from '../../core/data.ts';
import {ConfigError, DataError} from '../../core/error.ts';
import type {CommandAnswer} from '../../quality/rules.ts';
import {CommandProcess, runCommandOnce} from './command.ts';

function textOf(documents: readonly string[]): Text {
  const parts = documents.map((document) => new TextEncoder().encode(document));
  const offsets = new Uint32Array(parts.length + 1);
  parts.forEach((part, i) => {
    offsets[i + 1] = offsets[i] + part.length;
  });
  return {kind: 'text', count: parts.length, bytes: Uint8Array.from(parts.flatMap((part) => [...part])), offsets};
}

/** A program that reads lines and, for each, runs `body` with `text` and its number `i`; `say` answers. */
const program = (body: string, after = '') => [
  process.execPath,
  '-e',
  `let i = 0; const say = (x) => console.log(typeof x === 'string' ? x : JSON.stringify(x));
   require('readline').createInterface({input: process.stdin}).on('line', (line) => {const {text} = JSON.parse(line); ${body}; i++}).on('close', () => {${after}})`,
];
const documents = ['a "quoted" line\nand one more', 'short', 'a third, with \u{1f600}'];
const records = textOf(documents);

async function streamed(run: readonly string[], batches: readonly Text[]): Promise<CommandAnswer[]> {
  const process = new CommandProcess(run);
  try {
    const answers: CommandAnswer[] = [];
    for (const batch of batches) answers.push(...(await process.judge(batch)));
    await process.close();
    return answers;
  } finally {
    process.stop();
  }
}

async function problemsOf(run: readonly string[], batch = records): Promise<Error[]> {
  const problems: Error[] = [];
  try {
    runCommandOnce(run, batch);
  } catch (error) {
    problems.push(error as Error);
  }
  await streamed(run, [batch]).catch((error) => problems.push(error));
  expect(problems.length).toBe(2);
  return problems;
}

describe.concurrent('a command', () => {
  it('gets each record as it is, and its answers come back in order, started once or for each batch', async () => {
    const run = program('say({keep: text.length > 5, reason: "has " + text.length, weight: 0.5, more: 1})');
    const expected = documents.map(({length}) => ({keep: length > 5, reason: `has ${length}`, weight: 0.5}));
    expect(runCommandOnce(run, records)).toEqual(expected);
    expect(await streamed(run, [records, textOf([]), records])).toEqual([...expected, ...expected]);
    expect(runCommandOnce(run, textOf([]))).toEqual([]);
  });

  it('may hold its answers back until it has read a batch of more than any pipe holds', async () => {
    const many = textOf(Array.from({length: 300}, (_, i) => `${i} ${'x'.repeat(5000)}`));
    const run = program('say({keep: text.startsWith(String(i))})');
    const late = [
      process.execPath,
      '-e',
      `const all = require('fs').readFileSync(0, 'utf8').trim().split('\\n'); console.log(all.map(() => '{"keep":true}').join('\\n'))`,
    ];
    expect(runCommandOnce(late, many).length).toBe(300);
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

  it('that holds its answers back is asked about', async () => {
    const said: string[] = [];
    const body = 'process.stdin.on("data", () => setTimeout(() => {console.log(JSON.stringify({keep: true})); process.exit(0)}, 300))';
    const slow = new CommandProcess([process.execPath, '-e', body], {onSilence: (message) => said.push(message), silenceSeconds: 0.05});
    expect(await slow.judge(textOf(['one']))).toEqual([{keep: true}]);
    await slow.close();
    expect(said.length).toBe(1);
    expect(said[0]).toContain('has answered 0 records, and none for 0.05 seconds: does it flush');
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
