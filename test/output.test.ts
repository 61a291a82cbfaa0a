/** What becomes of output: readers that end, devices that are full, places that cannot be written, hostile text. */
import {spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {genloss, main, temporaryFolder} from './command.ts';
import {isLinux, needs, needsLinux, needsPosix} from './needs.ts';
import {bashPath, canMount} from './tools.ts';

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);
const put = (name: string, content: string): string => {
  writeFileSync(at(name), content);
  return at(name);
};
const bash = bashPath();
const inBash = needs(bash, 'bash', 'output that nobody reads, and too few open files, are not tested');
const onLinux = needsLinux('a full output, and too few open files, are not tested');
const onSmallDisk = needs(bash && canMount(), 'leave to mount a small disk', 'a full disk is not tested');

/** The command by a shell, in which `genloss` is the command. */
function shell(script: string): {code: number | null; out: string; err: string} {
  const done = spawnSync(bash!, ['-c', `genloss() { "$NODE" "$MAIN" "$@"; }\n${script}`], {
    cwd: folder,
    encoding: 'utf8',
    env: {...process.env, NODE: process.execPath, MAIN: main},
  });
  return {code: done.status, out: done.stdout, err: done.stderr};
}

const words = (n: number, seed: number) =>
  Array.from({length: n}, (_, i) => `word${(i * seed) % 97} and word${(i * 7) % 89} go ${(i * i * seed) % 53}`).join(' ');
const HOSTILE = '\u001b]0;PWNED\u0007\u001b[2J\u009b31m\u202e';

beforeAll(() => {
  put('human.jsonl', Array.from({length: 60}, (_, i) => JSON.stringify({text: words(30, i + 3)})).join('\n'));
  put('same.jsonl', Array.from({length: 60}, () => JSON.stringify({text: words(30, 2)})).join('\n'));
  put('gates.yaml', 'gates: [{measure: duplicates.exact, atMost: 0.1}]\n');
});

describe('standard output', inBash, () => {
  const check = 'genloss check same.jsonl --reference human.jsonl --gates gates.yaml -q';

  it('whose reader has ended leaves the verdict its exit code', () => {
    expect(shell(check).code).toBe(1);
    const gone = shell(`${check} | true; exit "\${PIPESTATUS[0]}"`);
    expect([gone.code, gone.err]).toEqual([1, '']);
    expect(shell(`${check} --json | head -c 1 > began; exit "\${PIPESTATUS[0]}"`).code).toBe(1);
  });

  it('whose reader has ended before there was a verdict is output that could not be written', () => {
    for (const command of ['list', '--help', 'profile human.jsonl -o h.profile -q'])
      expect(shell(`genloss ${command} | true; exit "\${PIPESTATUS[0]}"`).code).toBe(73);
  });

  it('that is full is told, and so is a full standard error by the exit code', onLinux, () => {
    const full = shell('genloss list > /dev/full');
    expect(full.code).toBe(73);
    expect(full.err).toContain('standard output: cannot write: the disk is full');
    expect(shell(`${check} > /dev/full`).code).toBe(73);
    expect(shell('genloss profile nowhere.jsonl -o p 2> /dev/full').code).toBe(65);
    expect(shell('genloss profil 2> /dev/full').code).toBe(64);
    expect(shell(`${check} 2> /dev/full`).code).toBe(1);
  });
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

  it('are told where the disk is full, and leave nothing half written', onSmallDisk, () => {
    mkdirSync(at('small'));
    put('recipe.yaml', 'steps: [duplicates]\n');
    put('large.jsonl', Array.from({length: 300}, (_, i) => JSON.stringify({text: words(200, i + 1)})).join('\n'));
    const done = shell(`
      mount -t tmpfs -o size=64k tmpfs small || exit 99
      dd if=/dev/zero of=small/fill bs=1k count=60 2>/dev/null
      genloss profile large.jsonl -o small/p -q; echo "profile $?"
      dd if=/dev/zero of=small/fill2 bs=1k count=64 2>/dev/null
      mkdir -p small/run; genloss run ${world()} --out small/run -q; echo "run $?"
      mkdir -p small/curated; genloss curate large.jsonl --recipe recipe.yaml -o small/curated -q; echo "curate $?"
      ls -A small small/run small/curated
      umount small`);
    expect(done.out).toMatch(/^profile 73\nrun 73\ncurate 73\n/);
    expect(done.err.match(/the disk is full/g)?.length).toBe(3);
    expect(done.out).not.toMatch(/running\.lock|\.aside-|lock\.json/);
  });
});

describe('too few files that may be open', inBash, () => {
  it('are told as a shortage of the machine', onLinux, () => {
    put('cat.yaml', `steps: [{command: {run: [sed, -u, 's/.*/{"keep":true}/']}}]\n`);
    put(
      'tiny.yaml',
      'title: w\ndata: {world: gaussian}\nmodel: {kind: gaussian}\nsample: {size: 20}\ngenerations: 1\nseeds: 1\narms: {a: {workflow: replace}}\nmeasures: [variance]\n',
    );
    const told: string[] = [];
    // Node itself needs some, how many depends on what this process has open: with fewer it crashes before genloss begins.
    const least = Array.from({length: 100}, (_, i) => 16 + i).find((n) => shell(`ulimit -n ${n}; "$NODE" -e 0`).code === 0)!;
    for (const n of [3, 6, 9, 12].map((more) => least + more)) {
      const commands = [`run tiny.yaml --out few-run-${n}`, `curate human.jsonl --recipe cat.yaml -o few-curate-${n} --workers 1`];
      for (const command of commands) {
        const {code, err} = shell(`ulimit -n ${n}; genloss ${command} -q`);
        expect([0, 71], `${n} for ${command}: ${err}`).toContain(code);
        if (code === 71) told.push(err);
      }
    }
    expect(told.length).toBeGreaterThan(0);
    for (const err of told) expect(err).toContain('this process may not open more files');
    expect(shell(`ulimit -n ${least + 40}; genloss run tiny.yaml --out enough -q`).code).toBe(0);
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
      Array.from({length: 20}, (_, i) => JSON.stringify({text: words(12, i + k), s: `${HOSTILE}\n::error::${i % 2}`}));
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
