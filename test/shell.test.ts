/** What a shell makes of the command line: readers that end, devices and disks that are full, files that may not be opened. */
import {spawnSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeAll, describe, expect, it} from 'vitest';
import {main, temporaryFolder} from './command.ts';
import {numberedWords} from './documents.ts';
import {needs, needsLinux} from './needs.ts';
import {bashPath, canMount} from './tools.ts';

const folder = temporaryFolder();
const put = (name: string, content: string): void => writeFileSync(join(folder, name), content);
const documents = (count: number, text: (i: number) => string): string =>
  Array.from({length: count}, (_, i) => JSON.stringify({text: text(i)})).join('\n');

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

beforeAll(() => {
  put(
    'human.jsonl',
    documents(60, (i) => numberedWords(30, i + 3)),
  );
  put(
    'same.jsonl',
    documents(60, () => numberedWords(30, 2)),
  );
  put('gates.yaml', 'gates: [{measure: duplicates.exact, atMost: 0.1}]\n');
  put(
    'tiny.yaml',
    'title: w\ndata: {world: gaussian}\nmodel: {kind: gaussian}\nsample: {size: 20}\ngenerations: 2\nseeds: 2\narms: {a: {workflow: replace}}\nmeasures: [variance]\n',
  );
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

describe('a disk that is full', onSmallDisk, () => {
  it('is told by every command that writes a folder or a file, which leaves nothing half written', () => {
    mkdirSync(join(folder, 'small'));
    put('recipe.yaml', 'steps: [duplicates]\n');
    put(
      'large.jsonl',
      documents(300, (i) => numberedWords(200, i + 1)),
    );
    const done = shell(`
      mount -t tmpfs -o size=64k tmpfs small || exit 99
      dd if=/dev/zero of=small/fill bs=1k count=60 2>/dev/null
      genloss profile large.jsonl -o small/p -q; echo "profile $?"
      dd if=/dev/zero of=small/fill2 bs=1k count=64 2>/dev/null
      mkdir -p small/run; genloss run tiny.yaml --out small/run -q; echo "run $?"
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
    const told: string[] = [];
    // Node itself needs some, how many depends on what this process has open: with fewer it crashes before genloss begins.
    let [least, tooFew] = [128, 8];
    while (least - tooFew > 1) {
      const n = (least + tooFew) >> 1;
      if (shell(`ulimit -n ${n}; "$NODE" -e 0`).code === 0) least = n;
      else tooFew = n;
    }
    for (const n of [3, 9].map((more) => least + more)) {
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
