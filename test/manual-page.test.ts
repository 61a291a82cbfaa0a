/** man/genloss.1, as a reader sees it. */
import {spawnSync} from 'node:child_process';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {COMMANDS} from '../src/cli/commands.ts';
import {flagOf} from '../src/cli/options.ts';
import {root} from './command.ts';
import {needs} from './needs.ts';
import {groffPath} from './tools.ts';

describe('the manual page', () => {
  const groff = groffPath();

  it(
    'is one that groff has nothing against, and names every command and option',
    needs(groff, 'groff', 'the manual page is not drawn'),
    async () => {
      const drawn = spawnSync(groff!, ['-man', '-ww', '-Tutf8', '-Kutf8', join(root, 'man/genloss.1')], {encoding: 'utf8'});
      expect([drawn.status, drawn.stderr]).toEqual([0, '']);
      // letters are made bold by escapes, or by being struck twice
      // biome-ignore lint/suspicious/noControlCharactersInRegex: both are control characters
      const words = drawn.stdout.replace(/\u001b\[[\d;]*m|.\u0008/g, '');
      for (const {name, load} of COMMANDS) {
        expect(words).toContain(`genloss ${name} `);
        const {options} = await load();
        for (const [key, option] of Object.entries(options)) expect(words).toContain(flagOf(key, option));
      }
    },
  );
});
