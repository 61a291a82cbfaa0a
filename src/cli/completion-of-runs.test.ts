/** What shells offer of a run that genloss has made: the files that are read are those of a real one. */
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {needs} from '../../test/needs.ts';
import {bashPath, shellPath} from '../../test/tools.ts';
import {run} from './effects.test-input.ts';

const folder = mkdtempSync(join(tmpdir(), 'genloss-completion-'));
afterAll(() => rmSync(folder, {recursive: true}));
const MEASURES = ['mean', 'variance', 'wasserstein2'];
const CELLS = ['other size=10', 'other size=20', 'replace size=10', 'replace size=20'];

beforeAll(async () => {
  const experiment = join(folder, 'e.yaml');
  writeFileSync(
    experiment,
    'title: "arms: {"\ndata: {world: gaussian}\nmodel: {kind: gaussian}\nsample: {size: 20}\ngenerations: 1\nseeds: 1\nmatrix: {sample.size: [10, 20]}\narms: {replace: {workflow: replace}, other: {workflow: accumulate}}\nmeasures: [variance, mean, wasserstein2]\n',
  );
  const done = await run(['run', experiment, '-o', join(folder, 'my run'), '--workers', '1', '--quiet']);
  expect([done.code, done.err]).toEqual([0, '']);
});

const scripts = new Map<string, string>();
const scriptOf = async (shell: string): Promise<string> => {
  const script = scripts.get(shell) ?? (await run(['completion', shell])).out;
  scripts.set(shell, script);
  return script;
};
const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');

/** Of the shell, what a script says that has the completion before it. */
async function said(shell: string, path: string, script: string): Promise<string[]> {
  const done = spawnSync(path, ['-c', `${await scriptOf(shell)}\n${script}`], {encoding: 'utf8', cwd: folder});
  expect(done.stderr).toBe('');
  return linesOf(done.stdout).sort();
}

describe('completion of a run in bash', () => {
  const bash = bashPath();
  const needed = needs(bash, 'bash', 'completion of a run is not tried in bash');
  const offered = (words: string, called = '_genloss') =>
    said('bash', bash!, `COMP_WORDS=(${words}); COMP_CWORD=$((\${#COMP_WORDS[@]}-1)); ${called}; printf '%s\\n' "\${COMPREPLY[@]}"`);
  const typed = CELLS.map((name) => name.replaceAll(' ', '\\ '));
  const RUN = String.raw`'my\ run'`;

  it.each([
    [`figure ${RUN} ''`, MEASURES],
    [`figure ${RUN} var`, ['variance']],
    [`figure ${RUN} variance --arms ''`, typed],
    [`figure ${RUN} variance --arms oth`, typed.slice(0, 2)],
    [`table ${RUN} --measures mean,w`, ['mean,wasserstein2']],
    [`table ${RUN} --measures = me`, ['mean']],
    [`table ${RUN} --measures =`, MEASURES],
    [`texts ${RUN} --arm rep`, typed.slice(2)],
    [`texts ${RUN} --arm a,rep`, []],
    [`export ${RUN} --arm oth`, typed.slice(0, 2)],
    ["figure nowhere ''", []],
  ])('after %s offers %j', needed, async (words, names) => {
    expect(await offered(`genloss ${words}`)).toEqual(names);
    expect(await offered(`npx genloss ${words}`, '_genloss_npx')).toEqual(names);
  });

  it('is none of an npx that is not of genloss, and leaves one that is there already', needed, async () => {
    expect(await offered('npx other fig', '_genloss_npx')).toEqual([]);
    expect(await said('bash', bash!, 'complete -p npx')).toEqual(['complete -o bashdefault -o default -F _genloss_npx npx']);
    const done = spawnSync(bash!, ['-c', `complete -W x npx\n${await scriptOf('bash')}\ncomplete -p npx`], {encoding: 'utf8'});
    expect(done.stdout).toBe("complete -W 'x' npx\n");
  });
});

describe('completion of a run in fish', () => {
  const fish = shellPath('fish');
  const needed = needs(fish, 'fish', 'completion of a run is not tried in fish');
  const offered = async (line: string) => (await said('fish', fish!, `complete -C '${line}'`)).map((one) => one.split('\t')[0]);

  it.each([
    ['figure my\\\\ run v', ['variance']],
    ['figure my\\\\ run variance --arms oth', CELLS.slice(0, 2)],
    ['table my\\\\ run --measures mean,w', ['mean,wasserstein2']],
    ['texts my\\\\ run --arm rep', CELLS.slice(2)],
  ])('after %s offers %j', needed, async (line, names) => {
    for (const called of ['genloss', 'npx genloss']) expect((await offered(`${called} ${line}`)).map(plain)).toEqual(names);
  });

  const plain = (word: string): string => word.replaceAll('\\', '');
});

describe('completion of a run in zsh', () => {
  const zsh = shellPath('zsh');
  const needed = needs(zsh, 'zsh', 'completion of a run is not tried in zsh');
  /** What is handed to the shell's own completion. */
  const offered = (words: string, kind: string) =>
    said(
      'zsh',
      zsh!,
      `compadd() { shift; print -rl -- "$@" }; _files() { print files }; words=(${words}); CURRENT=$#words; _genloss_names ${kind}`,
    );

  it.each([
    ["figure 'my\\ run' ''", 'measures', MEASURES],
    ["texts 'my\\ run' --arm ''", 'arms', CELLS],
    ["figure nowhere ''", 'measures', ['files']],
  ])('after %s offers %s: %j', needed, async (words, kind, names) => {
    expect(await offered(words, kind)).toEqual(names);
  });

  it('is asked for where a flag or a word names them', async () => {
    const script = await scriptOf('zsh');
    expect(script).toContain(":names:{ _genloss_names arms many }'");
    expect(script).toContain(":name:{ _genloss_names arms }'");
    expect(script).toContain("'2:measure:{ _genloss_names measures }'");
  });
});
