import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {needs} from '../../test/needs.ts';
import {bashPath, shellPath} from '../../test/tools.ts';
import {COMMANDS} from './commands.ts';
import {run} from './effects.test-input.ts';

const bash = bashPath();

describe('completion', () => {
  it('knows every command and option, in every shell', async () => {
    for (const shell of ['bash', 'zsh', 'fish']) {
      const {code, out} = await run(['completion', shell]);
      expect(code).toBe(0);
      for (const {name} of COMMANDS) expect(out).toContain(name);
      for (const word of ['reference', 'webgpu', 'gaussian']) expect(out, shell).toContain(word);
    }
    expect((await run(['completion', 'tcsh'])).code).toBe(64);
  });

  it.each([
    ['genloss pr', 'profile'],
    ['genloss show gaussian-', 'gaussian-unbiased'],
    ['genloss run x --device web', 'webgpu'],
    ['genloss check a --refe', '--reference --reference-field'],
  ])('in bash offers after %s: %s', needs(bash, 'bash', 'completion is not tried in bash'), async (line, offered) => {
    const {out} = await run(['completion', 'bash']);
    const ask = `${out}\nCOMP_WORDS=(${line}); COMP_CWORD=$((\${#COMP_WORDS[@]}-1)); _genloss; echo "\${COMPREPLY[*]}"`;
    const done = spawnSync(bash!, ['-c', ask], {encoding: 'utf8'});
    expect(done.stderr).toBe('');
    expect(done.stdout.trim()).toBe(offered);
  });

  it(
    'in bash offers files and folders beside the experiments that ship, and none where only a name can stand',
    needs(bash, 'bash', 'completion is not tried in bash'),
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'genloss-completion-'));
      mkdirSync(join(folder, 'strong study'));
      writeFileSync(join(folder, 'strong.yaml'), '');
      const {out} = await run(['completion', 'bash']);
      const offered = (line: string) => {
        const ask = `${out}\nCOMP_WORDS=(${line}); COMP_CWORD=$((\${#COMP_WORDS[@]}-1)); _genloss; printf '%s\\n' "\${COMPREPLY[@]}"`;
        const done = spawnSync(bash!, ['-c', ask], {encoding: 'utf8', cwd: folder});
        expect(done.stderr).toBe('');
        return done.stdout.trim().split('\n');
      };
      expect(offered('genloss run stro').sort()).toEqual(['strong study', 'strong-collapse', 'strong.yaml']);
      expect(offered('genloss show stro')).toEqual(['strong-collapse']);
      rmSync(folder, {recursive: true});
    },
  );

  for (const shell of ['zsh', 'fish'] as const) {
    const path = shellPath(shell);
    it(`is a script that ${shell} reads`, needs(path, shell, `completion is not read by ${shell}`), async () => {
      const {out} = await run(['completion', shell]);
      const done = spawnSync(path!, ['-n', '-c', out], {encoding: 'utf8'});
      expect([done.status, done.stderr]).toEqual([0, '']);
    });
  }
});
