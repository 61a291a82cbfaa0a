/** What becomes of output: inputs that it would write over, places that cannot be written, hostile text. */
import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {genloss, temporaryFolder} from './command.ts';
import {numberedWords} from './documents.ts';
import {isLinux, needsPosix} from './needs.ts';

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);
const put = (name: string, content: string): string => {
  writeFileSync(at(name), content);
  return at(name);
};
const HOSTILE = '\u001b]0;PWNED\u0007\u001b[2J\u009b31m\u202e';

beforeAll(() => {
  put('human.jsonl', Array.from({length: 60}, (_, i) => JSON.stringify({text: numberedWords(30, i + 3)})).join('\n'));
  put('same.jsonl', Array.from({length: 60}, () => JSON.stringify({text: numberedWords(30, 2)})).join('\n'));
  put('gates.yaml', 'gates: [{measure: duplicates.exact, atMost: 0.1}]\n');
});

describe('outputs that are inputs', () => {
  it.each([
    ['the corpus', ['profile', 'human.jsonl', '-o', 'human.jsonl']],
    ['a file of a folder', ['profile', '.', '-o', './human.jsonl']],
    ['a file of a glob', ['profile', '*.jsonl', '-o', 'same.jsonl']],
    ['the reference', ['check', 'same.jsonl', '--reference', 'human.jsonl', '--html', 'human.jsonl']],
    ['the gates', ['check', 'same.jsonl', '--reference', 'human.jsonl', '--gates', 'gates.yaml', '--markdown', 'gates.yaml']],
    ['one another', ['check', 'same.jsonl', '--reference', 'human.jsonl', '--html', 'x', '--junit', './x']],
    ['the human reference', ['share', 'same.jsonl', '--human', 'human.jsonl', '--synthetic', 'same.jsonl', '--html', 'human.jsonl']],
    ['the forecast corpus', ['forecast', 'human.jsonl', '--html', 'human.jsonl']],
    ['a part', ['merge', 'human.jsonl', '-o', 'human.jsonl']],
  ])('%s are refused, and nothing is lost', (_, args) => {
    const before = readFileSync(at('human.jsonl'), 'utf8');
    const {code, err, out} = genloss(args, {cwd: folder});
    expect([code, out]).toEqual([64, '']);
    expect(err).toMatch(/would write over|name the same file/);
    expect(readFileSync(at('human.jsonl'), 'utf8')).toBe(before);
    expect(existsSync(at('x'))).toBe(false);
  });
});

describe('places that cannot be written', () => {
  const world = () =>
    put(
      'world.yaml',
      'title: w\ndata: {world: gaussian}\nmodel: {kind: gaussian}\nsample: {size: 20}\ngenerations: 2\nseeds: 2\narms: {a: {workflow: replace}}\nmeasures: [variance]\n',
    );

  it('are told as such', () => {
    put('plain-file', '');
    const cases: [string[], Record<string, string>][] = [
      [['profile', 'human.jsonl', '-o', 'n'.repeat(256)], {}],
      [['run', world(), '--out', 'plain-file'], {}],
      [['run', world(), '--out', 'plain-file/below'], {}],
      [['run', world(), '--out', 'n'.repeat(256)], {}],
      [['forecast', 'human.jsonl', '--sample', '500', '--generations', '2', '-q'], {TMPDIR: at('plain-file')}],
      ...(isLinux ? ([[['run', world(), '--out', '/dev/null'], {}]] as [string[], Record<string, string>][]) : []),
    ];
    for (const [args, env] of cases) {
      const {code, err} = genloss(args, {cwd: folder, env});
      expect([args.slice(0, 3), code, err.includes('cannot write')]).toEqual([args.slice(0, 3), 73, true]);
      expect(err).not.toContain('.aside-');
    }
    expect(readdirSync(folder).filter((name) => name.startsWith('.aside-'))).toEqual([]);
  });
});

describe('text from outside', () => {
  it('reaches no terminal and no log raw, whatever command shows it', needsPosix('hostile names are not tested'), () => {
    put(
      'values.jsonl',
      JSON.stringify({
        text: 'a b c',
        s: HOSTILE,
        [`k${HOSTILE}`]: 'm\n::error::injected',
        m: '##vso[task.setvariable]x\n::error::injected',
      }),
    );
    put('broken.jsonl', `${HOSTILE} ::error::x\n`);
    put(`name${HOSTILE}.jsonl`, '{"text": 1}\n');
    put(`said.yaml`, `steps: [{command: {run: [sh, -c, "printf '\\\\033[2J\\\\n::error::x\\\\n##[error]y' >&2; exit 3"]}}]\n`);
    put(
      'titled.yaml',
      `title: ${JSON.stringify(HOSTILE)}\ndata: {world: gaussian}\nmodel: {kind: gaussian}\nsample: {size: 20}\ngenerations: 2\nseeds: 2\narms: {a: {workflow: replace}}\nmeasures: [variance]\n`,
    );
    const slices = (k: number) =>
      Array.from({length: 20}, (_, i) => JSON.stringify({text: numberedWords(12, i + k), s: `${HOSTILE}\n::error::${i % 2}`}));
    put('sliced.jsonl', slices(40).join('\n'));
    const commands = [
      ['profile', 'values.jsonl', '--count', 's', '--count', 'm', '--count', `k${HOSTILE}`, '-o', 'v.profile', '-q'],
      ['profile', 'values.jsonl', '--count', 's', '-o', 'v.profile', '-q', '--json'],
      ['merge', 'v.profile', 'v.profile', '-o', 'm.profile'],
      ['profile', 'broken.jsonl', '-o', 'v.profile', '-q'],
      ['profile', 'broken.jsonl', '--max-bad', '1', '-o', 'v.profile', '-q'],
      ['profile', `name${HOSTILE}.jsonl`, '-o', 'v.profile', '-q'],
      ['profile', 'nam.jsonl', '-o', 'v.profile', '-q'],
      ['profile', `missing${HOSTILE}.jsonl`, '-o', 'v.profile', '-q'],
      ['profile', 'values.jsonl', '-o', `v${HOSTILE}.profile`, '-q'],
      ['profile', 'values.jsonl', '-o', 'v.profile', '-q', '--field', `s${HOSTILE}`],
      [`profile${HOSTILE}`],
      ['share', 'sliced.jsonl', '--human', 'human.jsonl', '--synthetic', 'same.jsonl', '--by', 's', '-q'],
      ['curate', 'human.jsonl', '--recipe', 'said.yaml', '-o', `c${HOSTILE}`, '-q'],
      ['run', 'titled.yaml', '--out', `r${HOSTILE}`],
      ['run', 'titled.yaml', '--out', `r${HOSTILE}`, '--set', `arms.${HOSTILE}.workflow=replace`],
      ['report', `r${HOSTILE}`],
      ['check', `name${HOSTILE}.jsonl`, '--reference', 'human.jsonl', '-q'],
      ['show', HOSTILE],
    ];
    for (const args of commands) {
      const {code, out, err} = genloss(args, {cwd: folder});
      expect([args, code]).not.toEqual([args, 70]);
      const said = out + err;
      expect(said.length, args.join(' ')).toBeGreaterThan(0);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      expect(said, args.join(' ')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
      expect(said, args.join(' ')).not.toMatch(/^\s*::|##\w*\[/m);
    }
  });
});
