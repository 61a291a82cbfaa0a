/** `genloss completion`: what a shell offers after `genloss`, as a script for it. */

import {ConfigError} from '../../core/error.ts';
import {command, type ListedCommand, one} from '../command.ts';
import {completionScript, SHELLS, type Shell} from '../completion.ts';
import {EXIT} from '../exit.ts';
import {print} from '../print.ts';

/** `list`: the commands that are offered, this one among them. */
export const completionOf = (list: readonly ListedCommand[]) =>
  command({
    positional: {shell: one(`${SHELLS.join(', ')}: the script for it, to be loaded at its start`)},
    options: {},
    examples: [
      {line: 'source <(genloss completion bash)', does: 'in ~/.bashrc'},
      {line: 'genloss completion fish > ~/.config/fish/completions/genloss.fish', does: 'for fish'},
    ],
    async run({shell}, effects) {
      if (!(SHELLS as readonly string[]).includes(shell))
        throw new ConfigError(`there is no completion for ${JSON.stringify(shell)}`, {next: `one of ${SHELLS.join(', ')}`});
      const {shippedNames} = await import('../../node/experiment-file.ts');
      print(await completionScript(shell as Shell, list, shippedNames()), effects);
      return EXIT.done;
    },
  });
